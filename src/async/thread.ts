import { constants } from '../module/generated/boundary.js';
import { pointer } from '../module/memory.js';
import type { Core } from './core.js';
import { OpenSSLError } from './errors.js';
import { checkFunction, checkObject } from './options.js';

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

/** What upstream keeps per thread: the pool of jobs, the pause block and the stack allocator. */
export class AsyncThread {
  readonly #core: Core;

  constructor(core: Core) {
    this.#core = core;
  }

  /** ASYNC_init_thread(3), as {@link OpenSSL.initThread} describes it. */
  init(maxSize: number, initSize: number): void {
    for (const size of [maxSize, initSize])
      if (!Number.isInteger(size) || size < 0 || size > MAX_POOL)
        throw new OpenSSLError('argument', 'Pool sizes are whole numbers, 0 for no limit');
    if (initSize > maxSize)
      throw new OpenSSLError(
        'argument',
        `${initSize} jobs can't be made beforehand in a pool of ${maxSize} at most`,
      );
    this.#refuseIfLive('re-initialised');
    if (!this.#core.exports.ASYNC_init_thread(maxSize, initSize))
      throw this.#core.failure('The pool could not be initialised');
  }

  /** ASYNC_cleanup_thread(3), as {@link OpenSSL.cleanupThread} describes it. */
  cleanup(): void {
    this.#refuseIfLive('cleaned up');
    this.#core.exports.ASYNC_cleanup_thread();
  }

  #refuseIfLive(what: string): void {
    if (this.#core.inJob)
      throw new OpenSSLError('in-job', `The pool can't be ${what} inside a job`);
    const live = this.#core.liveJobs;
    if (live > 0)
      throw new OpenSSLError(
        'in-use',
        `The pool can't be ${what} while ${live} jobs are paused; finish or cancel them first`,
      );
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
    if (alloc) core.stackAlloc = alloc;
    if (free) core.stackFree = free;
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
        isOurs[0] && core.stackAlloc
          ? core.stackAlloc
          : (size) => {
              const address = pointer(core.exports.osa_malloc(size));
              return address === 0 ? null : { address, size };
            },
      free:
        isOurs[1] && core.stackFree
          ? core.stackFree
          : (address) => {
              core.free(address);
            },
    };
  }
}

/** The job could not be started or resumed; the error queue says why. ASYNC_start_job(3) */
export const ASYNC_ERR = constants.ASYNC_ERR;
/** All jobs of the pool are in use. */
export const ASYNC_NO_JOBS = constants.ASYNC_NO_JOBS;
/** The job has paused and is to be resumed. */
export const ASYNC_PAUSE = constants.ASYNC_PAUSE;
/** The job has finished. */
export const ASYNC_FINISH = constants.ASYNC_FINISH;
/** What is no file descriptor, in C. */
export const OSSL_BAD_ASYNC_FD = constants.OSSL_BAD_ASYNC_FD;
