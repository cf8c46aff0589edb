import { OpenSSLError } from '../../src/index.js';
import type { CJob, FunctionPointer, OpenSSL, Pointer } from '../../src/index.js';

/** What ASYNC_start_job(3) takes after the job; NULL or 0 when left out. */
export interface CJobOptions {
  readonly context?: Pointer<'ASYNC_WAIT_CTX'>;
  readonly args?: Uint8Array;
  /** The size that C is told, if it is not that of `args`. */
  readonly size?: number;
}

/** What `*ret` holds until C writes it. */
export const untouched = -12345;

/**
 * A job of the C-shaped layer, with the two cells that ASYNC_start_job(3) writes to:
 *
 *     const c = new CellJob(ossl, jobs.deep, { args: ints(3, 1) });
 *     c.turn(); // ASYNC_PAUSE
 *     c.turn(); // ASYNC_FINISH
 *     c.value; // *ret
 */
export class CellJob {
  readonly #ossl: OpenSSL;
  readonly #func: FunctionPointer<'job_fn'> | CJob | 0;
  readonly #options: CJobOptions;
  readonly cell: Pointer<'ASYNC_JOB*'>;
  readonly ret: Pointer<'int'>;
  /** Where the arguments stand, for tests that change them. */
  readonly args: Pointer<'void'> | 0;

  constructor(
    ossl: OpenSSL,
    func: FunctionPointer<'job_fn'> | CJob | 0,
    options: CJobOptions = {},
  ) {
    const { memory } = ossl.c;
    this.#ossl = ossl;
    this.#func = func;
    this.#options = options;
    this.cell = memory.newPointer();
    this.ret = memory.newInt(untouched);
    this.args = options.args ? memory.newBytes(options.args) : 0;
  }

  /** One call of ASYNC_start_job, through the checked layer. */
  turn(): number {
    const { args, context = 0, size = args?.length ?? 0 } = this.#options;
    return this.#ossl.c.ASYNC_start_job(this.cell, context, this.ret, this.#func, this.args, size);
  }

  /** The same, straight into C, as C code calls it. The function must be one in C. */
  rawTurn(): number {
    const { args, context = 0, size = args?.length ?? 0 } = this.#options;
    return this.#ossl.exports.ASYNC_start_job(
      this.cell,
      context as Pointer<'ASYNC_WAIT_CTX'>,
      this.ret,
      this.#func as FunctionPointer<'job_fn'>,
      this.args as Pointer<'void'>,
      size,
    );
  }

  /** `*job`, with its generation. */
  get job(): Pointer<'ASYNC_JOB'> {
    return this.#ossl.c.memory.getJob(this.cell);
  }

  /** `*job`, as C sees it. */
  get address(): number {
    return this.#ossl.c.memory.getPointer(this.cell);
  }

  /** `*ret`. */
  get value(): number {
    return this.#ossl.c.memory.getInt(this.ret);
  }

  /** Puts any number where `*job` is. */
  setAddress(address: number): void {
    this.#ossl.c.memory.setInt(this.cell as Pointer<string> as Pointer<'int'>, address);
  }

  free(): void {
    const { memory } = this.#ossl.c;
    memory.free(this.cell);
    memory.free(this.ret);
    if (this.args !== 0) memory.free(this.args);
  }
}

/** The code of the OpenSSLError that a call throws; `none` if it throws nothing. */
export function codeOf(call: () => unknown): string {
  try {
    call();
  } catch (error) {
    if (error instanceof OpenSSLError) return error.code;
    throw error;
  }
  return 'none';
}

/** The same for a promise that rejects. */
export async function rejectionOf(promise: Promise<unknown>): Promise<string> {
  try {
    await promise;
  } catch (error) {
    if (error instanceof OpenSSLError) return error.code;
    throw error;
  }
  return 'none';
}

/** What the entries of the caller's error queue say, oldest first; the queue is empty afterwards. */
export function takeReasons(ossl: OpenSSL): string[] {
  return ossl.takeErrors().map(({ data, reason }) => data || reason);
}
