import { OpenSSLError } from '../base/errors.js';
import type { Pointer } from './generated/boundary.js';

const decoder = new TextDecoder();
const encoder = new TextEncoder();

/**
 * Typed access to the module's linear memory. A view dies when the memory grows, so none outlives a
 * call: each access looks whether its view is still attached (a detached one has no length). An address may be negative:
 * so C gives those above 2 GiB.
 */
export class Memory {
  readonly #memory: WebAssembly.Memory;
  #bytes: Uint8Array;
  #words: Int32Array;

  constructor(memory: WebAssembly.Memory) {
    this.#memory = memory;
    this.#bytes = new Uint8Array(memory.buffer);
    this.#words = new Int32Array(memory.buffer);
  }

  /** All of the memory as bytes; take it anew after every call into the module. */
  get bytes(): Uint8Array {
    if (this.#bytes.length === 0) this.#bytes = new Uint8Array(this.#memory.buffer);
    return this.#bytes;
  }

  get #int32(): Int32Array {
    if (this.#words.length === 0) this.#words = new Int32Array(this.#memory.buffer);
    return this.#words;
  }

  /** The signed word at an address that is a multiple of four. */
  int(address: number): number {
    return this.#int32[address >>> 2] as number;
  }

  /** The unsigned word at an address that is a multiple of four. */
  uint(address: number): number {
    return this.int(address) >>> 0;
  }

  setInt(address: number, value: number): void {
    this.#int32[address >>> 2] = value;
  }

  /** `size` bytes as they stand there; gone after the next call into the module. */
  view(address: number, size: number): Uint8Array {
    return this.bytes.subarray(address >>> 0, (address >>> 0) + (size >>> 0));
  }

  /** A copy of `size` bytes. */
  copy(address: number, size: number): Uint8Array {
    return this.bytes.slice(address >>> 0, (address >>> 0) + size);
  }

  set(address: number, data: Uint8Array): void {
    this.bytes.set(data, address >>> 0);
  }

  /** The C string at an address; empty for NULL. */
  string(address: number): string {
    if (address === 0) return '';
    const { bytes } = this;
    const start = address >>> 0;
    return decoder.decode(bytes.subarray(start, bytes.indexOf(0, start)));
  }

  /** Text of a known length. */
  text(address: number, size: number): string {
    return decoder.decode(this.bytes.subarray(address >>> 0, (address >>> 0) + size));
  }
}

/** A string as C wants it: UTF-8 with a zero behind it. */
export function cString(text: string): Uint8Array {
  if (typeof text !== 'string') throw new OpenSSLError('argument', 'A text must be a string');
  return encoder.encode(`${text}\0`);
}

/** The one way to call a number a pointer. */
export function pointer<T extends string>(address: number): Pointer<T> {
  return (address >>> 0) as Pointer<T>;
}
