import { type FunctionPointer, type Pointer } from '../../module/generated/boundary.js';
import { pointer } from '../../module/memory.js';
import { CHandles } from './c-handles.js';
import { int, word } from './c-memory.js';
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
) => void | PromiseLike<void>;

export type Context = Pointer<'ASYNC_WAIT_CTX'>;
export type Cell<T extends string> = Pointer<T> | 0;

/** One call of ASYNC_WAIT_CTX_set_wait_fd; C tells its entries apart by no more than this. */
interface Entry {
  readonly key: number;
  readonly fd: number;
  readonly customData: number;
  /** None, if there is none or it is in C. */
  readonly cleanup: CCleanup | undefined;
}

/** The entries of one wait context that this layer added and that have not ended, oldest first. */
interface Entries {
  readonly context: Context;
  readonly list: Entry[];
}

/** The half of the C-shaped layer that is about what jobs wait for; see `CApi`. */
export class CWaitContexts extends CHandles {
  readonly #callbacks = new Map<number, number>();
  /** By the context's address; another context may have been there before. */
  readonly #entries = new Map<number, Entries>();

  constructor(jobs: JobTable) {
    super(jobs);
    jobs.cCleanup = (context, key, fd, customData) => {
      this.#runCleanup(context, key, fd, customData);
    };
    jobs.contextPointers.onForget = (address) => {
      this.#dropCallback(address);
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
      this.#entries.delete(address);
      return;
    }
    for (const job of [this.jobs.current, ...this.jobs.paused.values()])
      if (job?.contextAddress === address)
        throw new OpenSSLError('in-use', 'A live job uses this wait context; let it finish first');
    this.jobs.contextPointers.forget(address); // stale already for the cleanup functions
    this.core.exports.ASYNC_WAIT_CTX_free(address);
    this.#entries.delete(address);
  }

  /**
   * Adds a handle to wait for under a key, in front of others under the same key. ASYNC_WAIT_CTX_new(3)
   *
   * @param key - any address, NULL too; it is only compared
   * @param fd - a virtual handle, or any number that the caller understands
   * @param cleanup - called by ASYNC_WAIT_CTX_free, never by ASYNC_WAIT_CTX_clear_fd; NULL for none
   * @returns 1; 0 if there is no memory
   * @throws {@link OpenSSLError} `stale` if the context is freed, `argument` if it is NULL, or another argument is not
   *   what C takes. What `cleanup` throws, or rejects with, goes to `onError`
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
    const entry = {
      key: word('key', key),
      fd: int('fd', fd),
      customData: word('customData', customData),
      cleanup: isJs ? cleanup : undefined,
    };
    const done = this.core.exports.ASYNC_WAIT_CTX_set_wait_fd(
      context,
      pointer(entry.key),
      fd,
      pointer(entry.customData),
      isJs ? this.core.functions.osa_js_cleanup : this.functionPointer('cleanup', cleanup),
    );
    if (!done) return done;
    const known = this.#entries.get(context);
    if (known?.context === ctx) known.list.push(entry);
    else this.#entries.set(context, { context: ctx, list: [entry] });
    return done;
  }

  /**
   * Writes the newest handle under a key, and its custom data. 1; 0 if there is none, the cells untouched.
   * ASYNC_WAIT_CTX_new(3)
   *
   * @throws {@link OpenSSLError} `stale`, `argument` for a cell that is NULL, unaligned or outside of the memory
   */
  ASYNC_WAIT_CTX_get_fd(
    ctx: Context,
    key: Pointer<string> | 0,
    fd: Pointer<'OSSL_ASYNC_FD'> | Pointer<'int'>,
    customData: Pointer<'void*'>,
  ): number {
    return this.core.exports.ASYNC_WAIT_CTX_get_fd(
      this.needContext(ctx),
      word('key', key),
      pointer(this.memory.cells(fd as Pointer<'int'>)),
      this.memory.cells(customData),
    );
  }

  /**
   * Writes all handles, newest first, and how many there are (`numfds`); with `fd` NULL it only counts. Always 1.
   * ASYNC_WAIT_CTX_new(3)
   *
   * @throws {@link OpenSSLError} `stale`, `argument` for a cell or a list that is no room for it
   */
  ASYNC_WAIT_CTX_get_all_fds(
    ctx: Context,
    fd: Cell<'OSSL_ASYNC_FD'> | Pointer<'int'>,
    numfds: Pointer<'size_t'>,
  ): number {
    const { exports } = this.core;
    const context = this.needContext(ctx);
    const count = this.memory.cells(numfds);
    if (fd !== 0) {
      exports.ASYNC_WAIT_CTX_get_all_fds(context, pointer(0), count);
      this.memory.cells(fd as Pointer<'int'>, Math.max(1, this.memory.getSize(count)));
    }
    return exports.ASYNC_WAIT_CTX_get_all_fds(context, pointer(fd), count);
  }

  /**
   * Writes the handles added and deleted since the job was last resumed, and how many; a list that is NULL is only
   * counted. Always 1. ASYNC_WAIT_CTX_new(3)
   *
   * @throws {@link OpenSSLError} `stale`, `argument` for a cell or a list that is no room for it
   */
  ASYNC_WAIT_CTX_get_changed_fds(
    ctx: Context,
    addfd: Cell<'OSSL_ASYNC_FD'> | Pointer<'int'>,
    numaddfds: Pointer<'size_t'>,
    delfd: Cell<'OSSL_ASYNC_FD'> | Pointer<'int'>,
    numdelfds: Pointer<'size_t'>,
  ): number {
    const { exports } = this.core;
    const context = this.needContext(ctx);
    const added = this.memory.cells(numaddfds);
    const deleted = this.memory.cells(numdelfds);
    if (addfd !== 0 || delfd !== 0) {
      exports.ASYNC_WAIT_CTX_get_changed_fds(context, pointer(0), added, pointer(0), deleted);
      for (const [list, count] of [
        [addfd, added],
        [delfd, deleted],
      ] as const)
        this.memory.cellsOrNull(list as Pointer<'int'>, Math.max(1, this.memory.getSize(count)));
    }
    return exports.ASYNC_WAIT_CTX_get_changed_fds(
      context,
      pointer(addfd),
      added,
      pointer(delfd),
      deleted,
    );
  }

  /**
   * Stops waiting for the newest handle under a key; it is neither closed nor cleaned up. 1; 0 if there is none.
   * ASYNC_WAIT_CTX_new(3)
   */
  ASYNC_WAIT_CTX_clear_fd(ctx: Context, key: Pointer<string> | 0): number {
    const context = this.needContext(ctx);
    const name = word<string>('key', key);
    const ended = this.#newest(context, name);
    const done = this.core.exports.ASYNC_WAIT_CTX_clear_fd(context, pointer(name));
    if (done && ended) this.#take(context, name, ...ended);
    return done;
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
    if (typeof callback !== 'function') this.functionPointer('callback', callback);
    word('argument', argument);
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
    return this.core.exports.ASYNC_WAIT_CTX_get_callback(
      this.needContext(ctx),
      pointer(this.memory.cells(callback)),
      this.memory.cells(argument),
    );
  }

  /**
   * `callback(argument)`, as async-aware code in C does it; gives the callback's int.
   *
   * @throws {@link OpenSSLError} `argument` for NULL, which is what there is if no callback was found
   */
  callCallback(callback: Pointer<'ASYNC_callback_fn'>, argument: Pointer<'void'>): number {
    const address = this.functionPointer<'ASYNC_callback_fn'>('callback', callback);
    if (callback === 0) throw new OpenSSLError('argument', 'The callback is NULL');
    return this.core.exports.osa_call_callback(address, word('argument', argument));
  }

  /** Tells the host how the operation stands: any int, by custom one of the ASYNC_STATUS_* constants. Always 1. ASYNC_WAIT_CTX_new(3) */
  ASYNC_WAIT_CTX_set_status(ctx: Context, status: number): number {
    return this.core.exports.ASYNC_WAIT_CTX_set_status(
      this.needContext(ctx),
      int('status', status),
    );
  }

  /** The status, 0 until it is set; it carries over from job to job. ASYNC_WAIT_CTX_new(3) */
  ASYNC_WAIT_CTX_get_status(ctx: Context): number {
    return this.core.exports.ASYNC_WAIT_CTX_get_status(this.needContext(ctx));
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

  /** A function in C, or NULL: any other number would end the instance as soon as C calls it. */
  protected functionPointer<T extends string>(name: string, address: number): FunctionPointer<T> {
    return this.core.functionPointer(word(name, address));
  }

  /** What the newest entry under a key holds: handle and custom data. */
  #newest(context: Context, key: Pointer<string>): [fd: number, customData: number] | undefined {
    const { exports, memory, scratch } = this.core;
    const found = exports.ASYNC_WAIT_CTX_get_fd(
      context,
      pointer(key),
      pointer(scratch),
      pointer(scratch + 4),
    );
    return found ? [memory.int(scratch), memory.uint(scratch + 4)] : undefined;
  }

  /** Forgets the newest of the entries that C can't tell apart: it is the one that C takes first. */
  #take(context: number, key: number, fd: number, customData: number): Entry | undefined {
    const list = this.#entries.get(context >>> 0)?.list ?? [];
    const at = list.findLastIndex(
      (entry) =>
        entry.key === key >>> 0 && entry.fd === fd && entry.customData === customData >>> 0,
    );
    return at < 0 ? undefined : list.splice(at, 1)[0];
  }

  #runCleanup(context: number, key: number, fd: number, customData: number): void {
    // C calls none for an entry without one, or one in C: those among its likes are passed over
    let entry = this.#take(context, key, fd, customData);
    while (entry && !entry.cleanup) entry = this.#take(context, key, fd, customData);
    this.core.watch(entry?.cleanup?.(pointer(context), pointer(key), fd, pointer(customData)));
  }
}
