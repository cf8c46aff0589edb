import { OpenSSLError } from '../async/errors.js';
import { checkList, checkObject } from '../async/options.js';
import { constants } from '../module/boundary.js';
import type { ByteInput } from '../module/bytes.js';
import { Certificate } from './certificate.js';
import { Key } from './key.js';
import type { OperationOptions, Operator } from './operation.js';
import { toDer, toPem } from './pem.js';
import { signatureParameters, type SignatureOptions } from './sign.js';
import { joined } from './verify-chain.js';

/** One who signs: a certificate and its key. */
export interface CmsSigner {
  readonly certificate: Certificate;
  readonly key: Key;
}

/** How a message is signed. */
export interface CmsSignOptions extends SignatureOptions {
  readonly signers: readonly CmsSigner[];
  /** Whether the content stays outside; by default it is attached. */
  readonly detached?: boolean | undefined;
  /** Whether signed attributes (the time, the digest) go between content and signature; by default they do. */
  readonly attributes?: boolean | undefined;
  /** Certificates that go with the message, for whoever builds the chain. */
  readonly certificates?: readonly Certificate[] | undefined;
}

/** How a signed message is verified. */
export interface CmsVerifyOptions extends OperationOptions {
  readonly trusted: readonly Certificate[];
  /** Certificates that the message lacks. */
  readonly certificates?: readonly Certificate[] | undefined;
  /** The content of a detached signature. */
  readonly content?: ByteInput | undefined;
}

/** How a message is encrypted. */
export interface CmsEncryptOptions extends OperationOptions {
  /** The certificates of those who may read it: RSA or EC. */
  readonly recipients: readonly Certificate[];
  /** By OpenSSL's name; `AES-256-CBC` by default. */
  readonly cipher?: string | undefined;
}

/** A message as DER or PEM. RFC 5652, RFC 7468 */
export class CmsMessage {
  readonly #der: Uint8Array<ArrayBuffer>;

  /** Made by `ossl.cms`. */
  constructor(der: Uint8Array<ArrayBuffer>) {
    this.#der = der;
  }

  toDer(): Uint8Array<ArrayBuffer> {
    return this.#der.slice();
  }

  toPem(): string {
    return toPem('CMS', this.#der);
  }
}

/** What a message is given as. */
export type CmsInput = CmsMessage | string | Uint8Array;

/** Signed and encrypted messages of one instance: `ossl.cms`. RFC 5652 */
export class Cms {
  readonly #operator: Operator;

  /** Made by the instance. */
  constructor(operator: Operator) {
    this.#operator = operator;
  }

  /**
   * Signs bytes or a stream; the keys may be held by JavaScript. CMS_sign(3).
   *
   * Without signed attributes OpenSSL signs a bare digest, which a holder that wants the message can't do.
   *
   * @throws (rejects) {@link OpenSSLError} `openssl` when a key does not fit its certificate, or its holder
   *   fails (see `cause`); `aborted`, `timeout`, `argument`, `memory`
   */
  async sign(content: ByteInput, options: CmsSignOptions): Promise<CmsMessage> {
    checkObject('The options', options);
    const { attributes = true, certificates = [], detached = false, signers } = options;
    checkList('signers', signers);
    checkList('certificates', certificates);
    for (const signer of signers) checkObject('A signer', signer);
    const keys = signers.map(({ key }) => key);
    for (const key of keys) Key.check(key, this.#operator.core);
    const [first] = keys;
    if (!first) throw new OpenSSLError('argument', 'A message is signed by at least one signer');
    const all = [...signers.map(({ certificate }) => certificate), ...certificates];
    const { cms } = await this.#operator.run(
      'cms_sign',
      {
        keys,
        certificates: joined(all.map(checked)),
        ...signatureParameters(first, options),
        flags: (detached ? constants.CMS_DETACHED : 0) | (attributes ? 0 : constants.CMS_NOATTR),
        content,
      },
      options,
    );
    return new CmsMessage(cms);
  }

  /**
   * Verifies every signature of a message, and every signer's chain. CMS_verify(3).
   *
   * @returns the content
   * @throws (rejects) {@link OpenSSLError} `openssl` when anything does not verify; `aborted`, `argument`, `memory`
   */
  async verify(message: CmsInput, options: CmsVerifyOptions): Promise<Uint8Array<ArrayBuffer>> {
    checkObject('The options', options);
    const { certificates = [], content, trusted } = options;
    checkList('certificates', certificates);
    checkList('trusted', trusted);
    const { data } = await this.#operator.run(
      'cms_verify',
      {
        cms: messageDer(message),
        certificates: joined(certificates.map(checked)),
        trusted: joined(trusted.map(checked)),
        detached: content === undefined ? 0 : 1,
        content: content ?? new Uint8Array(0),
      },
      options,
    );
    return data;
  }

  /**
   * Encrypts bytes or a stream to some recipients. CMS_encrypt(3).
   * @throws (rejects) {@link OpenSSLError} `openssl`, `aborted`, `timeout`, `argument`, `memory`
   */
  async encrypt(content: ByteInput, options: CmsEncryptOptions): Promise<CmsMessage> {
    checkObject('The options', options);
    const { cipher = 'AES-256-CBC', recipients } = options;
    checkList('recipients', recipients);
    if (recipients.length === 0)
      throw new OpenSSLError('argument', 'A message is encrypted to at least one recipient');
    const { cms } = await this.#operator.run(
      'cms_encrypt',
      { recipients: joined(recipients.map(checked)), cipher, content },
      options,
    );
    return new CmsMessage(cms);
  }

  /**
   * Decrypts with a recipient's key, which JavaScript may hold. CMS_decrypt(3).
   * @throws (rejects) {@link OpenSSLError} `openssl` for another's message or a damaged one, or when the
   *   holder fails; `aborted`, `timeout`, `argument`, `memory`
   */
  async decrypt(
    message: CmsInput,
    options: CmsSigner & OperationOptions,
  ): Promise<Uint8Array<ArrayBuffer>> {
    checkObject('The options', options);
    const { certificate, key } = options;
    Key.check(key, this.#operator.core);
    const input = { key, certificate: checked(certificate).toDer(), cms: messageDer(message) };
    return (await this.#operator.run('cms_decrypt', input, options)).data;
  }
}

function checked(certificate: unknown): Certificate {
  if (certificate instanceof Certificate) return certificate;
  throw new OpenSSLError('argument', 'This is not a certificate; see ossl.x509.parseCertificate');
}

function messageDer(message: CmsInput): Uint8Array {
  return message instanceof CmsMessage ? message.toDer() : toDer('CMS', message);
}
