import { constants } from '../module/generated/boundary.js';
import { OpenSSLError } from '../base/errors.js';
import type { HandleKind } from './handle-kinds.js';
import type { StreamOwner } from './handle-table.js';
import { startTimer } from '../base/timeout.js';

/**
 * A virtual handle whose bytes a promise gives. C's read(2) of it pauses the job until then; a rejection
 * is EIO, and the cause of the job's failure. Closed before it has settled, its signal fires.
 */
export class AnswerStream implements HandleKind {
  readonly #owner: StreamOwner;
  readonly #controller = new AbortController();
  readonly #timer: ReturnType<typeof setTimeout> | undefined;
  /** The handle's number, or a negative errno. */
  readonly fd: number;
  #answer: Uint8Array | undefined;
  #taken = 0;
  #failure: { error: unknown } | undefined;

  /**
   * @param ask - its answer is taken over, and wiped in the end
   * @param timeout - milliseconds until it fails by itself
   */
  constructor(
    owner: StreamOwner,
    ask: (signal: AbortSignal) => PromiseLike<Uint8Array>,
    timeout?: number,
  ) {
    this.#owner = owner;
    if (timeout !== undefined)
      this.#timer = startTimer(() => {
        const error = new OpenSSLError('timeout', `No answer within ${timeout} ms`);
        this.#fail(error);
        this.#controller.abort(error);
      }, timeout);
    this.fd = owner.handles.stream(this);
    if (this.fd < 0) {
      if (this.#timer !== undefined) clearTimeout(this.#timer);
      return;
    }
    // in a turn of its own: C is on the stack now
    void Promise.resolve(this.#controller.signal)
      .then(ask)
      .then((answer) => {
        this.#settle(answer);
      })
      .catch((error: unknown) => {
        this.#fail(error);
      });
  }

  get #isPending(): boolean {
    return !this.#answer && !this.#failure;
  }

  #settle(answer: Uint8Array): void {
    if (this.#isPending) {
      this.#answer = answer;
      this.#changed();
    } else answer.fill(0); // too late
  }

  #fail(error: unknown): void {
    if (!this.#isPending) return;
    this.#failure = { error };
    this.#changed();
  }

  #changed(): void {
    if (this.#timer !== undefined) clearTimeout(this.#timer);
    this.#owner.handles.changed(this.fd);
  }

  read(into: Uint8Array): number {
    if (this.#failure) {
      this.#owner.failed(this.#failure.error);
      return -constants.EIO;
    }
    if (!this.#answer) return -constants.EAGAIN;
    const piece = this.#answer.subarray(this.#taken, this.#taken + into.length);
    into.set(piece);
    this.#taken += piece.length;
    return piece.length;
  }

  write(): number {
    return -constants.EBADF;
  }

  sync(): number {
    return -constants.EINVAL;
  }

  events(): number {
    return this.#isPending ? 0 : constants.POLLIN;
  }

  /** Nobody waits any more, and the answer may be a secret. */
  closed(): void {
    if (this.#timer !== undefined) clearTimeout(this.#timer);
    if (this.#isPending) {
      const error = new OpenSSLError('aborted', 'The operation that asked has ended');
      this.#failure = { error };
      this.#controller.abort(error);
    }
    this.#answer?.fill(0);
  }
}
