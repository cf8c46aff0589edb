import { isTimeout, MAX_TIMEOUT } from '../../base/timeout.js';
import type { Key } from '../../crypto/keys/key.js';
import type { Signer } from '../../crypto/keys/held/signer.js';
import type { OpenSSL } from '../../openssl.js';
import {
  type AlgorithmDetails,
  curveBits,
  describeKey,
  type Holder,
  type Kind,
  signerFunctions,
} from './signer.js';

/** The two halves of a key, of which WebCrypto holds the private one. */
export interface CryptoKeys {
  /** May be non-extractable: it is used, never read. */
  readonly privateKey: CryptoKey;
  /** A CryptoKey that can be exported, or SubjectPublicKeyInfo as DER or PEM. RFC 5280, RFC 7468 */
  readonly publicKey: CryptoKey | Uint8Array | string;
}

/** What {@link cryptoKeySigner} and {@link fromCryptoKey} take. */
export interface CryptoKeyOptions {
  /** Milliseconds that a request may take; by default no limit. */
  readonly timeout?: number | undefined;
  /** The SubtleCrypto that the keys belong to; by default `globalThis.crypto.subtle`. */
  readonly subtle?: SubtleCrypto | undefined;
}

const kinds: ReadonlyMap<string, Kind> = new Map<string, Kind>([
  ['RSASSA-PKCS1-v1_5', { algorithm: 'RSA', use: 'sign', padding: 'pkcs1' }],
  ['RSA-PSS', { algorithm: 'RSA', use: 'sign', padding: 'pss' }],
  ['RSA-OAEP', { algorithm: 'RSA', use: 'decrypt' }],
  ['ECDSA', { algorithm: 'EC', use: 'sign' }],
  ['ECDH', { algorithm: 'EC', use: 'deriveBits' }],
  ['Ed25519', { algorithm: 'Ed25519', use: 'sign' }],
  ['Ed448', { algorithm: 'Ed448', use: 'sign' }],
  ['X25519', { algorithm: 'X25519', use: 'deriveBits', bits: 256 }],
  ['X448', { algorithm: 'X448', use: 'deriveBits', bits: 448 }],
]);

/**
 * A {@link Signer} over a private key that WebCrypto holds, which may be non-extractable: OpenSSL signs,
 * decrypts or derives with it, and pauses until `crypto.subtle` has answered. W3C Web Cryptography API
 *
 * | Algorithm of the key                 | What the signer does               | Usage needed | Defined in |
 * | ------------------------------------ | ---------------------------------- | ------------ | ---------- |
 * | RSASSA-PKCS1-v1_5                    | `sign`, PKCS#1 v1.5, one hash      | `sign`       | RFC 8017   |
 * | RSA-PSS                              | `sign`, PSS, one hash for all      | `sign`       | RFC 8017   |
 * | RSA-OAEP                             | `decrypt`, OAEP, one hash for all  | `decrypt`    | RFC 8017   |
 * | ECDSA on P-256, P-384, P-521         | `sign`, any hash that WebCrypto has | `sign`      | FIPS 186-5 |
 * | Ed25519, Ed448 (where there is one)  | `sign`                             | `sign`       | RFC 8032   |
 * | ECDH on P-256, P-384, P-521          | `derive`                           | `deriveBits` | RFC 6090   |
 * | X25519, X448 (where there is one)    | `derive`                           | `deriveBits` | RFC 7748   |
 *
 * WebCrypto hashes by itself, so RSA and ECDSA are given whole messages, which OpenSSL keeps in memory
 * until then. An RSA key is tied to one hash and one padding for as long as it lives; the signer names
 * them as what the key is used with by default. Anything else that it is asked for is refused, never
 * replaced by something similar.
 *
 * The signer's functions reject with `TypeError`, saying what the key is for and what was asked for, when
 * that does not fit: another hash or padding, `prehashed`, an `mgf1Hash` other than the hash, a PSS
 * signature without a salt length, a context string. They reject with whatever WebCrypto says when it
 * fails: `OperationError` for a ciphertext that does not decrypt, a salt too long for the key or a peer
 * whose secret would be zero, `DataError` for a peer's key of another kind, `NotSupportedError` for a
 * hash that the runtime lacks.
 *
 * On abort: a request whose signal has fired already rejects with the signal's reason and leaves the key
 * alone. One under way can't be aborted, since WebCrypto has no means for it; it goes on in the background
 * and its answer is dropped.
 *
 * @param keys - the private key, and its public key to be exported as `spki`; where that is not
 *   possible, SubjectPublicKeyInfo as DER or PEM. Whether the two belong together is not checked here
 * @param options - `timeout`: milliseconds that a request may take; `subtle`: another SubtleCrypto than
 *   `globalThis.crypto.subtle`, such as a polyfill's
 * @returns the signer; it has the one function that the key is good for, and no state to be freed
 * @throws (rejects) `TypeError` if something isn't a key, is the wrong half of one, has an algorithm or
 *   curve that is not in the table, if the halves differ in these, if the public key can't be exported, if
 *   the private key's usages lack what the table says (`deriveKey` and `unwrapKey` don't do), or if an
 *   option makes no sense; `Error` if there is no WebCrypto (browsers have it on secure pages only)
 */
export async function cryptoKeySigner(
  keys: CryptoKeyPair | CryptoKeys,
  options: CryptoKeyOptions = {},
): Promise<Signer> {
  const { timeout } = options;
  if (timeout !== undefined && !isTimeout(timeout))
    throw new TypeError(
      `timeout is a number of milliseconds from 0 to ${MAX_TIMEOUT}; leave it out for no limit`,
    );
  const subtle = options.subtle ?? (globalThis.crypto as Crypto | undefined)?.subtle;
  if (!subtle)
    throw new Error(
      'There is no WebCrypto here: browsers have crypto.subtle on secure pages only (https, localhost). ' +
        'Elsewhere, pass one as the option subtle',
    );
  if (typeof keys !== 'object' || keys === null || !('privateKey' in keys && 'publicKey' in keys))
    throw new TypeError(
      'Pass both halves of the key, as { privateKey, publicKey }; a private CryptoKey does not tell its public key',
    );
  const { privateKey, publicKey } = keys;
  const kind = checkPrivateKey(privateKey);
  const holder: Holder = { subtle, key: privateKey };
  return {
    algorithm: kind.algorithm,
    publicKey: await exportPublicKey(subtle, publicKey, privateKey),
    timeout,
    ...signerFunctions(holder, kind),
  };
}

/**
 * A key of OpenSSL's whose private half stays in WebCrypto, where it may be non-extractable: the same as
 * `ossl.keys.fromSigner(await cryptoKeySigner(keys, options))`. See {@link cryptoKeySigner} for the
 * algorithms, for what the key refuses, and for what an abort does: the operation ends at once, WebCrypto
 * goes on, and its answer is dropped. W3C Web Cryptography API
 *
 * @param ossl - the instance that the key is for
 * @param keys - the private key and its public key
 * @param options - `timeout`: milliseconds that a request may take; `subtle`: another SubtleCrypto
 * @returns the key, to be freed as any other
 * @throws (rejects) what {@link cryptoKeySigner} and `ossl.keys.fromSigner` do
 */
export async function fromCryptoKey(
  ossl: OpenSSL,
  keys: CryptoKeyPair | CryptoKeys,
  options: CryptoKeyOptions = {},
): Promise<Key> {
  return ossl.keys.fromSigner(await cryptoKeySigner(keys, options));
}

/** What the key is good for; throws unless it is a private key that may be used for it. */
function checkPrivateKey(key: unknown): Kind {
  if (!isCryptoKey(key))
    throw new TypeError('privateKey must be a CryptoKey; make one with crypto.subtle.importKey');
  const { name, namedCurve = '' } = key.algorithm as AlgorithmDetails;
  const kind = kinds.get(name);
  if (!kind)
    throw new TypeError(
      `privateKey is for ${name}, which can't be used here; it must be for one of ${[...kinds.keys()].join(', ')}`,
    );
  if (key.type !== 'private')
    throw new TypeError(`privateKey is a ${key.type} key; pass the pair's private key`);
  if (kind.algorithm === 'EC' && !curveBits.has(namedCurve))
    throw new TypeError(
      `privateKey is on the curve ${namedCurve}; it must be on one of ${[...curveBits.keys()].join(', ')}`,
    );
  if (!key.usages.includes(kind.use))
    throw new TypeError(
      `privateKey may be used for ${key.usages.join(', ') || 'nothing'}, and ${name} needs ${kind.use}; ` +
        `make or import the key with '${kind.use}' among its usages`,
    );
  return kind;
}

/** The public key in a form that OpenSSL reads. */
async function exportPublicKey(
  subtle: SubtleCrypto,
  key: unknown,
  privateKey: CryptoKey,
): Promise<Uint8Array | string> {
  if (typeof key === 'string') return key;
  if (key instanceof Uint8Array) return key.slice(); // the caller's bytes may change
  if (!isCryptoKey(key))
    throw new TypeError(
      'publicKey must be a CryptoKey, or SubjectPublicKeyInfo as DER (Uint8Array) or PEM (string)',
    );
  if (key.type !== 'public')
    throw new TypeError(`publicKey is a ${key.type} key; pass the pair's public key`);
  const [ours, theirs] = [describeKey(key), describeKey(privateKey)];
  if (ours !== theirs)
    throw new TypeError(
      `publicKey is for ${ours}, and privateKey for ${theirs}: they are no pair; pass the public key of this private key`,
    );
  if (!key.extractable)
    throw new TypeError(
      'publicKey is not extractable; import it as extractable, or pass SubjectPublicKeyInfo as DER or PEM',
    );
  return new Uint8Array(await subtle.exportKey('spki', key));
}

/** Keys may come from another realm or a polyfill, so their class says nothing. */
function isCryptoKey(value: unknown): value is CryptoKey {
  if (typeof value !== 'object' || value === null) return false;
  const { algorithm, type, usages } = value as Partial<CryptoKey>;
  return typeof type === 'string' && typeof algorithm?.name === 'string' && Array.isArray(usages);
}
