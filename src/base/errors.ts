import { OpenSSLError, type QueuedError } from './openssl-error.js';

export { OpenSSLError };
export type { ErrorCode, OpenSSLErrorOptions, QueuedError } from './openssl-error.js';

/**
 * Why something is cancelled, by the reason of its signal, or the one that `cancel` was given: `timeout` for the reason of
 * `AbortSignal.timeout()`, of whatever realm, otherwise `aborted`, both with the reason as cause.
 */
export function abortError(reason: unknown): OpenSSLError {
  if (isOpenSSLError(reason)) return reason;
  return isTimeoutError(reason)
    ? new OpenSSLError('timeout', 'The deadline passed', { cause: reason })
    : new OpenSSLError('aborted', 'The operation was aborted', { cause: reason });
}

/** Whether something is an error of this package; false for a proxy that does not answer. */
export function isOpenSSLError(thrown: unknown): thrown is OpenSSLError {
  try {
    return thrown instanceof OpenSSLError;
  } catch {
    return false;
  }
}

function isTimeoutError(reason: unknown): boolean {
  try {
    return (reason as { name?: unknown } | null | undefined)?.name === 'TimeoutError';
  } catch {
    return false;
  }
}

/** Whatever was thrown, in words; a value that can't be made a text must not throw once more. */
export function describe(thrown: unknown): string {
  try {
    return String(thrown);
  } catch {
    return 'something that has no text';
  }
}

/**
 * Tells of the rejection of what a user's function gave, if that is a promise: without a listener, Node
 * would end the process. @internal
 */
export function watch<T>(given: T, told: (error: unknown) => void): T {
  if (typeof (given as PromiseLike<unknown> | null | undefined)?.then === 'function')
    Promise.resolve(given).then(undefined, told);
  return given;
}

/** The queue in one line, for messages. */
export function describeErrors(errors: readonly QueuedError[]): string {
  return errors
    .map(({ data, library, reason }) => `${library}: ${reason}${data && ` (${data})`}`)
    .join('; ');
}
