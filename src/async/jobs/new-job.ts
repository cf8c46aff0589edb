import { bytesOf } from '../../base/bytes.js';
import { isInt, refuse } from '../../base/checks.js';
import type { WaitContext } from '../waiting/wait-context.js';
import { type CJobFunction, Job } from './job.js';
import { JsJob, type JobFunction, type JsJobOwner } from './js-job.js';

/** What a job runs. */
export type AnyJobFunction<T = unknown> = CJobFunction | JobFunction<T>;

/** What a new job is made of, looked at before anything is made. @throws {@link OpenSSLError} `argument` */
export function checkNewJob(func: unknown, args: unknown): void {
  if (typeof func !== 'function' && !(isInt(func) && func > 0))
    refuse('A job is a JavaScript function or one of ossl.functions');
  if (args !== undefined) bytesOf('args', args);
}

/**
 * Prepares a job that has not been started.
 *
 * @param contextAddress - the wait context's address, where the C-shaped layer made it and `waitContext` is null
 */
export function newJob(
  owner: JsJobOwner,
  func: AnyJobFunction,
  waitContext: WaitContext | null,
  contextAddress?: number,
): Job {
  return typeof func === 'number'
    ? new Job(owner, { func }, waitContext, contextAddress)
    : new JsJob(owner, func, waitContext, contextAddress).job;
}
