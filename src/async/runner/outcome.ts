import {
  describe,
  describeErrors,
  isOpenSSLError,
  OpenSSLError,
  type QueuedError,
} from '../../base/errors.js';
import type { Job } from '../jobs/job.js';
import type { JobEnd } from '../jobs/turn.js';

/** What a run's promise comes to. */
export type Outcome = { readonly value: unknown } | { readonly error: unknown };

/**
 * What a job has come to that has finished.
 *
 * @param cancelled - why it was cancelled, if it was
 */
export function outcomeOf(
  { body, cause }: Job,
  cancelled: OpenSSLError | undefined,
  { errors, ret }: JobEnd,
): Outcome {
  if (cancelled) {
    const { cause: reason, code, message } = cancelled;
    return { error: new OpenSSLError(code, message, { cause: reason, errors }) };
  }
  if (body) {
    if (!body.failed) return { value: body.value };
    const { error } = body;
    if (isOpenSSLError(error) && error.code !== 'openssl') return { error };
    const message = `The job failed: ${describe(error)}`;
    return { error: new OpenSSLError('job', message, { cause: error, errors }) };
  }
  return ret <= 0 && errors.length > 0 ? { error: failureOf(errors, cause) } : { value: ret };
}

/** What OpenSSL said, with what JavaScript threw while C read from it. */
export function failureOf(
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
