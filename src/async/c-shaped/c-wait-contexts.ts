import { type FunctionPointer, type Pointer } from '../../module/generated/boundary.js';
import { pointer } from '../../module/memory.js';
import { CMemory } from './c-memory.js';
import type { Core } from '../../module/core.js';
import type { JobTable } from '../jobs/job-table.js';
import { OpenSSLError } from '../../base/errors.js';

/** An `ASYNC_callback_fn` in JavaScript. */
export type CCallback = (argument: Pointer<'void'>) => number;

/** A cleanup function in JavaScript, for ASYNC_WAIT_CTX_set_wait_fd(3). */
export type CCleanup = (
  ctx: Pointer<'ASYNC_WAIT_CTX'>,
  key: Pointer<'void'>,
  fd: number,
  customData: Pointer<'void'>,
) => void;

export type Context = Pointer<'ASYNC_WAIT_CTX'>;
export type Cell<T extends string> = Pointer<T> | 0;

interface CleanupEntry {
  readonly key: number;
  readonly fd: number;
  readonly customData: number;
  readonly cleanup: CCleanup;
}

/** The half of the C-shaped layer that is about what jobs wait for; see `CApi`. */
export class CWaitContexts {
  protected readonly jobs: JobTable;
  protected readonly core: Core;
  /** Cells, bytes and strings in C memory. */
  readonly memory: CMemory;
  readonly #callbacks = new Map<number, number>();
  readonly #cleanups = new Map<number, CleanupEntry[]>();

  constructor(jobs: JobTable) {
    const { core } = jobs;
    this.jobs = jobs;
    this.core = core;
    this.memory = new CMemory(core, jobs.jobPointers);
    jobs.cCleanup = (context, key, fd, customData) => {
      this.#runCleanup(context, key, fd, customData);
    };
  }

  // ---- ASYNC_WAIT_CTX_new(3) ----

  /** A new wait context: no handles, no callback, status 0. NULL if there is no memory. ASYNC_WAIT_CTX_new(3) */
  ASYNC_WAIT_CTX_new(): Context {
    return this.jobs.contextPointers.made(this.core.exports.ASYNC_WAIT_CTX_new());
  }

  /**
   * Frees a wait context, calling the cleanup of each entry that was not cleared, newest first; NULL is harmless.
   * ASYNC_WAIT_CTX_new(3)
   *
   * @throws {@link OpenSSLError} `in-use` while a live job was started with it, `stale` if it is freed already
   */
  ASYNC_WAIT_CTX_free(ctx: Context | 0): void {
    const address = this.context(ctx);
    if (address === 0) return;
    const own = this.jobs.waitContexts.get(address);
    if (own) {
      own.free();
      return;
    }
    for (const job of [this.jobs.current, ...this.jobs.paused.values()])
      if (job?.contextAddress === address)
        throw new OpenSSLError('in-use', 'A live job uses this wait context; let it finish first');
    this.jobs.contextPointers.forget(address); // stale already for the cleanup functions
    this.core.exports.ASYNC_WAIT_CTX_free(address);
    this.#cleanups.delete(address);
    this.#dropCallback(address);
  }

  /**
   * Adds a handle to wait for under a key, in front of others under the same key. ASYNC_WAIT_CTX_new(3)
   *
   * @param key - any address, NULL too; it is only compared
   * @param fd - a virtual handle, or any number that the caller understands
   * @param cleanup - called by ASYNC_WAIT_CTX_free, never by ASYNC_WAIT_CTX_clear_fd; NULL for none
   * @returns 1; 0 if there is no memory
   */
  ASYNC_WAIT_CTX_set_wait_fd(
    ctx: Context,
    key: Pointer<string> | 0,
    fd: number,
    customData: Pointer<string> | 0,
    cleanup: FunctionPointer<'cleanup_fn'> | CCleanup | 0,
  ): number {
    const context = this.needContext(ctx);
    const isJs = typeof cleanup === 'function';
    const done = this.core.exports.ASYNC_WAIT_CTX_set_wait_fd(
      context,
      pointer(key),
      fd,
      pointer(customData),
      isJs ? this.core.functions.osa_js_cleanup : this.core.functionPointer(cleanup),
    );
    if (done && isJs) {
      const list = this.#cleanups.get(context) ?? [];
      list.push({ key: key >>> 0, fd, customData: customData >>> 0, cleanup });
      this.#cleanups.set(context, list);
    }
    return done;
  }

  /** Writes the newest handle under a key, and its custom data. 1; 0 if there is none, the cells untouched. ASYNC_WAIT_CTX_new(3) */
  ASYNC_WAIT_CTX_get_fd(
    ctx: Context,
    key: Pointer<string> | 0,
    fd: Pointer<'OSSL_ASYNC_FD'> | Pointer<'int'>,
    customData: Pointer<'void*'>,
  ): number {
    const context = this.needContext(ctx);
    return this.core.exports.ASYNC_WAIT_CTX_get_fd(context, pointer(key), pointer(fd), customData);
  }

  /**
   * Writes all handles, newest first, and how many there are (`numfds`); with `fd` NULL it only counts. Always 1.
   * ASYNC_WAIT_CTX_new(3)
   */
  ASYNC_WAIT_CTX_get_all_fds(
    ctx: Context,
    fd: Cell<'OSSL_ASYNC_FD'> | Pointer<'int'>,
    numfds: Pointer<'size_t'>,
  ): number {
    return this.core.exports.ASYNC_WAIT_CTX_get_all_fds(this.needContext(ctx), pointer(fd), numfds);
  }

  /**
   * Writes the handles added and deleted since the job was last resumed, and how many; a list that is NULL is only
   * counted. Always 1. ASYNC_WAIT_CTX_new(3)
   */
  ASYNC_WAIT_CTX_get_changed_fds(
    ctx: Context,
    addfd: Cell<'OSSL_ASYNC_FD'> | Pointer<'int'>,
    numaddfds: Pointer<'size_t'>,
    delfd: Cell<'OSSL_ASYNC_FD'> | Pointer<'int'>,
    numdelfds: Pointer<'size_t'>,
  ): number {
    return this.core.exports.ASYNC_WAIT_CTX_get_changed_fds(
      this.needContext(ctx),
      pointer(addfd),
      numaddfds,
      pointer(delfd),
      numdelfds,
    );
  }

  /**
   * Stops waiting for the newest handle under a key; it is neither closed nor cleaned up. 1; 0 if there is none.
   * ASYNC_WAIT_CTX_new(3)
   */
  ASYNC_WAIT_CTX_clear_fd(ctx: Context, key: Pointer<string> | 0): number {
    return this.core.exports.ASYNC_WAIT_CTX_clear_fd(this.needContext(ctx), pointer(key));
  }

  /**
   * Sets what async-aware C code calls when an operation is complete; NULL switches it off. ASYNC_WAIT_CTX_new(3)
   *
   * @returns 1; 0 for a NULL context
   */
  ASYNC_WAIT_CTX_set_callback(
    ctx: Context | 0,
    callback: FunctionPointer<'ASYNC_callback_fn'> | CCallback | 0,
    argument: Pointer<string> | 0,
  ): number {
    const { exports, functions } = this.core;
    const context = this.context(ctx);
    if (context !== 0) this.#dropCallback(context);
    if (context === 0 || typeof callback !== 'function')
      return exports.ASYNC_WAIT_CTX_set_callback(
        context,
        this.core.functionPointer(callback as number),
        pointer(argument),
      );
    const id = this.jobs.callbacks.add(() => callback(pointer(argument)));
    this.#callbacks.set(context, id);
    return exports.ASYNC_WAIT_CTX_set_callback(context, functions.osa_js_callback, pointer(id));
  }

  #dropCallback(context: number): void {
    const id = this.#callbacks.get(context);
    if (id !== undefined) this.jobs.callbacks.remove(id);
    this.#callbacks.delete(context);
  }

  /**
   * Writes the callback and its argument; one in JavaScript comes as the C function and number that stand for it, and
   * `callCallback` calls either. 1; 0 if there is none, the cells untouched. ASYNC_WAIT_CTX_new(3)
   */
  ASYNC_WAIT_CTX_get_callback(
    ctx: Context,
    callback: Pointer<'ASYNC_callback_fn*'>,
    argument: Pointer<'void*'>,
  ): number {
    const context = this.needContext(ctx);
    return this.core.exports.ASYNC_WAIT_CTX_get_callback(context, pointer(callback), argument);
  }

  /** `callback(argument)`, as async-aware code in C does it; gives the callback's int. */
  callCallback(callback: Pointer<'ASYNC_callback_fn'>, argument: Pointer<'void'>): number {
    return this.core.exports.osa_call_callback(this.core.functionPointer(callback), argument);
  }

  /** Tells the host how the operation stands: any int, by custom one of the ASYNC_STATUS_* constants. Always 1. ASYNC_WAIT_CTX_new(3) */
  ASYNC_WAIT_CTX_set_status(ctx: Context, status: number): number {
    return this.core.exports.ASYNC_WAIT_CTX_set_status(this.needContext(ctx), status);
  }

  /** The status, 0 until it is set; it carries over from job to job. ASYNC_WAIT_CTX_new(3) */
  ASYNC_WAIT_CTX_get_status(ctx: Context): number {
    return this.core.exports.ASYNC_WAIT_CTX_get_status(this.needContext(ctx));
  }

  // ---- file descriptors: the calls that C code has for virtual handles ----

  /** Writes the read end and the write end of a pipe to two ints. 0, or -1. pipe(2) */
  pipe(fds: Pointer<'int'>): number {
    return this.core.exports.pipe(fds);
  }

  /** A handle with a count; `flags` may be EFD_SEMAPHORE (1). -1 if there are too many. eventfd(2) */
  eventfd(initial: number, flags: number): number {
    return this.core.exports.eventfd(initial, flags);
  }

  /** Bytes read; -1 if there are none yet, since JavaScript can't wait. read(2) */
  read(fd: number, buffer: Pointer<'void'>, size: number): number {
    return this.core.exports.read(fd, buffer, size);
  }

  /** Bytes written; -1 if there is no room, or nobody at the other end. write(2) */
  write(fd: number, buffer: Pointer<'void'>, size: number): number {
    return this.core.exports.write(fd, buffer, size);
  }

  /** Closes a handle. 0; -1 if it is closed already. close(2) */
  close(fd: number): number {
    return this.core.exports.close(fd);
  }

  /** How many of `count` struct pollfd (an int, two shorts) are ready now: JavaScript can't wait. poll(2) */
  poll(fds: Pointer<'void'>, count: number): number {
    return this.core.exports.poll(fds, count, 0);
  }

  // ---- helpers ----

  protected context(ctx: Context | 0): Context {
    return this.jobs.contextPointers.address(ctx as Context);
  }

  protected needContext(ctx: Context): Context {
    const context = this.context(ctx);
    if (context === 0) throw new OpenSSLError('argument', 'The wait context is NULL');
    return context;
  }

  #runCleanup(context: number, key: number, fd: number, customData: number): void {
    const list = this.#cleanups.get(context >>> 0) ?? [];
    const at = list.findLastIndex(
      (entry) =>
        entry.key === key >>> 0 && entry.fd === fd && entry.customData === customData >>> 0,
    );
    const [entry] = at < 0 ? [] : list.splice(at, 1);
    entry?.cleanup(pointer(context), pointer(key), fd, pointer(customData));
  }
}
