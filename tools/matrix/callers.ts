// The columns for signatures: what of OpenSSL has something signed, and how others verify that.
import type {
  Certificate,
  CertificateRequest,
  OpenSSL,
  SignatureOptions,
} from '../../src/index.js';
import type { Algorithm } from './algorithms.js';
import { type Signed, type SignatureKind, signedMessage, signedStructure } from './der.js';
import type { HeldKey } from './holders/holder.js';

/** What a caller works with. */
export interface SigningRow {
  readonly ossl: OpenSSL;
  readonly algorithm: Algorithm;
  readonly held: HeldKey;
  /** Self-signed with the held key, if that can be; `root.pem` in the folder. */
  readonly root: Certificate | undefined;
  /** Of somebody who wants a certificate. */
  readonly request: CertificateRequest;
}

/** What came of it, and how it is verified. */
export interface Made {
  readonly signed: Signed;
  /** Put beside `root.pem` and the holder's `public.pem`. */
  readonly files: Readonly<Record<string, Uint8Array | string>>;
  /** Arguments of the openssl command. */
  readonly command: readonly string[];
  /** Where its status says nothing. */
  readonly says?: string;
  readonly writes?: Uint8Array;
}

export interface Caller {
  readonly name: string;
  /** Why this can't be done, whoever holds the key. */
  unable?(algorithm: Algorithm): string | undefined;
  make(row: SigningRow): Promise<Made>;
}

const day = 86_400_000;
const content = new TextEncoder().encode('What is signed here, whoever holds the key.\n');

export const validity = {
  notBefore: new Date(Date.now() - day),
  notAfter: new Date(Date.now() + 30 * day),
};

/** What the module is told. */
export function signatureOptions({ hash, padding }: Algorithm): SignatureOptions {
  return { hash, padding: padding as SignatureOptions['padding'] };
}

/** The same for node:crypto. */
function kindOf({ hash, padding }: Algorithm): SignatureKind {
  const name = hash?.toLowerCase() ?? null;
  const size = Number(hash?.slice(-3)) / 8; // a salt as long as the hash is the default
  return padding === 'pss' ? { hash: name, saltLength: size } : { hash: name };
}

/** The same for `openssl pkeyutl`. */
function words({ hash, padding }: Algorithm): string[] {
  if (hash === undefined) return [];
  const rsa = padding === undefined ? [] : ['-pkeyopt', `rsa_padding_mode:${padding}`];
  const pss = padding === 'pss' ? ['-pkeyopt', 'rsa_pss_saltlen:digest'] : [];
  return ['-digest', hash, ...rsa, ...pss];
}

/** What X.509 and CMS need, and EVP does not. */
export function lacksIdentifier({ hash, padding }: Algorithm): string | undefined {
  return padding === 'pss' && hash?.startsWith('SHA3-')
    ? 'OpenSSL 3.5 writes no AlgorithmIdentifier for PSS with SHA-3; nor does its command'
    : undefined;
}

function evp(name: string, data: Uint8Array | Uint8Array[]): Caller {
  return {
    name,
    async make({ algorithm, held, ossl }) {
      const signature = await ossl.sign(held.key, data, signatureOptions(algorithm));
      const key = ['-pubin', '-inkey', 'public.pem', ...words(algorithm)];
      return {
        signed: { data: content, signature, kind: kindOf(algorithm) },
        files: { content, signature },
        command: [
          'pkeyutl',
          '-verify',
          '-rawin',
          '-in',
          'content',
          '-sigfile',
          'signature',
          ...key,
        ],
      };
    },
  };
}

const request: Caller = {
  name: 'CSR',
  unable: lacksIdentifier,
  async make({ algorithm, held, ossl }) {
    const made = await ossl.x509.createRequest({
      subject: { C: 'SE', CN: 'request.example' },
      extensions: { subjectAltName: 'DNS:request.example' },
      key: held.key,
      ...signatureOptions(algorithm),
    });
    return {
      signed: signedStructure(made.toDer()),
      files: { 'request.pem': made.toPem() },
      command: ['req', '-verify', '-noout', '-in', 'request.pem'],
      says: 'verify OK',
    };
  },
};

/** Also what the other callers need as their authority. */
export function selfSigned({
  algorithm,
  held,
  ossl,
}: Pick<SigningRow, 'algorithm' | 'held' | 'ossl'>): Promise<Certificate> {
  return ossl.x509.createCertificate({
    ...validity,
    subject: { CN: 'Root' },
    issuerKey: held.key,
    extensions: { basicConstraints: 'critical,CA:TRUE', subjectKeyIdentifier: 'hash' },
    ...signatureOptions(algorithm),
  });
}

const selfSignedCertificate: Caller = {
  name: 'self-signed certificate',
  unable: lacksIdentifier,
  async make(row) {
    const made = await selfSigned(row);
    return {
      signed: signedStructure(made.toDer()),
      files: { 'self.pem': made.toPem() },
      command: ['verify', '-check_ss_sig', '-CAfile', 'self.pem', 'self.pem'],
    };
  },
};

const issuedCertificate: Caller = {
  name: 'issued certificate',
  unable: lacksIdentifier,
  async make({ algorithm, held, ossl, request, root }) {
    const made = await ossl.x509.issue({
      ...validity,
      request,
      issuer: root as Certificate,
      issuerKey: held.key,
      extensions: { authorityKeyIdentifier: 'keyid:always' },
      ...signatureOptions(algorithm),
    });
    return {
      signed: signedStructure(made.toDer()),
      files: { 'leaf.pem': made.toPem() },
      command: ['verify', '-CAfile', 'root.pem', 'leaf.pem'],
    };
  },
};

const revocationList: Caller = {
  name: 'CRL',
  unable: lacksIdentifier,
  async make({ algorithm, held, ossl, root }) {
    const made = await ossl.x509.createCrl({
      issuer: root as Certificate,
      issuerKey: held.key,
      lastUpdate: validity.notBefore,
      nextUpdate: validity.notAfter,
      revoked: [{ serial: '1234', date: validity.notBefore, reason: 1 }],
      ...signatureOptions(algorithm),
    });
    return {
      signed: signedStructure(made.toDer()),
      files: { 'crl.pem': made.toPem() },
      command: ['crl', '-in', 'crl.pem', '-noout', '-CAfile', 'root.pem'],
      says: 'verify OK',
    };
  },
};

function message(attributes: boolean, detached: boolean): Caller {
  return {
    name: `CMS, ${attributes ? 'attributes' : 'no attributes'}${detached ? ', detached' : ''}`,
    unable: (algorithm) =>
      attributes || algorithm.hash !== undefined
        ? lacksIdentifier(algorithm)
        : 'OpenSSL 3.5 makes no CMS signatures with EdDSA and ML-DSA without attributes; nor does its command',
    async make({ algorithm, held, ossl, root }) {
      const made = await ossl.cms.sign(content, {
        signers: [{ certificate: root as Certificate, key: held.key }],
        attributes,
        detached,
        ...signatureOptions(algorithm),
        ...(algorithm.signer === 'Ed448' ? { hash: 'SHA512' } : {}), // of the content; OpenSSL has no default
      });
      const from = ['-inform', 'DER', '-in', 'message', '-CAfile', 'root.pem'];
      return {
        signed: signedMessage(made.toDer(), content),
        files: { message: made.toDer(), content },
        command: [
          'cms',
          '-verify',
          '-binary',
          ...from,
          ...(detached ? ['-content', 'content'] : []),
        ],
        says: 'Verification successful',
        writes: content,
      };
    },
  };
}

export const callers: readonly Caller[] = [
  evp('EVP, at once', content),
  evp('EVP, streamed', [content.subarray(0, 5), content.subarray(5)]),
  request,
  selfSignedCertificate,
  issuedCertificate,
  revocationList,
  ...[true, false].flatMap((attributes) =>
    [false, true].map((detached) => message(attributes, detached)),
  ),
];
