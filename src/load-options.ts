import { checkFunction, refuse } from './base/checks.js';
import { isTimeout } from './base/timeout.js';
import { levelOf, type Priority } from './async/runner/priority.js';
import type { Logger } from './module/core.js';
import { constants } from './module/generated/boundary.js';
import type { ModuleSource } from './module/source.js';

/** One job could have no more; C would take the size modulo 2^32. */
const MAX_STACK = 2 ** 30;
/** The module is linked to grow no further. */
const MAX_MEMORY = 0xe000_0000;

/** What {@link loadOpenSSL} takes. */
export interface LoadOptions {
  /** Where the module comes from; by default the `.wasm` file of this package. */
  readonly module?: ModuleSource | undefined;
  /** Bytes of C stack per job, a multiple of 16 from 16384; by default 65536. */
  readonly stackSize?: number | undefined;
  /** At most so many jobs at once, some of them made beforehand; by default no limit and none. */
  readonly pool?:
    | {
        /** At most so many jobs at once; 0 for no limit. */
        readonly max: number;
        /** So many are made beforehand; by default none. */
        readonly initial?: number;
      }
    | undefined;
  /** Bytes that the module's memory may grow to; by default 3.5 GiB. */
  readonly memoryLimit?: number | undefined;
  /** Milliseconds for which ready jobs may keep the event loop waiting; by default 8. */
  readonly timeSlice?: number | undefined;
  /** The priority of jobs that are given none; by default `user-visible`. */
  readonly priority?: Priority | undefined;
  /** Told what callbacks and cleanups throw or reject with; by default it goes to `console.error`. */
  readonly onError?: ((error: unknown) => void) | undefined;
  /** Told what C code prints; by default that is dropped. */
  readonly logger?: Logger | undefined;
}

/** The options that are not checked where they are used. @throws {@link OpenSSLError} `argument` */
export function checkInstanceOptions(options: LoadOptions): void {
  const { memoryLimit, priority, stackSize, timeSlice } = options;
  const least = constants.OSA_STACK_SIZE_MIN;
  if (stackSize !== undefined && !(isBetween(stackSize, least, MAX_STACK) && stackSize % 16 === 0))
    refuse(`stackSize is a multiple of 16 from ${least} to ${MAX_STACK} bytes; it is ${stackSize}`);
  if (
    memoryLimit !== undefined &&
    !(isBetween(memoryLimit, 1, MAX_MEMORY) && Number.isInteger(memoryLimit))
  )
    refuse('memoryLimit is a number of bytes up to 3.5 GiB');
  if (timeSlice !== undefined && !isTimeout(timeSlice))
    refuse('timeSlice is a number of milliseconds');
  if (priority !== undefined) levelOf(priority);
  for (const name of ['onError', 'logger'] as const)
    if (options[name] !== undefined) checkFunction(name, options[name]);
}

function isBetween(value: unknown, least: number, most: number): boolean {
  return typeof value === 'number' && value >= least && value <= most;
}
