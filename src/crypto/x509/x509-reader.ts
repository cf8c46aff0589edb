import { OpenSSLError } from '../../base/errors.js';
import { checkList, checkObject } from '../../base/checks.js';
import { Certificate, CertificateRequest, RevocationList } from './certificate.js';
import { X509Fields } from './x509-fields.js';
import { type OperationOptions, type Operator } from '../../operator/operator.js';
import { allToDer, toDer } from '../encoding/pem.js';
import { verifyChain } from './verify-chain.js';
import type { VerifyOptions, VerifyResult } from './x509-options.js';

/** Certificates, requests and revocation lists that are read and verified: `ossl.x509` of every module. */
export class X509Reader {
  readonly #operator: Operator;

  /** Made by the instance. @internal */
  constructor(operator: Operator) {
    this.#operator = operator;
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
    const { signal, timeout } = options;
    if (typeof pem !== 'string') throw new OpenSSLError('argument', 'A bundle is a PEM text');
    const all = allToDer('CERTIFICATE', pem);
    return Promise.all(all.map((der) => this.parseCertificate(der, { signal, timeout })));
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
      checkParsed(one, Certificate, 'certificate');
    for (const crl of crls) checkParsed(crl, RevocationList, 'revocation list');
    return verifyChain(this.#operator, (der) => this.parseCertificate(der), certificate, options);
  }
}

/** @throws {@link OpenSSLError} `argument` for what is not of the class */
export function checkParsed(
  value: unknown,
  type: typeof Certificate | typeof RevocationList,
  name: string,
): void {
  if (!(value instanceof type))
    throw new OpenSSLError('argument', `The ${name} is not a parsed one: see ossl.x509`);
}
