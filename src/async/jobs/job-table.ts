import { AbortListeners } from '../../base/abort-listeners.js';
import { Registry } from '../../base/registry.js';
import type { StreamOwner, HandleTable } from '../../handles/handle-table.js';
import type { Core } from '../../module/core.js';
import { JobPointers, PointerTable } from '../waiting/pointers.js';
import type { WaitContext, WaitContextOwner } from '../waiting/wait-context.js';
import type { Job, JobOwner } from './job.js';
import { JobObservers } from './job-observers.js';
import type { JsJob, JsJobOwner } from './js-job.js';

/** The jobs of one instance and what they wait with: the tables that C's numbers and addresses point into. */
export class JobTable implements StreamOwner, WaitContextOwner, JobOwner, JsJobOwner {
  readonly core: Core;
  readonly handles: HandleTable;
  /** Callbacks of wait contexts, of this layer and of the C-shaped one. */
  readonly callbacks = new Registry<() => unknown>();
  readonly jsJobs = new Registry<JsJob>();
  /** Wait contexts that this layer made, by address. */
  readonly waitContexts = new Map<number, WaitContext>();
  /** Paused jobs that this layer knows, by address. */
  readonly paused = new Map<number, Job>();
  /** Tells runs and waits when a signal fires. */
  readonly aborts = new AbortListeners();
  /** Tells observers what happens to jobs. */
  readonly observers: JobObservers;
  readonly jobPointers: JobPointers;
  readonly contextPointers = new PointerTable<'ASYNC_WAIT_CTX'>('wait context');
  /** The job that this layer is starting or resuming right now. */
  current: Job | undefined;
  /** Cleanups that the C-shaped layer was given, asked when no wait context of ours knows the entry. */
  cCleanup: ((context: number, key: number, fd: number, customData: number) => void) | undefined;

  constructor(core: Core, handles: HandleTable) {
    this.core = core;
    this.handles = handles;
    this.observers = new JobObservers(core.onError);
    this.jobPointers = new JobPointers((address) => core.exports.osa_job_serial(address));
  }

  /** What a stream has thrown is the cause, should the running job fail; the first counts. */
  failed(error: unknown): void {
    if (this.current) this.current.cause ??= { error };
  }
}
