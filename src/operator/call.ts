import type { StreamOwner } from '../handles/handle-table.js';
import { InputStream } from '../handles/input-stream.js';
import { OutputStream } from '../handles/output-stream.js';
import { refuse } from '../base/checks.js';
import { type ByteInput, bytesOf, isBytes } from '../base/bytes.js';
import type { Core } from '../module/core.js';
import { layout } from '../module/generated/boundary.js';
import type { Operations, operations } from '../module/generated/boundary-operations.js';
import { cString, pointer } from '../module/memory.js';
import type { Owned } from '../module/owned.js';

type Operation = (typeof operations)[keyof Operations];
type Field = Operation['fields'][number];

/** What an operation stands on. */
export interface CallOwner extends StreamOwner {
  readonly core: Core;
}

/** Room for a result: an `osa_bytes`, an int or a pointer. */
const RESULT_SIZE: number = layout.osa_bytes.sizeof;

/** The C memory of one operation: its results, then what its arguments point to. */
export class Call {
  readonly #core: Core;
  readonly #owner: CallOwner;
  readonly #fields: readonly Field[];
  readonly #streams: (InputStream | OutputStream)[] = [];
  readonly #objects: Owned<string>[] = [];
  #block = 0;
  readonly #size: number;
  readonly args: Uint8Array;

  constructor(owner: CallOwner, { fields, sizeof }: Operation, input: object) {
    const { core } = owner;
    this.#core = core;
    this.#owner = owner;
    this.#fields = fields;
    this.args = new Uint8Array(sizeof);
    const values = input as Record<string, unknown>;
    const data = fields.map(([name, kind]) => payload(name, kind, values[name]));
    this.#size = data.reduce((sum, bytes) => sum + aligned(bytes.length), RESULT_SIZE);
    try {
      this.#block = core.alloc(this.#size);
      let at = this.#block;
      for (const [index, field] of fields.entries()) {
        const bytes = data[index] as Uint8Array;
        core.memory.set(at, bytes);
        this.#fill(field, values[field[0]], bytes.length, at);
        at += aligned(bytes.length);
      }
    } catch (error) {
      this.end();
      throw error;
    }
  }

  #fill([, kind, offset]: Field, value: unknown, size: number, at: number): void {
    const words = new DataView(this.args.buffer);
    const set = (index: number, word: number): void => {
      words.setUint32(offset + 4 * index, word, true);
    };
    if (kind === 'number') {
      set(0, value as number);
    } else if (kind === 'object') {
      set(0, this.#keep(value as Owned<string>));
    } else if (kind === 'source' && !isBytes(value)) {
      const stream = new InputStream(this.#owner, value as Exclude<ByteInput, Uint8Array>);
      this.#streams.push(stream);
      set(2, stream.fd);
    } else if (kind === 'sink' && value !== undefined) {
      const stream = new OutputStream(this.#owner, value as WritableStream<Uint8Array>);
      this.#streams.push(stream);
      set(0, at);
      set(1, stream.fd);
    } else if (value !== undefined || isResult(kind)) {
      set(0, at);
      if (kind === 'objects') for (const object of value as Owned<string>[]) this.#keep(object);
      if (kind === 'bytes' || kind === 'source' || kind === 'objects') set(1, size);
    }
  }

  /** The object is not freed before the call has ended. */
  #keep(object: Owned<string>): number {
    const address = object.pointer;
    object.retain();
    this.#objects.push(object);
    return address;
  }

  #eachResult(use: (field: Field, address: number) => void): void {
    const words = new DataView(this.args.buffer);
    for (const field of this.#fields)
      if (isResult(field[1])) use(field, words.getUint32(field[2], true));
  }

  /** What C gave; its memory is wiped and freed. */
  results(): Record<string, unknown> {
    const { exports, memory } = this.#core;
    const out: Record<string, unknown> = {};
    this.#eachResult(([name, kind], address) => {
      const first = memory.uint(address);
      if (givesBytes(kind)) {
        const size = memory.uint(address + layout.osa_bytes.size);
        out[name] = memory.copy(first, size);
        exports.osa_clear_free(pointer(first), size);
      } else {
        out[name] = kind === 'intOut' ? memory.int(address) : pointer(first);
      }
      memory.setInt(address, 0);
    });
    return out;
  }

  /**
   * Tells the streams that are written to, and frees what C gave although the operation has failed: it may
   * have been cancelled at its very end.
   */
  fail(error: unknown): void {
    const { dead, exports, memory } = this.#core;
    for (const stream of this.#streams) if (stream instanceof OutputStream) stream.abort(error);
    if (dead) return;
    this.#eachResult(([, kind], address) => {
      const first = memory.uint(address);
      if (givesBytes(kind))
        exports.osa_clear_free(pointer(first), memory.uint(address + layout.osa_bytes.size));
      else if (kind === 'objectOut') exports.EVP_PKEY_free(pointer(first));
    });
  }

  /** Closes the streams, lets go of the objects, wipes and frees the memory. */
  end(): void {
    for (const stream of this.#streams) this.#owner.handles.close(stream.fd);
    for (const object of this.#objects) object.release();
    if (!this.#core.dead && this.#block !== 0)
      this.#core.exports.osa_clear_free(pointer(this.#block), this.#size);
  }
}

function givesBytes(kind: Field[1]): boolean {
  return kind === 'bytesOut' || kind === 'sink';
}

function isResult(kind: Field[1]): boolean {
  return kind === 'sink' || kind.endsWith('Out');
}

/** What stands in the call's memory for an argument. @throws {@link OpenSSLError} `argument` */
function payload(name: string, kind: Field[1], value: unknown): Uint8Array {
  if (kind === 'sink' && value !== undefined) OutputStream.check(value);
  if (isResult(kind)) return new Uint8Array(RESULT_SIZE);
  if (kind === 'text' && value !== undefined) {
    if (typeof value !== 'string' || value.includes('\0'))
      refuse(`${name} must be a text without zeros`);
    return cString(value);
  }
  if (kind === 'bytes' && value !== undefined) return bytesOf(name, value);
  if (kind === 'objects')
    return new Uint8Array(Uint32Array.from(value as Owned<string>[], (one) => one.pointer).buffer);
  if (kind === 'source' && isBytes(value)) return bytesOf(name, value);
  if (kind === 'source') InputStream.check(value);
  return empty;
}

const empty = new Uint8Array(0);

function aligned(size: number): number {
  return Math.ceil(size / 8) * 8; // bits would make a negative number of 2 GiB
}
