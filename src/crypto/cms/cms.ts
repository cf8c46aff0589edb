import { OpenSSLError } from '../../base/errors.js';
import { checkList, checkObject } from '../../base/checks.js';
import { constants } from '../../module/generated/boundary.js';
import type { ByteInput } from '../../base/bytes.js';
import { Certificate } from '../x509/certificate.js';
import {
  type CmsInput,
  CmsMessage,
  type CmsOutput,
  messageBytes,
  outputForm,
} from './cms-message.js';
import { joined } from '../encoding/der-list.js';
import { Key } from '../keys/key.js';
import type { OperationOptions, Operator } from '../../operator/operator.js';
import { signatureParameters, type SignatureOptions } from '../primitives/sign.js';

/** A signer or a recipient: a certificate and its key. */
export interface CmsSigner {
  /** Whose key it is. */
  readonly certificate: Certificate;
  /** The private key; JavaScript may hold it. */
  readonly key: Key;
}

/** How a message is signed. */
export interface CmsSignOptions extends SignatureOptions, CmsOutput {
  /** Who signs: at least one. */
  readonly signers: readonly CmsSigner[];
  /** Whether the content stays outside; by default it is attached. */
  readonly detached?: boolean | undefined;
  /** Whether signed attributes (the time, the digest) go between content and signature; by default they do. */
  readonly attributes?: boolean | undefined;
  /** Certificates that go with the message, to build the chain with. */
  readonly certificates?: readonly Certificate[] | undefined;
}

/** How a signed message is verified. */
export interface CmsVerifyOptions extends OperationOptions {
  /** The roots that signers' chains have to end in. */
  readonly trusted: readonly Certificate[];
  /** Certificates that the message lacks. */
  readonly certificates?: readonly Certificate[] | undefined;
  /** The content of a detached signature. It is read as a stream, and not returned. */
  readonly content?: ByteInput | undefined;
  /** Whether that content is taken as it is, as by default; if not, its line ends become CR LF. */
  readonly binary?: boolean | undefined;
  /** Where the content goes; by default it is returned. */
  readonly to?: WritableStream<Uint8Array> | undefined;
}

/** How a message is encrypted. */
export interface CmsEncryptOptions extends OperationOptions, CmsOutput {
  /** The certificates of its readers: RSA or EC. */
  readonly recipients: readonly Certificate[];
  /** By OpenSSL's name; `AES-256-CBC` by default. With `AES-256-GCM`, damage is noticed. */
  readonly cipher?: string | undefined;
}

/** How a message is decrypted. */
export interface CmsDecryptOptions extends OperationOptions, CmsSigner {
  /** Where the content goes; by default it is returned. */
  readonly to?: WritableStream<Uint8Array> | undefined;
}

/** A stream to write to. */
interface To {
  readonly to: WritableStream<Uint8Array>;
}

type Bytes = Uint8Array<ArrayBuffer>;

/**
 * Signed and encrypted messages of one instance: `ossl.cms`. RFC 5652
 *
 * Contents and messages may be streams. With `to`, the result is written to a stream while it comes into being: the
 * operation pauses while that is full, closes it in the end, and aborts it if it fails. A message that is verified or
 * decrypted is in memory meanwhile, unless it is a detached signature.
 */
export class Cms {
  readonly #operator: Operator;

  /** Made by the instance. @internal */
  constructor(operator: Operator) {
    this.#operator = operator;
  }

  /**
   * Signs bytes or a stream; the keys may be held by JavaScript. CMS_sign(3).
   *
   * `hash` is also what the content is digested with. Where it is left out, Ed25519 and ML-DSA take SHA512 for that
   * (RFC 8419, RFC 9882), RSA and EC OpenSSL's default; for Ed448 it must be named.
   *
   * Without signed attributes OpenSSL signs a bare digest. A holder that hashes by itself then gets the content, all
   * of which is in memory.
   *
   * @throws (rejects) {@link OpenSSLError} `openssl` when a key does not fit its certificate, its holder
   *   fails or a stream does (see `cause`); `aborted`, `timeout`, `argument`, `memory`
   */
  sign(content: ByteInput, options: CmsSignOptions & To): Promise<void>;
  sign(content: ByteInput, options: CmsSignOptions): Promise<CmsMessage>;
  async sign(content: ByteInput, options: CmsSignOptions): Promise<CmsMessage | void> {
    checkObject('The options', options);
    const { attributes = true, certificates = [], detached = false, signers, to } = options;
    checkList('signers', signers);
    checkList('certificates', certificates);
    for (const signer of signers) checkObject('A signer', signer);
    const keys = signers.map(({ key }) => key);
    for (const key of keys) Key.check(key, this.#operator.core);
    const [first] = keys;
    if (!first) throw new OpenSSLError('argument', 'A message is signed by at least one signer');
    const all = [...signers.map(({ certificate }) => certificate), ...certificates];
    const { form, flags } = outputForm(options, detached);
    const { cms } = await this.#operator.run(
      'cms_sign',
      {
        keys,
        certificates: joined(all.map(checked)),
        ...signatureParameters(first, options),
        flags:
          flags | (detached ? constants.CMS_DETACHED : 0) | (attributes ? 0 : constants.CMS_NOATTR),
        form,
        content,
        cms: to,
      },
      options,
    );
    return to ? undefined : new CmsMessage(cms, options.format ?? 'der');
  }

  /**
   * Verifies every signature of a message, and every signer's chain. CMS_verify(3).
   *
   * The content is written to `to` before the signatures are verified: it means nothing until the promise is
   * fulfilled.
   *
   * @returns the content that the message carries; nothing when it goes to `to`, or came as `content`
   * @throws (rejects) {@link OpenSSLError} `openssl` when anything does not verify, or a stream fails (see `cause`);
   *   `aborted`, `timeout`, `argument`, `memory`
   */
  verify(message: CmsInput, options: CmsVerifyOptions & To): Promise<void>;
  verify(message: CmsInput, options: CmsVerifyOptions & { content: ByteInput }): Promise<void>;
  verify(message: CmsInput, options: CmsVerifyOptions): Promise<Bytes>;
  async verify(message: CmsInput, options: CmsVerifyOptions): Promise<Bytes | void> {
    checkObject('The options', options);
    const { binary = true, certificates = [], content, to, trusted } = options;
    checkList('certificates', certificates);
    checkList('trusted', trusted);
    const { data } = await this.#operator.run(
      'cms_verify',
      {
        cms: messageBytes(message),
        certificates: joined(certificates.map(checked)),
        trusted: joined(trusted.map(checked)),
        flags:
          (content === undefined ? 0 : constants.CMS_DETACHED) |
          (binary ? constants.CMS_BINARY : 0),
        content: content ?? new Uint8Array(0),
        data: to,
      },
      options,
    );
    return to || content !== undefined ? undefined : data;
  }

  /**
   * Encrypts bytes or a stream to some recipients. CMS_encrypt(3).
   * @throws (rejects) {@link OpenSSLError} `openssl`, also when a stream fails (see `cause`); `aborted`,
   *   `timeout`, `argument`, `memory`
   */
  encrypt(content: ByteInput, options: CmsEncryptOptions & To): Promise<void>;
  encrypt(content: ByteInput, options: CmsEncryptOptions): Promise<CmsMessage>;
  async encrypt(content: ByteInput, options: CmsEncryptOptions): Promise<CmsMessage | void> {
    checkObject('The options', options);
    const { cipher = 'AES-256-CBC', recipients, to } = options;
    checkList('recipients', recipients);
    if (recipients.length === 0)
      throw new OpenSSLError('argument', 'A message is encrypted to at least one recipient');
    const { cms } = await this.#operator.run(
      'cms_encrypt',
      {
        recipients: joined(recipients.map(checked)),
        cipher,
        ...outputForm(options, false),
        content,
        cms: to,
      },
      options,
    );
    return to ? undefined : new CmsMessage(cms, options.format ?? 'der');
  }

  /**
   * Decrypts with a recipient's key, which JavaScript may hold. CMS_decrypt(3).
   *
   * Only an authenticated cipher notices damage, and only at the end: what was written to `to` means nothing before.
   *
   * @returns the content; nothing when it goes to `to`
   * @throws (rejects) {@link OpenSSLError} `openssl` for another's message or a damaged one, or when the
   *   holder or a stream fails (see `cause`); `aborted`, `timeout`, `argument`, `memory`
   */
  decrypt(message: CmsInput, options: CmsDecryptOptions & To): Promise<void>;
  decrypt(message: CmsInput, options: CmsDecryptOptions): Promise<Bytes>;
  async decrypt(message: CmsInput, options: CmsDecryptOptions): Promise<Bytes | void> {
    checkObject('The options', options);
    const { certificate, key, to } = options;
    Key.check(key, this.#operator.core);
    const { data } = await this.#operator.run(
      'cms_decrypt',
      { key, certificate: checked(certificate).toDer(), cms: messageBytes(message), data: to },
      options,
    );
    return to ? undefined : data;
  }
}

function checked(certificate: unknown): Certificate {
  if (certificate instanceof Certificate) return certificate;
  throw new OpenSSLError('argument', 'This is not a certificate; see ossl.x509.parseCertificate');
}
