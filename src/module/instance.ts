import { describe, isOpenSSLError, OpenSSLError } from '../base/errors.js';
import { constants } from './generated/boundary.js';
import type { Exports, Imports } from './generated/boundary-exports.js';
import { bytesOf } from '../base/bytes.js';
import { Memory, pointer } from './memory.js';

type AnyFunction = (...args: number[]) => number;

const fatalReasons: Record<number, string> = {
  [constants.OSA_FATAL_STACK_OVERFLOW]:
    'A job ran over the end of its C stack and overwrote memory; load with a larger stackSize',
  [constants.OSA_FATAL_EXIT]: 'C code called exit()',
};

/** Whether an error says that an instance is over; anything else that crosses C is only the reason. */
function isEnd(cause: unknown): cause is OpenSSLError {
  return isOpenSSLError(cause) && (cause.code === 'dead' || cause.code === 'disposed');
}

/** Whether an engine says that it can't make a memory: each has an error and words of its own for it. */
function isExhausted(cause: unknown): boolean {
  if (cause instanceof WebAssembly.LinkError || cause instanceof WebAssembly.CompileError)
    return false;
  return /^RangeError|out of memory|could not allocate|cannot allocate/i.test(describe(cause));
}

/**
 * One instance of the module. Its exports are guarded: a trap, or an exception that crosses C frames,
 * leaves C's stacks and OpenSSL's state in the middle of something, so the instance is dead from then
 * on; every later call says so, and why.
 */
export class Instance {
  readonly exports: Exports;
  readonly memory: Memory;
  /** Why the instance takes no more calls; undefined while it does. */
  dead: OpenSSLError | undefined;
  /** Told once, when the instance dies. */
  onDeath: (error: OpenSSLError) => void = () => undefined;

  /**
   * @throws {@link OpenSSLError} `load` if the module does not fit this version of the package, `memory` if the process
   *   has no address space left for another instance
   */
  constructor(module: WebAssembly.Module, imports: Imports) {
    let raw: WebAssembly.Exports;
    try {
      const host = { ...imports } as unknown as WebAssembly.ModuleImports;
      raw = new WebAssembly.Instance(module, { host }).exports;
    } catch (cause) {
      if (isExhausted(cause))
        throw new OpenSSLError('memory', 'There is no room for the memory of another instance', {
          cause,
        });
      throw new OpenSSLError('load', `This is not the module of this version: ${String(cause)}`, {
        cause,
      });
    }
    if (!(raw['memory'] instanceof WebAssembly.Memory && raw['osa_init'] && raw['_initialize']))
      throw new OpenSSLError(
        'load',
        'This is a WebAssembly module, but not the one of this package',
      );
    this.memory = new Memory(raw['memory']);
    const guarded = Object.entries(raw).map(([name, value]) => [
      name,
      typeof value === 'function' ? this.#guard(value as AnyFunction) : value,
    ]);
    this.exports = Object.fromEntries(guarded) as Exports;
    this.exports._initialize();
  }

  /** Six parameters are the most that the boundary has; a rest parameter would cost an array a call. */
  #guard(call: AnyFunction): AnyFunction {
    return (a: number, b: number, c: number, d: number, e: number, f: number) => {
      if (this.dead) throw this.dead;
      try {
        return call(a, b, c, d, e, f);
      } catch (cause) {
        throw this.die(cause);
      }
    };
  }

  /** Marks the instance dead; returns the error that every further call will throw. */
  die(cause: unknown): OpenSSLError {
    if (!this.dead) {
      this.dead = isEnd(cause)
        ? cause
        : new OpenSSLError('dead', `The instance is dead: ${describe(cause)}; load a new one`, {
            cause,
          });
      this.onDeath(this.dead);
    }
    return this.dead;
  }

  /** C says that nothing can go on: `osa_fatal`. */
  fatal(reason: number): never {
    throw this.die(
      new OpenSSLError(
        'dead',
        `The instance is dead: ${fatalReasons[reason] ?? `reason ${reason}`}`,
      ),
    );
  }

  /**
   * Zeroed C memory for `data`, or for a number of bytes.
   * @throws {@link OpenSSLError} `memory`, `argument`
   */
  alloc(data: Uint8Array | number): number {
    const bytes = typeof data === 'number' ? undefined : bytesOf('data', data);
    const size = bytes ? bytes.length : (data as number);
    if (!Number.isInteger(size) || size < 0 || size > 0xffff_ffff)
      throw new OpenSSLError('argument', `A number of bytes is an integer from 0 to 2^32 - 1`);
    const address = this.exports.osa_malloc(Math.max(size, 1)) >>> 0;
    if (address === 0)
      throw new OpenSSLError('memory', `The module has no memory left for ${size} bytes`);
    if (bytes) this.memory.set(address, bytes);
    return address;
  }

  free(address: number): void {
    this.exports.osa_free(pointer(address));
  }
}
