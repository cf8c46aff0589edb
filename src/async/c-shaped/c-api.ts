import {
  constants,
  type FunctionPointer,
  layout,
  type Pointer,
} from '../../module/generated/boundary.js';
import { pointer } from '../../module/memory.js';
import { word } from './c-memory.js';
import { type Cell, type Context, CWaitContexts } from './c-wait-contexts.js';
import type { JobTable } from '../jobs/job-table.js';
import { refuseIfLive } from '../jobs/job-pool.js';
import { OpenSSLError } from '../../base/errors.js';
import { toInt } from '../jobs/job-imports.js';
import { Job } from '../jobs/job.js';
import { newJob } from '../jobs/new-job.js';

/** A job function in JavaScript: it gets a copy of C's copy of the arguments, or null; `yield` pauses it. */
export type CJob = (
  args: Uint8Array | null,
) => number | PromiseLike<number> | Generator<unknown, number | PromiseLike<number>, unknown>;

/**
 * The functions of ASYNC_start_job(3) and ASYNC_WAIT_CTX_new(3) under their own names and in their own
 * order of arguments, for people who come with the manual page open. `memory` makes the cells that they write to.
 *
 * They return what upstream returns. What is undefined there throws {@link OpenSSLError}: `stale` for a
 * pointer to a job or wait context that has ended, `in-job` and `in-use` for a call at the wrong time,
 * `argument` for a number that is not an address. A cell holds bare addresses: what C refuses there comes as
 * ASYNC_ERR, with the reason in the error queue. A function in JavaScript may stand wherever C takes one.
 */
export class CApi extends CWaitContexts {
  readonly #onFinish: () => void;

  /** Made by the instance. @internal */
  constructor(jobs: JobTable, onFinish: () => void) {
    super(jobs);
    this.#onFinish = onFinish;
  }

  // ---- ASYNC_start_job(3) ----

  /**
   * Starts `func` in a new job, or resumes the paused job in `*job`; then `ctx`, `func`, `args` and `size` are
   * ignored. ASYNC_start_job(3)
   *
   * @param job - a cell: NULL for a new job; the paused job on ASYNC_PAUSE, NULL on ASYNC_FINISH
   * @param ret - a cell that gets the function's int on ASYNC_FINISH, and is left alone otherwise
   * @param args - `size` bytes that the function gets a copy of; with NULL or size 0 it gets NULL
   * @returns ASYNC_ERR (with a reason in the error queue), ASYNC_NO_JOBS, ASYNC_PAUSE or ASYNC_FINISH
   * @throws {@link OpenSSLError} `in-job` inside a job, `in-use` for a job that `ossl.run` resumes, `stale` for a
   *   wait context that has been freed, `argument` for a cell that is no address and for arguments that are not in the
   *   memory, `memory`
   */
  ASYNC_start_job(
    job: Pointer<'ASYNC_JOB*'>,
    ctx: Context | 0,
    ret: Pointer<'int'>,
    func: FunctionPointer<'job_fn'> | CJob | 0,
    args: Pointer<'void'> | 0,
    size: number,
  ): number {
    const core = this.core;
    const before = this.memory.getJob(job) >>> 0;
    this.memory.getInt(ret);
    if (before === 0) {
      if (args !== 0) this.memory.span(args, size);
      if (typeof func !== 'function') this.functionPointer('func', func);
    }
    if (core.inJob) throw new OpenSSLError('in-job', 'ASYNC_start_job was called inside a job');
    const context = this.context(ctx);
    const started =
      before === 0 ? this.#newJob(func, args, size, context) : this.jobs.paused.get(before);
    if (before !== 0) started?.checkUndriven();
    const body = before === 0 ? started?.body : undefined;
    // C takes its copy before it runs any JavaScript, which may use the scratch too
    if (body) core.memory.setInt(core.scratch, body.id);
    started?.begin();
    const outer = this.jobs.current;
    this.jobs.current = started;
    let result: number;
    try {
      result = core.exports.ASYNC_start_job(
        job,
        context,
        ret,
        typeof func === 'function' ? core.functions.osa_js_job : core.functionPointer(func),
        body ? pointer(core.scratch) : pointer(args),
        body ? layout.osa_js_args.sizeof : size,
      );
      if (core.dead) throw core.dead; // JavaScript that ran inside the job has ended the instance
    } catch (error) {
      if (core.dead) started?.abandoned(core.dead);
      throw error;
    } finally {
      this.jobs.current = outer;
    }
    if (started) this.#after(result, job, ret, started, before);
    return result;
  }

  #newJob(
    func: FunctionPointer<'job_fn'> | CJob | 0,
    args: Pointer<'void'> | 0,
    size: number,
    context: number,
  ): Job {
    const own = this.jobs.waitContexts.get(context) ?? null;
    if (typeof func !== 'function')
      return new Job(this.jobs, { func: this.core.functionPointer(func) }, own, context);
    const data = args !== 0 && size > 0 ? this.memory.getBytes(args, size) : null;
    return newJob(this.jobs, (): unknown => func(data), own, context);
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
    job.finished();
    if (result === constants.ASYNC_FINISH && job.body && !job.body.failed)
      this.memory.setInt(ret, toInt(job.body.value, 0));
    if (result === constants.ASYNC_FINISH) this.#onFinish();
  }

  /**
   * Pauses the running job. Outside of a job, or while pausing is blocked, it does nothing. ASYNC_start_job(3)
   *
   * @returns 1; 0, with a reason in the error queue, inside a job: JavaScript's own frames can't be suspended, so a
   *   job in JavaScript pauses with `yield`
   */
  ASYNC_pause_job(): number {
    return this.core.exports.ASYNC_pause_job();
  }

  /** The job on whose stack the caller stands; NULL outside of a job. ASYNC_start_job(3) */
  ASYNC_get_current_job(): Pointer<'ASYNC_JOB'> {
    return this.memory.jobs.wrap(this.core.exports.ASYNC_get_current_job());
  }

  /**
   * The wait context that a live job was started with; NULL if with none. ASYNC_start_job(3)
   *
   * @throws {@link OpenSSLError} `stale` after the job has finished, `argument` for NULL
   */
  ASYNC_get_wait_ctx(job: Pointer<'ASYNC_JOB'>): Context {
    if (job === 0) throw new OpenSSLError('argument', 'ASYNC_get_wait_ctx was given NULL');
    const context = this.core.exports.ASYNC_get_wait_ctx(this.memory.jobs.address(job));
    return this.jobs.contextPointers.wrap(context);
  }

  /**
   * Sets the pool: at most `maxSize` jobs at once (0 for no limit), `initSize` of them made beforehand. An idle
   * pool that is there is replaced. ASYNC_start_job(3)
   *
   * @returns 1; 0 with ASYNC_R_INVALID_POOL_SIZE queued if `initSize` is the larger
   * @throws {@link OpenSSLError} `in-job`, `in-use` while jobs are live
   */
  ASYNC_init_thread(maxSize: number, initSize: number): number {
    word('maxSize', maxSize);
    word('initSize', initSize);
    if (initSize <= maxSize) refuseIfLive(this.core, 'ASYNC_init_thread');
    return this.core.exports.ASYNC_init_thread(maxSize, initSize);
  }

  /**
   * Frees the pool; the next start makes a new one. ASYNC_start_job(3)
   *
   * @throws {@link OpenSSLError} `in-job`, `in-use` while jobs are live
   */
  ASYNC_cleanup_thread(): void {
    refuseIfLive(this.core, 'ASYNC_cleanup_thread');
    this.core.exports.ASYNC_cleanup_thread();
  }

  /** Makes ASYNC_pause_job do nothing in the running job until it is unblocked as often; nests. ASYNC_start_job(3) */
  ASYNC_block_pause(): void {
    this.core.exports.ASYNC_block_pause();
  }

  /** Takes back one ASYNC_block_pause; one too many is harmless. ASYNC_start_job(3) */
  ASYNC_unblock_pause(): void {
    this.core.exports.ASYNC_unblock_pause();
  }

  /** 1: jobs can pause here. ASYNC_start_job(3) */
  ASYNC_is_capable(): number {
    return this.core.exports.ASYNC_is_capable();
  }

  /**
   * Sets where C stacks come from; NULL keeps what is there. Functions in JavaScript go in with
   * `ossl.setMemFunctions`. ASYNC_set_mem_functions(3)
   *
   * @returns 1; 0 once the first stack has been allocated
   */
  ASYNC_set_mem_functions(
    alloc: FunctionPointer<'ASYNC_stack_alloc_fn'> | 0,
    free: FunctionPointer<'ASYNC_stack_free_fn'> | 0,
  ): number {
    const { exports } = this.core;
    return exports.ASYNC_set_mem_functions(
      this.functionPointer('alloc', alloc),
      this.functionPointer('free', free),
    );
  }

  /**
   * Writes the allocators in force to two cells, either of which may be NULL. ASYNC_get_mem_functions(3)
   *
   * @throws {@link OpenSSLError} `argument` for a cell that is unaligned or outside of the memory
   */
  ASYNC_get_mem_functions(
    alloc: Cell<'ASYNC_stack_alloc_fn*'>,
    free: Cell<'ASYNC_stack_free_fn*'>,
  ): void {
    const cells = [this.memory.cellsOrNull(alloc), this.memory.cellsOrNull(free)] as const;
    this.core.exports.ASYNC_get_mem_functions(pointer(cells[0]), pointer(cells[1]));
  }
}
