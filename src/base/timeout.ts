import { OpenSSLError } from './errors.js';

/** As `setTimeout`. @throws {@link OpenSSLError} `argument` where there is none, as in an AudioWorklet */
export function startTimer(told: () => void, milliseconds: number): ReturnType<typeof setTimeout> {
  try {
    return setTimeout(told, milliseconds);
  } catch (cause) {
    throw new OpenSSLError('argument', 'There are no timers here, so there can be no timeout', {
      cause,
    });
  }
}
