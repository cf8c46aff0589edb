import type { Suite } from '../../support/suite.js';
import { asynctest } from './asynctest.js';
import { currentJob } from './current-job.js';
import { dasync } from './dasync.js';
import { errorQueue } from './error-queue.js';
import { isolation } from './isolation.js';
import { jobArguments } from './job-arguments.js';
import { jobPool } from './job-pool.js';
import { jobs } from './jobs.js';
import { libraryContext } from './library-context.js';
import { manyJobs } from './many-jobs.js';
import { memFunctions } from './mem-functions.js';
import { misuse } from './misuse.js';
import { model } from './model.js';
import { nestedStart } from './nested-start.js';
import { pauseBlock } from './pause-block.js';

/** The suites of this folder, by their file's name. */
export const jobsSuites: Record<string, Suite> = {
  jobs,
  'job-arguments': jobArguments,
  'current-job': currentJob,
  'job-pool': jobPool,
  misuse,
  'nested-start': nestedStart,
  'pause-block': pauseBlock,
  isolation,
  'library-context': libraryContext,
  'mem-functions': memFunctions,
  'error-queue': errorQueue,
  model,
  'many-jobs': manyJobs,
  dasync,
  asynctest,
};
