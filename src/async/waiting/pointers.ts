import type { Pointer } from '../../module/generated/boundary.js';
import { OpenSSLError } from '../../base/errors.js';

/** A pointer has 32 bits of an exact double's 53; the rest is the generation. */
const GENERATIONS = 2 ** 21;
const SHIFT = 2 ** 32;

/**
 * Pointers to jobs. C numbers its jobs, so that the generation is right, whichever layer started or ended one; an
 * address where no job is running or paused has none.
 */
export class JobPointers {
  readonly #serialOf: (address: Pointer<'ASYNC_JOB'>) => number;

  /** @param serialOf - C's number for the job at an address; 0 if none is running or paused there */
  constructor(serialOf: (address: Pointer<'ASYNC_JOB'>) => number) {
    this.#serialOf = serialOf;
  }

  /** The pointer for an address. */
  wrap(address: number): Pointer<'ASYNC_JOB'> {
    const bare = (address >>> 0) as Pointer<'ASYNC_JOB'>;
    if (bare === 0) return bare;
    const serial = this.#serialOf(bare) >>> 0;
    const generation = serial === 0 ? 0 : (serial % (GENERATIONS - 1)) + 1;
    return (generation * SHIFT + bare) as Pointer<'ASYNC_JOB'>;
  }

  /** The address for C; NULL stays NULL. @throws {@link OpenSSLError} `stale` */
  address(pointer: Pointer<'ASYNC_JOB'>): Pointer<'ASYNC_JOB'> {
    const address = (pointer >>> 0) as Pointer<'ASYNC_JOB'>;
    if (pointer !== 0 && (pointer < SHIFT || this.wrap(address) !== pointer))
      throw new OpenSSLError('stale', 'This job has ended; the pointer to it is stale');
    return address;
  }
}

/**
 * Addresses that JavaScript holds, with a generation above the 32 bits that C sees, so that a pointer to
 * something that has ended is refused even when C has given the address again. `pointer >>> 0` is the
 * bare address.
 */
export class PointerTable<T extends string> {
  readonly #what: string;
  readonly #generations = new Map<number, number>();
  #next = 1;
  /** Told of an address whose pointers have ended. */
  onForget: ((address: number) => void) | undefined;

  constructor(what: string) {
    this.#what = what;
  }

  /** The pointer for an address where something has just been made, whatever stood there before. */
  made(address: number): Pointer<T> {
    this.forget(address);
    return this.wrap(address);
  }

  /** The pointer for an address: a new one if it is new here. */
  wrap(address: number): Pointer<T> {
    if (address === 0) return 0 as Pointer<T>;
    let generation = this.#generations.get(address >>> 0);
    if (generation === undefined) {
      generation = this.#next;
      this.#next = (this.#next % (GENERATIONS - 1)) + 1;
      this.#generations.set(address >>> 0, generation);
    }
    return (generation * SHIFT + (address >>> 0)) as Pointer<T>;
  }

  /** The address for C; NULL stays NULL. @throws {@link OpenSSLError} `stale` */
  address(pointer: Pointer<T>): Pointer<T> {
    if (pointer === 0) return pointer;
    const address = pointer >>> 0;
    if (this.#generations.get(address) !== Math.floor(pointer / SHIFT))
      throw new OpenSSLError('stale', `This ${this.#what} has ended; the pointer to it is stale`);
    return address as Pointer<T>;
  }

  /** What stood there has ended. */
  forget(address: number): void {
    this.#generations.delete(address >>> 0);
    this.onForget?.(address >>> 0);
  }
}
