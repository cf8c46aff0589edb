// The operations of a pool as the worker carries them out.
import type { Key, KeyProgress, OpenSSL } from '../index.js';
import type { KeyBytes, PoolOperation, PoolOperations } from './pool-operations.js';

/** What an operation in the worker has beside its arguments. */
interface Context {
  readonly ossl: OpenSSL;
  readonly signal: AbortSignal;
  readonly onProgress: ((progress: KeyProgress) => void) | undefined;
  /** Reads a key, which is freed when the operation ends. */
  readonly key: (bytes: KeyBytes) => Promise<Key>;
}

type Implementation<N extends PoolOperation> = (
  context: Context,
  input: PoolOperations[N]['arguments'],
) => Promise<PoolOperations[N]['result']>;

export const implementations: { readonly [N in PoolOperation]: Implementation<N> } = {
  async generateKey({ ossl, onProgress, signal }, input) {
    const key = await ossl.generateKey({ ...input, onProgress, signal });
    try {
      const der = { encoding: 'der', signal } as const;
      const publicKey = await ossl.keys.export(key, { ...der, format: 'spki' });
      return { privateKey: await ossl.keys.export(key, der), publicKey }; // nothing can fail after it
    } finally {
      key.free();
    }
  },
  async sign({ key, ossl, signal }, { data, key: bytes, ...options }) {
    return ossl.sign(await key(bytes), data, { ...options, signal });
  },
  async verify({ key, ossl, signal }, { data, key: bytes, signature, ...options }) {
    return ossl.verify(await key(bytes), signature, data, { ...options, signal });
  },
  async encrypt({ key, ossl, signal }, { data, key: bytes, ...options }) {
    return ossl.encrypt(await key(bytes), data, { ...options, signal });
  },
  async decrypt({ key, ossl, signal }, { data, key: bytes, ...options }) {
    return ossl.decrypt(await key(bytes), data, { ...options, signal });
  },
  async deriveBits({ key, ossl, signal }, { key: bytes, peer }) {
    return ossl.deriveBits(await key(bytes), await key(peer), { signal });
  },
  async encapsulate({ key, ossl, signal }, { key: bytes }) {
    return ossl.encapsulate(await key(bytes), { signal });
  },
  async decapsulate({ key, ossl, signal }, { ciphertext, key: bytes }) {
    return ossl.decapsulate(await key(bytes), ciphertext, { signal });
  },
  digest: ({ ossl, signal }, { algorithm, data, ...options }) =>
    ossl.digest(algorithm, data, { ...options, signal }),
  hmac: ({ ossl, signal }, { data, hash, secret }) => ossl.hmac(hash, secret, data, { signal }),
  pbkdf2: ({ ossl, signal }, input) => ossl.pbkdf2({ ...input, signal }),
  scrypt: ({ ossl, signal }, input) => ossl.scrypt({ ...input, signal }),
  argon2id: ({ ossl, signal }, input) => ossl.argon2id({ ...input, signal }),
  hkdf: ({ ossl, signal }, { secret, ...input }) => ossl.hkdf({ ...input, key: secret, signal }),
  async createRequest({ key, ossl, signal }, { key: bytes, ...options }) {
    const request = await ossl.x509.createRequest({ ...options, key: await key(bytes), signal });
    return request.toDer();
  },
  async createCertificate({ key, ossl, signal }, { issuer, issuerKey, publicKey, ...options }) {
    const certificate = await ossl.x509.createCertificate({
      ...options,
      issuer: issuer && (await ossl.x509.parseCertificate(issuer)),
      issuerKey: await key(issuerKey),
      publicKey: publicKey && (await key(publicKey)),
      signal,
    });
    return certificate.toDer();
  },
};
