import type { Pointer } from '../../module/generated/boundary.js';
import { type BytesLike, bytesOf } from '../../base/bytes.js';
import { cString, pointer } from '../../module/memory.js';
import type { Core } from '../../module/core.js';
import { OpenSSLError } from '../../base/errors.js';
import { checkList, isInt } from '../../base/checks.js';
import type { JobPointers } from '../waiting/pointers.js';

/**
 * C memory for the C-shaped layer: cells for out-parameters, bytes, strings. Addresses are checked
 * against the memory's size and alignment, so that a wrong one is an error and not a silent write.
 */
export class CMemory {
  readonly #core: Core;
  /** @internal */
  readonly jobs: JobPointers;

  /** Made by the instance. @internal */
  constructor(core: Core, jobs: JobPointers) {
    this.#core = core;
    this.jobs = jobs;
  }

  /** Zeroed memory: OPENSSL_zalloc(3). @throws {@link OpenSSLError} `memory` */
  malloc(size: number): Pointer<'void'> {
    if (typeof size !== 'number') throw new OpenSSLError('argument', 'A size is a number');
    return pointer(this.#core.alloc(size));
  }

  /** OPENSSL_free(3). */
  free(address: Pointer<string>): void {
    this.#core.free(this.#at(address, 1));
  }

  /** A cell for an `int`. */
  newInt(value = 0): Pointer<'int'> {
    return this.newInts([value]);
  }

  /** Cells for several `int`s or `OSSL_ASYNC_FD`s, one after the other. */
  newInts(values: readonly number[]): Pointer<'int'> {
    checkList('values', values);
    if (!values.every((value) => typeof value === 'number'))
      throw new OpenSSLError('argument', 'The values of cells are numbers');
    return pointer(this.#core.alloc(new Uint8Array(Int32Array.from(values).buffer)));
  }

  /** A cell for a `size_t`. */
  newSize(value = 0): Pointer<'size_t'> {
    return pointer(this.newInt(value));
  }

  /** A cell for a pointer to `T`, NULL at first. */
  newPointer<T extends string>(): Pointer<`${T}*`> {
    return pointer(this.#core.alloc(4));
  }

  /** A copy of some bytes. */
  newBytes(data: BytesLike): Pointer<'void'> {
    return pointer(this.#core.alloc(bytesOf('data', data)));
  }

  /** A copy of a string, in UTF-8 with a zero behind it. */
  newString(text: string): Pointer<'char'> {
    return pointer(this.#core.alloc(cString(text)));
  }

  /** What a cell for an `int` holds. */
  getInt(cell: Pointer<'int'> | Pointer<'OSSL_ASYNC_FD'>, index = 0): number {
    return this.#core.memory.int(this.#cell(cell, index));
  }

  /** Puts an `int` into a cell. */
  setInt(cell: Pointer<'int'> | Pointer<'OSSL_ASYNC_FD'>, value: number, index = 0): void {
    this.#core.memory.setInt(this.#cell(cell, index), value);
  }

  /** What a cell for a `size_t` holds. */
  getSize(cell: Pointer<'size_t'>): number {
    return this.#core.memory.uint(this.#cell(cell));
  }

  /** What a cell for a job holds: the pointer to it, with its generation. */
  getJob(cell: Pointer<'ASYNC_JOB*'>): Pointer<'ASYNC_JOB'> {
    return this.jobs.wrap(this.#core.memory.uint(this.#cell(cell)));
  }

  /** Puts a job into a cell. @throws {@link OpenSSLError} `stale` if it has finished */
  setJob(cell: Pointer<'ASYNC_JOB*'>, job: Pointer<'ASYNC_JOB'>): void {
    this.#core.memory.setInt(this.#cell(cell), this.jobs.address(job));
  }

  /** What a cell for any other pointer holds. */
  getPointer<T extends string>(cell: Pointer<`${T}*`>): Pointer<T> {
    return pointer(this.#core.memory.uint(this.#cell(cell)));
  }

  /** A copy of `size` bytes. */
  getBytes(address: Pointer<string>, size: number): Uint8Array {
    return this.#core.memory.copy(this.#at(address, size), size);
  }

  /** A cell, or several in a row, that C writes to. @throws {@link OpenSSLError} `argument` @internal */
  cells<T extends string>(address: Pointer<T>, count = 1): Pointer<T> {
    this.#at(address, Number.isInteger(count) ? 4 * count : NaN);
    return pointer(this.#cell(address));
  }

  /** The same where C takes NULL for "not wanted". @throws {@link OpenSSLError} `argument` @internal */
  cellsOrNull<T extends string>(address: Pointer<T> | 0, count = 1): Pointer<T> {
    return address === 0 ? pointer(0) : this.cells(address, count);
  }

  /** Bytes that C reads or writes; none may be anywhere. @throws {@link OpenSSLError} `argument` @internal */
  span<T extends string>(address: Pointer<T> | 0, size: number): Pointer<T> {
    if (size === 0) return word('An address', address);
    return pointer(this.#at(address, size));
  }

  #cell(address: number, index = 0): number {
    const at = this.#at(address, 4, index);
    if (at % 4 === 0) return at;
    throw new OpenSSLError('argument', `${address} is not aligned as a cell must be`);
  }

  #at(address: number, size: number, index = 0): number {
    if (this.#core.dead) throw this.#core.dead;
    if (![address, index, size].every((each) => Number.isInteger(each)) || size < 0)
      throw new OpenSSLError('argument', 'Addresses, indices and sizes are integers');
    const at = address + index * size;
    if (at <= 0 || address !== address >>> 0 || at + size > this.#core.memory.bytes.length)
      throw new OpenSSLError('argument', `${address} is no address in the module's memory`);
    return at;
  }
}

/** What C only compares, keeps or hands on: 32 bits, NULL too. @throws {@link OpenSSLError} `argument` */
export function word<T extends string>(name: string, value: number): Pointer<T> {
  if (typeof value === 'number' && value === value >>> 0) return pointer(value);
  throw new OpenSSLError('argument', `${name} is a number from 0 to 2^32 - 1, as C holds it`);
}

/** What C gets as an int. @throws {@link OpenSSLError} `argument` */
export function int(name: string, value: number): number {
  if (isInt(value)) return value;
  throw new OpenSSLError('argument', `${name} is an int`);
}
