import { OpenSSLError } from '../base/errors.js';
import { checkInteger, checkList, checkName, checkObject, refuse } from '../base/checks.js';
import { constants } from '../module/generated/boundary.js';
import { Certificate } from './x509/certificate.js';
import { joined, split } from './encoding/der-list.js';
import { Key } from './keys/key.js';
import { explained, type Password, withPassword } from './keys/key-format.js';
import type { OperationOptions, Operator } from '../operator/operator.js';
import type { X509 } from './x509/x509.js';

/** What a file is read with. */
export interface Pkcs12ReadOptions extends OperationOptions {
  /** Without one, both that there is none and an empty one are tried. */
  readonly password?: Password | undefined;
}

/** What is in a file. */
export interface Pkcs12Contents {
  /** The first private key; the caller frees it. */
  readonly key?: Key;
  /** The certificate of that key. */
  readonly certificate?: Certificate;
  /** All others, in the file's order. */
  readonly certificates: readonly Certificate[];
  /** What the certificate is called in the file. */
  readonly friendlyName?: string;
}

/** What goes into a file, and how. */
export interface Pkcs12WriteOptions extends OperationOptions {
  /** A private key of OpenSSL's own. */
  readonly key?: Key | undefined;
  /** The certificate of the key. */
  readonly certificate?: Certificate | undefined;
  /** Others, such as the chain above it. */
  readonly certificates?: readonly Certificate[] | undefined;
  /** A name for key and certificate. */
  readonly friendlyName?: string | undefined;
  /** Null for no password, which is not the same as an empty one. */
  readonly password: Password | null;
  /** Of each key derivation, of which there are up to three; by default 200000. */
  readonly iterations?: number | undefined;
  /**
   * By OpenSSL's name; by default `AES-256-CBC`. For software of before 2020 there is `PBE-SHA1-3DES`; `none` leaves
   * all in the clear.
   */
  readonly cipher?: string | undefined;
  /** What protects the whole: `hmac` (RFC 7292), the default; `pbmac1` (RFC 9579), which is new; `none`. */
  readonly mac?: 'hmac' | 'pbmac1' | 'none' | undefined;
  /** The hash of the MAC, by OpenSSL's name; by default `SHA256`. For software of before 2020: `SHA1`. */
  readonly hash?: string | undefined;
}

/** Files that carry a key with its certificates under a password, often called `.p12` or `.pfx`: `ossl.pkcs12`. */
export class Pkcs12 {
  readonly #operator: Operator;
  readonly #x509: X509;

  /** Made by the instance. @internal */
  constructor(operator: Operator, x509: X509) {
    this.#operator = operator;
    this.#x509 = x509;
  }

  /**
   * Reads a file, in DER. Its key derivations let the event loop have its turns. PKCS12_parse(3), RFC 7292, RFC 9579.
   *
   * @throws (rejects) {@link OpenSSLError} `openssl` for a wrong password, for bytes that are no such file, and for a file that is
   *   encrypted with what only OpenSSL's legacy provider has (RC2, as old files are); `argument`, `aborted`,
   *   `timeout`, `memory`
   */
  async read(data: Uint8Array, readOptions: Pkcs12ReadOptions = {}): Promise<Pkcs12Contents> {
    checkObject('The options', readOptions);
    const { password, ...options } = readOptions;
    if (!(data instanceof Uint8Array)) refuse('A PKCS#12 file is a Uint8Array');
    const found = await withText(password, (secret) =>
      this.#operator.run('read_pkcs12', { data, password: secret }, options),
    ).catch((error: unknown) => {
      throw aboutPassword(explained(error));
    });
    const key = found.key === 0 ? undefined : new Key(this.#operator.core, found.key);
    try {
      const all = [found.certificate, ...split(found.certificates)];
      const [certificate, ...certificates] = await Promise.all(
        all.map(async (der) =>
          der.length === 0
            ? undefined
            : this.#x509.parseCertificate(der, {
                signal: options.signal,
                timeout: options.timeout,
              }),
        ),
      );
      const friendlyName = new TextDecoder().decode(found.friendly_name);
      return {
        ...(key && { key }),
        ...(certificate && { certificate }),
        certificates: certificates as Certificate[],
        ...(friendlyName !== '' && { friendlyName }),
      };
    } catch (error) {
      key?.free();
      throw error;
    }
  }

  /**
   * Writes a file, in DER. Its key derivations let the event loop have its turns. PKCS12_create(3), RFC 7292.
   *
   * @throws (rejects) {@link OpenSSLError} `argument` if the key is not that of the certificate, has no private
   *   part or is held by JavaScript, or if there is nothing to write; `openssl` for an unknown cipher or hash;
   *   `aborted`, `timeout`, `memory`
   */
  async write(what: Pkcs12WriteOptions): Promise<Uint8Array<ArrayBuffer>> {
    checkObject('The options', what);
    const {
      certificate,
      certificates = [],
      cipher = 'AES-256-CBC',
      friendlyName,
      hash = 'SHA256',
      iterations = 200_000,
      key,
      mac = 'hmac',
      password,
      ...options
    } = what;
    if (key !== undefined) Key.checkPrivate(key, this.#operator.core);
    checkList('certificates', certificates);
    for (const one of certificate === undefined ? certificates : [certificate, ...certificates])
      if (!(one instanceof Certificate)) refuse('A certificate is a parsed one: see ossl.x509');
    if (!key && !certificate && certificates.length === 0)
      refuse('A PKCS#12 file needs a key or a certificate');
    if (password === undefined)
      refuse('A password is a text or a Uint8Array; null if there is none');
    if (!['hmac', 'pbmac1', 'none'].includes(mac)) refuse('mac must be hmac, pbmac1 or none');
    if (
      friendlyName !== undefined &&
      (typeof friendlyName !== 'string' || /^$|\0/.test(friendlyName))
    )
      refuse('friendlyName is a text that is not empty');
    checkName('cipher', cipher);
    checkName('hash', hash);
    checkInteger('iterations', iterations, 1, 2 ** 31 - 1);
    const { encoded, problem } = await withText(password ?? undefined, (secret) =>
      this.#operator.run(
        'write_pkcs12',
        {
          keys: key ? [key] : [],
          certificate: certificate?.toDer(),
          certificates: joined(certificates),
          friendly_name: friendlyName,
          password: secret,
          cipher: cipher === 'none' ? undefined : cipher,
          iterations,
          mac: mac === 'none' ? undefined : mac,
          hash,
        },
        options,
      ),
    ).catch((error: unknown) => {
      throw explained(error);
    });
    if (problem === constants.OSA_PROBLEM_KEY_MISMATCH)
      refuse('The key is not that of the certificate');
    return encoded;
  }
}

/** A password with a zero behind it, as C's texts end; without one of its own. */
async function withText<T>(
  password: Password | undefined,
  use: (text: Uint8Array | undefined) => Promise<T>,
): Promise<T> {
  return withPassword(password, async (bytes) => {
    if (!bytes) return use(undefined);
    if (bytes.includes(0)) refuse('The password of a PKCS#12 file may not contain a zero');
    const text = new Uint8Array(bytes.length + 1);
    text.set(bytes);
    try {
      return await use(text);
    } finally {
      text.fill(0);
    }
  });
}

function aboutPassword(error: unknown): unknown {
  if (!(error instanceof OpenSSLError) || error.code !== 'openssl') return error;
  if (!error.errors.some(({ reason }) => reason === 'mac verify failure')) return error;
  const { errors } = error;
  return new OpenSSLError('openssl', 'The password is wrong, or the file is damaged', {
    errors,
    cause: error,
  });
}
