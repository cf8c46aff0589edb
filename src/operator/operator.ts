import type { Core } from '../module/core.js';
import { OpenSSLError } from '../base/errors.js';
import { InputStream } from '../handles/input-stream.js';
import { OutputStream } from '../handles/output-stream.js';
import { checkObject } from '../base/checks.js';
import type { RunOptions } from '../async/runner/run.js';
import type { Runner } from '../async/runner/runner.js';
import { layout } from '../module/generated/boundary.js';
import { type Operations, operations } from '../module/generated/boundary-operations.js';
import { bytesOf, isBytes, type WritableStreamLike } from '../base/bytes.js';
import { type ByteSource, checkByteSource } from '../base/byte-source.js';
import type { Names } from '../base/options.js';
import { cString, pointer } from '../module/memory.js';
import type { Owned } from '../module/owned.js';

/** How long an operation may take, and what ends it. */
export type OperationOptions = Pick<RunOptions, 'signal' | 'timeout' | 'waitContext'>;

/** All that {@link OperationOptions} have. */
export const operationNames: Names<OperationOptions> = {
  signal: true,
  timeout: true,
  waitContext: true,
};

type Name = keyof Operations;
type Field = (typeof operations)[Name]['fields'][number];

/** Room for a result: an `osa_bytes`, an int or a pointer. */
const RESULT_SIZE: number = layout.osa_bytes.sizeof;

/** Runs the operations of C: each is one job, with its arguments in a struct and its results beside it. */
export class Operator {
  readonly core: Core;
  readonly #runner: Runner;

  constructor(core: Core, runner: Runner) {
    this.core = core;
    this.#runner = runner;
  }

  /**
   * Runs one operation to its end.
   *
   * @throws (rejects) {@link OpenSSLError} as `ossl.run` does; `openssl` whenever C reports a failure, with
   *   what a key's holder or a stream threw as `cause`
   */
  async run<N extends Name>(
    name: N,
    input: Operations[N]['in'],
    options: OperationOptions = {},
  ): Promise<Operations[N]['out']> {
    checkObject('The options', options);
    const { signal, timeout, waitContext } = options;
    this.#runner.check({ signal, timeout, waitContext }); // before any stream is touched
    const call = new Call(this.core, operations[name], input);
    try {
      const done = await this.#runner.run<number>(this.core.functions[`osa_${name}_job`], {
        signal,
        timeout,
        waitContext,
        args: call.args,
      });
      if (done <= 0) throw new OpenSSLError('openssl', 'OpenSSL failed without saying why');
      return call.results() as Operations[N]['out'];
    } catch (error) {
      call.fail(error);
      throw error;
    } finally {
      call.end();
    }
  }
}

/** The C memory of one operation: its results, then what its arguments point to. */
class Call {
  readonly #core: Core;
  readonly #fields: readonly Field[];
  readonly #streams: (InputStream | OutputStream)[] = [];
  readonly #objects: Owned<string>[] = [];
  #block = 0;
  readonly #size: number;
  readonly args: Uint8Array;

  constructor(core: Core, { fields, sizeof }: (typeof operations)[Name], input: object) {
    this.#core = core;
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

  #fill(field: Field, value: unknown, size: number, at: number): void {
    const [, kind, offset] = field;
    const words = new DataView(this.args.buffer);
    const set = (index: number, word: number): void => {
      words.setUint32(offset + 4 * index, word, true);
    };
    if (kind === 'number') {
      set(0, value as number);
    } else if (kind === 'object') {
      set(0, this.#keep(value as Owned<string>));
    } else if (kind === 'source' && !isBytes(value)) {
      const stream = new InputStream(this.#core, value as ByteSource, field[0]);
      this.#streams.push(stream);
      set(2, stream.fd);
    } else if (kind === 'sink' && value !== undefined) {
      const stream = new OutputStream(this.#core, value as WritableStreamLike);
      this.#streams.push(stream);
      set(0, at);
      set(1, stream.fd);
    } else if (value !== undefined || isResult(kind)) {
      set(0, at);
      if (kind === 'objects') for (const object of value as Owned<string>[]) this.#keep(object);
      if (kind === 'bytes' || kind === 'source' || kind === 'objects') set(1, size);
    }
  }

  /** It is not freed before the call has ended. */
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

  end(): void {
    for (const stream of this.#streams) this.#core.handles.close(stream.fd);
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
      throw new OpenSSLError('argument', `${name} must be a text without zeros`);
    return cString(value);
  }
  if (kind === 'bytes' && value !== undefined) return bytesOf(name, value);
  if (kind === 'objects')
    return new Uint8Array(Uint32Array.from(value as Owned<string>[], (one) => one.pointer).buffer);
  if (kind === 'source' && isBytes(value)) return bytesOf(name, value);
  if (kind === 'source') checkByteSource(name, value);
  return empty;
}

const empty = new Uint8Array(0);

function aligned(size: number): number {
  return Math.ceil(size / 8) * 8; // bits would make a negative number of 2 GiB
}

/** Texts with a zero behind each, as C reads lists of them. @throws {@link OpenSSLError} `argument` */
export function textList(texts: readonly string[]): Uint8Array | undefined {
  if (texts.length === 0) return undefined;
  if (!texts.every((text) => typeof text === 'string' && !text.includes('\0')))
    throw new OpenSSLError('argument', 'Names and values are texts without zeros');
  return cString(texts.join('\0'));
}
