import { constants } from '../module/generated/boundary.js';
import { type ByteInput, bytesOf } from '../base/bytes.js';
import { describe, OpenSSLError, watch } from '../base/errors.js';
import type { HandleKind } from './handle-kinds.js';
import { made, type StreamOwner } from './handle-table.js';

type Bytes = Exclude<ByteInput, Uint8Array>;
type Next = () => Promise<IteratorResult<unknown>> | IteratorResult<unknown>;

/**
 * A virtual handle whose bytes come from a web stream or an iterable, one chunk at a time and only when C
 * asks for it: C's read(2) pauses the job until there is one. What the source throws is EIO.
 */
export class InputStream implements HandleKind {
  readonly #owner: StreamOwner;
  readonly #next: Next;
  readonly #cancel: () => unknown;
  readonly fd: number;
  #chunk: Uint8Array = new Uint8Array(0);
  /** Bytes of the chunk that C has not read. */
  #left = 0;
  #state: 'idle' | 'reading' | 'ended' = 'idle';
  #failure: { error: unknown } | undefined;

  constructor(owner: StreamOwner, source: Bytes) {
    this.#owner = owner;
    [this.#next, this.#cancel] = opened(source);
    this.fd = made(owner.handles.stream(this));
  }

  /** What a source may be. @throws {@link OpenSSLError} `argument` */
  static check(source: unknown): asserts source is Bytes {
    const object = typeof source === 'object' && source !== null ? source : {};
    if (Symbol.asyncIterator in object || Symbol.iterator in object || 'getReader' in object)
      return;
    throw new OpenSSLError(
      'argument',
      'Bytes are a Uint8Array, a ReadableStream or an iterable of Uint8Array',
    );
  }

  read(into: Uint8Array): number {
    if (this.#failure) {
      this.#owner.failed(this.#failure.error);
      return -constants.EIO;
    }
    if (this.#chunk.length !== this.#left) {
      // what is left of it must never pass for the end of the data
      this.#fail(new OpenSSLError('argument', 'A chunk was transferred before it was read'));
      return this.read(into);
    }
    if (this.#left > 0) {
      const piece = this.#chunk.subarray(0, into.length);
      into.set(piece);
      this.#chunk = this.#chunk.subarray(piece.length);
      this.#left -= piece.length;
      return piece.length;
    }
    if (this.#state === 'ended') return 0;
    this.#pull();
    return -constants.EAGAIN;
  }

  #pull(): void {
    if (this.#state !== 'idle') return;
    this.#state = 'reading';
    // in a turn of its own: C is on the stack now
    void Promise.resolve()
      .then(this.#next)
      .then(({ done, value }) => {
        if (this.#state !== 'reading') return;
        if (done) this.#state = 'ended';
        else this.#take(bytesOf('What a stream of bytes gives', value));
      })
      .catch((error: unknown) => {
        this.#fail(error);
      })
      .then(() => {
        this.#owner.handles.changed(this.fd);
      });
  }

  #take(chunk: Uint8Array): void {
    this.#state = 'idle';
    this.#chunk = chunk;
    this.#left = chunk.length;
  }

  #fail(error: unknown): void {
    this.#failure ??= { error };
    this.#state = 'ended';
  }

  write(): number {
    return -constants.EBADF;
  }

  sync(): number {
    return -constants.EINVAL;
  }

  events(): number {
    // after an empty chunk, too: C asks for the next, in a turn of its own
    return this.#state === 'reading' ? 0 : constants.POLLIN;
  }

  /** The rest is not wanted: the source may let go of what it holds. */
  closed(): void {
    if (this.#state === 'ended') return;
    this.#state = 'ended';
    void Promise.resolve()
      .then(this.#cancel)
      .catch(() => undefined);
  }
}

/** How to read a source, and how to let go of it. @throws {@link OpenSSLError} `argument` */
function opened(source: Bytes): [Next, () => unknown] {
  try {
    if ('getReader' in source) {
      const reader = source.getReader(); // not every browser's streams can be iterated
      return [() => reader.read() as Promise<IteratorResult<unknown>>, () => reader.cancel()];
    }
    const iterator =
      Symbol.asyncIterator in source ? source[Symbol.asyncIterator]() : source[Symbol.iterator]();
    if (typeof iterator.next !== 'function') {
      watch(iterator, () => undefined); // a promise of an iterator is not an iterator
      throw new TypeError('it gives no iterator');
    }
    return [() => iterator.next(), () => iterator.return?.()];
  } catch (cause) {
    const why = `The stream can't be read; is it locked? ${describe(cause)}`;
    throw new OpenSSLError('argument', why, { cause });
  }
}
