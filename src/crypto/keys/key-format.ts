import { OpenSSLError } from '../../base/errors.js';
import { checkInteger, checkName, checkObject, refuse } from '../../base/checks.js';
import { bytesOf } from '../../base/bytes.js';
import { constants } from '../../module/generated/boundary.js';
import { exportJwk, importJwk, type Jwk } from './jwk/jwk.js';
import { Key } from './key.js';
import type { OperationOptions, Operator } from '../../operator/operator.js';

/** A text is taken as UTF-8, as it is: nothing is normalised. At most 1024 bytes. */
export type Password = string | Uint8Array;

/** How a password becomes the key of a cipher. */
export type PasswordKdf =
  | {
      /** EVP_KDF-PBKDF2(7) */
      readonly name: 'PBKDF2';
      /** By default 600000. */
      readonly iterations?: number | undefined;
      /** The hash of the HMAC, by OpenSSL's name; by default `SHA256`. */
      readonly hash?: string | undefined;
    }
  | {
      /** EVP_KDF-SCRYPT(7) */
      readonly name: 'scrypt';
      /** The cost in processor and memory, a power of 2; by default 16384. */
      readonly N?: number | undefined;
      /** The block size; by default 8. */
      readonly r?: number | undefined;
      /** The parallelisation; by default 1. */
      readonly p?: number | undefined;
    };

/** What a key is read with. */
export interface KeyImportOptions extends OperationOptions {
  /** Wiped from C's memory afterwards. */
  readonly password?: Password | undefined;
}

/** How a key is written. */
export interface KeyExportOptions extends OperationOptions {
  /**
   * - `pkcs8`: the private key, RFC 5958; the default
   * - `spki`: the public key, RFC 5280
   * - `traditional`: the private key of RSA as PKCS#1 (RFC 8017) or of EC as RFC 5915
   * - `jwk-private`, `jwk-public`: one part of the key as {@link Jwk}
   */
  readonly format?: 'pkcs8' | 'spki' | 'traditional' | 'jwk-private' | 'jwk-public' | undefined;
  /** PEM (RFC 7468), the default, or DER; not for a JWK. */
  readonly encoding?: 'pem' | 'der' | undefined;
  /** Encrypts it: PBES2 of RFC 8018; for `pkcs8` only. */
  readonly password?: Password | undefined;
  /** With a password: by OpenSSL's name; by default `AES-256-CBC`. */
  readonly cipher?: string | undefined;
  /** With a password: by default PBKDF2. */
  readonly kdf?: PasswordKdf | undefined;
}

/** What OpenSSL keeps a password in. */
const MAX_PASSWORD = 1024;

/** What OpenSSL lets scrypt take, here and where it reads such a key. */
const MAX_SCRYPT_MEMORY = 2 ** 25;

/** Calls back with a password's bytes, which are wiped if they were made here. @throws {@link OpenSSLError} `argument` */
export async function withPassword<T>(
  password: Password | undefined,
  use: (bytes: Uint8Array | undefined) => Promise<T>,
): Promise<T> {
  if (password === undefined || password instanceof Uint8Array) {
    if (password && bytesOf('password', password).length > MAX_PASSWORD)
      refuse('A password has at most 1024 bytes');
    return use(password);
  }
  if (typeof password !== 'string') refuse('A password is a text or a Uint8Array');
  const bytes = new TextEncoder().encode(password);
  try {
    return await withPassword(bytes, use);
  } finally {
    bytes.fill(0);
  }
}

/** Says so where it failed for an algorithm of OpenSSL's legacy provider, which the module has not. */
export function explained(error: unknown): unknown {
  if (!(error instanceof OpenSSLError) || error.code !== 'openssl') return error;
  for (const { data } of error.errors) {
    const name = /Algorithm \(([^ ]+) : /.exec(data)?.[1];
    if (name !== undefined)
      return new OpenSSLError(
        'openssl',
        `OpenSSL's default provider, the only one here, has no ${name}`,
        { errors: error.errors, cause: error },
      );
  }
  return error;
}

/** OSSL_DECODER(3) */
export async function importKey(
  operator: Operator,
  data: string | Uint8Array | Jwk,
  given: KeyImportOptions,
): Promise<Key> {
  checkObject('The options', given);
  const { password, ...options } = given;
  if (typeof data !== 'string' && !(data instanceof Uint8Array)) {
    if (typeof data !== 'object' || data === null) refuse('A key is a text, a Uint8Array or a JWK');
    if (password !== undefined) refuse('A JWK has no password');
    return importJwk(operator, data, options);
  }
  const bytes = typeof data === 'string' ? new TextEncoder().encode(data) : data;
  try {
    const { key, wanted } = await withPassword(password, (secret) =>
      operator.run('import_key', { data: bytes, password: secret }, options),
    );
    if (wanted) refuse('The key is encrypted; give its password');
    return new Key(operator.core, key);
  } catch (error) {
    throw explained(error);
  } finally {
    if (bytes !== data) bytes.fill(0);
  }
}

const formats = {
  pkcs8: { pem: constants.OSA_KEY_PRIVATE_PEM, der: constants.OSA_KEY_PRIVATE_DER },
  spki: { pem: constants.OSA_KEY_PUBLIC_PEM, der: constants.OSA_KEY_PUBLIC_DER },
  traditional: {
    pem: constants.OSA_KEY_TRADITIONAL_PEM,
    der: constants.OSA_KEY_TRADITIONAL_DER,
  },
  'jwk-private': undefined,
  'jwk-public': undefined,
};

/** OSSL_ENCODER(3), PKCS8_encrypt(3) */
export async function exportKey(
  operator: Operator,
  key: Key,
  exportOptions: KeyExportOptions,
): Promise<string | Uint8Array<ArrayBuffer> | Jwk> {
  checkObject('The options', exportOptions);
  const { cipher, encoding, format = 'pkcs8', kdf, password, ...options } = exportOptions;
  Key.check(key, operator.core);
  if (!Object.hasOwn(formats, format))
    refuse(`The format must be one of ${Object.keys(formats).join(', ')}`);
  if (encoding !== undefined && encoding !== 'pem' && encoding !== 'der')
    refuse('The encoding must be pem or der');
  if (password !== undefined && format !== 'pkcs8') refuse('A password is for format pkcs8');
  if (password === undefined && (cipher !== undefined || kdf !== undefined))
    refuse('cipher and kdf are for use with a password');
  if (format !== 'spki' && format !== 'jwk-public') Key.checkPrivate(key, operator.core);
  const encodings = formats[format];
  if (!encodings) {
    if (encoding !== undefined) refuse('A JWK has no encoding');
    return exportJwk(operator, key, format === 'jwk-private', options);
  }
  if (format === 'traditional' && !key.isA('RSA') && !key.isA('EC'))
    refuse('A traditional form is for keys of RSA and EC');
  const encryption = password === undefined ? plain : encryptionOf(cipher, kdf);
  const form = encodings[encoding ?? 'pem'];
  try {
    const { encoded } = await withPassword(password, (secret) =>
      operator.run('export_key', { key, form, password: secret, ...encryption }, options),
    );
    if (encoding === 'der') return encoded;
    const text = new TextDecoder().decode(encoded);
    encoded.fill(0);
    return text;
  } catch (error) {
    throw explained(error);
  }
}

const plain = {
  cipher: undefined,
  hash: undefined,
  iterations: 0,
  scrypt_n: 0,
  scrypt_r: 0,
  scrypt_p: 0,
};

function encryptionOf(
  cipher: unknown = 'AES-256-CBC',
  kdf: PasswordKdf = { name: 'PBKDF2' },
): Omit<typeof plain, 'cipher' | 'hash'> & { cipher: string; hash: string | undefined } {
  checkName('cipher', cipher);
  const base = { ...plain, cipher: cipher as string };
  if (kdf?.name === 'PBKDF2') {
    const { hash = 'SHA256', iterations = 600_000 } = kdf;
    checkName('hash', hash);
    checkInteger('iterations', iterations, 1, 2 ** 31 - 1);
    return { ...base, hash, iterations };
  }
  if (kdf?.name !== 'scrypt') refuse('The name of a kdf must be PBKDF2 or scrypt');
  const { N = 2 ** 14, p = 1, r = 8 } = kdf;
  checkInteger('N', N, 2, 2 ** 20);
  if (!Number.isInteger(Math.log2(N))) refuse('N must be a power of 2');
  checkInteger('r', r, 1, 2 ** 20);
  checkInteger('p', p, 1, 2 ** 20);
  if (128 * r * (N + 2 + p) > MAX_SCRYPT_MEMORY)
    refuse(
      `scrypt would take ${128 * r * (N + 2 + p)} bytes; OpenSSL reads up to ${MAX_SCRYPT_MEMORY}`,
    );
  return { ...base, scrypt_n: N, scrypt_r: r, scrypt_p: p };
}
