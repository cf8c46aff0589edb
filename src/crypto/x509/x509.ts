import { OpenSSLError } from '../../base/errors.js';
import { checkList } from '../../base/checks.js';
import { checkOptions } from '../../base/options.js';
import { gather, isPending, type WholeBytes } from '../../operator/gather.js';
import { Certificate, CertificateRequest, RevocationList, whyNotParsed } from './certificate.js';
import { createCrl } from './crl.js';
import { X509Fields } from './x509-fields.js';
import { Key } from '../keys/key.js';
import { operationNames, type OperationOptions, type Operator } from '../../operator/operator.js';
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
  names,
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

/** DER, and the options with what is left of the time. */
interface Whole {
  readonly der: Uint8Array;
  readonly options: OperationOptions;
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
    checkOptions('The options', options, names.createRequest);
    const { context, extensions, key, subject } = options;
    Key.check(key, this.#operator.core);
    const given = gather(this.#operator.owner, { context }, options);
    const { bytes, options: rest } = isPending(given) ? await given : given;
    const { request } = await this.#operator.run(
      'create_request',
      {
        key,
        subject: namePairs(subject),
        extensions: extensionPairs(extensions),
        ...signatureParameters(key, { ...options, context: bytes.context }),
      },
      rest,
    );
    return this.parseRequest(request, rest);
  }

  /**
   * Makes a certificate of version 3: of an authority, or self-signed. X509_sign(3), RFC 5280.
   *
   * @throws (rejects) {@link OpenSSLError} `argument` if `issuerKey` is not the issuer's; `openssl` for a name
   *   or an extension that OpenSSL refuses, or when the holder of the key fails; `aborted`, `timeout`, `memory`
   */
  async createCertificate(options: CreateCertificateOptions): Promise<Certificate> {
    checkOptions('The options', options, names.createCertificate);
    const { issuer, issuerKey, publicKey, subject } = options;
    if (publicKey !== undefined) Key.check(publicKey, this.#operator.core, 'publicKey');
    if (issuer !== undefined) Certificate.check(issuer, 'issuer');
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
    checkOptions('The options', options, names.issue);
    const { copyExtensions = [], issuer, issuerKey, request, subject } = options;
    Certificate.check(issuer, 'issuer');
    Key.check(issuerKey, this.#operator.core, 'issuerKey');
    checkList('copyExtensions', copyExtensions);
    const parsed = request instanceof CertificateRequest ? request.toDer() : request;
    const whole = this.#whole('request', 'CERTIFICATE REQUEST', parsed, options);
    const { der, options: rest } = isPending(whole) ? await whole : whole;
    return this.#create(
      { ...options, ...rest },
      {
        key: issuerKey,
        subject: subject && namePairs(subject),
        issuer: issuer.toDer(),
        request: der,
        copied: textList(copyExtensions),
      },
    );
  }

  async #create(terms: CertificateTerms, parts: Parts): Promise<Certificate> {
    const { context, extensions, notAfter, notBefore, serial } = terms;
    Key.check(parts.key, this.#operator.core, 'issuerKey');
    const given = gather(this.#operator.owner, { context, serial }, terms);
    const { bytes, options } = isPending(given) ? await given : given;
    const { certificate, problem } = await this.#operator.run(
      'create_certificate',
      {
        ...{ issuer: undefined, public_key: undefined, request: undefined, copied: undefined },
        ...parts,
        serial: bytes.serial === undefined ? randomSerial() : checkSerial(bytes.serial),
        not_before: timeText('notBefore', notBefore),
        not_after: timeText('notAfter', notAfter),
        extensions: extensionPairs(extensions),
        ...signatureParameters(parts.key, { ...terms, context: bytes.context }),
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
    data: string | WholeBytes,
    options: OperationOptions = {},
  ): Promise<Certificate> {
    const whole = this.#read('CERTIFICATE', data, options);
    const { der, options: rest } = isPending(whole) ? await whole : whole;
    const { fields } = await this.#operator.run('parse_certificate', { der }, rest);
    return new Certificate(der, new X509Fields(fields));
  }

  /**
   * Reads every certificate in a PEM text, such as a chain or a bundle of roots; other blocks are passed over.
   * @throws (rejects) {@link OpenSSLError} `argument` if there is none; otherwise as {@link parseCertificate}
   */
  async parseCertificates(pem: string, options: OperationOptions = {}): Promise<Certificate[]> {
    checkOptions('The options', options, operationNames);
    const { signal, timeout } = options;
    if (typeof pem !== 'string') throw new OpenSSLError('argument', 'A bundle is a PEM text');
    const all = allToDer('CERTIFICATE', pem);
    return Promise.all(all.map((der) => this.parseCertificate(der, { signal, timeout })));
  }

  /** What a parser was given, with its options checked; a copy, since the caller's bytes may change. */
  #read(label: string, data: unknown, options: OperationOptions): Whole | Promise<Whole> {
    checkOptions('The options', options, operationNames);
    return this.#whole('data', label, data, options);
  }

  /** DER of a PEM text, of bytes, or of a source of either. */
  #whole(
    name: string,
    label: string,
    data: unknown,
    options: OperationOptions,
  ): Whole | Promise<Whole> {
    if (typeof data === 'string') return { der: toDer(label, data), options };
    const what = `${name}, a ${label} in PEM or DER,`;
    const given = gather(this.#operator.owner, { [what]: data }, options);
    const read = (ready: Awaited<typeof given>): Whole => ({
      der: toDer(label, ready.bytes[what]).slice(),
      options: ready.options,
    });
    return isPending(given) ? given.then(read) : read(given);
  }

  /** Reads a request and verifies its signature. @throws (rejects) as {@link parseCertificate} */
  async parseRequest(
    data: string | WholeBytes,
    options: OperationOptions = {},
  ): Promise<CertificateRequest> {
    const whole = this.#read('CERTIFICATE REQUEST', data, options);
    const { der, options: rest } = isPending(whole) ? await whole : whole;
    const { fields } = await this.#operator.run('parse_request', { der }, rest);
    return new CertificateRequest(der, new X509Fields(fields));
  }

  /** Reads a revocation list; its signature is not looked at. @throws (rejects) as {@link parseCertificate} */
  async parseCrl(
    data: string | WholeBytes,
    options: OperationOptions = {},
  ): Promise<RevocationList> {
    const whole = this.#read('X509 CRL', data, options);
    const { der, options: rest } = isPending(whole) ? await whole : whole;
    const { fields } = await this.#operator.run('parse_crl', { der }, rest);
    return new RevocationList(der, new X509Fields(fields));
  }

  /**
   * Makes a revocation list. X509_CRL_sign(3), RFC 5280, section 5.
   * @throws (rejects) {@link OpenSSLError} as {@link createCertificate}
   */
  async createCrl(options: CreateCrlOptions): Promise<RevocationList> {
    checkOptions('The options', options, names.createCrl);
    const { context, issuer } = options;
    Certificate.check(issuer, 'issuer');
    const given = gather(this.#operator.owner, { context }, options);
    const { bytes, options: rest } = isPending(given) ? await given : given;
    const whole = { ...options, ...rest, context: bytes.context };
    return this.parseCrl(await createCrl(this.#operator, whole), rest);
  }

  /**
   * Builds a chain from a certificate to one that is trusted, and verifies all of it. A chain that does
   * not hold is an answer, not an error. X509_verify_cert(3), RFC 5280, section 6.
   *
   * @throws (rejects) {@link OpenSSLError} `openssl` if it could not be tried, `argument`, `aborted`,
   *   `timeout`, `memory`
   */
  async verify(certificate: Certificate, options: VerifyOptions): Promise<VerifyResult> {
    checkOptions('The options', options, names.verify);
    const { crls = [], trusted, untrusted = [] } = options;
    for (const [name, list] of Object.entries({ crls, trusted, untrusted })) checkList(name, list);
    Certificate.check(certificate, 'certificate');
    for (const one of trusted) Certificate.check(one, 'trusted');
    for (const one of untrusted) Certificate.check(one, 'untrusted');
    for (const crl of crls)
      if (!(crl instanceof RevocationList))
        throw new OpenSSLError('argument', `crls ${whyNotParsed(crl, 'revocation list')}`);
    return verifyChain(this.#operator, (der) => this.parseCertificate(der), certificate, options);
  }
}

/** 159 bits from the host, as OpenSSL's own tools take: rand_serial of openssl-x509(1). */
function randomSerial(): Uint8Array {
  const serial = globalThis.crypto.getRandomValues(new Uint8Array(20));
  serial[0] = ((serial[0] as number) & 0x7f) | 0x40; // positive, and never zero
  return serial;
}
