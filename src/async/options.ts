import { OpenSSLError } from './errors.js';

/** What a timer takes; a longer one would fire at once. */
const MAX_TIMEOUT = 2 ** 31 - 1;

/** @throws {@link OpenSSLError} `argument` unless it is a number of milliseconds that a timer takes */
export function checkTimeout(timeout: number | undefined): void {
  if (timeout === undefined || (timeout >= 0 && timeout <= MAX_TIMEOUT)) return;
  throw new OpenSSLError(
    'argument',
    `timeout is a number of milliseconds from 0 to ${MAX_TIMEOUT}; leave it out for no limit`,
  );
}

/** @throws {@link OpenSSLError} `argument` unless it is an AbortSignal */
export function checkSignal(signal: AbortSignal | undefined): void {
  if (signal === undefined || typeof signal?.addEventListener === 'function') return;
  throw new OpenSSLError('argument', 'signal must be an AbortSignal');
}
