import { constants } from '../../module/generated/boundary.js';
import type { Imports } from '../../module/generated/boundary-exports.js';
import type { JobPool } from './job-pool.js';
import type { JobTable } from './job-table.js';

type JobImports = Pick<
  Imports,
  'callback' | 'fd_cleanup' | 'job_step' | 'stack_alloc' | 'stack_free'
>;

/** What C calls of jobs, wait contexts and the job pool. An import runs exactly once, whatever the jobs do. */
export function jobImports(jobs: JobTable, pool: JobPool): JobImports {
  const { core } = jobs;
  return {
    callback: (id) => core.guard(0, () => toInt(core.watch(jobs.callbacks.get(id)?.()), 1)),
    fd_cleanup: (context, key, fd, customData) =>
      core.guard(undefined, () => {
        if (!jobs.waitContexts.get(context >>> 0)?.runCleanup(fd, customData >>> 0))
          jobs.cCleanup?.(context, key, fd, customData);
      }),
    job_step: (id, pauseResult) =>
      core.guard<number>(constants.OSA_JS_FAILED, () => {
        const job = jobs.jsJobs.get(id);
        return job ? job.step(pauseResult === 1) : constants.OSA_JS_FAILED;
      }),
    stack_alloc: (size) => pool.allocStack(size),
    stack_free: (stack) => {
      pool.freeStack(stack);
    },
  };
}

/** What a JavaScript callback returned, as C's int. */
export function toInt(value: unknown, otherwise: number): number {
  if (typeof value === 'number') return value | 0;
  return typeof value === 'boolean' ? Number(value) : otherwise;
}
