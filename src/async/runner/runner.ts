import { constants } from '../../module/generated/boundary.js';
import type { Core } from '../../module/core.js';
import { abortError, OpenSSLError } from '../../base/errors.js';
import { checkObject, checkSignal, checkTimeout } from '../../base/checks.js';
import type { JobTable } from '../jobs/job-table.js';
import { type AnyJobFunction, checkNewJob, newJob } from '../jobs/new-job.js';
import type { Turn } from '../jobs/turn.js';
import { WaitContext } from '../waiting/wait-context.js';
import { failureOf, type Outcome, outcomeOf } from './outcome.js';
import { type CheckedOptions, type Driver, Run, type RunOptions, type Settle } from './run.js';
import { PlaceQueue } from './place-queue.js';
import { type Level, levelOf } from './priority.js';
import { TurnQueue } from './turn-queue.js';

const { ASYNC_FINISH, ASYNC_NO_JOBS, ASYNC_PAUSE, ASYNC_STATUS_EAGAIN, ASYNC_STATUS_ERR } =
  constants;

/**
 * Drives jobs: starts them, waits for what each pauses for, resumes those that are ready.
 *
 *     queued ──start──▶ running ──FINISH──▶ settled
 *       ▲ NO_JOBS │        │ ▲
 *       └─────────┘   PAUSE│ │handle, callback, promise, or a guess
 *                          ▼ │
 *                        waiting
 *
 * A {@link TurnQueue} says when a ready job has its turn. Nothing here nests: what is started inside a job is queued.
 */
export class Runner implements Driver {
  readonly #jobs: JobTable;
  readonly #core: Core;
  readonly #turn: Turn;
  readonly #turns: TurnQueue<Run>;
  readonly #live = new Set<Run>();
  readonly #level: Level;
  /** Runs that found the pool exhausted; only the first may try to start. */
  readonly #queued = new PlaceQueue<Run>();

  /**
   * @param slice - milliseconds for which ready jobs may keep the event loop waiting
   * @param level - the priority of runs that have none of their own
   */
  constructor(jobs: JobTable, turn: Turn, slice: number, level: Level) {
    this.#level = level;
    this.#jobs = jobs;
    this.#core = jobs.core;
    this.#turn = turn;
    this.#turns = new TurnQueue(slice, {
      take: (run) => {
        if (run.state === 'ready') this.#attempt(run, this.#resume);
      },
      again: (run) => {
        if (run.isPolled) this.ready(run);
      },
      broken: (error) => {
        this.#core.die(error);
      },
    });
  }

  /** Runs that wait for a place in the pool. */
  get queued(): number {
    return this.#queued.length;
  }

  /**
   * Looks at the options of a run, before anything is made or touched for it.
   *
   * @returns those that {@link start} takes, each read once
   * @throws {@link OpenSSLError} `argument`, `disposed`, `in-use`, `dead`
   */
  check(options: RunOptions): CheckedOptions {
    checkObject('The options', options);
    const { priority, signal, timeout, waitContext } = options;
    if (this.#core.dead) throw this.#core.dead;
    if (waitContext !== undefined) WaitContext.check(waitContext, this.#core);
    checkSignal(signal);
    checkTimeout(timeout);
    if (waitContext) refuseIfUsed(waitContext);
    const level = priority === undefined ? this.#level : levelOf(priority);
    return { level, signal, timeout, waitContext };
  }

  /** Runs a job as `ossl.run` does. */
  run<T>(func: AnyJobFunction<T>, options: RunOptions = {}): Promise<T> {
    return new Promise<T>((resolve, reject) => {
      const checked = this.check(options);
      const { args } = options;
      checkNewJob(func, args);
      this.#start(func, args, checked, { resolve: resolve as Settle['resolve'], reject });
    });
  }

  /**
   * Runs a job with options that {@link check} gave a while ago.
   * @throws (rejects) {@link OpenSSLError} as {@link run}
   */
  start<T>(
    func: AnyJobFunction<T>,
    args: Uint8Array | undefined,
    options: CheckedOptions,
  ): Promise<T> {
    return new Promise<T>((resolve, reject) => {
      const { waitContext } = options;
      if (this.#core.dead) throw this.#core.dead;
      if (waitContext) refuseIfUsed(waitContext); // another may have taken it since
      this.#start(func, args, options, { resolve: resolve as Settle['resolve'], reject });
    });
  }

  #start(
    func: AnyJobFunction,
    args: Uint8Array | undefined,
    options: CheckedOptions,
    promise: Settle,
  ): void {
    const { signal, waitContext } = options;
    if (this.#live.size === 0) this.#turns.renewTurn();
    if (signal?.aborted) throw abortError(signal.reason);
    const context = waitContext ?? new WaitContext(this.#jobs);
    // The status carries over, as upstream's does; but what an earlier job said is not about this one.
    if (waitContext) waitContext.setStatus(constants.ASYNC_STATUS_UNSUPPORTED);
    const run = new Run(
      this.#jobs,
      this,
      newJob(this.#jobs, func, context),
      args,
      options,
      promise,
    );
    this.#live.add(run);
    this.#attempt(run, this.#begin);
  }

  #begin(run: Run): void {
    run.listen();
    this.ready(run);
  }

  /** Puts a run where it will be resumed in its turn. */
  ready(run: Run): void {
    if (run.state === 'ready' || run.state === 'running' || run.state === 'settled') return;
    run.unwatch();
    run.state = 'ready';
    this.#turns.push(run);
  }

  /** Memory may run out anywhere: then C unwinds, and the promise says why; also when it was being cancelled already. */
  #attempt(run: Run, action: (run: Run) => void): void {
    try {
      action.call(this, run);
    } catch (error) {
      const why = abortError(error);
      run.cancelWith(why);
      if (run.job.state === 'paused') this.ready(run);
      else {
        run.job.finished();
        this.#settle(run, { error: why });
      }
    }
  }

  #resume(run: Run): void {
    if (run.job.isHeld && run.job.state === 'paused' && !run.cancelled) {
      run.state = 'held';
      return;
    }
    const isNew = run.job.state === 'new';
    if (isNew && this.#queued.isBehind(run)) {
      this.#enqueue(run);
      return;
    }
    run.state = 'running';
    const result = this.#turn.give(run.job, run.args);
    if (result === ASYNC_NO_JOBS && this.#core.liveJobs > 0) {
      this.#enqueue(run);
      return;
    }
    if (isNew && this.#queued.remove(run)) this.placeFreed(); // there may be room for more than one
    if (result === ASYNC_PAUSE) {
      this.#wait(run);
    } else if (result === ASYNC_NO_JOBS) {
      // with no live job at all, there will never be room
      const message = 'The module has no memory left for another job';
      run.job.finished();
      this.#settle(run, { error: new OpenSSLError('memory', message) });
    } else {
      const { end } = this.#turn;
      this.#settle(
        run,
        result === ASYNC_FINISH
          ? outcomeOf(run.job, run.cancelled, end)
          : { error: failureOf(end.errors) },
      );
    }
  }

  /** The job pool is the back-pressure: what comes later starts later. */
  #enqueue(run: Run): void {
    run.state = 'queued';
    this.#queued.add(run);
  }

  /** A job has finished, here or elsewhere: the first that waits for its place may try again. */
  placeFreed(): void {
    const next = this.#queued.first;
    if (next) this.ready(next);
  }

  #wait(run: Run): void {
    run.state = 'waiting';
    const { body } = run.job;
    const { status } = this.#turn;
    if (run.cancelled || body?.isReady) this.ready(run);
    // Its promise calls wake(). The status may be one that an earlier job left: only the promise counts.
    else if (body?.awaitsPromise) return;
    else if (this.#turn.hasWork) this.#goOn(run);
    else if (status === ASYNC_STATUS_EAGAIN || status === ASYNC_STATUS_ERR) this.#guess(run);
    else this.#waitForContext(run, this.#turn.fds(run.waitContext));
  }

  #waitForAll(run: Run): void {
    this.#waitForContext(run, run.waitContext.getAllFds());
  }

  #waitForContext(run: Run, fds: readonly number[]): void {
    if (run.takeCallback()) {
      this.#goOn(run);
    } else if (fds.length > 0 || run.waitContext.hasCallback) {
      run.guesses = 0;
      run.watch(fds);
    } else {
      this.#guess(run);
    }
  }

  #goOn(run: Run): void {
    run.guesses = 0;
    this.ready(run);
  }

  /**
   * Nothing says when the job can go on. It is tried after the others and the event loop have had their turns, and less
   * and less often while it pauses for nothing again: else it would keep a core busy. What only gives others their turn
   * has work to do.
   */
  #guess(run: Run): void {
    run.isPolled = true;
    const rest = run.job.body?.hasWork ? 0 : restAfter(run.guesses++);
    if (rest === 0) this.#turns.poll(run);
    else this.#turns.rest(run, rest);
  }

  /** A job in JavaScript has its promise, or asks for a pause instead of it. */
  wake(run: Run): void {
    if (run.state !== 'waiting') return;
    run.unwatch();
    if (run.job.body?.isReady) this.ready(run);
    else this.#attempt(run, this.#waitForAll);
  }

  cancel(run: Run): void {
    if (run.state === 'settled') return;
    const { state } = run.job;
    if (state === 'new' || state === 'finished') {
      run.job.finished();
      this.#settle(run, { error: run.cancelled });
      return;
    }
    run.job.cancel(run.cancelled);
    if (run.state === 'waiting' || run.state === 'held') this.ready(run);
  }

  #settle(run: Run, result: Outcome): void {
    this.#queued.remove(run);
    run.settle(result);
    this.#live.delete(run);
    this.placeFreed();
  }

  /** Cancels every run; each promise settles. */
  cancelAll(error: OpenSSLError): Promise<void> {
    const settled = [...this.#live].map((run) => run.settled);
    for (const run of this.#live) run.cancelWith(error);
    return Promise.allSettled(settled).then(() => undefined);
  }

  /** The instance is dead: no C code unwinds any more, but no promise is left pending. */
  abandonAll(error: OpenSSLError): void {
    for (const run of this.#live) run.settle({ error });
    this.#live.clear();
    const { current, paused } = this.#jobs; // the turn of one that is running ends with it
    for (const job of [...paused.values()]) if (job !== current) job.abandoned(error);
  }
}

/** Tries without a rest, and the longest rest in milliseconds. */
const FREE_TRIES = 8;
const LONGEST_REST = 16;

/** Milliseconds until a job is tried again that was resumed so often for nothing. */
function restAfter(guesses: number): number {
  return guesses < FREE_TRIES ? 0 : Math.min(2 ** (guesses - FREE_TRIES), LONGEST_REST);
}

/** A wait context tells of one job at a time. */
function refuseIfUsed(waitContext: WaitContext): void {
  if (waitContext.users > 0)
    throw new OpenSSLError('in-use', 'Another live job uses this wait context; give each its own');
}
