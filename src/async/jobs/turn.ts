import { constants, layout } from '../../module/generated/boundary.js';
import { bytesOf } from '../../base/bytes.js';
import { pointer } from '../../module/memory.js';
import type { Core } from '../../module/core.js';
import type { QueuedError } from '../../base/errors.js';
import type { Job } from './job.js';
import type { JobEvent } from './job-observers.js';
import type { JobTable } from './job-table.js';
import type { WaitContext } from '../waiting/wait-context.js';

/** `ASYNC_ERR` 0, `ASYNC_NO_JOBS` 1, `ASYNC_PAUSE` 2, `ASYNC_FINISH` 3. */
export type StartResult = 0 | 1 | 2 | 3;

const { ASYNC_ERR, ASYNC_FINISH, ASYNC_PAUSE, OSA_STEP_FDS } = constants;
const fields = layout.osa_step;

/** How a job has ended: the function's int, and the job's error queue, oldest first. */
export interface JobEnd {
  readonly ret: number;
  readonly errors: readonly QueuedError[];
}

/**
 * One turn of a job after the other: from its start, or from a pause, to the next pause or the end. What a job has
 * paused with stands in a struct of C, `osa_step`, and is valid until the next turn.
 */
export class Turn {
  readonly #jobs: JobTable;
  readonly #core: Core;
  readonly #address: number;
  /** How the job ended that had the last turn; read on `ASYNC_FINISH` and `ASYNC_ERR` only. */
  end: JobEnd = { ret: 0, errors: [] };

  /** @throws {@link OpenSSLError} `memory` */
  constructor(jobs: JobTable) {
    this.#jobs = jobs;
    this.#core = jobs.core;
    this.#address = jobs.core.alloc(fields.sizeof);
  }

  /**
   * Starts or resumes a job for one turn. C's copy of `args` is made from a temporary one.
   * The job's state follows what happened; on `ASYNC_NO_JOBS` it is as new.
   *
   * @throws {@link OpenSSLError} `argument`, `memory`, `disposed`, `dead`; the job is finished then
   */
  give(job: Job, args?: Uint8Array): StartResult {
    const jobs = this.#jobs;
    const outer = jobs.current;
    const tell = jobs.observers.wanted ? this.#observe(job) : undefined;
    let result: StartResult;
    let end: JobEnd | undefined;
    try {
      result = this.#enter(job, args);
      // read now: what is called when a job has finished may take turns of its own
      if (result === ASYNC_FINISH || result === ASYNC_ERR) end = this.#readEnd();
    } catch (error) {
      if (this.#core.dead) job.abandoned(this.#core.dead);
      else job.finished();
      tell?.('failed');
      throw error;
    } finally {
      jobs.current = outer;
    }
    if (end) {
      job.finished();
      this.end = end;
      tell?.(ending(job, result, end.ret));
    } else if (result === ASYNC_PAUSE) {
      job.paused(this.#uint(fields.job));
      tell?.('paused');
    } else {
      job.notStarted(); // it got no place in the pool, and had no turn
    }
    return result;
  }

  #enter(job: Job, args?: Uint8Array): StartResult {
    const core = this.#core;
    const { exports } = core;
    const context = job.waitContext?.address ?? pointer<'ASYNC_WAIT_CTX'>(0);
    const isNew = job.state === 'new';
    const data = isNew && !job.body && args ? bytesOf('args', args) : undefined;
    const copied = data && data.length > 0 ? core.alloc(data) : 0;
    let [at, size] = [copied, data?.length ?? 0];
    if (isNew && job.body) {
      // C takes its copy before it runs any JavaScript, which may use the scratch too
      core.memory.setInt(core.scratch, job.body.id);
      [at, size] = [core.scratch, layout.osa_js_args.sizeof];
    }
    this.#jobs.current = job;
    const result = exports.osa_start_job(
      job.begin(),
      context,
      job.func,
      pointer(at),
      size,
      pointer(this.#address),
    );
    if (core.dead) throw core.dead; // JavaScript that ran inside the job has ended the instance
    if (copied !== 0) exports.osa_clear_free(pointer(copied), size);
    return result as StartResult;
  }

  #readEnd(): JobEnd {
    const hasErrors = this.#int(fields.num_errors) > 0;
    return {
      ret: this.#int(fields.ret),
      errors: hasErrors ? this.#core.takeErrors('runner') : noErrors,
    };
  }

  /** What the status of the paused job's wait context is. */
  get status(): number {
    return this.#int(fields.status);
  }

  /** Whether the paused job waits for nothing: it only gives the event loop its turn. */
  get hasWork(): boolean {
    return this.#int(fields.has_work) !== 0;
  }

  /** The handles that the paused job waits for, newest first. @throws {@link OpenSSLError} `memory` if there are many */
  fds(context: WaitContext | null): readonly number[] {
    const count = this.#uint(fields.num_fds);
    if (count === 0) return noHandles;
    if (count > OSA_STEP_FDS) return context?.getAllFds() ?? noHandles;
    return this.#core.ints(this.#address + fields.fds, count);
  }

  #int(offset: number): number {
    return this.#core.memory.int(this.#address + offset);
  }

  #uint(offset: number): number {
    return this.#core.memory.uint(this.#address + offset);
  }

  /** Notes how a turn begins; what it gives is told how it ended. A job that got no place in the pool had no turn. */
  #observe(job: Job): (end: JobEvent['type']) => void {
    const { observers } = this.#jobs;
    const { waitContext } = job;
    const type = job.state === 'new' ? 'started' : 'resumed';
    const begun = { type, job, waitContext, time: performance.now(), ...nothingHeld } as const;
    return (end) => {
      observers.push(begun);
      const time = performance.now();
      const held = end === 'paused' ? this.#heldBy(waitContext) : nothingHeld;
      observers.push({ type: end, job, waitContext, time, ...held });
    };
  }

  /** What a job that has paused holds. No job fails because it is observed: many handles take memory to list. */
  #heldBy(waitContext: WaitContext | null): Held {
    let handles = noHandles;
    try {
      handles = this.fds(waitContext);
    } catch (error) {
      // later: what is told may take turns of its own, and this one's struct has not been read to its end
      queueMicrotask(() => {
        this.#core.onError(error);
      });
    }
    return {
      handles,
      stackDepth: this.#uint(fields.stack_used),
      savedFrames: this.#uint(fields.frame_bytes),
    };
  }
}

type Held = Pick<JobEvent, 'handles' | 'stackDepth' | 'savedFrames'>;

const noErrors: readonly QueuedError[] = [];
const noHandles: readonly number[] = [];
const nothingHeld: Held = { handles: noHandles, stackDepth: 0, savedFrames: 0 };

function ending(job: Job, result: StartResult, ret: number): JobEvent['type'] {
  if (job.cancellation) return 'cancelled';
  const failed = result !== ASYNC_FINISH || (job.body ? job.body.failed : ret <= 0);
  return failed ? 'failed' : 'finished';
}
