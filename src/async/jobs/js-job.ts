import { constants } from '../../module/generated/boundary.js';
import { cString } from '../../module/memory.js';
import type { Core } from '../../module/core.js';
import { describe, OpenSSLError } from '../../base/errors.js';
import { type HandleTable, made } from '../../handles/handle-table.js';
import type { Registry } from '../../base/registry.js';
import type { WaitContext } from '../waiting/wait-context.js';
import { type Body, Job, type JobOwner } from './job.js';
import { VirtualHandle } from '../../handles/virtual-handle.js';

const { OSA_JS_DONE, OSA_JS_FAILED, OSA_JS_PAUSE } = constants;

/**
 * A job written in JavaScript: a plain function, an async function, or a generator.
 *
 * A generator runs inside the C job between its `yield`s, so that whatever it calls sees the job's error
 * queue and current job: it may yield a promise, `job.pause()`, or nothing, which pauses too. An async
 * function runs inside only up to its first `await`; what comes after runs while the job is paused.
 */
export type JobFunction<T> = (
  job: Job,
) => T | PromiseLike<T> | Generator<unknown, T | PromiseLike<T>, unknown>;

interface Deferred {
  promise: Promise<void>;
  resolve: () => void;
  reject: (reason: unknown) => void;
}

/** What an awaited promise came to. */
type Settlement = { value: unknown } | { error: unknown };

/** What jobs in JavaScript stand on, and where C finds them by number; the table of jobs is it. */
export interface JsJobOwner extends JobOwner {
  readonly handles: HandleTable;
  readonly jsJobs: Registry<JsJob>;
}

/**
 * Steps a JavaScript function from the C function osa_js_job:
 *
 *     C: osa_js_job ── step ──▶ JS runs until it needs something ──▶ returns PAUSE
 *     C: ASYNC_pause_job … the event loop settles the promise, the handle is signalled … resumed
 *     C: osa_js_job ── step ──▶ JS goes on …                      ──▶ returns DONE or FAILED
 *
 * A promise that is waited for shows in the job's wait context as a virtual handle, signalled when it
 * settles. A requested pause shows nothing of its own: what the job waits for is what it put there.
 */
export class JsJob implements Body {
  readonly #owner: JsJobOwner;
  readonly #core: Core;
  readonly #function: JobFunction<unknown>;
  readonly id: number;
  readonly job: Job;
  #generator: Generator<unknown, unknown, unknown> | undefined;
  #pauseRequest: Deferred | undefined;
  /** What the awaited promise came to; undefined while it is pending. */
  #settlement: Settlement | undefined;
  #awaiting = false;
  #isSuspended = false;
  #wakeHandle: VirtualHandle | undefined;
  #registered = false;
  readonly #wakeKey = { key: 'promise of a JavaScript job' };
  /** The value that the function returned. */
  value: unknown;
  /** What the function threw or rejected with. */
  error: unknown;
  failed = false;
  /** Whether it has yielded nothing, not even a pause: it only lets others have their turn. */
  hasWork = false;
  /** The runner's: told when the job can go on for a reason that is not in its wait context. */
  onWake: (() => void) | undefined;

  /** Makes the job as well. */
  constructor(
    owner: JsJobOwner,
    run: JobFunction<unknown>,
    waitContext: WaitContext | null,
    contextAddress?: number,
  ) {
    this.#owner = owner;
    this.#core = owner.core;
    this.#function = run;
    this.id = owner.jsJobs.add(this);
    const code = { func: owner.core.functions.osa_js_job, body: this };
    this.job = new Job(owner, code, waitContext, contextAddress);
  }

  /** Whether the job waits for its own promise and not for what is in the wait context. */
  get awaitsPromise(): boolean {
    return this.#awaiting && !this.#pauseRequest;
  }

  /** Whether what it awaited is there. */
  get isReady(): boolean {
    return this.#awaiting && this.#settlement !== undefined;
  }

  /** C has really paused: now promises may be waited for. */
  suspended(): void {
    this.#isSuspended = true;
  }

  requestPause(): Promise<void> {
    if (!this.#pauseRequest) {
      this.#pauseRequest = deferred();
      this.#setRegistered(false);
    }
    // An async function asks while C is paused for its promise: that pause now is the asked-for one, and
    // what the wait context holds may be new.
    if (this.#isSuspended) this.onWake?.();
    return this.#pauseRequest.promise;
  }

  /** Called by C, inside the job. `paused` is what ASYNC_pause_job returned. */
  step(paused: boolean): number {
    const wasSuspended = this.#isSuspended;
    this.#isSuspended = false;
    try {
      return this.#step(paused, wasSuspended);
    } catch (error) {
      return this.#fail(error);
    }
  }

  #step(paused: boolean, wasSuspended: boolean): number {
    this.hasWork = false;
    const { cancellation } = this.job;
    if (!paused || cancellation) {
      const reason: unknown = cancellation ? cancellation.reason : this.#pauseFailure();
      return this.#interrupt(reason);
    }
    const isPending = this.#awaiting && !this.#settlement;
    if (isPending && !wasSuspended) return this.#interrupt(pauseBlocked());
    this.#pauseRequest?.resolve();
    this.#pauseRequest = undefined;
    if (isPending) {
      this.#setRegistered(true); // the pause that has just ended may be what its function awaits
      return OSA_JS_PAUSE;
    }
    if (!this.#settlement)
      return this.#generator ? this.#resumeGenerator({ value: undefined }) : this.#start();
    const settlement = this.#takeSettlement();
    return this.#generator ? this.#resumeGenerator(settlement) : this.#settle(settlement);
  }

  #start(): number {
    const result: unknown = this.#function(this.job);
    if (isGenerator(result)) {
      this.#generator = result;
      return this.#resumeGenerator({ value: undefined });
    }
    return isThenable(result) ? this.#await(result) : this.#settle({ value: result });
  }

  #resumeGenerator(settlement: Settlement): number {
    const generator = this.#generator as Generator<unknown, unknown, unknown>;
    const { done, value } =
      'error' in settlement ? generator.throw(settlement.error) : generator.next(settlement.value);
    if (done) {
      this.#generator = undefined;
      return isThenable(value) ? this.#await(value) : this.#settle({ value });
    }
    if (value === undefined || value === this.#pauseRequest?.promise) {
      this.hasWork = !this.#pauseRequest;
      return OSA_JS_PAUSE;
    }
    return isThenable(value) ? this.#await(value) : this.#resumeGenerator({ value });
  }

  #await(promise: PromiseLike<unknown>): number {
    this.#awaiting = true;
    this.#settlement = undefined;
    const settled = (settlement: Settlement): void => {
      if (!this.#awaiting) return;
      this.#settlement = settlement;
      if (this.#wakeHandle && !this.#wakeHandle.closed) this.#wakeHandle.signal();
      this.onWake?.();
    };
    // by way of a true promise: another thenable may call back twice, or at once
    Promise.resolve(promise).then(
      (value) => {
        settled({ value });
      },
      (error: unknown) => {
        settled({ error });
      },
    );
    if (!this.#pauseRequest) this.#setRegistered(true);
    return OSA_JS_PAUSE;
  }

  #takeSettlement(): Settlement {
    const settlement = this.#settlement as Settlement;
    this.#awaiting = false;
    this.#settlement = undefined;
    this.#setRegistered(false);
    return settlement;
  }

  #settle(settlement: Settlement): number {
    if ('error' in settlement) return this.#fail(settlement.error);
    this.value = settlement.value;
    this.#pauseRequest?.resolve();
    return OSA_JS_DONE;
  }

  /** A rejection becomes the status ERR and an entry in the job's error queue. */
  #fail(error: unknown): number {
    this.failed = true;
    this.error = error;
    this.#awaiting = false;
    this.#setRegistered(false);
    this.job.waitContext?.setStatus(constants.ASYNC_STATUS_ERR);
    const message = this.#core.alloc(cString(describe(error)));
    this.#core.exports.osa_raise(message as never);
    this.#core.free(message);
    return OSA_JS_FAILED;
  }

  /** The instance is over, so the job is never resumed: whatever waits here is told why. */
  abandon(error: OpenSSLError): void {
    this.rejectPause(error);
    this.#endGenerator(error);
  }

  /** Runs a generator's finally blocks; a yield in there ends it. */
  #endGenerator(reason: unknown): void {
    const generator = this.#generator;
    this.#generator = undefined;
    try {
      generator?.throw(reason);
      generator?.return(undefined);
    } catch {
      // what the generator made of the reason is not news
    }
  }

  /** The job can't go on: its function is told, where it can be, and C unwinds. */
  #interrupt(reason: unknown): number {
    this.rejectPause(reason);
    this.#endGenerator(reason);
    return this.#fail(reason);
  }

  /** The job will not be resumed from the pause that it asked for. */
  rejectPause(reason: unknown): void {
    this.#pauseRequest?.reject(reason);
    this.#pauseRequest = undefined;
  }

  #pauseFailure(): OpenSSLError {
    return new OpenSSLError('memory', 'The job could not pause', {
      errors: this.#core.takeErrors(),
    });
  }

  /** Shows the awaited promise in the wait context, or takes it off. */
  #setRegistered(wanted: boolean): void {
    const context = this.job.waitContext;
    if (!context || wanted === this.#registered) return;
    this.#registered = wanted;
    if (!wanted) {
      context.clearFd(this.#wakeKey);
      this.#wakeHandle?.clear();
      return;
    }
    const { handles } = this.#owner;
    this.#wakeHandle ??= new VirtualHandle(handles, made(handles.event()));
    context.setWaitFd(this.#wakeKey, this.#wakeHandle);
    if (this.#settlement) this.#wakeHandle.signal();
  }

  /** The job has finished: C will not ask for this number again. */
  release(): void {
    this.#owner.jsJobs.remove(this.id);
    this.#wakeHandle?.close();
    if (this.#pauseRequest) this.rejectPause(new OpenSSLError('stale', 'The job has finished'));
  }
}

function pauseBlocked(): OpenSSLError {
  return new OpenSSLError(
    'pause',
    'The job has to pause for a promise, but ASYNC_block_pause is in force',
  );
}

function deferred(): Deferred {
  let resolve!: () => void;
  let reject!: (reason: unknown) => void;
  const promise = new Promise<void>((yes, no) => {
    resolve = yes;
    reject = no;
  });
  promise.catch(() => undefined); // a pause that was given up may have no listener
  return { promise, resolve, reject };
}

function isThenable(value: unknown): value is PromiseLike<unknown> {
  return typeof (value as PromiseLike<unknown> | null)?.then === 'function';
}

function isGenerator(value: unknown): value is Generator<unknown, unknown, unknown> {
  const candidate = value as Partial<Generator> | null;
  return typeof candidate?.next === 'function' && typeof candidate.throw === 'function';
}
