import {
  constants,
  layout,
  type FunctionPointer,
  type Pointer,
} from '../../module/generated/boundary.js';
import { type BytesLike, bytesOf } from '../../base/bytes.js';
import { checkOptions, type Names } from '../../base/options.js';
import { pointer } from '../../module/memory.js';
import type { Core } from '../../module/core.js';
import { OpenSSLError, type QueuedError } from '../../base/errors.js';
import { Job } from './job.js';
import { JsJob, type JobFunction } from './js-job.js';
import type { JobEvent } from './job-observers.js';
import { isInt } from '../../base/checks.js';
import { WaitContext } from '../waiting/wait-context.js';

/** A C function of the module that can be a job: one of `ossl.functions`. */
export type CJobFunction = FunctionPointer<'job_fn'>;

/** What a job runs. */
export type AnyJobFunction<T = unknown> = CJobFunction | JobFunction<T>;

/** `ASYNC_ERR` 0, `ASYNC_NO_JOBS` 1, `ASYNC_PAUSE` 2, `ASYNC_FINISH` 3. */
export type StartResult = 0 | 1 | 2 | 3;

const { ASYNC_ERR, ASYNC_FINISH, ASYNC_NO_JOBS, ASYNC_PAUSE, OSA_STEP_FDS } = constants;
const fields = layout.osa_step;

/** One turn of a job, as the module reports it; valid until the next one. */
export class Step {
  readonly #core: Core;
  readonly #address: number;

  constructor(core: Core) {
    this.#core = core;
    this.#address = core.alloc(fields.sizeof);
  }

  get pointer(): Pointer<'osa_step'> {
    return pointer(this.#address);
  }

  get ret(): number {
    return this.#core.memory.int(this.#address + fields.ret);
  }

  get job(): number {
    return this.#core.memory.uint(this.#address + fields.job);
  }

  get status(): number {
    return this.#core.memory.int(this.#address + fields.status);
  }

  /** How deep the C stack of the job that has paused is. */
  get stackDepth(): number {
    return this.#core.memory.uint(this.#address + fields.stack_used);
  }

  /** The bytes of its saved frames. */
  get savedFrames(): number {
    return this.#core.memory.uint(this.#address + fields.frame_bytes);
  }

  get hasErrors(): boolean {
    return this.#core.memory.int(this.#address + fields.num_errors) > 0;
  }

  /** The handles that the job waits for, newest first. */
  fds(context: WaitContext | null): number[] {
    const count = this.#core.memory.uint(this.#address + fields.num_fds);
    if (count === 0) return none;
    if (count > OSA_STEP_FDS) return context?.getAllFds() ?? none;
    return this.#core.ints(this.#address + fields.fds, count);
  }
}

const none: number[] = [];

/** What a new job is made of, looked at before anything is made. @throws {@link OpenSSLError} `argument` */
export function checkNewJob(func: unknown, args: unknown): void {
  if (typeof func !== 'function' && !(isInt(func) && func > 0))
    throw new OpenSSLError('argument', 'A job is a JavaScript function or one of ossl.functions');
  if (args !== undefined) bytesOf('args', args);
}

/** Prepares a job that has not been started; C copies the arguments when it starts. */
export function newJob(core: Core, func: AnyJobFunction, waitContext: WaitContext | null): Job {
  if (typeof func === 'number') return new Job(core, waitContext);
  const jsJob = new JsJob(core, func);
  const job = new Job(core, waitContext, jsJob);
  jsJob.job = job;
  return job;
}

/**
 * Starts or resumes a job for one turn. C's copy of `args` is made from a temporary one.
 * The job's state follows what happened; on `ASYNC_NO_JOBS` it is as new.
 *
 * @throws {@link OpenSSLError} `argument`, `memory`, `disposed`, `dead`; the job is finished then
 */
export function turn(
  core: Core,
  step: Step,
  job: Job,
  func: AnyJobFunction,
  args?: BytesLike,
): StartResult {
  const outer = core.currentJob;
  const tell = core.observers.wanted ? observer(core, step, job) : undefined;
  let result: StartResult;
  try {
    result = enter(core, step, job, func, args);
  } catch (error) {
    if (core.dead) job.abandoned(core.dead);
    else job.finished();
    tell?.('failed');
    throw error;
  } finally {
    core.currentJob = outer;
  }
  if (result === ASYNC_PAUSE) job.paused(step.job);
  else if (result === ASYNC_NO_JOBS) job.notStarted();
  else job.finished();
  if (result !== ASYNC_NO_JOBS)
    tell?.(result === ASYNC_PAUSE ? 'paused' : ending(job, result, step));
  return result;
}

/** Notes how a turn begins; what it gives is told how it ended. A job that got no place in the pool had no turn. */
function observer(core: Core, step: Step, job: Job): (end: JobEvent['type']) => void {
  const { waitContext } = job;
  const type = job.state === 'new' ? 'started' : 'resumed';
  const nothing = { handles: none, stackDepth: 0, savedFrames: 0 };
  const begun = { type, job, waitContext, time: performance.now(), ...nothing } as const;
  return (end) => {
    core.observers.push(begun);
    const time = performance.now();
    const held = end === 'paused' ? heldBy(core, step, waitContext) : nothing;
    core.observers.push({ type: end, job, waitContext, time, ...held });
  };
}

/** What a job that has paused holds. No job fails because somebody looks on: many handles take memory to list. */
function heldBy(
  core: Core,
  step: Step,
  waitContext: WaitContext | null,
): Pick<JobEvent, 'handles' | 'stackDepth' | 'savedFrames'> {
  const { savedFrames, stackDepth } = step;
  let handles = none;
  try {
    handles = step.fds(waitContext);
  } catch (error) {
    core.onError(error);
  }
  return { handles, stackDepth, savedFrames };
}

function ending(job: Job, result: StartResult, step: Step): JobEvent['type'] {
  if (job.signal.aborted) return 'cancelled';
  const failed = result !== ASYNC_FINISH || (job.jsJob ? job.jsJob.failed : step.ret <= 0);
  return failed ? 'failed' : 'finished';
}

function enter(
  core: Core,
  step: Step,
  job: Job,
  func: AnyJobFunction,
  args?: BytesLike,
): StartResult {
  const { exports } = core;
  const context = job.waitContext?.address ?? pointer<'ASYNC_WAIT_CTX'>(0);
  const data = job.state === 'new' ? argumentBytes(job, args) : undefined;
  const size = data?.length ?? 0;
  const copied = data && size > 0 ? core.alloc(data) : 0;
  core.currentJob = job;
  const result = exports.osa_start_job(
    job.begin(),
    context,
    typeof func === 'number' ? func : core.functions.osa_js_job,
    pointer(copied),
    size,
    step.pointer,
  );
  if (core.dead) throw core.dead; // JavaScript that ran inside the job has ended the instance
  if (copied !== 0) exports.osa_clear_free(pointer(copied), size);
  return result as StartResult;
}

function argumentBytes(job: Job, args: BytesLike | undefined): Uint8Array | undefined {
  if (job.jsJob) return new Uint8Array(Uint32Array.of(job.jsJob.id).buffer);
  return args && bytesOf('args', args);
}

/** What `ossl.startJob` takes; with `job` it resumes, and the rest is ignored, as upstream does. */
export interface StartJobOptions {
  /** A paused job to resume. */
  readonly job?: Job | null;
  /** What the job may wait for, or null: then it can only be resumed by guess. */
  readonly waitContext?: WaitContext | null;
  /** The function of a new job. */
  readonly func?: AnyJobFunction;
  /** Bytes that a C function gets a copy of; NULL if there are none. */
  readonly args?: BytesLike;
}

const startNames: Names<StartJobOptions> = {
  ...{ job: true, waitContext: true },
  ...{ func: true, args: true },
};

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
export function startJob(core: Core, step: Step, options: StartJobOptions): StartJobResult {
  checkOptions('The options', options, startNames);
  const { args, func, waitContext = null } = options;
  if (core.inJob)
    throw new OpenSSLError(
      'in-job',
      'A job cannot be started or resumed inside a job; use ossl.run, which queues it',
    );
  const given = options.job ?? null;
  if (given === null) {
    checkNewJob(func, args);
    if (waitContext !== null) WaitContext.check(waitContext, core);
  } else {
    Job.check(given, core);
    if (given.state !== 'paused')
      throw new OpenSSLError(
        given.state === 'finished' ? 'stale' : 'not-paused',
        `Only a paused job can be resumed; this one is ${given.state}`,
      );
    given.checkUndriven();
  }
  const job = given ?? newJob(core, func as AnyJobFunction, waitContext);
  const result = turn(
    core,
    step,
    job,
    job.jsJob ? unusedFunction : ((func ?? 0) as CJobFunction),
    args,
  );
  const { jsJob } = job;
  const finished = result === ASYNC_FINISH;
  if (result === ASYNC_NO_JOBS) job.finished();
  return {
    result,
    job: result === ASYNC_PAUSE ? job : null,
    ret: finished ? step.ret : undefined,
    value: finished ? jsJob?.value : undefined,
    error: finished ? jsJob?.error : undefined,
    errors: (finished || result === ASYNC_ERR) && step.hasErrors ? core.takeErrors('runner') : [],
  };
}

/** Stands for "the JavaScript function that the job has already". */
const unusedFunction: JobFunction<unknown> = () => undefined;
