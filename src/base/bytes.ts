import { OpenSSLError } from './errors.js';

/** Bytes at once, or as they come: a web stream, or anything that can be iterated. */
export type ByteInput =
  Uint8Array | ReadableStream<Uint8Array> | AsyncIterable<Uint8Array> | Iterable<Uint8Array>;

/** Where an operation's result goes: a web stream, or memory if there is none. */
export type ByteOutput = WritableStream<Uint8Array> | undefined;

const prototype = Object.getPrototypeOf(Uint8Array.prototype) as object;

/** What the engine says of a typed array; throws for anything else. */
function intrinsic(name: 'buffer' | 'length' | 'byteOffset', bytes: Uint8Array): unknown {
  return Reflect.get(prototype, name, bytes);
}

/**
 * The bytes of a Uint8Array, as the engine knows them, whatever its class makes of its members: a plain view of as many
 * as there are now.
 *
 * @throws {@link OpenSSLError} `argument` if it is not a Uint8Array, or its buffer was transferred: that would read as no bytes
 */
export function bytesOf(name: string, given: unknown): Uint8Array {
  try {
    if (given instanceof Uint8Array)
      return new Uint8Array(
        intrinsic('buffer', given) as ArrayBuffer,
        intrinsic('byteOffset', given) as number,
        intrinsic('length', given) as number,
      );
  } catch (cause) {
    throw new OpenSSLError('argument', `${name} has no bytes any more; was it transferred?`, {
      cause,
    });
  }
  throw new OpenSSLError('argument', `${name} must be a Uint8Array`);
}

/** Bytes in hex digits. */
export function hex(bytes: Uint8Array): string {
  return Array.from(bytes, (byte) => byte.toString(16).padStart(2, '0')).join('');
}

/** Whether something claims to be bytes; {@link bytesOf} sees whether it is. */
export function isBytes(given: unknown): given is Uint8Array {
  try {
    return given instanceof Uint8Array;
  } catch {
    return false; // a proxy that does not answer
  }
}
