import { OpenSSLError } from '../base/errors.js';

/** @throws {@link OpenSSLError} `argument` */
export function refuse(message: string): never {
  throw new OpenSSLError('argument', message);
}

/** @throws {@link OpenSSLError} `argument` */
export function checkInteger(name: string, value: unknown, min: number, max: number): void {
  if (!Number.isInteger(value) || (value as number) < min || (value as number) > max)
    refuse(`${name} must be an integer from ${min} to ${max}`);
}

/** @throws {@link OpenSSLError} `argument` for fewer bytes */
export function checkSize(name: string, bytes: Uint8Array, min: number): void {
  if (bytes.length < min) refuse(`${name} must be bytes, at least ${min} of them`);
}

/** @throws {@link OpenSSLError} `argument` */
export function checkName(name: string, value: unknown): void {
  if (typeof value !== 'string' || value === '' || value.includes('\0'))
    refuse(`${name} must be the name of an algorithm`);
}
