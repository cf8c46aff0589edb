import { describe, describeErrors, OpenSSLError, type QueuedError } from '../../base/errors.js';
import { nameOf } from '../../base/kinds.js';
import type { Run } from './run.js';

/** What a run's promise comes to. */
export type Outcome = { readonly value: unknown } | { readonly error: unknown };

/** What a job has come to that has finished with `ret`. */
export function outcome(run: Run, ret: number, errors: readonly QueuedError[]): Outcome {
  if (run.cancelled)
    return {
      error: new OpenSSLError(run.cancelled.code, run.cancelled.message, {
        cause: run.cancelled.cause,
        errors,
      }),
    };
  const { jsJob } = run.job;
  if (jsJob) {
    if (!jsJob.failed) return { value: jsJob.value };
    const { error } = jsJob;
    if (error instanceof OpenSSLError && error.code !== 'openssl') return { error };
    return {
      error: new OpenSSLError('job', `The job failed: ${describe(error)}`, {
        cause: error,
        errors,
      }),
    };
  }
  return ret <= 0 && errors.length > 0 ? { error: failed(errors, run.job.cause) } : { value: ret };
}

/** What OpenSSL said, with what JavaScript threw while C read from it. */
export function failed(
  errors: readonly QueuedError[],
  cause?: { readonly error: unknown },
): OpenSSLError {
  const what = describeErrors(errors) || 'The job could not be started';
  return cause
    ? new OpenSSLError('openssl', `${what}; ${describe(cause.error)}`, {
        errors,
        cause: cause.error,
      })
    : new OpenSSLError('openssl', what, { errors });
}

/** Why a run is cancelled, by the reason of its signal or of whoever cancelled the job. */
export function abortError(reason: unknown): OpenSSLError {
  if (reason instanceof OpenSSLError) return reason;
  const timedOut = nameOf(reason) === 'TimeoutError';
  return timedOut
    ? new OpenSSLError('timeout', 'The deadline passed', { cause: reason })
    : new OpenSSLError('aborted', 'The operation was aborted', { cause: reason });
}
