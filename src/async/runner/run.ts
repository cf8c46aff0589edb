import type { Abortable } from '../../base/abort-listeners.js';
import type { Core } from '../../module/core.js';
import { OpenSSLError } from '../../base/errors.js';
import type { HandleWatcher } from '../../handles/handle-table.js';
import type { Job } from '../jobs/job.js';
import { abortError, type Outcome } from './outcome.js';
import type { Runner } from './runner.js';
import type { AnyJobFunction } from '../jobs/turn.js';
import { startTimer } from '../../base/timeout.js';
import type { WaitContext } from '../waiting/wait-context.js';
import type { BytesLike } from '../../base/bytes.js';
import type { Names } from '../../base/options.js';
import type { Signal } from '../../base/platform.js';


/** How a job is run. */
export interface RunOptions {
  /** What the job waits with; without it, one of its own that is freed at the end. */
  readonly waitContext?: WaitContext | undefined;
  /** Cancels the job: C unwinds and frees, and the promise rejects with `aborted`. */
  readonly signal?: Signal | undefined;
  /** Milliseconds after which the job is cancelled and the promise rejects with `timeout`. */
  readonly timeout?: number | undefined;
  /** Bytes that a job in C gets a copy of when it starts, and that have to stay until then; NULL if there are none. */
  readonly args?: BytesLike | undefined;
}

/** All that {@link RunOptions} have. */
export const runNames: Names<RunOptions> = {
  ...{ waitContext: true, signal: true },
  ...{ timeout: true, args: true },
};

/** One call of `ossl.run`, from its start to its promise's end. */
export class Run implements Abortable, HandleWatcher {
  readonly #core: Core;
  readonly #runner: Runner;
  readonly #options: RunOptions;
  readonly #resolve: (value: unknown) => void;
  readonly #reject: (error: unknown) => void;
  readonly job: Job;
  readonly func: AnyJobFunction;
  readonly waitContext: WaitContext;
  readonly settled: Promise<void>;
  #markSettled!: () => void;
  #watched: readonly number[] = [];
  #called = false;
  #timer: ReturnType<typeof setTimeout> | undefined;
  state: 'new' | 'ready' | 'running' | 'waiting' | 'held' | 'queued' | 'settled' = 'new';
  /** Whether it waits for its turn to be polled. */
  isPolled = false;
  /** Why the run is being cancelled. */
  cancelled: OpenSSLError | undefined;

  constructor(
    core: Core,
    runner: Runner,
    job: Job,
    func: AnyJobFunction,
    options: RunOptions,
    resolve: (value: unknown) => void,
    reject: (error: unknown) => void,
  ) {
    this.#core = core;
    this.#runner = runner;
    this.#options = options;
    this.#resolve = resolve;
    this.#reject = reject;
    this.job = job;
    this.func = func;
    this.waitContext = job.waitContext as WaitContext;
    this.settled = new Promise((settled) => {
      this.#markSettled = settled;
    });
  }

  get args(): BytesLike | undefined {
    return this.#options.args;
  }

  /** Hears of the callback, the abort, the deadline and, for a job in JavaScript, its promise. */
  listen(): void {
    const { signal, timeout } = this.#options;
    if (signal) this.#core.aborts.add(signal, this);
    if (timeout !== undefined)
      this.#timer = startTimer(() => {
        this.cancelWith(new OpenSSLError('timeout', `The deadline of ${timeout} ms passed`));
      }, timeout);
    this.waitContext.onCallback = () => {
      this.#called = true;
      if (this.state === 'waiting' && this.takeCallback()) this.#runner.ready(this);
    };
    this.job.onCancel = (reason) => {
      this.cancelWith(abortError(reason));
    };
    this.job.onRelease = () => {
      if (this.state === 'held') this.#runner.ready(this);
    };
    if (this.job.jsJob)
      this.job.jsJob.onWake = () => {
        this.#runner.wake(this);
      };
  }

  onAbort(reason: unknown): void {
    this.cancelWith(abortError(reason));
  }

  cancelWith(error: OpenSSLError): void {
    if (this.cancelled) return;
    this.cancelled = error;
    this.#runner.cancel(this);
  }

  /** Whether the callback has been called since the job was last resumed for it. */
  takeCallback(): boolean {
    const called = this.#called;
    this.#called = false;
    return called;
  }

  /** Waits for any of some handles; one that is ready or closed ends the wait at once. */
  watch(fds: readonly number[]): void {
    for (const fd of fds) {
      this.onHandle(fd);
      if (this.state !== 'waiting') return;
    }
    this.#watched = fds;
    for (const fd of fds) this.#core.handles.watch(fd, this);
  }

  onHandle(fd: number): void {
    if (this.state !== 'waiting') return;
    const ready = this.#core.handles.isReady(fd);
    if (ready) this.#runner.ready(this);
    else if (ready === undefined) this.#handleClosed(fd);
  }

  #handleClosed(fd: number): void {
    this.cancelWith(
      new OpenSSLError(
        'stale',
        `The job waited for handle ${fd}, which is closed; it can never be resumed`,
      ),
    );
  }

  /** Waits for nothing any more. */
  unwatch(): void {
    this.isPolled = false;
    if (this.#watched.length === 0) return;
    for (const fd of this.#watched) this.#core.handles.unwatch(fd, this);
    this.#watched = [];
  }

  /** Ends the promise, whatever becomes of the rest: what that throws goes to `onError`. */
  settle(result: Outcome): void {
    if (this.state === 'settled') return;
    this.state = 'settled';
    if ('error' in result) this.#reject(result.error);
    else this.#resolve(result.value);
    try {
      this.#forget();
    } catch (error) {
      if (!this.#core.dead) this.#core.onError(error);
    } finally {
      this.#markSettled();
    }
  }

  #forget(): void {
    this.unwatch();
    if (this.#timer !== undefined) clearTimeout(this.#timer); // an AudioWorklet's scope has no timers
    const { signal } = this.#options;
    if (signal) this.#core.aborts.remove(signal, this);
    this.waitContext.onCallback = undefined;
    if (!this.#options.waitContext) this.waitContext.release();
  }
}
