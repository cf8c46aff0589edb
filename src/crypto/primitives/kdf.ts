import { checkInteger, checkSize, refuse } from '../../base/checks.js';
import { encodeText } from '../../base/text.js';
import { bytesOf, type OwnBytes } from '../../base/bytes.js';
import { checkOptions, type Names } from '../../base/options.js';
import { gather, isPending, type WholeBytes } from '../../operator/gather.js';
import type { Operations } from '../../module/generated/boundary-operations.js';
import { hashName } from '../encoding/names.js';
import { operationNames, type OperationOptions, type Operator } from '../../operator/operator.js';
import { textList } from '../../operator/text-list.js';

/** What every key derivation takes. */
interface DerivationOptions extends OperationOptions {
  /** Bytes of output. */
  readonly length: number;
}

/** What the derivations from a password take. */
interface PasswordOptions extends DerivationOptions {
  /** A text is taken as UTF-8, as it is: nothing is normalised. */
  readonly password: string | WholeBytes;
  /** Random bytes, kept beside the result. */
  readonly salt: WholeBytes;
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
  readonly secret?: WholeBytes | undefined;
  /** Bytes that the result depends on as well. */
  readonly associatedData?: WholeBytes | undefined;
}

/** HKDF, extract and expand: RFC 5869. */
export interface HkdfOptions extends DerivationOptions {
  /** By OpenSSL's name: `SHA256`. */
  readonly hash: string;
  /** The input key. */
  readonly key: WholeBytes;
  /** By default as many zeros as the hash has bytes. */
  readonly salt?: WholeBytes | undefined;
  /** What the output is for; by default empty. */
  readonly info?: WholeBytes | undefined;
}

const MAX_INT = 2 ** 31 - 1;
const MAX_UINT = 2 ** 32 - 1;

const derivationNames: Names<DerivationOptions> = { ...operationNames, length: true };
const passwordNames: Names<PasswordOptions> = { ...derivationNames, password: true, salt: true };
const pbkdf2Names: Names<Pbkdf2Options> = { ...passwordNames, hash: true, iterations: true };
const scryptNames: Names<ScryptOptions> = {
  ...{ ...passwordNames, N: true, r: true, p: true },
  maxMemory: true,
};
const argon2idNames: Names<Argon2idOptions> = {
  ...{ ...passwordNames, passes: true, memory: true, lanes: true },
  ...{ secret: true, associatedData: true },
};
const hkdfNames: Names<HkdfOptions> = {
  ...{ ...derivationNames, hash: true, key: true },
  ...{ salt: true, info: true },
};

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

/** The arguments of a derivation that are bytes, by the names of its options. */
type Secrets = Readonly<
  Partial<
    Record<'password' | 'salt' | 'secret' | 'associatedData' | 'key' | 'info', WholeBytes | string>
  >
>;

/** The sizes that they have at least. */
type Sizes = Readonly<Partial<Record<keyof Secrets, number>>>;

async function derive(
  operator: Operator,
  input: Partial<Input> & Pick<Input, 'algorithm' | 'length'>,
  secrets: Secrets,
  options: OperationOptions,
  sizes: Sizes = {},
): Promise<OwnBytes> {
  const { password } = secrets;
  const text = typeof password === 'string' ? encodeText(password) : undefined;
  if ('password' in secrets && password === undefined) refuse('password must be a text or bytes');
  for (const name of ['salt', 'key'] as const)
    if (name in secrets && secrets[name] === undefined) bytesOf(name, undefined);
  const given = gather(operator.owner, { ...secrets, ...(text && { password: text }) }, options);
  const ready = isPending(given) ? await given : given;
  try {
    const { associatedData, ...bytes } = ready.bytes as Record<
      keyof Secrets,
      Uint8Array | undefined
    >;
    for (const [name, least] of Object.entries(sizes))
      checkSize(name, bytes[name as keyof typeof bytes] ?? new Uint8Array(), least);
    const all = { ...none, ...input, ...bytes, associated_data: associatedData };
    return (await operator.run('kdf', all, ready.options)).derived;
  } finally {
    ready.wipe();
    text?.fill(0);
  }
}

/** EVP_KDF-PBKDF2(7) */
export async function pbkdf2(operator: Operator, options: Pbkdf2Options): Promise<OwnBytes> {
  checkOptions('The options', options, pbkdf2Names);
  const { iterations, length, password, salt } = options;
  const hash = hashName('hash', options.hash);
  checkInteger('iterations', iterations, 1, MAX_UINT);
  checkInteger('length', length, 1, MAX_INT);
  // pkcs5: the limits of SP 800-132 are for new passwords, and there are old ones
  const numbers = textList(['pkcs5:1', `iter:${iterations}`]);
  const input = { algorithm: 'PBKDF2', hash, length, numbers };
  return derive(operator, input, { password, salt }, options, { salt: 1 });
}

/** EVP_KDF-SCRYPT(7) */
export async function scrypt(operator: Operator, options: ScryptOptions): Promise<OwnBytes> {
  checkOptions('The options', options, scryptNames);
  const { length, maxMemory = 32 * 2 ** 20 + 1024, N, p, password, r, salt } = options;
  checkInteger('N', N, 2, 2 ** 31);
  if (!Number.isInteger(Math.log2(N))) refuse('N must be a power of 2');
  checkInteger('r', r, 1, 2 ** 30 - 1);
  checkInteger('p', p, 1, Math.floor((2 ** 30 - 1) / r));
  checkInteger('maxMemory', maxMemory, 1, MAX_UINT);
  checkInteger('length', length, 1, MAX_INT);
  if (128 * r * (N + 2 + p) > maxMemory)
    refuse(`scrypt would take ${128 * r * (N + 2 + p)} bytes, and maxMemory is ${maxMemory}`);
  const numbers = textList([`n:${N}`, `r:${r}`, `p:${p}`, `maxmem_bytes:${maxMemory}`]);
  return derive(operator, { algorithm: 'SCRYPT', length, numbers }, { password, salt }, options);
}

/** EVP_KDF-ARGON2(7) */
export async function argon2id(operator: Operator, options: Argon2idOptions): Promise<OwnBytes> {
  checkOptions('The options', options, argon2idNames);
  const { lanes, length, memory, passes, password, salt } = options;
  const { associatedData, secret } = options;
  checkInteger('passes', passes, 1, MAX_UINT);
  checkInteger('lanes', lanes, 1, 2 ** 24 - 1);
  checkInteger('memory', memory, 8 * lanes, 2 ** 22 - 1);
  checkInteger('length', length, 4, MAX_INT);
  const numbers = textList([`iter:${passes}`, `lanes:${lanes}`, `memcost:${memory}`]);
  const input = { algorithm: 'ARGON2ID', length, numbers };
  const secrets = {
    ...{ password, salt },
    ...(secret !== undefined && { secret }),
    ...(associatedData !== undefined && { associatedData }),
  };
  return derive(operator, input, secrets, options, { salt: 8 });
}

/** EVP_KDF-HKDF(7) */
export async function hkdf(operator: Operator, options: HkdfOptions): Promise<OwnBytes> {
  checkOptions('The options', options, hkdfNames);
  const { info, key, length, salt } = options;
  const hash = hashName('hash', options.hash);
  checkInteger('length', length, 1, 255 * 64);
  const secrets = {
    key,
    ...(salt !== undefined && { salt }),
    ...(info !== undefined && { info }),
  };
  return derive(operator, { algorithm: 'HKDF', hash, length }, secrets, options, { key: 1 });
}
