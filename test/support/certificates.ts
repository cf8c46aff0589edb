// Certificates for tests: an authority, one below it, and a server's, with keys that WebCrypto holds.
import type { Certificate, Key, OpenSSL } from '../../src/index.js';

export const times = {
  notBefore: new Date('2026-01-01T00:00:00Z'),
  notAfter: new Date('2056-01-01T00:00:00Z'), // past 2049, where GeneralizedTime begins
};
export const at = new Date('2026-06-01T00:00:00Z');
export const authority = {
  basicConstraints: 'critical,CA:TRUE',
  keyUsage: 'critical,keyCertSign,cRLSign',
  subjectKeyIdentifier: 'hash',
};

/** A key of P-256 that stays in WebCrypto; the list grows with each question. */
export async function heldKey(ossl: OpenSSL, asked: string[] = []): Promise<Key> {
  const { subtle } = globalThis.crypto;
  const pair = await subtle.generateKey({ name: 'ECDSA', namedCurve: 'P-256' }, false, [
    'sign',
    'verify',
  ]);
  return ossl.keys.fromSigner({
    algorithm: 'EC',
    publicKey: new Uint8Array(await subtle.exportKey('spki', pair.publicKey)),
    input: 'message',
    ecdsaFormat: 'raw',
    sign: async (data, { hash = '' }) => {
      asked.push(hash);
      const signature = await subtle.sign(
        { name: 'ECDSA', hash: 'SHA-256' },
        pair.privateKey,
        data,
      );
      return new Uint8Array(signature);
    },
  });
}

export interface Family {
  readonly rootKey: Key;
  readonly root: Certificate;
  readonly middleKey: Key;
  readonly middle: Certificate;
  readonly leafKey: Key;
  readonly leaf: Certificate;
}

export async function family(ossl: OpenSSL): Promise<Family> {
  const [rootKey, middleKey, leafKey] = await Promise.all([
    heldKey(ossl),
    heldKey(ossl),
    heldKey(ossl),
  ]);
  const root = await ossl.x509.createCertificate({
    ...times,
    subject: { CN: 'Root', O: 'Bäckerei 東京' },
    issuerKey: rootKey,
    extensions: authority,
    hash: 'SHA256',
  });
  const middle = await ossl.x509.createCertificate({
    ...times,
    subject: { CN: 'Middle' },
    issuer: root,
    issuerKey: rootKey,
    publicKey: middleKey,
    extensions: { ...authority, authorityKeyIdentifier: 'keyid:always' },
    hash: 'SHA256',
  });
  const leaf = await ossl.x509.issue({
    ...times,
    request: await ossl.x509.createRequest({
      subject: { CN: 'example.org' },
      key: leafKey,
      extensions: { subjectAltName: 'DNS:example.org,IP:192.0.2.1,email:a@example.org' },
      hash: 'SHA256',
    }),
    issuer: middle,
    issuerKey: middleKey,
    copyExtensions: ['subjectAltName'],
    extensions: {
      basicConstraints: 'critical,CA:FALSE',
      extendedKeyUsage: 'serverAuth',
      authorityKeyIdentifier: 'keyid:always',
      authorityInfoAccess: 'OCSP;URI:http://ocsp.example.org/',
      crlDistributionPoints: 'URI:http://example.org/ca.crl',
    },
    hash: 'SHA256',
  });
  return { rootKey, root, middleKey, middle, leafKey, leaf };
}

export function freeAll({ leafKey, middleKey, rootKey }: Family): void {
  for (const key of [leafKey, middleKey, rootKey]) key.free();
}
