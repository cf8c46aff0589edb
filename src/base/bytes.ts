import { OpenSSLError } from './errors.js';
import { isThenable } from './kinds.js';

/**
 * Bytes at once: a `Uint8Array`, any other view (a `DataView`, a Buffer of Node's), or a buffer, of whatever realm. What
 * lies in a `SharedArrayBuffer` is copied at the call, once, so that another thread can't change what is being used.
 */
export type BytesLike = ArrayBufferView | ArrayBuffer | SharedArrayBuffer;

/** A `Uint8Array` whose buffer is not shared. TypeScript has a name for that from 5.7 on only. */
export type OwnBytes = ReturnType<Uint8ArrayConstructor['of']>;

/** What of a web stream is used that is written to. */
export interface WritableStreamLike {
  /** Whether somebody else writes to it. */
  readonly locked: boolean;
  /** As `WritableStream` has it. */
  getWriter(): {
    /** Settles when there is room. */
    readonly ready: PromiseLike<unknown>;
    /** Writes a chunk. */
    write(chunk: OwnBytes): PromiseLike<unknown>;
    /** Ends the stream. */
    close(): PromiseLike<unknown>;
    /** Breaks the stream off. */
    abort(reason?: unknown): PromiseLike<unknown>;
    /** Lets others write to it. */
    releaseLock(): void;
  };
}

/** Where an operation's result goes: a web stream, or memory if there is none. */
export type ByteOutput = WritableStreamLike | undefined;

const typedArray = Object.getPrototypeOf(Uint8Array.prototype) as object;

/** A method, which the engine has check the view; the getters say of a useless one that it is empty. */
const validate = Reflect.get(typedArray, 'keys') as (this: ArrayBufferView) => unknown;

/** What the engine keeps of a view or buffer, of whatever realm it is; throws for anything that has none. */
function slot(
  prototype: object,
  name: 'buffer' | 'byteLength' | 'byteOffset',
  of: object,
): unknown {
  return Reflect.get(prototype, name, of);
}

/** Whether it is an ArrayBuffer: no class of another realm, and no imitation, has what the getter reads. */
function isArrayBuffer(given: unknown): given is ArrayBuffer {
  return has(ArrayBuffer.prototype, given);
}

function isSharedBuffer(given: unknown): given is SharedArrayBuffer {
  // not everywhere: a browser has it on isolated pages only
  const { SharedArrayBuffer: shared } = globalThis as { SharedArrayBuffer?: { prototype: object } };
  return shared !== undefined && has(shared.prototype, given);
}

function has(prototype: object, given: unknown): boolean {
  try {
    slot(prototype, 'byteLength', given as object);
    return true;
  } catch {
    return false;
  }
}

/** Whether it is bytes at once; {@link bytesOf} sees whether there still are any. */
export function isBytes(given: unknown): given is BytesLike {
  return ArrayBuffer.isView(given) || isArrayBuffer(given) || isSharedBuffer(given);
}

/** A plain view of what a view or buffer has now. @throws TypeError if it has none any more */
function plain(given: BytesLike): Uint8Array {
  if (!ArrayBuffer.isView(given)) return new Uint8Array(given);
  const isDataView = !has(typedArray, given);
  const prototype = isDataView ? DataView.prototype : typedArray;
  if (!isDataView) validate.call(given);
  return new Uint8Array(
    slot(prototype, 'buffer', given) as ArrayBuffer,
    slot(prototype, 'byteOffset', given) as number,
    slot(prototype, 'byteLength', given) as number,
  );
}

/**
 * The bytes of a view or buffer, as the engine knows them, whatever its class makes of its members: a plain view of as
 * many as there are now; a copy if the memory is shared.
 *
 * @param name - of the argument, for the message
 * @throws {@link OpenSSLError} `argument` if it is none, or has none any more: its buffer was transferred, or has shrunk
 */
export function bytesOf(name: string, given: unknown): Uint8Array {
  if (!isBytes(given)) throw new OpenSSLError('argument', `${name} ${whyNot(given)}`);
  try {
    const bytes = plain(given);
    return isSharedBuffer(bytes.buffer) ? new Uint8Array(bytes) : bytes;
  } catch (cause) {
    throw new OpenSSLError(
      'argument',
      `${name} has no bytes any more: its buffer was transferred, or has shrunk`,
      { cause },
    );
  }
}

/** What is wrong with what is no bytes, and what to do. */
export function whyNot(given: unknown, wanted = 'bytes'): string {
  if (typeof given === 'string')
    return `must be ${wanted}, and is a text; new TextEncoder().encode(text) makes bytes of it`;
  if (isThenable(given)) return `must be ${wanted}, and is a promise; await it first`;
  const kinds = 'a Uint8Array, another view, or an ArrayBuffer';
  return `must be ${wanted}: ${kinds}`;
}

/** Whether bytes of a caller's are used in place, so that they are his to wipe. */
export function isSameMemory(bytes: Uint8Array, given: unknown): boolean {
  if (!isBytes(given)) return false;
  try {
    return plain(given).buffer === bytes.buffer;
  } catch {
    return false; // it was transferred meanwhile
  }
}

/** Bytes in hex digits. */
export function hex(bytes: Uint8Array): string {
  return Array.from(bytes, (byte) => byte.toString(16).padStart(2, '0')).join('');
}
