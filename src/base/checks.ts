import { constants } from '../module/generated/boundary.js';
import { OpenSSLError } from './errors.js';
import { hasMethod } from './kinds.js';
import type { Signal } from './platform.js';
import { isTimeout, MAX_TIMEOUT } from '../async/timeout.js';

/** One job could have no more; C would take the size modulo 2^32. */
const MAX_STACK = 2 ** 30;
/** The module is linked to grow no further. */
const MAX_MEMORY = 0xe000_0000;

/** @throws {@link OpenSSLError} `argument` unless it is a number of milliseconds that a timer takes */
export function checkTimeout(timeout: number | undefined): void {
  if (timeout === undefined || isTimeout(timeout)) return;
  throw new OpenSSLError(
    'argument',
    `timeout is a number of milliseconds from 0 to ${MAX_TIMEOUT}; leave it out for no limit`,
  );
}

/** @throws {@link OpenSSLError} `argument` unless it is an AbortSignal */
export function checkSignal(signal: Signal | undefined): void {
  if (signal === undefined || hasMethod(signal, 'addEventListener')) return;
  throw new OpenSSLError('argument', 'signal must be an AbortSignal');
}

/** The options of an instance that are not checked where they are used. @throws {@link OpenSSLError} `argument` */
export function checkInstanceOptions(options: {
  readonly stackSize?: number | undefined;
  readonly memoryLimit?: number | undefined;
  readonly timeSlice?: number | undefined;
  readonly onError?: unknown;
  readonly logger?: unknown;
}): void {
  const { memoryLimit, stackSize, timeSlice } = options;
  const least = constants.OSA_STACK_SIZE_MIN;
  if (stackSize !== undefined && !(isBetween(stackSize, least, MAX_STACK) && stackSize % 16 === 0))
    throw new OpenSSLError(
      'argument',
      `stackSize is a multiple of 16 from ${least} to ${MAX_STACK} bytes; it is ${stackSize}`,
    );
  if (
    memoryLimit !== undefined &&
    !(isBetween(memoryLimit, 1, MAX_MEMORY) && Number.isInteger(memoryLimit))
  )
    throw new OpenSSLError('argument', 'memoryLimit is a number of bytes up to 3.5 GiB');
  if (timeSlice !== undefined && !isTimeout(timeSlice))
    throw new OpenSSLError('argument', 'timeSlice is a number of milliseconds');
  for (const name of ['onError', 'logger'] as const)
    if (options[name] !== undefined) checkFunction(name, options[name]);
}

/** @throws {@link OpenSSLError} `argument` unless it is a function */
export function checkFunction(name: string, value: unknown): void {
  if (typeof value !== 'function') throw new OpenSSLError('argument', `${name} must be a function`);
}

/** @throws {@link OpenSSLError} `argument` unless it is an object with fields */
export function checkObject(name: string, value: unknown): void {
  if (typeof value !== 'object' || value === null)
    throw new OpenSSLError('argument', `${name} must be an object`);
}

/** @throws {@link OpenSSLError} `argument` unless it is an array */
export function checkList(name: string, value: unknown): void {
  if (!Array.isArray(value)) throw new OpenSSLError('argument', `${name} must be an array`);
}

/** Whether C gets the same number as an int. */
export function isInt(value: unknown): value is number {
  return typeof value === 'number' && (value | 0) === value;
}

function isBetween(value: unknown, least: number, most: number): boolean {
  return typeof value === 'number' && value >= least && value <= most;
}
