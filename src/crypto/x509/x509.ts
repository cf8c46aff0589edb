import { checkList, checkObject } from '../../base/checks.js';
import { Certificate, CertificateRequest, type RevocationList } from './certificate.js';
import { checkParsed, X509Reader } from './x509-reader.js';
import { createCrl } from './crl.js';
import { Key } from '../keys/key.js';
import type { Operator } from '../../operator/operator.js';
import { textList } from '../../operator/text-list.js';
import { toDer } from '../encoding/pem.js';
import { signatureParameters } from '../primitives/sign.js';
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
export class X509 extends X509Reader {
  readonly #operator: Operator;

  /** Made by the instance. @internal */
  constructor(operator: Operator) {
    super(operator);
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
    if (issuer !== undefined) checkParsed(issuer, Certificate, 'issuer');
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
    checkParsed(issuer, Certificate, 'issuer');
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
   * Makes a revocation list. X509_CRL_sign(3), RFC 5280, section 5.
   * @throws (rejects) {@link OpenSSLError} as {@link createCertificate}
   */
  async createCrl(options: CreateCrlOptions): Promise<RevocationList> {
    checkObject('The options', options);
    checkParsed(options.issuer, Certificate, 'issuer');
    return this.parseCrl(await createCrl(this.#operator, options), options);
  }
}

/** 159 bits from the host, as OpenSSL's own tools take: rand_serial of openssl-x509(1). */
function randomSerial(): Uint8Array {
  const serial = globalThis.crypto.getRandomValues(new Uint8Array(20));
  serial[0] = ((serial[0] as number) & 0x7f) | 0x40; // positive, and never zero
  return serial;
}
