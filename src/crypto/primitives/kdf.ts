import { checkBytes, checkInteger, checkName, checkObject, refuse } from '../../base/checks.js';
import type { Operations } from '../../module/generated/boundary-operations.js';
import { type OperationOptions, type Operator } from '../../operator/operator.js';
import { textList } from '../../operator/text-list.js';

/** What every key derivation takes. */
interface DerivationOptions extends OperationOptions {
  /** Bytes of output. */
  readonly length: number;
}

/** What the derivations from a password take. */
interface PasswordOptions extends DerivationOptions {
  /** A text is taken as UTF-8, as it is: nothing is normalised. */
  readonly password: string | Uint8Array;
  /** Random bytes, kept beside the result. */
  readonly salt: Uint8Array;
}

/** PBKDF2: RFC 8018. */
export interface Pbkdf2Options extends PasswordOptions {
  /** The hash of the HMAC, by OpenSSL's name: `SHA256`. */
  readonly hash: string;
  /** How often the HMAC is applied: the cost. */
  readonly iterations: number;
}

/** scrypt: RFC 7914. It takes 128 * N * r bytes of memory. */
export interface ScryptOptions extends PasswordOptions {
  /** The cost in processor and memory: a power of 2. */
  readonly N: number;
  /** The block size. */
  readonly r: number;
  /** The parallelisation; here it is one after the other. */
  readonly p: number;
  /** Bytes of memory that it may take; by default 32 MiB + 1 KiB, as everywhere in OpenSSL. */
  readonly maxMemory?: number | undefined;
}

/** Argon2id: RFC 9106. */
export interface Argon2idOptions extends PasswordOptions {
  /** How often the memory is gone through. */
  readonly passes: number;
  /** KiB of memory, from 8 times the lanes. */
  readonly memory: number;
  /** The parallelism; here it is one after the other. */
  readonly lanes: number;
  /** A secret beside the password, which is not kept with the result. */
  readonly secret?: Uint8Array | undefined;
  /** Bytes that the result depends on as well. */
  readonly associatedData?: Uint8Array | undefined;
}

/** HKDF, extract and expand: RFC 5869. */
export interface HkdfOptions extends DerivationOptions {
  /** By OpenSSL's name: `SHA256`. */
  readonly hash: string;
  /** The input key. */
  readonly key: Uint8Array;
  /** By default as many zeros as the hash has bytes. */
  readonly salt?: Uint8Array | undefined;
  /** What the output is for; by default empty. */
  readonly info?: Uint8Array | undefined;
}

const MAX_INT = 2 ** 31 - 1;
const MAX_UINT = 2 ** 32 - 1;

function passwordBytes(password: unknown): Uint8Array {
  if (typeof password === 'string') return new TextEncoder().encode(password);
  if (!(password instanceof Uint8Array)) refuse('password must be a string or a Uint8Array');
  return password;
}

type Input = Operations['kdf']['in'];

/** What a derivation does not have. */
const none = {
  associated_data: undefined,
  hash: undefined,
  info: undefined,
  key: undefined,
  numbers: undefined,
  password: undefined,
  salt: undefined,
  secret: undefined,
} satisfies Partial<Input>;

async function derive(
  operator: Operator,
  input: Partial<Input> & Pick<Input, 'algorithm' | 'length'>,
  options: OperationOptions & { readonly password?: unknown },
): Promise<Uint8Array<ArrayBuffer>> {
  try {
    return (await operator.run('kdf', { ...none, ...input }, options)).derived;
  } finally {
    if (input.password !== options.password) input.password?.fill(0); // made here, of a text
  }
}

/** EVP_KDF-PBKDF2(7) */
export async function pbkdf2(
  operator: Operator,
  options: Pbkdf2Options,
): Promise<Uint8Array<ArrayBuffer>> {
  checkObject('The options', options);
  const { hash, iterations, length, salt } = options;
  checkName('hash', hash);
  checkBytes('salt', salt, 1);
  checkInteger('iterations', iterations, 1, MAX_UINT);
  checkInteger('length', length, 1, MAX_INT);
  const password = passwordBytes(options.password);
  // pkcs5: the limits of SP 800-132 are for new passwords, and there are old ones
  const numbers = textList(['pkcs5:1', `iter:${iterations}`]);
  const input = { algorithm: 'PBKDF2', hash, length, numbers, password, salt };
  return derive(operator, input, options);
}

/** EVP_KDF-SCRYPT(7) */
export async function scrypt(
  operator: Operator,
  options: ScryptOptions,
): Promise<Uint8Array<ArrayBuffer>> {
  checkObject('The options', options);
  const { length, maxMemory = 32 * 2 ** 20 + 1024, N, p, r, salt } = options;
  checkBytes('salt', salt);
  checkInteger('N', N, 2, 2 ** 31);
  if (!Number.isInteger(Math.log2(N))) refuse('N must be a power of 2');
  checkInteger('r', r, 1, 2 ** 30 - 1);
  checkInteger('p', p, 1, Math.floor((2 ** 30 - 1) / r));
  checkInteger('maxMemory', maxMemory, 1, MAX_UINT);
  checkInteger('length', length, 1, MAX_INT);
  if (128 * r * (N + 2 + p) > maxMemory)
    refuse(`scrypt would take ${128 * r * (N + 2 + p)} bytes, and maxMemory is ${maxMemory}`);
  const password = passwordBytes(options.password);
  const numbers = textList([`n:${N}`, `r:${r}`, `p:${p}`, `maxmem_bytes:${maxMemory}`]);
  const input = { algorithm: 'SCRYPT', length, numbers, password, salt };
  return derive(operator, input, options);
}

/** EVP_KDF-ARGON2(7) */
export async function argon2id(
  operator: Operator,
  options: Argon2idOptions,
): Promise<Uint8Array<ArrayBuffer>> {
  checkObject('The options', options);
  const { associatedData, lanes, length, memory, passes, salt, secret } = options;
  checkBytes('salt', salt, 8);
  checkInteger('passes', passes, 1, MAX_UINT);
  checkInteger('lanes', lanes, 1, 2 ** 24 - 1);
  checkInteger('memory', memory, 8 * lanes, 2 ** 22 - 1);
  checkInteger('length', length, 4, MAX_INT);
  if (secret !== undefined) checkBytes('secret', secret);
  if (associatedData !== undefined) checkBytes('associatedData', associatedData);
  const password = passwordBytes(options.password);
  const numbers = textList([`iter:${passes}`, `lanes:${lanes}`, `memcost:${memory}`]);
  const input = {
    algorithm: 'ARGON2ID',
    associated_data: associatedData,
    length,
    numbers,
    password,
    salt,
    secret,
  };
  return derive(operator, input, options);
}

/** EVP_KDF-HKDF(7) */
export async function hkdf(
  operator: Operator,
  options: HkdfOptions,
): Promise<Uint8Array<ArrayBuffer>> {
  checkObject('The options', options);
  const { hash, info, key, length, salt } = options;
  checkName('hash', hash);
  checkBytes('key', key, 1);
  if (salt !== undefined) checkBytes('salt', salt);
  if (info !== undefined) checkBytes('info', info);
  checkInteger('length', length, 1, 255 * 64);
  const input = { algorithm: 'HKDF', hash, info, key, length, salt };
  return derive(operator, input, options);
}
