import type { Abortable } from '../../base/abort-listeners.js';
import { abortError, OpenSSLError } from '../../base/errors.js';
import { startTimer } from '../../base/timeout.js';
import type { HandleWatcher } from '../../handles/handle-table.js';
import type { Job } from '../jobs/job.js';
import type { JobTable } from '../jobs/job-table.js';
import type { WaitContext } from '../waiting/wait-context.js';
import type { Outcome } from './outcome.js';
import type { Level, Priority } from './priority.js';

/** How a job is run. */
export interface RunOptions {
  /** What the job waits with; without it, one of its own that is freed at the end. */
  readonly waitContext?: WaitContext | undefined;
  /** Cancels the job: C unwinds and frees, and the promise rejects with `aborted`. */
  readonly signal?: AbortSignal | undefined;
  /** Milliseconds after which the job is cancelled and the promise rejects with `timeout`. */
  readonly timeout?: number | undefined;
  /** Whether it goes before other jobs that are ready, or after them; by default as the instance says. */
  readonly priority?: Priority | undefined;
  /** Bytes that a job in C gets a copy of when it starts, and that have to stay until then; NULL if there are none. */
  readonly args?: Uint8Array | undefined;
}

/** Options of a run that were looked at; a copy, since the caller's object may change. */
export type CheckedOptions = Pick<RunOptions, 'signal' | 'timeout' | 'waitContext'> & {
  readonly level: Level;
};

/** What gives a run its turns. */
export interface Driver {
  /** Puts a run where it will be resumed in its turn. */
  ready(run: Run): void;
  /** A job in JavaScript has its promise, or asks for a pause instead of it. */
  wake(run: Run): void;
  /** Why the run ends stands in it; C is to unwind. */
  cancel(run: Run): void;
}

/** A run's promise, from the inside. */
export interface Settle {
  readonly resolve: (value: unknown) => void;
  readonly reject: (error: unknown) => void;
}

/** One call of `ossl.run`, from its start to its promise's end. */
export class Run implements Abortable, HandleWatcher {
  readonly #jobs: JobTable;
  readonly #driver: Driver;
  readonly #options: CheckedOptions;
  readonly #promise: Settle;
  readonly job: Job;
  readonly args: Uint8Array | undefined;
  readonly waitContext: WaitContext;
  /** Told when the promise has ended; most runs are not asked. */
  #onSettled: (() => void) | undefined;
  #watched: readonly number[] = [];
  #called = false;
  #timer: ReturnType<typeof setTimeout> | undefined;
  state: 'new' | 'ready' | 'running' | 'waiting' | 'held' | 'queued' | 'settled' = 'new';
  /** Whether it waits for its turn to be polled. */
  isPolled = false;
  /** How often in a row it was resumed for no reason that is known. */
  guesses = 0;
  /** Why the run is being cancelled. */
  cancelled: OpenSSLError | undefined;

  /** @param job - with a wait context */
  constructor(
    jobs: JobTable,
    driver: Driver,
    job: Job,
    args: Uint8Array | undefined,
    options: CheckedOptions,
    promise: Settle,
  ) {
    this.#jobs = jobs;
    this.#driver = driver;
    this.#options = options;
    this.#promise = promise;
    this.job = job;
    this.args = args;
    this.waitContext = job.waitContext as WaitContext;
  }

  get level(): Level {
    return this.#options.level;
  }

  /** Resolves when the promise has ended, in whatever way. For one caller. */
  get settled(): Promise<void> {
    if (this.state === 'settled') return Promise.resolve();
    return new Promise((settled) => {
      this.#onSettled = settled;
    });
  }

  /** Hears of the callback, the abort, the deadline and, for a job in JavaScript, its promise. */
  listen(): void {
    const { signal, timeout } = this.#options;
    if (signal) this.#jobs.aborts.add(signal, this);
    if (timeout !== undefined)
      this.#timer = startTimer(() => {
        this.cancelWith(new OpenSSLError('timeout', `The deadline of ${timeout} ms passed`));
      }, timeout);
    this.waitContext.onCallback = () => {
      this.#called = true;
      if (this.state === 'waiting' && this.takeCallback()) this.#driver.ready(this);
    };
    this.job.onCancel = (reason) => {
      this.cancelWith(abortError(reason));
    };
    this.job.onRelease = () => {
      if (this.state === 'held') this.#driver.ready(this);
    };
    if (this.job.body)
      this.job.body.onWake = () => {
        this.#driver.wake(this);
      };
  }

  onAbort(reason: unknown): void {
    this.cancelWith(abortError(reason));
  }

  cancelWith(error: OpenSSLError): void {
    if (this.cancelled) return;
    this.cancelled = error;
    this.#driver.cancel(this);
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
    for (const fd of fds) this.#jobs.handles.watch(fd, this);
  }

  onHandle(fd: number): void {
    if (this.state !== 'waiting') return;
    const ready = this.#jobs.handles.isReady(fd);
    if (ready) this.#driver.ready(this);
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
    for (const fd of this.#watched) this.#jobs.handles.unwatch(fd, this);
    this.#watched = [];
  }

  /** Ends the promise, whatever becomes of the rest: what that throws goes to `onError`. */
  settle(result: Outcome): void {
    if (this.state === 'settled') return;
    this.state = 'settled';
    if ('error' in result) this.#promise.reject(result.error);
    else this.#promise.resolve(result.value);
    try {
      this.#forget();
    } catch (error) {
      if (!this.#jobs.core.dead) this.#jobs.core.onError(error);
    } finally {
      this.#onSettled?.();
    }
  }

  #forget(): void {
    this.unwatch();
    if (this.#timer !== undefined) clearTimeout(this.#timer); // an AudioWorklet's scope has no timers
    const { signal } = this.#options;
    if (signal) this.#jobs.aborts.remove(signal, this);
    this.waitContext.onCallback = undefined;
    if (!this.#options.waitContext) this.waitContext.release();
  }
}
