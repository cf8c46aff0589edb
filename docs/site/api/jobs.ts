/**
 * Functions that pause in the middle, and how they are run. Import from `openssl-async`. See the [guide](/guide/jobs).
 *
 * @module jobs
 */
export {
  type Job,
  type JobFunction,
  type CJobFunction,
  type AnyJobFunction,
  type Priority,
  type RunOptions,
  type StartJobOptions,
  type StartJobResult,
  type StartResult,
  type MemFunctions,
  type StackBlock,
  type JobEvent,
  type JobObserver,
  ASYNC_ERR,
  ASYNC_NO_JOBS,
  ASYNC_PAUSE,
  ASYNC_FINISH,
} from '../../../src/index.js';
