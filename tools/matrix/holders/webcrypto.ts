// The WebCrypto of the Node that runs this; what it lacks is said to be lacking.
import { createPrivateKey, createPublicKey, webcrypto } from 'node:crypto';
import { cryptoKeySigner } from '../../../src/adapters/webcrypto/index.js';
import type { Algorithm } from '../algorithms.js';
import { counted, type HolderKind } from './holder.js';

const hashes: Readonly<Record<string, string>> = {
  SHA256: 'SHA-256',
  SHA384: 'SHA-384',
  SHA512: 'SHA-512',
};

function parameters({ hash = '', padding, pair, signer, use }: Algorithm): {
  name: string;
  namedCurve?: string;
  hash?: string;
} {
  if (signer === 'EC') return { name: use === 'sign' ? 'ECDSA' : 'ECDH', namedCurve: pair };
  if (signer !== 'RSA') return { name: signer };
  const name =
    padding === 'oaep' ? 'RSA-OAEP' : padding === 'pss' ? 'RSA-PSS' : 'RSASSA-PKCS1-v1_5';
  return { name, hash: hashes[hash] as string };
}

export const webCrypto: HolderKind = {
  name: 'WebCrypto',
  unable: ({ hash, padding, signer, use }) =>
    signer.startsWith('ML-DSA')
      ? 'the WebCrypto adapter knows no ML-DSA; nor did the WebCrypto of Node before 24.7'
      : hash?.startsWith('SHA3-')
        ? 'WebCrypto has no SHA-3'
        : use === 'decrypt' && padding === 'pkcs1'
          ? 'WebCrypto has no decryption with PKCS#1 v1.5'
          : undefined,
  hold: async ({ ossl }, algorithm, pair) => {
    const der = { format: 'der' as const };
    const { subtle } = webcrypto;
    const what = parameters(algorithm);
    const uses = { sign: 'sign', decrypt: 'decrypt', derive: 'deriveBits' } as const;
    const privateKey = await subtle.importKey(
      'pkcs8',
      createPrivateKey(pair.privateKey).export({ ...der, type: 'pkcs8' }),
      what,
      false,
      [uses[algorithm.use]],
    );
    const publicKey = createPublicKey(pair.publicKey).export({ ...der, type: 'spki' });
    return counted(ossl, await cryptoKeySigner({ privateKey, publicKey }));
  },
};
