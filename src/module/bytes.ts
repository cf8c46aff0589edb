/** Bytes at once, or as they come: a web stream, or anything that can be iterated. */
export type ByteInput =
  Uint8Array | ReadableStream<Uint8Array> | AsyncIterable<Uint8Array> | Iterable<Uint8Array>;

/** Where an operation's result goes: a web stream, or memory if there is none. */
export type ByteOutput = WritableStream<Uint8Array> | undefined;
