import { OpenSSLError } from '../async/errors.js';
import { Key } from './key.js';
import { type Operator, textList } from './operation.js';
import { signatureParameters, type SignatureOptions } from './sign.js';

/** A distinguished name: attributes by their short or long names, in order; a list gives several of a type. */
export type Name = Readonly<Record<string, string | readonly string[]>>;

/** What goes into a certification request. */
export interface CreateRequestOptions extends SignatureOptions {
  readonly subject: Name;
  /** The key pair that is to be certified; it signs the request. */
  readonly key: Key;
  /** Extensions that are asked for, in the words of x509v3_config(5), such as `subjectAltName: 'DNS:example.org'`. */
  readonly extensions?: Readonly<Record<string, string>> | undefined;
}

/** A certification request: RFC 2986. */
export class CertificateRequest {
  readonly #der: Uint8Array<ArrayBuffer>;

  /** Made by `ossl.x509.createRequest`. */
  constructor(der: Uint8Array<ArrayBuffer>) {
    this.#der = der;
  }

  toDer(): Uint8Array<ArrayBuffer> {
    return this.#der.slice();
  }

  /** RFC 7468 */
  toPem(): string {
    const base64 = btoa(Array.from(this.#der, (byte) => String.fromCharCode(byte)).join(''));
    const lines = base64.match(/.{1,64}/g) ?? [];
    const label = 'CERTIFICATE REQUEST';
    return `-----BEGIN ${label}-----\n${lines.join('\n')}\n-----END ${label}-----\n`;
  }
}

/** Certificates and requests of one instance: `ossl.x509`. */
export class X509 {
  readonly #operator: Operator;

  /** Made by the instance. */
  constructor(operator: Operator) {
    this.#operator = operator;
  }

  /**
   * Makes a certification request, signed with its own key. X509_REQ_sign(3), RFC 2986.
   *
   * @throws (rejects) {@link OpenSSLError} `openssl` for a name or an extension that OpenSSL refuses, or when the
   *   holder of the key fails; `aborted`, `timeout`, `argument`, `memory`
   */
  async createRequest({
    extensions = {},
    key,
    subject,
    ...options
  }: CreateRequestOptions): Promise<CertificateRequest> {
    Key.check(key, this.#operator.core);
    const { request } = await this.#operator.run(
      'create_request',
      {
        key,
        subject: namePairs(subject),
        extensions: textList(Object.entries(extensions).flat()),
        ...signatureParameters(key, options),
      },
      options,
    );
    return new CertificateRequest(request);
  }
}

function namePairs(name: Name): Uint8Array | undefined {
  if (typeof name !== 'object' || name === null)
    throw new OpenSSLError(
      'argument',
      'A name is an object of attributes, such as { CN: "example.org" }',
    );
  return textList(
    Object.entries(name).flatMap(([type, values]) =>
      (typeof values === 'string' ? [values] : values).flatMap((value) => [type, value]),
    ),
  );
}
