import { OpenSSLError } from '../../base/errors.js';
import { checkList, checkObject } from '../../base/checks.js';
import { Certificate, CertificateRequest, RevocationList } from './certificate.js';
import { createCrl } from './crl.js';
import { X509Fields } from './x509-fields.js';
import { Key } from '../keys/key.js';
import { type OperationOptions, type Operator } from '../../operator/operator.js';
import { textList } from '../../operator/text-list.js';
import { allToDer, toDer } from '../encoding/pem.js';
import { signatureParameters } from '../primitives/sign.js';
import { verifyChain } from './verify-chain.js';
import {
  type CertificateTerms,
  checkSerial,
  type CreateCertificateOptions,
  type CreateCrlOptions,
  type CreateRequestOptions,
  type IssueOptions,
  extensionPairs,
  namePairs,
  refuseProblem,
  timeText,
  type VerifyOptions,
  type VerifyResult,
} from './x509-options.js';

/** What a certificate is made from beside its terms, as C takes it. */
interface Parts {
  readonly key: Key;
  readonly subject: Uint8Array | undefined;
  readonly issuer?: Uint8Array | undefined;
  readonly public_key?: Uint8Array | undefined;
  readonly request?: Uint8Array | undefined;
  readonly copied?: Uint8Array | undefined;
}

/** Certificates, requests and revocation lists of one instance: `ossl.x509`. */
export class X509 {
  readonly #operator: Operator;

  /** Made by the instance. @internal */
  constructor(operator: Operator) {
    this.#operator = operator;
  }

  /**
   * Makes a certification request, signed with its own key. X509_REQ_sign(3), RFC 2986.
   *
   * @throws (rejects) {@link OpenSSLError} `openssl` for a name or an extension that OpenSSL refuses, or when the
   *   holder of the key fails; `aborted`, `timeout`, `argument`, `memory`
   */
  async createRequest(options: CreateRequestOptions): Promise<CertificateRequest> {
    checkObject('The options', options);
    const { extensions, key, subject } = options;
    Key.check(key, this.#operator.core);
    const { request } = await this.#operator.run(
      'create_request',
      {
        key,
        subject: namePairs(subject),
        extensions: extensionPairs(extensions),
        ...signatureParameters(key, options),
      },
      options,
    );
    return this.parseRequest(request, options);
  }

  /**
   * Makes a certificate of version 3: of an authority, or self-signed. X509_sign(3), RFC 5280.
   *
   * @throws (rejects) {@link OpenSSLError} `argument` if `issuerKey` is not the issuer's; `openssl` for a name
   *   or an extension that OpenSSL refuses, or when the holder of the key fails; `aborted`, `timeout`, `memory`
   */
  async createCertificate(options: CreateCertificateOptions): Promise<Certificate> {
    checkObject('The options', options);
    const { issuer, issuerKey, publicKey, subject } = options;
    if (publicKey !== undefined) Key.check(publicKey, this.#operator.core);
    if (issuer !== undefined) check(issuer, Certificate, 'issuer');
    return this.#create(options, {
      key: issuerKey,
      subject: namePairs(subject),
      issuer: issuer?.toDer(),
      public_key: publicKey?.publicToDer(),
    });
  }

  /**
   * Makes a certificate of a request, whose signature is verified first. X509_REQ_verify(3), X509_sign(3).
   *
   * @throws (rejects) {@link OpenSSLError} `argument` if the request is not signed with its own key, or
   *   `issuerKey` is not the issuer's; otherwise as {@link createCertificate}
   */
  async issue(options: IssueOptions): Promise<Certificate> {
    checkObject('The options', options);
    const { copyExtensions = [], issuer, issuerKey, request, subject } = options;
    check(issuer, Certificate, 'issuer');
    checkList('copyExtensions', copyExtensions);
    return this.#create(options, {
      key: issuerKey,
      subject: subject && namePairs(subject),
      issuer: issuer.toDer(),
      request:
        request instanceof CertificateRequest
          ? request.toDer()
          : toDer('CERTIFICATE REQUEST', request),
      copied: textList(copyExtensions),
    });
  }

  async #create(terms: CertificateTerms, parts: Parts): Promise<Certificate> {
    const { extensions, notAfter, notBefore, serial, ...options } = terms;
    Key.check(parts.key, this.#operator.core);
    const { certificate, problem } = await this.#operator.run(
      'create_certificate',
      {
        ...{ issuer: undefined, public_key: undefined, request: undefined, copied: undefined },
        ...parts,
        serial: serial === undefined ? randomSerial() : checkSerial(serial),
        not_before: timeText('notBefore', notBefore),
        not_after: timeText('notAfter', notAfter),
        extensions: extensionPairs(extensions),
        ...signatureParameters(parts.key, options),
      },
      options,
    );
    refuseProblem(problem);
    return this.parseCertificate(certificate, options);
  }

  /**
   * Reads a certificate: the first of a PEM text, or exactly one in DER. Its signature is not looked at.
   *
   * @throws (rejects) {@link OpenSSLError} `openssl` if it is not one, `argument`, `aborted`, `timeout`, `memory`
   */
  async parseCertificate(
    data: string | Uint8Array,
    options: OperationOptions = {},
  ): Promise<Certificate> {
    const der = toDer('CERTIFICATE', data).slice(); // the caller's bytes may change
    const { fields } = await this.#operator.run('parse_certificate', { der }, options);
    return new Certificate(der, new X509Fields(fields));
  }

  /**
   * Reads every certificate in a PEM text, such as a chain or a bundle of roots; other blocks are passed over.
   * @throws (rejects) {@link OpenSSLError} `argument` if there is none; otherwise as {@link parseCertificate}
   */
  async parseCertificates(pem: string, options: OperationOptions = {}): Promise<Certificate[]> {
    checkObject('The options', options);
    const { priority, signal, timeout } = options;
    if (typeof pem !== 'string') throw new OpenSSLError('argument', 'A bundle is a PEM text');
    const all = allToDer('CERTIFICATE', pem);
    return Promise.all(all.map((der) => this.parseCertificate(der, { priority, signal, timeout })));
  }

  /** Reads a request and verifies its signature. @throws (rejects) as {@link parseCertificate} */
  async parseRequest(
    data: string | Uint8Array,
    options: OperationOptions = {},
  ): Promise<CertificateRequest> {
    const der = toDer('CERTIFICATE REQUEST', data).slice();
    const { fields } = await this.#operator.run('parse_request', { der }, options);
    return new CertificateRequest(der, new X509Fields(fields));
  }

  /** Reads a revocation list; its signature is not looked at. @throws (rejects) as {@link parseCertificate} */
  async parseCrl(
    data: string | Uint8Array,
    options: OperationOptions = {},
  ): Promise<RevocationList> {
    const der = toDer('X509 CRL', data).slice();
    const { fields } = await this.#operator.run('parse_crl', { der }, options);
    return new RevocationList(der, new X509Fields(fields));
  }

  /**
   * Makes a revocation list. X509_CRL_sign(3), RFC 5280, section 5.
   * @throws (rejects) {@link OpenSSLError} as {@link createCertificate}
   */
  async createCrl(options: CreateCrlOptions): Promise<RevocationList> {
    checkObject('The options', options);
    check(options.issuer, Certificate, 'issuer');
    return this.parseCrl(await createCrl(this.#operator, options), options);
  }

  /**
   * Builds a chain from a certificate to one that is trusted, and verifies all of it. A chain that does
   * not hold is an answer, not an error. X509_verify_cert(3), RFC 5280, section 6.
   *
   * @throws (rejects) {@link OpenSSLError} `openssl` if it could not be tried, `argument`, `aborted`,
   *   `timeout`, `memory`
   */
  async verify(certificate: Certificate, options: VerifyOptions): Promise<VerifyResult> {
    checkObject('The options', options);
    const { crls = [], trusted, untrusted = [] } = options;
    for (const [name, list] of Object.entries({ crls, trusted, untrusted })) checkList(name, list);
    for (const one of [certificate, ...trusted, ...untrusted])
      check(one, Certificate, 'certificate');
    for (const crl of crls) check(crl, RevocationList, 'revocation list');
    return verifyChain(this.#operator, (der) => this.parseCertificate(der), certificate, options);
  }
}

function check(
  value: unknown,
  type: typeof Certificate | typeof RevocationList,
  name: string,
): void {
  if (!(value instanceof type))
    throw new OpenSSLError('argument', `The ${name} is not a parsed one: see ossl.x509`);
}

/** 159 bits from the host, as OpenSSL's own tools take: rand_serial of openssl-x509(1). */
function randomSerial(): Uint8Array {
  const serial = globalThis.crypto.getRandomValues(new Uint8Array(20));
  serial[0] = ((serial[0] as number) & 0x7f) | 0x40; // positive, and never zero
  return serial;
}
