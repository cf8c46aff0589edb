import { bytesOf } from './bytes.js';
import { OpenSSLError } from './errors.js';
import { isTimeout, MAX_TIMEOUT } from './timeout.js';

/** @throws {@link OpenSSLError} `argument` */
export function refuse(message: string): never {
  throw new OpenSSLError('argument', message);
}

/** @throws {@link OpenSSLError} `argument` unless it is a number of milliseconds that a timer takes */
export function checkTimeout(timeout: number | undefined): void {
  if (timeout === undefined || isTimeout(timeout)) return;
  refuse(`timeout is a number of milliseconds from 0 to ${MAX_TIMEOUT}; leave it out for no limit`);
}

/** @throws {@link OpenSSLError} `argument` unless it is an AbortSignal */
export function checkSignal(signal: AbortSignal | undefined): void {
  if (signal === undefined || typeof signal?.addEventListener === 'function') return;
  refuse('signal must be an AbortSignal');
}

/** @throws {@link OpenSSLError} `argument` unless it is a function */
export function checkFunction(name: string, value: unknown): void {
  if (typeof value !== 'function') refuse(`${name} must be a function`);
}

/** @throws {@link OpenSSLError} `argument` unless it is an object with fields */
export function checkObject(name: string, value: unknown): void {
  if (typeof value !== 'object' || value === null) refuse(`${name} must be an object`);
}

/** @throws {@link OpenSSLError} `argument` unless it is an array */
export function checkList(name: string, value: unknown): void {
  if (!Array.isArray(value)) refuse(`${name} must be an array`);
}

/** @throws {@link OpenSSLError} `argument` unless it is a whole number from `min` to `max` */
export function checkInteger(name: string, value: unknown, min: number, max: number): void {
  if (!Number.isInteger(value) || (value as number) < min || (value as number) > max)
    refuse(`${name} must be an integer from ${min} to ${max}`);
}

/** @throws {@link OpenSSLError} `argument` unless it is a Uint8Array of at least `min` bytes */
export function checkBytes(name: string, value: unknown, min = 0): void {
  if (bytesOf(name, value).length < min)
    refuse(`${name} must be a Uint8Array${min > 0 ? ` of at least ${min} bytes` : ''}`);
}

/** @throws {@link OpenSSLError} `argument` unless it is a text that may name an algorithm */
export function checkName(name: string, value: unknown): void {
  if (typeof value !== 'string' || value === '' || value.includes('\0'))
    refuse(`${name} must be the name of an algorithm`);
}

/** Whether C gets the same number as an int. */
export function isInt(value: unknown): value is number {
  return typeof value === 'number' && (value | 0) === value;
}
