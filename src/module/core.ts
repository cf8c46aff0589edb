import {
  functionIndex,
  layout,
  type FunctionPointer,
  type Functions,
} from './generated/boundary.js';
import type { Exports, Imports } from './generated/boundary-exports.js';
import { Instance } from './instance.js';
import { type Memory, pointer } from './memory.js';
import { describeErrors, OpenSSLError, type QueuedError, watch } from '../base/errors.js';

/** Where the C code's own messages go: a line of stdout is `info`, of stderr `warn`. */
export type Logger = (level: 'debug' | 'info' | 'warn', message: string) => void;

/** What the user of an instance may be told outside of any call. */
export interface CoreOptions {
  readonly onError: (error: unknown) => unknown;
  readonly logger: (...told: Parameters<Logger>) => unknown;
}

/** Bytes of C memory for out-parameters; no call that runs JavaScript uses them. */
const SCRATCH_SIZE = 128;

/**
 * One loaded module, as everything above calls it: the instance and its memory, the error queue, and what a user's
 * function may do wrong. It knows nothing of what the numbers mean that C is given.
 */
export class Core {
  readonly #instance: Instance;
  readonly exports: Exports;
  readonly memory: Memory;
  readonly functions: Functions;
  readonly scratch: number;
  readonly onError: (error: unknown) => void;
  readonly logger: CoreOptions['logger'];

  /**
   * @param imports - makes what C may call; called once, before there is an instance
   * @throws {@link OpenSSLError} `load`
   */
  constructor(
    module: WebAssembly.Module,
    { logger, onError }: CoreOptions,
    imports: (core: Core) => Imports,
  ) {
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
    this.#instance = new Instance(module, imports(this));
    this.exports = this.#instance.exports;
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

  /**
   * Calls what C has asked for. An import throws only if the instance is dead: what a user's function throws goes to
   * `onError`, and C is told by a status.
   */
  guard<T>(otherwise: T, call: () => T): T {
    try {
      return call();
    } catch (error) {
      if (this.dead) throw error;
      this.onError(error);
      return otherwise;
    }
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

  /** C says that nothing can go on: `osa_fatal`. */
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
