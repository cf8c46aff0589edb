import { isBytes } from '../../base/bytes.js';
import { hasMethod, isThenable, member } from '../../base/kinds.js';

/** What was given in a key's place, in words that follow its name, with what makes a key of it. */
export function whyNoKey(given: unknown): string {
  if (given === undefined || given === null) return 'is missing';
  if (isThenable(given)) return 'is a promise; await it first';
  if (typeof given === 'string')
    return /-----BEGIN [A-Z0-9 ]*CERTIFICATE-----/.test(given)
      ? 'is a certificate in PEM; await ossl.x509.parseCertificate(pem), then ossl.keys.importPublic(certificate.publicKey)'
      : given.includes('-----BEGIN ')
        ? 'is PEM text; await ossl.keys.import(pem) makes a key of it'
        : 'is a text; await ossl.keys.import(…) reads keys in PEM';
  if (isBytes(given)) return 'is bytes; await ossl.keys.import(bytes) makes a key of them';
  return whyNoKeyObject(given);
}

function whyNoKeyObject(given: unknown): string {
  const [type, usages, algorithm, kty] = ['type', 'usages', 'algorithm', 'kty'].map((name) =>
    member(given, name),
  );
  if (typeof type === 'string' && Array.isArray(usages))
    return "is a CryptoKey; await fromCryptoKey(ossl, { privateKey, publicKey }) of 'openssl-async/webcrypto' makes a key of a pair";
  if (typeof type === 'string' && hasMethod(given, 'export'))
    return "is a KeyObject of node:crypto; await ossl.keys.import(keyObject.export({ type: 'pkcs8', format: 'der' })) makes a key of it, with type 'spki' of a public one";
  if (member(given, 'privateKey') !== undefined && member(given, 'publicKey') !== undefined)
    return "is a pair; await fromCryptoKey(ossl, pair) of 'openssl-async/webcrypto' makes a key of one of WebCrypto's";
  if (typeof kty === 'string') return 'is a JWK; await ossl.keys.import(jwk) makes a key of it';
  if (typeof algorithm === 'string')
    return 'is a signer; ossl.keys.fromSigner(signer) makes a key of it';
  if (hasMethod(given, 'toDer') && member(given, 'publicKey') !== undefined)
    return 'is a certificate or a request; ossl.keys.importPublic(certificate.publicKey) makes a key of its';
  return 'is no key of ossl.keys';
}
