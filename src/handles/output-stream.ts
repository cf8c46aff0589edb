import { constants } from '../module/generated/boundary.js';
import { OpenSSLError } from '../base/errors.js';
import type { HandleKind } from './handle-kinds.js';
import { made, type StreamOwner } from './handle-table.js';

/** Bytes that go to the stream in one piece; as many again are taken from C meanwhile. */
const CHUNK = 65536;

/**
 * A virtual handle whose bytes go to a web stream. C's write(2) of it pauses the job while the stream is busy with
 * one chunk and another is full; its fsync(2) sends the rest, closes the stream, and waits for that. What the stream
 * throws is EIO.
 */
export class OutputStream implements HandleKind {
  readonly #owner: StreamOwner;
  readonly #writer: WritableStreamDefaultWriter<Uint8Array>;
  readonly fd: number;
  #chunk = new Uint8Array(CHUNK);
  #filled = 0;
  #state: 'idle' | 'writing' | 'closed' = 'idle';
  #isEnding = false;
  #failure: { error: unknown } | undefined;

  /** @throws {@link OpenSSLError} `argument` if it is locked; `memory` */
  constructor(owner: StreamOwner, to: WritableStream<Uint8Array>) {
    this.#owner = owner;
    this.#writer = writerOf(to);
    try {
      this.fd = made(owner.handles.stream(this));
    } catch (error) {
      this.#writer.releaseLock();
      throw error;
    }
  }

  /** What may be written to. @throws {@link OpenSSLError} `argument` */
  static check(to: unknown): asserts to is WritableStream<Uint8Array> {
    if (typeof to !== 'object' || to === null || !('getWriter' in to))
      throw new OpenSSLError('argument', 'Bytes are written to a WritableStream');
    if ((to as WritableStream).locked) throw locked();
  }

  read(): number {
    return -constants.EBADF;
  }

  write(data: Uint8Array): number {
    if (this.#failure) return this.#failed(this.#failure.error);
    if (this.#filled === CHUNK) this.#send();
    const put = data.subarray(0, CHUNK - this.#filled);
    this.#chunk.set(put, this.#filled);
    this.#filled += put.length;
    if (this.#filled === CHUNK) this.#send();
    return put.length === 0 && data.length > 0 ? -constants.EAGAIN : put.length;
  }

  sync(): number {
    if (this.#failure) return this.#failed(this.#failure.error);
    if (this.#state === 'closed') return 0;
    this.#isEnding = true;
    if (this.#filled > 0) this.#send();
    else if (this.#state === 'idle') this.#go(() => this.#writer.close(), 'closed');
    return -constants.EAGAIN;
  }

  #failed(error: unknown): number {
    this.#owner.failed(error);
    return -constants.EIO;
  }

  #send(): void {
    if (this.#state !== 'idle') return;
    const chunk = this.#chunk.subarray(0, this.#filled);
    this.#chunk = new Uint8Array(CHUNK);
    this.#filled = 0;
    this.#go(() => this.#writer.ready.then(() => this.#writer.write(chunk)), 'idle');
  }

  #go(step: () => PromiseLike<void>, then: 'idle' | 'closed'): void {
    this.#state = 'writing';
    // in a turn of its own: C is on the stack now
    void Promise.resolve()
      .then(step)
      .then(
        () => {
          this.#state = then;
        },
        (error: unknown) => {
          this.#failure ??= { error };
        },
      )
      .then(() => {
        this.#owner.handles.changed(this.fd);
      });
  }

  events(): number {
    if (this.#failure) return constants.POLLERR;
    const hasRoom = this.#filled < CHUNK && !this.#isEnding;
    return hasRoom || this.#state !== 'writing' ? constants.POLLOUT : 0;
  }

  /** Tells the stream why there is no more, unless all of it has arrived. */
  abort(error: unknown): void {
    this.#chunk.fill(0);
    if (this.#state !== 'closed' && !this.#failure)
      this.#writer.abort(error).catch(() => undefined);
    this.#failure ??= { error };
  }

  closed(): void {
    this.abort(new OpenSSLError('aborted', 'The operation that wrote has ended'));
    this.#writer.releaseLock();
  }
}

function writerOf(to: WritableStream<Uint8Array>): WritableStreamDefaultWriter<Uint8Array> {
  try {
    return to.getWriter();
  } catch (cause) {
    throw locked({ cause });
  }
}

function locked(options?: { cause: unknown }): OpenSSLError {
  return new OpenSSLError('argument', 'The WritableStream is locked by another writer', options);
}
