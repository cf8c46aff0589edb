import { constants, type FunctionPointer, type Pointer } from '../module/boundary.js';
import { pointer } from '../module/memory.js';
import { CMemory } from './c-memory.js';
import type { Core } from './core.js';
import { OpenSSLError } from './errors.js';
import { Job } from './job.js';
import { JsJob } from './js-job.js';

/** A job function in JavaScript: it gets a copy of C's copy of the arguments, or null; `yield` pauses it. */
export type CJob = (
  args: Uint8Array | null,
) => number | PromiseLike<number> | Generator<unknown, number | PromiseLike<number>, unknown>;

/** An `ASYNC_callback_fn` in JavaScript. */
export type CCallback = (argument: Pointer<'void'>) => number;

/** A cleanup function in JavaScript, for ASYNC_WAIT_CTX_set_wait_fd(3). */
export type CCleanup = (
  ctx: Pointer<'ASYNC_WAIT_CTX'>,
  key: Pointer<'void'>,
  fd: number,
  customData: Pointer<'void'>,
) => void;

type Context = Pointer<'ASYNC_WAIT_CTX'>;
type Cell<T extends string> = Pointer<T> | 0;

interface CleanupEntry {
  readonly key: number;
  readonly fd: number;
  readonly customData: number;
  readonly cleanup: CCleanup;
}

/**
 * The functions of ASYNC_start_job(3) and ASYNC_WAIT_CTX_new(3) under their own names and in their own
 * order of arguments, for who comes with the manual page open. `memory` makes the cells that they write to.
 *
 * They return what upstream returns. What is undefined there throws {@link OpenSSLError}: `stale` for a
 * pointer to a job or wait context that has ended, `in-job` and `in-use` for a call at the wrong time,
 * `argument` for an address that is none. A cell holds bare addresses: what C refuses there comes as
 * ASYNC_ERR, with the reason in the error queue. A function in JavaScript may stand wherever C takes one.
 */
export class CApi {
  readonly #core: Core;
  readonly #onFinish: () => void;
  /** Cells, bytes and strings in C memory. */
  readonly memory: CMemory;
  readonly #callbacks = new Map<number, number>();
  readonly #cleanups = new Map<number, CleanupEntry[]>();

  constructor(core: Core, onFinish: () => void) {
    this.#core = core;
    this.#onFinish = onFinish;
    this.memory = new CMemory(core);
    core.cCleanup = (context, key, fd, customData) => {
      this.#runCleanup(context, key, fd, customData);
    };
  }

  // ---- ASYNC_start_job(3) ----

  /** `func` and `args` are ignored when `*job` is a paused job. Returns ASYNC_ERR, NO_JOBS, PAUSE or FINISH. */
  ASYNC_start_job(
    job: Pointer<'ASYNC_JOB*'>,
    ctx: Context | 0,
    ret: Pointer<'int'>,
    func: FunctionPointer<'job_fn'> | CJob | 0,
    args: Pointer<'void'> | 0,
    size: number,
  ): number {
    const core = this.#core;
    const before = this.memory.getJob(job) >>> 0;
    this.memory.getInt(ret);
    if (core.inJob) throw new OpenSSLError('in-job', 'ASYNC_start_job was called inside a job');
    const context = this.#context(ctx);
    const started = before === 0 ? this.#newJob(func, args, size, context) : core.jobs.get(before);
    if (before !== 0) started?.checkUndriven();
    const own = before === 0 && started?.jsJob ? this.memory.newInt(started.jsJob.id) : 0;
    started?.begin();
    const outer = core.currentJob;
    core.currentJob = started;
    const result = core.exports.ASYNC_start_job(
      job,
      context,
      ret,
      typeof func === 'function' ? core.functions.osa_js_job : core.functionPointer(func),
      pointer(own === 0 ? args : own),
      own === 0 ? size : 4,
    );
    core.currentJob = outer;
    if (own !== 0) this.memory.free(own);
    if (started) this.#after(result, job, ret, started, before);
    return result;
  }

  #newJob(
    func: FunctionPointer<'job_fn'> | CJob | 0,
    args: Pointer<'void'> | 0,
    size: number,
    context: number,
  ): Job {
    const core = this.#core;
    const own = core.waitContexts.get(context) ?? null;
    if (typeof func !== 'function') return new Job(core, own, undefined, context);
    const data = args !== 0 && size > 0 ? this.memory.getBytes(args, size) : null;
    const jsJob = new JsJob(core, (): unknown => func(data));
    jsJob.job = new Job(core, own, jsJob, context);
    return jsJob.job;
  }

  #after(
    result: number,
    cell: Pointer<'ASYNC_JOB*'>,
    ret: Pointer<'int'>,
    job: Job,
    before: number,
  ): void {
    const now = this.memory.getJob(cell) >>> 0;
    // on ASYNC_ERR a job that is still there was refused, and is as paused as it was
    if (
      result === constants.ASYNC_PAUSE ||
      (result === constants.ASYNC_ERR && before !== 0 && now === before)
    ) {
      job.paused(now);
      return;
    }
    if (result === constants.ASYNC_FINISH && job.jsJob && !job.jsJob.failed)
      this.memory.setInt(ret, Number(job.jsJob.value) | 0);
    job.finished();
    if (result === constants.ASYNC_FINISH) this.#onFinish();
  }

  /** Outside of a job, or while pausing is blocked, 1. A job in JavaScript pauses with `yield` instead. */
  ASYNC_pause_job(): number {
    return this.#core.exports.ASYNC_pause_job();
  }

  ASYNC_get_current_job(): Pointer<'ASYNC_JOB'> {
    return this.memory.jobs.wrap(this.#core.exports.ASYNC_get_current_job());
  }

  ASYNC_get_wait_ctx(job: Pointer<'ASYNC_JOB'>): Context {
    if (job === 0) throw new OpenSSLError('argument', 'ASYNC_get_wait_ctx was given NULL');
    const context = this.#core.exports.ASYNC_get_wait_ctx(this.memory.jobs.address(job));
    return this.memory.contexts.wrap(context);
  }

  ASYNC_init_thread(maxSize: number, initSize: number): number {
    if (initSize <= maxSize) this.#refuseIfLive('ASYNC_init_thread');
    return this.#core.exports.ASYNC_init_thread(maxSize, initSize);
  }

  ASYNC_cleanup_thread(): void {
    this.#refuseIfLive('ASYNC_cleanup_thread');
    this.#core.exports.ASYNC_cleanup_thread();
  }

  #refuseIfLive(what: string): void {
    if (this.#core.inJob) throw new OpenSSLError('in-job', `${what} was called inside a job`);
    const live = this.#core.liveJobs;
    if (live > 0)
      throw new OpenSSLError('in-use', `${what} was called while ${live} jobs are paused`);
  }

  ASYNC_block_pause(): void {
    this.#core.exports.ASYNC_block_pause();
  }

  ASYNC_unblock_pause(): void {
    this.#core.exports.ASYNC_unblock_pause();
  }

  ASYNC_is_capable(): number {
    return this.#core.exports.ASYNC_is_capable();
  }

  /** Functions in JavaScript go in with `ossl.setMemFunctions`; here NULL keeps what is there. */
  ASYNC_set_mem_functions(
    alloc: FunctionPointer<'ASYNC_stack_alloc_fn'> | 0,
    free: FunctionPointer<'ASYNC_stack_free_fn'> | 0,
  ): number {
    const { exports } = this.#core;
    return exports.ASYNC_set_mem_functions(
      this.#core.functionPointer(alloc),
      this.#core.functionPointer(free),
    );
  }

  ASYNC_get_mem_functions(
    alloc: Cell<'ASYNC_stack_alloc_fn*'>,
    free: Cell<'ASYNC_stack_free_fn*'>,
  ): void {
    this.#core.exports.ASYNC_get_mem_functions(pointer(alloc), pointer(free));
  }

  // ---- ASYNC_WAIT_CTX_new(3) ----

  ASYNC_WAIT_CTX_new(): Context {
    return this.memory.contexts.wrap(this.#core.exports.ASYNC_WAIT_CTX_new());
  }

  ASYNC_WAIT_CTX_free(ctx: Context | 0): void {
    const address = this.#context(ctx);
    if (address === 0) return;
    if (this.#core.waitContexts.has(address)) {
      this.#core.waitContexts.get(address)?.free();
      this.memory.contexts.forget(address);
      return;
    }
    for (const job of [this.#core.currentJob, ...this.#core.jobs.values()])
      if (job?.contextAddress === address)
        throw new OpenSSLError('in-use', 'A live job uses this wait context; let it finish first');
    this.memory.contexts.forget(address); // stale already for the cleanup functions
    this.#core.exports.ASYNC_WAIT_CTX_free(address);
    this.#cleanups.delete(address);
    this.#dropCallback(address);
  }

  ASYNC_WAIT_CTX_set_wait_fd(
    ctx: Context,
    key: Pointer<string> | 0,
    fd: number,
    customData: Pointer<string> | 0,
    cleanup: FunctionPointer<'cleanup_fn'> | CCleanup | 0,
  ): number {
    const context = this.#needContext(ctx);
    const isJs = typeof cleanup === 'function';
    const done = this.#core.exports.ASYNC_WAIT_CTX_set_wait_fd(
      context,
      pointer(key),
      fd,
      pointer(customData),
      isJs ? this.#core.functions.osa_js_cleanup : this.#core.functionPointer(cleanup),
    );
    if (done && isJs) {
      const list = this.#cleanups.get(context) ?? [];
      list.push({ key: key >>> 0, fd, customData: customData >>> 0, cleanup });
      this.#cleanups.set(context, list);
    }
    return done;
  }

  ASYNC_WAIT_CTX_get_fd(
    ctx: Context,
    key: Pointer<string> | 0,
    fd: Pointer<'OSSL_ASYNC_FD'> | Pointer<'int'>,
    customData: Pointer<'void*'>,
  ): number {
    const context = this.#needContext(ctx);
    return this.#core.exports.ASYNC_WAIT_CTX_get_fd(context, pointer(key), pointer(fd), customData);
  }

  ASYNC_WAIT_CTX_get_all_fds(
    ctx: Context,
    fd: Cell<'OSSL_ASYNC_FD'> | Pointer<'int'>,
    numfds: Pointer<'size_t'>,
  ): number {
    return this.#core.exports.ASYNC_WAIT_CTX_get_all_fds(
      this.#needContext(ctx),
      pointer(fd),
      numfds,
    );
  }

  ASYNC_WAIT_CTX_get_changed_fds(
    ctx: Context,
    addfd: Cell<'OSSL_ASYNC_FD'> | Pointer<'int'>,
    numaddfds: Pointer<'size_t'>,
    delfd: Cell<'OSSL_ASYNC_FD'> | Pointer<'int'>,
    numdelfds: Pointer<'size_t'>,
  ): number {
    return this.#core.exports.ASYNC_WAIT_CTX_get_changed_fds(
      this.#needContext(ctx),
      pointer(addfd),
      numaddfds,
      pointer(delfd),
      numdelfds,
    );
  }

  ASYNC_WAIT_CTX_clear_fd(ctx: Context, key: Pointer<string> | 0): number {
    return this.#core.exports.ASYNC_WAIT_CTX_clear_fd(this.#needContext(ctx), pointer(key));
  }

  /** A NULL context gives 0, a NULL callback switches it off. */
  ASYNC_WAIT_CTX_set_callback(
    ctx: Context | 0,
    callback: FunctionPointer<'ASYNC_callback_fn'> | CCallback | 0,
    argument: Pointer<string> | 0,
  ): number {
    const { callbacks, exports, functions } = this.#core;
    const context = this.#context(ctx);
    if (context !== 0) this.#dropCallback(context);
    if (context === 0 || typeof callback !== 'function')
      return exports.ASYNC_WAIT_CTX_set_callback(
        context,
        this.#core.functionPointer(callback as number),
        pointer(argument),
      );
    const id = callbacks.add(() => callback(pointer(argument)));
    this.#callbacks.set(context, id);
    return exports.ASYNC_WAIT_CTX_set_callback(context, functions.osa_js_callback, pointer(id));
  }

  #dropCallback(context: number): void {
    const id = this.#callbacks.get(context);
    if (id !== undefined) this.#core.callbacks.remove(id);
    this.#callbacks.delete(context);
  }

  /** One in JavaScript comes as the function and argument that C has for it; `callCallback` calls either. */
  ASYNC_WAIT_CTX_get_callback(
    ctx: Context,
    callback: Pointer<'ASYNC_callback_fn*'>,
    argument: Pointer<'void*'>,
  ): number {
    const context = this.#needContext(ctx);
    return this.#core.exports.ASYNC_WAIT_CTX_get_callback(context, pointer(callback), argument);
  }

  /** `callback(argument)`, as async-aware code in C does it. */
  callCallback(callback: Pointer<'ASYNC_callback_fn'>, argument: Pointer<'void'>): number {
    return this.#core.exports.osa_call_callback(this.#core.functionPointer(callback), argument);
  }

  ASYNC_WAIT_CTX_set_status(ctx: Context, status: number): number {
    return this.#core.exports.ASYNC_WAIT_CTX_set_status(this.#needContext(ctx), status);
  }

  ASYNC_WAIT_CTX_get_status(ctx: Context): number {
    return this.#core.exports.ASYNC_WAIT_CTX_get_status(this.#needContext(ctx));
  }

  // ---- file descriptors: the calls that C code has for virtual handles ----

  pipe(fds: Pointer<'int'>): number {
    return this.#core.exports.pipe(fds);
  }

  eventfd(initial: number, flags: number): number {
    return this.#core.exports.eventfd(initial, flags);
  }

  read(fd: number, buffer: Pointer<'void'>, size: number): number {
    return this.#core.exports.read(fd, buffer, size);
  }

  write(fd: number, buffer: Pointer<'void'>, size: number): number {
    return this.#core.exports.write(fd, buffer, size);
  }

  close(fd: number): number {
    return this.#core.exports.close(fd);
  }

  /** `fds` are `struct pollfd`: an int, then two shorts. Only looks: JavaScript can't wait. */
  poll(fds: Pointer<'void'>, count: number): number {
    return this.#core.exports.poll(fds, count, 0);
  }

  // ---- helpers ----

  #context(ctx: Context | 0): Context {
    if (ctx === 0) return pointer(0);
    // one of the facade's own is known by its bare address
    return this.#core.waitContexts.has(ctx) ? ctx : this.memory.contexts.address(ctx);
  }

  #needContext(ctx: Context): Context {
    const context = this.#context(ctx);
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
