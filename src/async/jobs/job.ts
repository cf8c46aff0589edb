import type { FunctionPointer, Pointer } from '../../module/generated/boundary.js';
import { pointer } from '../../module/memory.js';
import type { Core } from '../../module/core.js';
import { OpenSSLError } from '../../base/errors.js';
import type { JobPointers } from '../waiting/pointers.js';
import type { WaitContext } from '../waiting/wait-context.js';

/** A C function of the module that can be a job: one of `ossl.functions`. */
export type CJobFunction = FunctionPointer<'job_fn'>;

/** The JavaScript side of a job that is written in JavaScript, as the runner and `ossl.startJob` see it. */
export interface Body {
  /** What the C function that steps it is given: an `osa_js_args`. */
  readonly id: number;
  /** Whether the job waits for its own promise and not for what is in the wait context. */
  readonly awaitsPromise: boolean;
  /** Whether what it awaited is there. */
  readonly isReady: boolean;
  /** Whether it paused only to give others their turn, and goes on by itself. */
  readonly hasWork: boolean;
  /** Whether the function threw or rejected; then `error` is what, otherwise `value` is what it returned. */
  readonly failed: boolean;
  readonly value: unknown;
  readonly error: unknown;
  /** The runner's: told when the job can go on for a reason that is not in its wait context. */
  onWake: (() => void) | undefined;
  /** C has really paused. */
  suspended(): void;
  /** `job.pause()` was called. */
  requestPause(): Promise<void>;
  /** The instance is over, so the job is never resumed: whatever waits here is told why. */
  abandon(error: OpenSSLError): void;
  /** The job has finished: C will not ask for it again. */
  release(): void;
}

/** What a job runs: a function in C, which for a job in JavaScript is the one that steps its body. */
export interface JobCode {
  readonly func: CJobFunction;
  readonly body?: Body;
}

/** What jobs stand on, and where they are found; the table of jobs is it. */
export interface JobOwner {
  readonly core: Core;
  readonly jobPointers: JobPointers;
  /** Paused jobs by address. */
  readonly paused: Map<number, Job>;
}

/**
 * One started job: an `ASYNC_JOB`, with the generation that a bare pointer lacks. After FINISH every
 * method throws {@link OpenSSLError} `stale`, even when OpenSSL has given the same address to another.
 */
export class Job {
  readonly #owner: JobOwner;
  #pointer: Pointer<'ASYNC_JOB'> = pointer(0);
  #waitContext: WaitContext | null;
  /** Made when somebody asks for the signal: most jobs end well, and a signal costs as much as the rest of a job. */
  #controller: AbortController | undefined;
  /** Why the job was cancelled. */
  #cancelled: { readonly reason: unknown } | undefined;
  /** What C runs. @internal */
  readonly func: CJobFunction;
  /** The JavaScript side, if the job is written in it. @internal */
  readonly body: Body | undefined;
  /** The wait context's address, also when the C-shaped layer made it. @internal */
  readonly contextAddress: number;
  /** `new` until the first pause, `finished` after FINISH. */
  state: 'new' | 'running' | 'paused' | 'finished' = 'new';

  /** What failed in JavaScript while C read from it; the `cause`, should the job fail. @internal */
  cause: { readonly error: unknown } | undefined;

  /** The runner's, if `ossl.run` started the job: told when the job is cancelled by this object. @internal */
  onCancel: ((reason: unknown) => void) | undefined;

  #isHeld = false;
  /** The runner's: told when the job is released. @internal */
  onRelease: (() => void) | undefined;

  /** Made by `ossl.run` and `ossl.startJob`. @internal */
  constructor(
    owner: JobOwner,
    { body, func }: JobCode,
    waitContext: WaitContext | null,
    contextAddress: number = waitContext?.address ?? 0,
  ) {
    this.#owner = owner;
    this.#waitContext = waitContext;
    this.func = func;
    this.body = body;
    this.contextAddress = contextAddress;
    if (waitContext) waitContext.users++;
  }

  /** Refuses anything but a job, and one of another instance, whose address means something else here. @internal */
  static check(job: unknown, core: Core): void {
    if (!(job instanceof Job)) throw new OpenSSLError('argument', 'This is not a job');
    if (job.#owner.core !== core)
      throw new OpenSSLError('argument', 'The job is of another instance');
  }

  /** Refuses a job that the runner resumes: it would wait for a job that has gone on without it. @internal */
  checkUndriven(): void {
    if (this.onCancel)
      throw new OpenSSLError(
        'in-use',
        'ossl.run resumes this job; await its promise, or cancel it',
      );
  }

  /** The pointer to the `ASYNC_JOB`, as the C-shaped layer gives and takes it. */
  get pointer(): Pointer<'ASYNC_JOB'> {
    if (this.state !== 'running' && this.state !== 'paused') this.#refuse();
    return this.#owner.jobPointers.wrap(this.#address);
  }

  get #address(): Pointer<'ASYNC_JOB'> {
    return this.state === 'running'
      ? this.#owner.core.exports.ASYNC_get_current_job()
      : this.#pointer;
  }

  /**
   * The wait context that the job was started with, or null. ASYNC_get_wait_ctx(3).
   * @throws {@link OpenSSLError} `stale` after the job has finished
   */
  get waitContext(): WaitContext | null {
    if (this.state === 'finished') this.#refuse();
    return this.#waitContext;
  }

  /** Fires when the job is cancelled, for what a job in JavaScript awaits. */
  get signal(): AbortSignal {
    if (!this.#controller) {
      this.#controller = new AbortController();
      if (this.#cancelled) this.#controller.abort(this.#cancelled.reason);
    }
    return this.#controller.signal;
  }

  /** Why the job was cancelled, if it was. @internal */
  get cancellation(): { readonly reason: unknown } | undefined {
    return this.#cancelled;
  }

  /**
   * Pauses a job that is written in JavaScript: `await` it in an async function, `yield` it in a
   * generator. Resolves when the job is resumed; at once, as upstream's, while pausing is blocked in a
   * generator. ASYNC_pause_job(3).
   *
   * Rejects with {@link OpenSSLError} `aborted` or `timeout` when the job is cancelled while it is
   * paused, `pause` if it cannot pause here.
   *
   * @throws {@link OpenSSLError} `stale` after the job has finished, `pause` in a job written in C
   */
  pause(): Promise<void> {
    if (this.state === 'finished') this.#refuse();
    if (!this.body)
      throw new OpenSSLError(
        'pause',
        'This job is written in C and pauses there, with ASYNC_pause_job',
      );
    return this.body.requestPause();
  }

  /**
   * Marks the job: its pauses fail from then on, so that C unwinds and frees when it is resumed.
   * `ossl.run` resumes it by itself; a job that was started with `startJob` has to be resumed by its starter.
   *
   * @param reason - what `signal.reason` becomes, and what a pending `pause()` rejects with
   * @throws {@link OpenSSLError} `stale` after the job has finished
   */
  cancel(reason: unknown = new OpenSSLError('aborted', 'The job was cancelled')): void {
    if (this.state === 'finished') this.#refuse();
    if (this.#cancelled) return;
    this.#abort(reason);
    this.#markCancelled();
    this.onCancel?.(reason);
  }

  /** Whether {@link hold} keeps the job where it is. */
  get isHeld(): boolean {
    return this.#isHeld;
  }

  /**
   * Keeps a job that `ossl.run` or an operation runs from being resumed, whatever it waits for: it stays at the pause
   * that it is at, or comes to next. Cancelling ends that.
   *
   * @throws {@link OpenSSLError} `stale` after the job has finished
   */
  hold(): void {
    if (this.state === 'finished') this.#refuse();
    this.#isHeld = true;
  }

  /** Takes back {@link hold}: a job that is ready goes on. @throws {@link OpenSSLError} `stale` after the job has finished */
  release(): void {
    if (this.state === 'finished') this.#refuse();
    this.#isHeld = false;
    this.onRelease?.();
  }

  #abort(reason: unknown): void {
    this.#cancelled = { reason };
    this.#controller?.abort(reason);
  }

  #markCancelled(): void {
    if (this.state === 'paused' || this.state === 'running')
      this.#owner.core.exports.osa_cancel_job(this.#address);
  }

  #refuse(): never {
    if (this.#owner.core.dead) throw this.#owner.core.dead;
    throw new OpenSSLError(
      'stale',
      this.state === 'finished'
        ? 'This job has finished; its address may belong to another'
        : 'This job has not been started yet',
    );
  }

  // ---- for the turn that is given to the job ----

  /** @internal */
  begin(): Pointer<'ASYNC_JOB'> {
    const address = this.state === 'paused' ? this.#pointer : pointer<'ASYNC_JOB'>(0);
    this.state = 'running';
    return address;
  }

  /** @internal */
  paused(address: number): void {
    this.#pointer = pointer(address);
    this.state = 'paused';
    this.#owner.paused.set(address, this);
    this.body?.suspended();
    // cancelled before C had a job to mark
    if (this.#cancelled) this.#markCancelled();
  }

  /** Not started after all: the pool had no job left. @internal */
  notStarted(): void {
    this.state = 'new';
  }

  /** Over, or never to be started: the wait context is free again. @internal */
  finished(): void {
    if (this.state === 'finished') return;
    this.#owner.paused.delete(this.#pointer);
    this.state = 'finished';
    this.body?.release();
    this.#waitContext?.dropUser();
  }

  /** The instance is over: C unwinds no more, but what the job awaits ends. @internal */
  abandoned(error: OpenSSLError): void {
    if (!this.#cancelled) this.#abort(error);
    this.body?.abandon(error);
    this.finished();
  }
}
