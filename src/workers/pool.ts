import { compileModule, type ModuleSource, OpenSSLError } from '../index.js';
import { AbortListeners } from '../base/abort-listeners.js';
import { checkFunction, checkObject, refuse } from '../base/checks.js';
import { asyncDispose, dispose } from '../base/dispose.js';
import { abortError } from '../base/errors.js';
import { operationNames, type PoolOperation, type PoolOperations } from './pool-operations.js';
import { checkRunOptions, type PoolRunOptions, Task, valueOf } from './task.js';
import { type AnyWorker, coreCount, startWorker, Thread } from './thread.js';
import type { InstanceOptions } from './wire.js';

/** What {@link openPool} takes. `stackSize`, `memoryLimit` and `timeSlice` are those of each worker's instance. */
export interface PoolOptions extends InstanceOptions {
  /** At most so many workers; by default as many as there are cores. They are started when they are needed. */
  readonly size?: number | undefined;
  /** Where the module comes from; by default the `.wasm` file of this package. Compiled once, shared by all. */
  readonly module?: ModuleSource | undefined;
  /**
   * Makes a worker that runs the package's `pool-worker.js`, for build tools that don't find it by themselves:
   * `() => new Worker('/assets/pool-worker.js', { type: 'module' })`.
   */
  readonly worker?: (() => AnyWorker) | undefined;
}

/** What a pool is doing. */
export interface PoolStats {
  /** Workers that have been started and live. */
  readonly workers: number;
  /** Calls that workers are at. */
  readonly running: number;
  /** Calls that wait for a worker. */
  readonly waiting: number;
}

/**
 * Opens a pool of workers, each with an instance of its own. It starts one, and the others when work is waiting.
 *
 * @throws (rejects) {@link OpenSSLError} `load` if the module or the worker's program can't be loaded, `argument`
 */
export async function openPool(options: PoolOptions = {}): Promise<Pool> {
  checkObject('The options', options);
  const { size = coreCount(), worker } = options;
  if (!Number.isInteger(size) || size < 1) refuse('size is a number of workers, from 1');
  if (worker !== undefined) checkFunction('worker', worker);
  const pool = new Pool(await compileModule(options.module), size, options);
  await pool.start();
  return pool;
}

/**
 * Workers that share the work; see {@link openPool}. Each carries out one operation after the other. Where the process
 * is Node's, idle workers don't keep it alive.
 */
export class Pool implements Disposable, AsyncDisposable {
  readonly #module: WebAssembly.Module;
  readonly #size: number;
  readonly #options: PoolOptions;
  readonly #idle: Thread[] = [];
  readonly #threads = new Map<Thread, Task | undefined>();
  #starting = 0;
  #waiting: Task[] = [];
  readonly #tasks = new Set<Task>();
  readonly #aborts = new AbortListeners();
  #isEnded = false;

  /** @internal Made by {@link openPool}. */
  constructor(module: WebAssembly.Module, size: number, options: PoolOptions) {
    this.#module = module;
    this.#size = size;
    this.#options = options;
  }

  /** @internal Starts the first worker. */
  async start(): Promise<void> {
    this.#idle.push(await this.#open());
  }

  /**
   * Runs an operation on a worker that is free, or on the next that will be.
   *
   * Bytes are copied to the worker. Keys, secrets and passwords in bytes are copied once, at the call; the copy is
   * wiped by the worker. A result is moved, so that the worker keeps nothing of it.
   *
   * @param input - the operation's arguments in one object; keys as PKCS#8 or SubjectPublicKeyInfo in DER
   * @throws (rejects) {@link OpenSSLError} what the operation rejects with in the worker, its cause in words;
   *   `aborted`, `timeout` when the operation has unwound; `dead` if the worker died (the next call has a new one),
   *   `disposed`, `argument`, `load`
   */
  async run<N extends PoolOperation>(
    operation: N,
    input: PoolOperations[N]['arguments'],
    options: PoolRunOptions = {},
  ): Promise<PoolOperations[N]['result']> {
    if (this.#isEnded) throw new OpenSSLError('disposed', 'The pool has been closed');
    if (typeof operation !== 'string' || !Object.hasOwn(operationNames, operation))
      refuse(`The operation must be one of ${Object.keys(operationNames).join(', ')}`);
    checkObject('The arguments', input);
    checkRunOptions(options);
    if (options.signal?.aborted) throw abortError(options.signal.reason);
    const task = new Task(operation, input, options, this.#aborts, () => {
      this.#waiting = this.#waiting.filter((each) => each !== task);
    });
    this.#tasks.add(task);
    this.#waiting.push(task);
    this.#dispatch();
    try {
      return (await task.promise) as PoolOperations[N]['result'];
    } finally {
      this.#tasks.delete(task);
    }
  }

  #dispatch(): void {
    while (this.#idle.length > 0 && this.#waiting.length > 0)
      void this.#give(this.#idle.pop() as Thread, this.#waiting.shift() as Task);
    const room = this.#size - this.#threads.size - this.#starting;
    for (let more = Math.min(room, this.#waiting.length - this.#starting); more > 0; more--)
      void this.#grow();
  }

  /** One more worker. If it can't be started, a task that waits for it learns why; so no failure repeats for ever. */
  async #grow(): Promise<void> {
    try {
      const thread = await this.#open();
      this.#idle.push(thread);
    } catch (error) {
      if (this.#threads.size === 0)
        this.#waiting.shift()?.settle({ reason: error as OpenSSLError });
      if (this.#threads.size > 0) return; // the others carry the tasks out
    }
    this.#dispatch();
  }

  async #open(): Promise<Thread> {
    this.#starting++;
    let thread: Thread | undefined;
    try {
      const { memoryLimit, stackSize, timeSlice, worker = startWorker } = this.#options;
      const opening = new Thread(worker());
      thread = opening;
      const died = new Promise<never>((_, reject) => {
        opening.onDeath = reject;
      });
      const options = { memoryLimit, stackSize, timeSlice };
      valueOf(await Promise.race([died, opening.api.open(this.#module, options)]));
      if (this.#isEnded) throw new OpenSSLError('disposed', 'The pool has been closed');
    } catch (error) {
      thread?.end();
      if (error instanceof OpenSSLError && error.code !== 'dead') throw error;
      const cause = error instanceof OpenSSLError ? error.cause : error;
      throw new OpenSSLError('load', `A worker could not be started: ${String(cause)}`, { cause });
    } finally {
      this.#starting--;
    }
    const opened = thread;
    opened.onDeath = (error) => {
      this.#bury(opened, error);
    };
    opened.isBusy = false;
    this.#threads.set(opened, undefined);
    return opened;
  }

  async #give(thread: Thread, task: Task): Promise<void> {
    this.#threads.set(thread, task);
    thread.isBusy = true;
    const died = await task.runOn(thread);
    if (!this.#threads.has(thread)) return; // it has died, and is buried
    if (died) {
      thread.end();
      this.#bury(thread, died);
      return;
    }
    this.#threads.set(thread, undefined);
    thread.isBusy = false;
    this.#idle.push(thread);
    this.#dispatch();
  }

  #bury(thread: Thread, error: OpenSSLError): void {
    const task = this.#threads.get(thread);
    this.#threads.delete(thread);
    const at = this.#idle.indexOf(thread);
    if (at >= 0) this.#idle.splice(at, 1);
    task?.settle({ reason: error });
    this.#dispatch();
  }

  /** What it is doing now. */
  stats(): PoolStats {
    const running = [...this.#threads.values()].filter((task) => task !== undefined).length;
    return { workers: this.#threads.size, running, waiting: this.#waiting.length };
  }

  /** Ends the pool at once: every pending call rejects with `disposed`, every worker is terminated. */
  [dispose](): void {
    this.#isEnded = true;
    this.#waiting = [];
    for (const task of this.#tasks)
      task.settle({ reason: new OpenSSLError('disposed', 'The pool has been closed') });
    for (const thread of this.#threads.keys()) thread.end();
    this.#threads.clear();
    this.#idle.length = 0;
  }

  /** Cancels every call, waits until their operations have unwound, then ends the workers. */
  async close(): Promise<void> {
    if (!this.#isEnded) {
      this.#isEnded = true;
      const reason = new OpenSSLError('aborted', 'The pool is being closed');
      const tasks = [...this.#tasks];
      for (const task of tasks) task.cancel(reason);
      await Promise.allSettled(tasks.map(({ promise }) => promise));
    }
    this[dispose]();
  }

  /** As {@link close}. */
  [asyncDispose](): Promise<void> {
    return this.close();
  }
}
