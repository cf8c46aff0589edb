// What OpenSSL keeps per job, per wait context and per thread, as the manual pages and the reference
// describe it, in plain TypeScript: the model that random interleavings are checked against.
import type { Operation } from '../script.js';

/** ERR_R_INTERRUPTED_OR_CANCELLED, which a cancelled job's first failed pause queues. */
export const CANCELLED = 265 | (2 << 18);
/** EAGAIN and POLLIN of the C library. */
const EAGAIN = 6;
const POLLIN = 1;
/** A queue has 16 places, one of which is always free. */
const QUEUE_LIMIT = 15;

/** An error queue: reasons, oldest first, with the marks that stand on them. */
export class ErrorQueue {
  #entries: { reason: number; marks: number }[] = [];

  get reasons(): number[] {
    return this.#entries.map(({ reason }) => reason);
  }

  get last(): number {
    return this.#entries.at(-1)?.reason ?? 0;
  }

  raise(reason: number): void {
    this.#entries.push({ reason, marks: 0 });
    if (this.#entries.length > QUEUE_LIMIT) this.#entries.shift();
  }

  setMark(): number {
    const top = this.#entries.at(-1);
    if (top) top.marks++;
    return Number(top !== undefined);
  }

  popToMark(): number {
    while (this.#entries.at(-1)?.marks === 0) this.#entries.pop();
    const top = this.#entries.at(-1);
    if (top) top.marks--;
    return Number(top !== undefined);
  }

  clear(): void {
    this.#entries = [];
  }
}

/** A virtual handle made by eventfd: a count. */
export interface EventModel {
  readonly fd: number;
  count: number;
}

interface Entry {
  readonly key: number;
  readonly fd: number;
  added: boolean;
  deleted: boolean;
}

/** A wait context's handles, newest first, with what has changed since the job was last resumed. */
export class WaitContextModel {
  #entries: Entry[] = [];

  setFd(key: number, fd: number): number {
    this.#entries.unshift({ key, fd, added: true, deleted: false });
    return 1;
  }

  getFd(key: number): number {
    return this.#live(key)?.fd ?? -1;
  }

  clearFd(key: number): number {
    const entry = this.#live(key);
    if (!entry) return 0;
    if (entry.added) this.#entries.splice(this.#entries.indexOf(entry), 1);
    else entry.deleted = true;
    return 1;
  }

  resetCounts(): void {
    this.#entries = this.#entries.filter((entry) => !entry.deleted);
    for (const entry of this.#entries) entry.added = false;
  }

  get all(): number[] {
    return this.#fds((entry) => !entry.deleted);
  }

  get changed(): { added: number[]; deleted: number[] } {
    return {
      added: this.#fds((entry) => entry.added && !entry.deleted),
      deleted: this.#fds((entry) => entry.deleted),
    };
  }

  #live(key: number): Entry | undefined {
    return this.#entries.find((entry) => entry.key === key && !entry.deleted);
  }

  #fds(wanted: (entry: Entry) => boolean): number[] {
    return this.#entries.filter(wanted).map(({ fd }) => fd);
  }
}

/** One step of a script: what it does and its two arguments. */
export interface ModelStep {
  readonly operation: Operation;
  readonly a: number;
  readonly b: number;
}

/** What all jobs share. */
export interface ThreadModel {
  readonly events: readonly EventModel[];
  libctx: number;
}

/** What a turn should come to. */
export interface Turn {
  /** The value of the script's last step; undefined when the job has paused. */
  readonly ret: number | undefined;
  /** The steps whose results are known now, and what they are. */
  readonly stored: readonly (readonly [step: number, result: number])[];
}

/** One job, run by a script of steps. */
export class JobModel {
  readonly #thread: ThreadModel;
  readonly #script: readonly ModelStep[];
  readonly context: WaitContextModel;
  readonly errors = new ErrorQueue();
  #at = 0;
  #blocked = 0;
  #errno = 0;
  #libctx: number;
  #toldOfCancel = false;
  cancelled = false;

  constructor(thread: ThreadModel, script: readonly ModelStep[], context: WaitContextModel) {
    this.#thread = thread;
    this.#script = script;
    this.context = context;
    this.#libctx = thread.libctx;
  }

  /** Runs from the start, or from the pause that it stands at, to the next pause or the end. */
  turn(): Turn {
    const stored: [number, number][] = [];
    if (this.#at > 0) {
      this.context.resetCounts();
      stored.push([this.#at - 1, this.#pauseResult()]);
    }
    for (;;) {
      const step = this.#script[this.#at++];
      if (!step) throw new Error('A script ends with return');
      if (step.operation === 'return') return { ret: step.a, stored };
      if (step.operation === 'pause' && this.#blocked === 0) return { ret: undefined, stored };
      const result = this.#execute(step);
      if (result !== undefined) stored.push([this.#at - 1, result]);
    }
  }

  #pauseResult(): number {
    if (!this.cancelled) return 1;
    if (!this.#toldOfCancel) this.errors.raise(CANCELLED);
    this.#toldOfCancel = true;
    return 0;
  }

  /** The step's result; undefined if C stores none, or 0 for what has none. */
  #execute({ a, b, operation }: ModelStep): number | undefined {
    const event = this.#thread.events.find(({ fd }) => fd === a);
    switch (operation) {
      case 'pause':
        return this.#pauseResult(); // blocked: it goes on at once
      case 'setWaitFd':
        return this.context.setFd(a, b);
      case 'clearFd':
        return this.context.clearFd(a);
      case 'getFd':
        return this.context.getFd(a);
      case 'raise':
        this.errors.raise(a);
        return 0;
      case 'setMark':
        return this.errors.setMark();
      case 'popToMark':
        return this.errors.popToMark();
      case 'clearError':
        this.errors.clear();
        return 0;
      case 'peekError':
        return this.errors.last;
      case 'block':
        this.#blocked++;
        return 0;
      case 'unblock':
        this.#blocked = Math.max(0, this.#blocked - 1);
        return 0;
      case 'setErrno':
        this.#errno = a;
        return 0;
      case 'getErrno':
        return this.#errno;
      case 'setLibctx': {
        const before = this.#libctx;
        if (a !== 0) this.#libctx = a;
        return before;
      }
      case 'getLibctx':
        return this.#libctx;
      case 'cancelled':
        return Number(this.cancelled);
      case 'poll':
        return event && event.count > 0 ? POLLIN : 0;
      case 'write':
        if (event) event.count++;
        return 8;
      case 'read':
        if (event?.count === 0) {
          this.#errno = EAGAIN;
          return -EAGAIN;
        }
        if (event) event.count = 0;
        return 8;
      default:
        throw new Error(`The model does not know ${operation}`);
    }
  }
}
