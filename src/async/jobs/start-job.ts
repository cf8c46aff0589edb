import { OpenSSLError, type QueuedError } from '../../base/errors.js';
import { checkObject } from '../../base/checks.js';
import { constants } from '../../module/generated/boundary.js';
import { WaitContext } from '../waiting/wait-context.js';
import { Job } from './job.js';
import type { JobTable } from './job-table.js';
import { type AnyJobFunction, checkNewJob, newJob } from './new-job.js';
import type { StartResult, Turn } from './turn.js';

const { ASYNC_ERR, ASYNC_FINISH, ASYNC_NO_JOBS, ASYNC_PAUSE } = constants;

/** What `ossl.startJob` takes; with `job` it resumes, and the rest is ignored, as upstream does. */
export interface StartJobOptions {
  /** A paused job to resume. */
  readonly job?: Job | null;
  /** What the job may wait for, or null: then it can only be resumed by guess. */
  readonly waitContext?: WaitContext | null;
  /** The function of a new job. */
  readonly func?: AnyJobFunction;
  /** Bytes that a C function gets a copy of; NULL if there are none. */
  readonly args?: Uint8Array;
}

/** What came of `ossl.startJob`. */
export interface StartJobResult {
  /** Whether the job finished, paused, or could not be started. */
  readonly result: StartResult;
  /** The paused job; null otherwise. */
  readonly job: Job | null;
  /** The function's int, on `ASYNC_FINISH` only; for a function in JavaScript 1, or 0 if it threw. */
  readonly ret: number | undefined;
  /** What a function in JavaScript returned, on `ASYNC_FINISH` only. */
  readonly value: unknown;
  /** What a function in JavaScript threw. */
  readonly error: unknown;
  /** The job's error queue, on `ASYNC_FINISH` and `ASYNC_ERR`. */
  readonly errors: readonly QueuedError[];
}

/** One call of ASYNC_start_job(3), with its misuses refused before they reach C. */
export function startJob(jobs: JobTable, turn: Turn, options: StartJobOptions): StartJobResult {
  checkObject('The options', options);
  const { args, func, waitContext = null } = options;
  if (jobs.core.inJob)
    throw new OpenSSLError(
      'in-job',
      'A job cannot be started or resumed inside a job; use ossl.run, which queues it',
    );
  const given = options.job ?? null;
  if (given === null) {
    checkNewJob(func, args);
    if (waitContext !== null) WaitContext.check(waitContext, jobs.core);
  } else {
    checkResumable(given, jobs);
  }
  const job = given ?? newJob(jobs, func as AnyJobFunction, waitContext);
  const result = turn.give(job, args);
  const isOver = result === ASYNC_FINISH || result === ASYNC_ERR;
  const { errors, ret } = turn.end;
  if (result === ASYNC_NO_JOBS) job.finished();
  const finished = result === ASYNC_FINISH;
  return {
    result,
    job: result === ASYNC_PAUSE ? job : null,
    ret: finished ? ret : undefined,
    value: finished ? job.body?.value : undefined,
    error: finished ? job.body?.error : undefined,
    errors: isOver ? errors : [],
  };
}

function checkResumable(job: Job, { core }: JobTable): void {
  Job.check(job, core);
  if (job.state !== 'paused')
    throw new OpenSSLError(
      job.state === 'finished' ? 'stale' : 'not-paused',
      `Only a paused job can be resumed; this one is ${job.state}`,
    );
  job.checkUndriven();
}
