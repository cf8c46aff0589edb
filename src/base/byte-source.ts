import { bytesOf, type BytesLike, whyNot } from './bytes.js';
import { describe, OpenSSLError, watch } from './errors.js';
import { hasMethod, isThenable } from './kinds.js';

/** What of a Blob or File is used. */
export interface BlobLike {
  /** Bytes. */
  readonly size: number;
  /** As `Blob` has it. */
  arrayBuffer(): PromiseLike<ArrayBuffer>;
  /** As `Blob` has it. */
  stream(): unknown;
}

/** What of a Response is used; a Request has the same. */
export interface ResponseLike {
  /** The stream that is read: a web stream, or one of Node's, as some libraries have; null for none. */
  readonly body: unknown;
  /** Whether it has been read already. */
  readonly bodyUsed: boolean;
  /** As `Response` has it. */
  arrayBuffer(): PromiseLike<ArrayBuffer>;
}

/** What of a web stream is used that is read. */
export interface ReadableStreamLike {
  /** As `ReadableStream` has it. */
  getReader(): {
    /** The next chunk. */
    read(): PromiseLike<{
      /** Whether there is none any more. */
      done: boolean;
      /** The chunk. */
      value?: unknown;
    }>;
    /** Says that no more is wanted. */
    cancel(reason?: unknown): PromiseLike<unknown>;
  };
}

/** Bytes as they come. Streams of Node's are iterable. */
export type ByteSource =
  BlobLike | ResponseLike | ReadableStreamLike | AsyncIterable<BytesLike> | Iterable<BytesLike>;

/** Bytes at once, or as they come: a Blob, a Response, a web stream, a stream of Node's, or anything that can be iterated. */
export type ByteInput = BytesLike | ByteSource;

/** Gives the next chunk, which nobody has looked at. */
export type Next = () =>
  PromiseLike<{ done?: boolean; value?: unknown }> | { done?: boolean; value?: unknown };

function isBlob(given: unknown): given is BlobLike {
  return hasMethod(given, 'stream') && hasMethod(given, 'arrayBuffer');
}

function isResponse(given: unknown): given is ResponseLike {
  return hasMethod(given, 'arrayBuffer') && 'body' in (given as object);
}

/** Whether bytes can be read of it, by the looks of it. It is not touched. */
export function isByteSource(given: unknown): given is ByteSource {
  if (typeof given !== 'object' || given === null || isThenable(given)) return false;
  if (isBlob(given) || isResponse(given)) return true;
  return ['getReader', Symbol.asyncIterator, Symbol.iterator].some((name) =>
    hasMethod(given, name),
  );
}

/** @throws {@link OpenSSLError} `argument` unless bytes can be read of it, by the looks of it */
export function checkByteSource(name: string, given: unknown): asserts given is ByteSource {
  if (isByteSource(given)) return;
  throw new OpenSSLError(
    'argument',
    `${name} ${whyNot(given, 'bytes or a source of them')}; or a Blob, a Response, a stream, or an iterable of bytes`,
  );
}

/**
 * How to read a source, and how to let go of it.
 *
 * @param name - of the argument, for the message
 * @throws {@link OpenSSLError} `argument` if it is in use, or has been used up
 */
export function openSource(name: string, source: ByteSource): [next: Next, cancel: () => unknown] {
  try {
    return opened(source);
  } catch (cause) {
    const why = `${name} can't be read; is it locked, or read already? ${describe(cause)}`;
    throw new OpenSSLError('argument', why, { cause });
  }
}

function opened(source: ByteSource): [Next, () => unknown] {
  if (isBlob(source)) return opened(source.stream() as ByteSource);
  if (isResponse(source)) {
    if (source.bodyUsed) throw new TypeError('its body has been used');
    return source.body === null || source.body === undefined
      ? [() => ({ done: true }), () => undefined]
      : opened(source.body as ByteSource);
  }
  if (hasMethod(source, 'getReader')) {
    const reader = (source as ReadableStreamLike).getReader(); // not every browser's streams can be iterated
    return [() => reader.read(), () => reader.cancel()];
  }
  return iterated(source as AsyncIterable<unknown> | Iterable<unknown>);
}

function iterated(source: AsyncIterable<unknown> | Iterable<unknown>): [Next, () => unknown] {
  const iterator =
    Symbol.asyncIterator in source ? source[Symbol.asyncIterator]() : source[Symbol.iterator]();
  if (typeof iterator.next !== 'function') {
    watch(iterator, () => undefined); // a promise of one is none
    throw new TypeError('it gives no iterator');
  }
  const cancel = (): unknown => {
    // the iterator's return() of a stream of Node's waits behind the next() that waits for data
    if (hasMethod(source, 'destroy')) (source as unknown as { destroy(): unknown }).destroy();
    return iterator.return?.();
  };
  return [() => iterator.next(), cancel];
}

/** What ends a collection early: what it gives is what the collection rejects with. */
export type Ending = Promise<never>;

/**
 * All bytes of a source, in one piece.
 *
 * @param name - of the argument, for the message
 * @param ending - rejects when nobody waits any more; the source is then let go of at once
 * @throws (rejects) {@link OpenSSLError} `argument` for a source that can't be read, or gives something else than bytes;
 *   otherwise what the source throws
 */
export async function collect(
  name: string,
  source: ByteSource,
  ending?: Ending,
): Promise<Uint8Array> {
  const [next, cancel] = openSource(name, source);
  const chunks: Uint8Array[] = [];
  let isDone = false;
  try {
    for (;;) {
      const step = Promise.resolve().then(next);
      const { done, value } = await (ending ? Promise.race([ending, step]) : step);
      if (done) break;
      chunks.push(bytesOf(`What ${name} gives`, value).slice());
    }
    isDone = true;
  } finally {
    if (!isDone)
      void Promise.resolve()
        .then(cancel)
        .catch(() => undefined);
  }
  const all = new Uint8Array(chunks.reduce((sum, { length }) => sum + length, 0));
  let at = 0;
  for (const chunk of chunks) {
    all.set(chunk, at);
    at += chunk.length;
    chunk.fill(0);
  }
  return all;
}
