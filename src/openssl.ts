import { ASYNC_FINISH, type MemFunctions } from './async/jobs/job-pool.js';
import { CApi } from './async/c-shaped/c-api.js';
import { type CJobFunction, Job } from './async/jobs/job.js';
import type { JobObserver } from './async/jobs/job-observers.js';
import type { AnyJobFunction } from './async/jobs/new-job.js';
import { startJob, type StartJobOptions, type StartJobResult } from './async/jobs/start-job.js';
import { Turn } from './async/jobs/turn.js';
import type { RunOptions } from './async/runner/run.js';
import { levelOf } from './async/runner/priority.js';
import { Runner } from './async/runner/runner.js';
import { WaitContext } from './async/waiting/wait-context.js';
import { checkFunction, checkObject, isInt } from './base/checks.js';
import { asyncDispose, dispose } from './base/dispose.js';
import { describe, OpenSSLError, type QueuedError } from './base/errors.js';
import { CryptoFacade } from './crypto/facade.js';
import { made } from './handles/handle-table.js';
import { poll, type PollOptions, VirtualHandle } from './handles/virtual-handle.js';
import { load, type Loaded } from './imports.js';
import { checkInstanceOptions, type LoadOptions } from './load-options.js';
import type { Core } from './module/core.js';
import type { Exports } from './module/generated/boundary-exports.js';
import { compile } from './module/source.js';
import { Operator } from './operator/operator.js';
import { readStats, type Stats } from './stats.js';

/**
 * Loads an instance of the module. Instances share nothing: each has its own memory, jobs, handles and
 * error queues, and any number of them may live side by side.
 *
 * @throws {@link OpenSSLError} `load` if the module can't be found, compiled or initialised, `argument`
 */
export async function loadOpenSSL(options: LoadOptions = {}): Promise<OpenSSL> {
  checkObject('The options', options);
  return new OpenSSL(await compile(options.module), options);
}

/** One loaded instance of OpenSSL; see {@link loadOpenSSL}. */
export class OpenSSL extends CryptoFacade implements Disposable, AsyncDisposable {
  readonly #core: Core;
  readonly #loaded: Loaded;
  readonly #turn: Turn;
  readonly #runner: Runner;
  #c: CApi | undefined;

  /** Makes an instance of a module that has been compiled, without a promise. @throws {@link OpenSSLError} `load`, `argument` */
  constructor(module: WebAssembly.Module, options: LoadOptions = {}) {
    checkObject('The options', options);
    const {
      logger = () => undefined,
      memoryLimit,
      onError = (error) => {
        console.error(error);
      },
      pool,
      stackSize,
      timeSlice = 8,
      priority = 'user-visible',
    } = options;
    checkInstanceOptions(options);
    const loaded = load(module, { logger, onError });
    const { core, jobPool, jobs, keys } = loaded;
    const turn = new Turn(jobs);
    const runner = new Runner(jobs, turn, timeSlice, levelOf(priority));
    super(new Operator(jobs, runner), keys);
    this.#core = core;
    this.#loaded = loaded;
    this.#turn = turn;
    this.#runner = runner;
    if (memoryLimit !== undefined) core.exports.osa_set_memory_limit(memoryLimit);
    if (stackSize !== undefined) core.exports.osa_set_stack_size(stackSize);
    if (pool) jobPool.init(pool.max, pool.initial ?? 0);
    core.onDeath = (error) => {
      runner.abandonAll(error);
      jobs.handles.end(error);
    };
  }

  // ---- jobs: ASYNC_start_job(3) ----

  /**
   * Runs a job to its end: starts it, waits for whatever it pauses for, resumes it. While the pool is
   * exhausted it waits for a place; called inside a job, it starts when that has paused.
   *
   * @param func - a function in JavaScript (plain, async or generator) or one of {@link functions}
   * @returns what the function in JavaScript returned; the int of a function in C
   * @throws (rejects) {@link OpenSSLError} `aborted`, `timeout` when it is cancelled, after C has unwound;
   *   `job` when a function in JavaScript threw; `openssl` when one in C returned 0 or less with errors
   *   queued; `stale` when a handle that it waits for is closed; `pause` when a job in JavaScript has to pause and
   *   can't; `argument`, `in-use`, `memory`, `dead`, `disposed`
   */
  run<T>(
    func: (job: Job) => T | PromiseLike<T> | Generator<unknown, T | PromiseLike<T>, unknown>,
    options?: RunOptions,
  ): Promise<T>;
  run(func: CJobFunction, options?: RunOptions): Promise<number>;
  run<T>(func: AnyJobFunction<T>, options?: RunOptions): Promise<T> {
    return this.#runner.run(func, options);
  }

  /**
   * One turn of a job, for callers that drive it by themselves: starts `func`, or resumes `job`. ASYNC_start_job(3).
   *
   * @throws {@link OpenSSLError} `in-job` inside a job, `stale` for a job that has finished, `not-paused`
   *   for one that is running, `in-use` for one that {@link run} resumes, `argument`, `memory`, `dead`, `disposed`
   */
  startJob(options: StartJobOptions): StartJobResult {
    const started = startJob(this.#loaded.jobs, this.#turn, options);
    if (started.result === ASYNC_FINISH) this.#runner.placeFreed();
    return started;
  }

  /** The job on whose stack the caller stands, or null. ASYNC_get_current_job(3). */
  getCurrentJob(): Job | null {
    return this.#core.inJob ? (this.#loaded.jobs.current ?? null) : null;
  }

  /**
   * The wait context that a job was started with, or null. ASYNC_get_wait_ctx(3).
   * @throws {@link OpenSSLError} `argument` for null, `stale` after the job has finished
   */
  getWaitContext(job: Job): WaitContext | null {
    Job.check(job, this.#core);
    return job.waitContext;
  }

  /**
   * Tells a function of every turn of every job that {@link run}, {@link startJob} or an operation starts from now
   * on: when it was started, what it waits for while it is paused and how much it holds, how it ended. Events come in
   * order, in a microtask after the turn. While there is no observer, none are made.
   *
   * @param observer - what it throws goes to the instance's `onError`
   * @returns a function that ends the observation; calling it twice is harmless
   * @throws {@link OpenSSLError} `argument`
   */
  observeJobs(observer: JobObserver): () => void {
    if (this.#core.dead) throw this.#core.dead;
    checkFunction('observer', observer);
    return this.#loaded.jobs.observers.add(observer);
  }

  /** Makes ASYNC_pause_job a no-op in the running job until it is unblocked as often; nests. ASYNC_block_pause(3). */
  blockPause(): void {
    this.#core.exports.ASYNC_block_pause();
  }

  /** Takes back one {@link blockPause}; one too many is harmless. ASYNC_unblock_pause(3). */
  unblockPause(): void {
    this.#core.exports.ASYNC_unblock_pause();
  }

  /** Whether jobs can pause: always true here. ASYNC_is_capable(3). */
  isCapable(): boolean {
    return this.#core.exports.ASYNC_is_capable() === 1;
  }

  /**
   * Sets the size of the pool; an idle pool that is there is replaced. ASYNC_init_thread(3).
   *
   * @param maxSize - at most so many jobs at once; 0 for no limit
   * @param initSize - so many are made beforehand
   * @throws {@link OpenSSLError} `in-job`, `in-use` while jobs are live, `argument` if `initSize` is larger
   */
  initThread(maxSize: number, initSize = 0): void {
    this.#loaded.jobPool.init(maxSize, initSize);
  }

  /**
   * Frees the pool; the next start makes a new one. ASYNC_cleanup_thread(3).
   * @throws {@link OpenSSLError} `in-job`, `in-use` while jobs are live
   */
  cleanupThread(): void {
    this.#loaded.jobPool.cleanup();
  }

  /**
   * Sets where C stacks come from; a function left out stays as it is. ASYNC_set_mem_functions(3).
   * @returns false once the first stack has been allocated
   */
  setMemFunctions(functions: Partial<MemFunctions>): boolean {
    return this.#loaded.jobPool.setMemFunctions(functions);
  }

  /** The allocators in force. ASYNC_get_mem_functions(3). */
  getMemFunctions(): MemFunctions {
    return this.#loaded.jobPool.getMemFunctions();
  }

  /** Functions in C that {@link run} and {@link startJob} take. */
  get functions(): {
    /** What {@link generateKey} runs. */
    readonly generateKey: CJobFunction;
  } {
    return { generateKey: this.#core.functions.osa_generate_key_job };
  }

  // ---- what jobs wait for ----

  /** A new wait context: ASYNC_WAIT_CTX_new(3). @throws {@link OpenSSLError} `memory` */
  newWaitContext(): WaitContext {
    return new WaitContext(this.#loaded.jobs);
  }

  /** A new virtual handle, not signalled. @throws {@link OpenSSLError} `memory` after a million open ones */
  newHandle(): VirtualHandle {
    if (this.#core.dead) throw this.#core.dead;
    const { handles } = this.#loaded.jobs;
    return new VirtualHandle(handles, made(handles.event()));
  }

  /** The handle with a number that C code gave. @throws {@link OpenSSLError} `stale` if it is closed */
  handle(fd: number): VirtualHandle {
    if (this.#core.dead) throw this.#core.dead;
    const handle = new VirtualHandle(this.#loaded.jobs.handles, fd);
    // C would make an int of any other number, and then it might name a handle
    if (!isInt(fd) || handle.closed)
      throw new OpenSSLError('stale', `There is no open handle ${describe(fd)}`);
    return handle;
  }

  /**
   * Waits until one of some handles is ready: poll(2).
   *
   * @returns all that are ready; none when the timeout (milliseconds) passed first
   * @throws (rejects) {@link OpenSSLError} `stale` if one is closed, now or while waiting, `aborted`,
   *   `argument` if one is of another instance
   */
  poll(handles: readonly VirtualHandle[], options?: PollOptions): Promise<VirtualHandle[]> {
    const { aborts, handles: table } = this.#loaded.jobs;
    return poll(table, handles, options, aborts);
  }

  // ---- the instance ----

  /** What is held now and was at most: the leak report. */
  stats(): Stats {
    return readStats(this.#loaded, this.#runner.queued);
  }

  /** Takes what is in the caller's error queue, oldest first: ERR_get_error_all(3). */
  takeErrors(): QueuedError[] {
    return this.#core.takeErrors();
  }

  /**
   * OpenSSL's own name for its version: OpenSSL_version(3). It names the release; which of upstream's later security fixes
   * are in the module too, {@link OpenSSL.fixes} says.
   */
  get version(): string {
    return this.#core.memory.string(this.#core.exports.OpenSSL_version(0));
  }

  /**
   * The CVEs that are closed beside those that the release of {@link OpenSSL.version} closes: upstream's own fixes, applied
   * when the module was built. Sorted by year and number, such as `CVE-2026-63072`; empty when the release has all. It is what
   * the loaded module says of itself.
   *
   * @throws {@link OpenSSLError} `dead`.
   */
  get fixes(): readonly string[] {
    const fixes = this.#core.memory.string(this.#core.exports.osa_openssl_fixes());
    return Object.freeze(fixes.split(' ').filter(Boolean));
  }

  /** Why the instance takes no more calls, or undefined while it does. */
  get dead(): OpenSSLError | undefined {
    return this.#core.dead;
  }

  /** The C-shaped layer: every function under upstream's own name. */
  get c(): CApi {
    return (this.#c ??= new CApi(this.#loaded.jobs, () => {
      this.#runner.placeFreed();
    }));
  }

  /** The module's exports as they are: no generations, no checks but for death. */
  get exports(): Exports {
    return this.#core.exports;
  }

  /**
   * Ends the instance at once: every pending promise rejects with `disposed`, every later call throws it.
   * The whole memory goes with it, but C code does not unwind: prefer `await using`.
   */
  [dispose](): void {
    if (!this.#core.dead) this.#core.dispose();
  }

  /** Cancels every run, waits until C has unwound, then ends the instance. */
  async [asyncDispose](): Promise<void> {
    if (this.#core.dead) return;
    await this.#runner.cancelAll(new OpenSSLError('aborted', 'The instance is being disposed of'));
    this[dispose]();
  }
}
