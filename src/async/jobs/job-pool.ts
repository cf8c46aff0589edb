import { constants, type Pointer } from '../../module/generated/boundary.js';
import { pointer } from '../../module/memory.js';
import type { Core } from '../../module/core.js';
import { describe, OpenSSLError } from '../../base/errors.js';
import { checkFunction, checkObject, refuse } from '../../base/checks.js';

/** More jobs than memory has room for; C would take a size modulo 2^32. */
const MAX_POOL = 2 ** 20;

/** A block of the module's memory for a C stack. */
export interface StackBlock {
  /** Where it begins: a multiple of 16. */
  readonly address: number;
  /** How many bytes it has. */
  readonly size: number;
}

/** Where the C stacks of jobs come from: ASYNC_set_mem_functions(3), from JavaScript. */
export interface MemFunctions {
  /**
   * Gives `size` bytes of the module's memory, or more: `address` a multiple of 16 and what it really
   * is in `size`. Null makes the start of the job fail with `ASYNC_NO_JOBS`.
   */
  readonly alloc: (size: number) => StackBlock | null;
  /** Takes them back. */
  readonly free: (address: number) => void;
}

/** The job pool, with where its C stacks come from: upstream keeps one per thread, and there is one thread here. */
export class JobPool {
  readonly #core: Core;
  #alloc: ((size: number) => StackBlock | null) | undefined;
  #free: ((address: number) => unknown) | undefined;

  constructor(core: Core) {
    this.#core = core;
  }

  /** ASYNC_init_thread(3), as {@link OpenSSL.initThread} describes it. */
  init(maxSize: number, initSize: number): void {
    for (const size of [maxSize, initSize])
      if (!Number.isInteger(size) || size < 0 || size > MAX_POOL)
        refuse('Pool sizes are whole numbers, 0 for no limit');
    if (initSize > maxSize)
      refuse(`${initSize} jobs can't be made beforehand in a pool of ${maxSize} at most`);
    refuseIfLive(this.#core, 'initThread');
    if (!this.#core.exports.ASYNC_init_thread(maxSize, initSize))
      throw this.#core.failure('The pool could not be initialised');
  }

  /** ASYNC_cleanup_thread(3), as {@link OpenSSL.cleanupThread} describes it. */
  cleanup(): void {
    refuseIfLive(this.#core, 'cleanupThread');
    this.#core.exports.ASYNC_cleanup_thread();
  }

  /** ASYNC_set_mem_functions(3), as {@link OpenSSL.setMemFunctions} describes it. */
  setMemFunctions(functions: Partial<MemFunctions>): boolean {
    const core = this.#core;
    checkObject('The functions', functions);
    const { alloc, free } = functions;
    if (alloc) checkFunction('alloc', alloc);
    if (free) checkFunction('free', free);
    const done = core.exports.ASYNC_set_mem_functions(
      alloc ? core.functions.osa_js_stack_alloc : core.functionPointer(0),
      free ? core.functions.osa_js_stack_free : core.functionPointer(0),
    );
    if (!done) return false;
    if (alloc) this.#alloc = alloc;
    if (free) this.#free = free;
    return true;
  }

  /** ASYNC_get_mem_functions(3): those that are in force, C's own as functions of the same shape. */
  getMemFunctions(): MemFunctions {
    const core = this.#core;
    const cells = core.scratch;
    core.exports.ASYNC_get_mem_functions(pointer(cells) as never, pointer(cells + 4) as never);
    const isOurs = [
      core.memory.uint(cells) === core.functions.osa_js_stack_alloc,
      core.memory.uint(cells + 4) === core.functions.osa_js_stack_free,
    ];
    return {
      alloc:
        isOurs[0] && this.#alloc
          ? this.#alloc
          : (size) => {
              const address = pointer(core.exports.osa_malloc(size));
              return address === 0 ? null : { address, size };
            },
      free:
        isOurs[1] && this.#free
          ? this.#free
          : (address) => {
              core.free(address);
            },
    };
  }

  /** C wants a stack of `*size` bytes, and is told how large the one is that it gets; NULL if there is none. */
  allocStack(size: number): Pointer<'void'> {
    const core = this.#core;
    const given = core.guard(0, () => {
      const block = core.watch(this.#alloc?.(core.memory.uint(size)));
      if (!block) return 0;
      const { address, size: bytes } = block;
      this.#checkBlock({ address, size: bytes });
      core.memory.setInt(size, bytes);
      return address;
    });
    return pointer(given);
  }

  /** C gives a stack back. */
  freeStack(address: number): void {
    this.#core.guard(undefined, () => {
      this.#core.watch(this.#free?.(address));
    });
  }

  /** C would write wherever it is told to. */
  #checkBlock({ address, size }: StackBlock): void {
    const isInside =
      Number.isInteger(address) &&
      Number.isInteger(size) &&
      address > 0 &&
      size >= 0 &&
      address + size <= this.#core.memory.bytes.length;
    if (!isInside)
      refuse(
        `An allocator gave ${describe(size)} bytes at ${describe(address)}, which is not in the module's memory`,
      );
  }
}

/** @throws {@link OpenSSLError} `in-job`, `in-use`: the pool stays as it is while jobs are live */
export function refuseIfLive(core: Core, what: string): void {
  if (core.inJob) throw new OpenSSLError('in-job', `${what} was called inside a job`);
  const live = core.liveJobs;
  if (live > 0)
    throw new OpenSSLError(
      'in-use',
      `${what} was called while ${live} jobs are paused; finish or cancel them first`,
    );
}

/** The job could not be started or resumed; the error queue says why. ASYNC_start_job(3) */
export const ASYNC_ERR = constants.ASYNC_ERR;
/** All jobs of the pool are in use. */
export const ASYNC_NO_JOBS = constants.ASYNC_NO_JOBS;
/** The job has paused and is to be resumed. */
export const ASYNC_PAUSE = constants.ASYNC_PAUSE;
/** The job has finished. */
export const ASYNC_FINISH = constants.ASYNC_FINISH;
/** A number that is never a file descriptor, in C. */
export const OSSL_BAD_ASYNC_FD = constants.OSSL_BAD_ASYNC_FD;
