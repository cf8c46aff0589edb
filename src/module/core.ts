import {
  functionIndex,
  layout,
  type FunctionPointer,
  type Functions,
} from './generated/boundary.js';
import type { Exports } from './generated/boundary-exports.js';
import { Instance } from './instance.js';
import { type Memory, pointer } from './memory.js';
import { AbortListeners } from '../base/abort-listeners.js';
import { describeErrors, OpenSSLError, type QueuedError, watch } from '../base/errors.js';
import { HandleTable } from '../handles/handle-table.js';
import { hostImports } from '../async/jobs/job-imports.js';
import type { Job } from '../async/jobs/job.js';
import type { JsJob } from '../async/jobs/js-job.js';
import { JobObservers } from '../async/jobs/job-observers.js';
import { JobPointers, PointerTable } from '../async/waiting/pointers.js';
import { Registry } from '../base/registry.js';
import type { WaitContext } from '../async/waiting/wait-context.js';

/** Where the C code's own messages go: a line of stdout is `info`, of stderr `warn`. */
export type Logger = (level: 'debug' | 'info' | 'warn', message: string) => void;

/** What the user of an instance may be told outside of any call. */
export interface CoreOptions {
  readonly onError: (error: unknown) => unknown;
  readonly logger: (...told: Parameters<Logger>) => unknown;
}

/** Told how far a long operation is; false ends it. */
export type ProgressListener = (phase: number, count: number) => boolean;

/** Bytes of C memory for out-parameters; no call that runs JavaScript uses them. */
const SCRATCH_SIZE = 128;

/** What a key of provider `held` asks. */
export interface KeyHolder {
  /** Reads an `osa_key_request`; a handle that gives the answer, or a negative errno. */
  request(address: number): number;
}

/** What the parts of one loaded module share: the instance, and the tables that C numbers point into. */
export class Core {
  readonly #instance: Instance;
  readonly exports: Exports;
  readonly memory: Memory;
  readonly functions: Functions;
  readonly handles = new HandleTable();
  readonly callbacks = new Registry<() => unknown>();
  readonly progress = new Registry<ProgressListener>();
  readonly jsJobs = new Registry<JsJob>();
  /** Who holds the private part of a key, until OpenSSL frees the last reference to it. */
  readonly keyHolders = new Registry<KeyHolder>();
  /** Wait contexts that this layer made, by address. */
  readonly waitContexts = new Map<number, WaitContext>();
  /** Paused jobs that this layer knows, by address. */
  readonly jobs = new Map<number, Job>();
  /** Who is told when a signal fires. */
  readonly aborts = new AbortListeners();
  /** Who is told what happens to jobs. */
  readonly observers = new JobObservers(this);
  /** The job that this layer is starting or resuming right now. */
  currentJob: Job | undefined;
  /** Cleanups that the C-shaped layer was given, asked when no wait context of ours knows the entry. */
  cCleanup: ((context: number, key: number, fd: number, customData: number) => void) | undefined;
  /** ASYNC_set_mem_functions(3) from JavaScript. */
  stackAlloc: ((size: number) => { address: number; size: number } | null) | undefined;
  stackFree: ((address: number) => unknown) | undefined;
  readonly jobPointers: JobPointers;
  readonly contextPointers = new PointerTable<'ASYNC_WAIT_CTX'>('wait context');
  readonly scratch: number;
  readonly onError: (error: unknown) => void;
  readonly logger: CoreOptions['logger'];

  constructor(module: WebAssembly.Module, { logger, onError }: CoreOptions) {
    const print = (error: unknown): void => {
      console.error(error); // it may not go through the C code that has called
    };
    this.onError = (error) => {
      try {
        watch(onError(error), print);
      } catch (another) {
        print(another);
      }
    };
    this.logger = logger;
    this.#instance = new Instance(module, hostImports(this));
    this.exports = this.#instance.exports;
    this.jobPointers = new JobPointers(this);
    this.memory = this.#instance.memory;
    this.scratch = this.#instance.alloc(SCRATCH_SIZE);
    if (!this.exports.osa_init())
      throw new OpenSSLError(
        'load',
        `OpenSSL could not be initialised: ${describeErrors(this.takeErrors())}`,
      );
    this.functions = Object.fromEntries(
      Object.entries(functionIndex).map(([name, index]) => [
        name,
        this.exports.osa_function(index),
      ]),
    ) as unknown as Functions;
  }

  /** What a user's function gave: if that is a promise, `onError` is told of its rejection. */
  watch<T>(given: T): T {
    return watch(given, this.onError);
  }

  /** Why the instance takes no more calls, or undefined. */
  get dead(): OpenSSLError | undefined {
    return this.#instance.dead;
  }

  set onDeath(listener: (error: OpenSSLError) => void) {
    this.#instance.onDeath = listener;
  }

  /** Ends the instance: every later call throws `disposed`. */
  dispose(): void {
    this.#instance.die(
      new OpenSSLError('disposed', 'This instance has been disposed of; load another'),
    );
  }

  /** Something is broken that nothing can go on without. */
  die(cause: unknown): void {
    this.#instance.die(cause);
  }

  /** The host's side of `osa_fatal`. */
  fatal(reason: number): never {
    return this.#instance.fatal(reason);
  }

  /** Zeroed C memory. @throws {@link OpenSSLError} `memory` */
  alloc(data: Uint8Array | number): number {
    return this.#instance.alloc(data);
  }

  free(address: number): void {
    this.#instance.free(address);
  }

  /** Calls back with room for some words, which is gone afterwards. */
  withWords<T>(count: number, use: (list: number) => T): T {
    const list = this.alloc(4 * count);
    try {
      return use(list);
    } finally {
      this.free(list);
    }
  }

  ints(address: number, count: number): number[] {
    return Array.from({ length: count }, (_, index) => this.memory.int(address + 4 * index));
  }

  /** A number that C gave as a function's address. */
  functionPointer<T extends string>(address: number): FunctionPointer<T> {
    return address as FunctionPointer<T>;
  }

  /** Whether a job is running, so that the caller stands on its stack. */
  get inJob(): boolean {
    return this.exports.ASYNC_get_current_job() !== 0;
  }

  /** Jobs that were started, by whatever layer, and have not finished. */
  get liveJobs(): number {
    this.exports.osa_read_stats(pointer(this.scratch));
    return this.memory.uint(this.scratch + layout.osa_stats.jobs_live);
  }

  /** Takes the error queue of the caller, or of the job that the runner ran last. */
  takeErrors(whose: 'caller' | 'runner' = 'caller'): QueuedError[] {
    const errors: QueuedError[] = [];
    const { memory, scratch: error } = this; // no memory may be left
    const fields = layout.osa_error;
    const text = (offset: number): string => memory.string(memory.uint(error + offset));
    while (this.exports.osa_take_error(Number(whose === 'runner'), pointer(error)))
      errors.push({
        code: memory.uint(error + fields.code),
        library: text(fields.library),
        reason: text(fields.reason),
        data: text(fields.data),
        func: text(fields.func),
        file: text(fields.file),
        line: memory.int(error + fields.line),
      });
    return errors;
  }

  /** An error for a call that OpenSSL refused, with the queue that says why. */
  failure(what: string): OpenSSLError {
    const errors = this.takeErrors();
    const why = describeErrors(errors);
    return new OpenSSLError('openssl', why ? `${what}: ${why}` : what, { errors });
  }
}
