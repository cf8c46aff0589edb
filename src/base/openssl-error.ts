/**
 * What can go wrong, as a closed union.
 *
 * - `load`: the module could not be found, fetched, compiled or instantiated.
 * - `dead`: the instance met a trap or a blown stack and takes no more calls; load a new one.
 * - `disposed`: the object, or the instance, was used after it was disposed of.
 * - `stale`: a job, wait context or virtual handle that has ended; its number may be in use again.
 * - `in-use`: a wait context, pool or instance that a live job still needs.
 * - `in-job`: the call is not possible inside a job (a nested start, cleaning up, re-initialising).
 * - `not-paused`: only a paused job can be resumed.
 * - `pause`: the job could not pause: pausing is blocked, or a JavaScript frame stands in the way.
 * - `argument`: an argument is of the wrong type or out of range.
 * - `memory`: the module's memory is used up, or its limit is reached.
 * - `aborted`: the operation's `AbortSignal` fired, or its owner was disposed of.
 * - `timeout`: the operation's deadline passed.
 * - `job`: a job written in JavaScript threw or rejected; see `cause`.
 * - `openssl`: OpenSSL reported an error; see `errors`.
 */
export type ErrorCode =
  | 'load'
  | 'dead'
  | 'disposed'
  | 'stale'
  | 'in-use'
  | 'in-job'
  | 'not-paused'
  | 'pause'
  | 'argument'
  | 'memory'
  | 'aborted'
  | 'timeout'
  | 'job'
  | 'openssl';

/** One entry of an OpenSSL error queue: ERR_get_error_all(3). */
export interface QueuedError {
  /** The packed code, as ERR_get_error(3) gives it. */
  readonly code: number;
  /** The library that raised it, such as `rsa routines`. */
  readonly library: string;
  /** The reason, such as `key size too small`. */
  readonly reason: string;
  /** Extra text, often naming the offending value; empty if there is none. */
  readonly data: string;
  /** The C function that raised it; empty if unknown. */
  readonly func: string;
  /** The C source file. */
  readonly file: string;
  /** The line in it. */
  readonly line: number;
}

/** What an {@link OpenSSLError} may carry beside its message. */
export interface OpenSSLErrorOptions {
  /** What led to it. */
  readonly cause?: unknown;
  /** Entries of an error queue, oldest first. */
  readonly errors?: readonly QueuedError[];
}

/** The one error class of this package: switch on `code`. */
export class OpenSSLError extends Error {
  /** Always `OpenSSLError`. */
  override readonly name = 'OpenSSLError';
  /** What went wrong, out of a closed union. */
  readonly code: ErrorCode;
  /** OpenSSL's error queue of the job or call that failed, oldest first; often empty. */
  readonly errors: readonly QueuedError[];

  /** An error as the package throws them. */
  constructor(code: ErrorCode, message: string, options: OpenSSLErrorOptions = {}) {
    super(message, 'cause' in options ? { cause: options.cause } : undefined);
    this.code = code;
    this.errors = options.errors ?? [];
  }
}
