import { OpenSSLError } from './errors.js';

/** The longest that a timer takes, in milliseconds; a longer one would fire at once. */
export const MAX_TIMEOUT = 2 ** 31 - 1;

/** Whether it is a number of milliseconds that a timer takes. */
export function isTimeout(value: unknown): value is number {
  return typeof value === 'number' && value >= 0 && value <= MAX_TIMEOUT;
}

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
