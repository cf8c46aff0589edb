// Signers over keys that WebCrypto holds do what is asked, as node:crypto sees it, or refuse.
import {
  constants,
  diffieHellman,
  generateKeyPairSync,
  type KeyObject,
  publicEncrypt,
  verify,
} from 'node:crypto';
import { describe, expect, test } from 'vitest';
import { cryptoKeySigner } from '../../src/adapters/webcrypto/index.js';
import type { DecryptRequest, BytesSigner } from '../../src/crypto/keys/held/signer.js';
import {
  derive,
  empty,
  live,
  message,
  nodeKey,
  pair,
  refused,
  rsa,
  sign,
} from '../support/holders/webcrypto-signer.js';

const hashes = [
  { name: 'SHA1', web: 'SHA-1', size: 20 },
  { name: 'SHA256', web: 'SHA-256', size: 32 },
  { name: 'SHA384', web: 'SHA-384', size: 48 },
  { name: 'SHA512', web: 'SHA-512', size: 64 },
];
const curves = [
  { namedCurve: 'P-256', nist: 'prime256v1', size: 32 },
  { namedCurve: 'P-384', nist: 'secp384r1', size: 48 },
  { namedCurve: 'P-521', nist: 'secp521r1', size: 66 },
];

async function decrypt(
  signer: BytesSigner,
  data: Uint8Array,
  request: Omit<DecryptRequest, 'signal'>,
) {
  if (!signer.decrypt) throw new Error('The signer does not decrypt');
  return await signer.decrypt(data.slice(), { signal: live, ...request });
}

/** The functions that a signer has. */
function functions({ decrypt, derive, sign }: BytesSigner): string[] {
  return Object.entries({ decrypt, derive, sign }).flatMap(([name, value]) => (value ? name : []));
}

describe('RSASSA-PKCS1-v1_5', () => {
  const keys = (hash: string) => rsa('RSASSA-PKCS1-v1_5', hash, ['sign', 'verify']);

  test.each(hashes)('signs with $name', async ({ name, web }) => {
    const { privateKey, publicKey } = await keys(web);
    expect(privateKey.extractable).toBe(false);
    const signer = await cryptoKeySigner({ privateKey, publicKey });
    expect(signer).toMatchObject({ algorithm: 'RSA', hash: name, padding: 'pkcs1' });
    expect(signer.input).toBe('message');
    expect(functions(signer)).toEqual(['sign']);
    for (const data of [message, empty]) {
      const signature = await sign(signer, { hash: name, padding: 'pkcs1' }, data);
      expect(signature).toBeInstanceOf(Uint8Array);
      expect(verify(name, data, nodeKey(signer), signature)).toBe(true);
    }
  });

  test('takes the names that OpenSSL has for a hash', async () => {
    const signer = await cryptoKeySigner(await keys('SHA-256'));
    for (const hash of ['SHA256', 'SHA2-256', 'sha256']) {
      const signature = await sign(signer, { hash, padding: 'pkcs1' });
      expect(verify('sha256', message, nodeKey(signer), signature)).toBe(true);
    }
  });

  test('refuses what the key is not for', async () => {
    const signer = await cryptoKeySigner(await keys('SHA-256'));
    const is = 'RSASSA-PKCS1-v1_5 of 2048 bits with SHA-256 only';
    const padding = 'pkcs1';
    for (const hash of ['SHA1', 'SHA384', 'SHA512', 'SHA3-256', 'MD5'])
      await refused(sign(signer, { hash, padding }), is, `hash ${hash}`);
    await refused(sign(signer, { padding }), is, 'no hash');
    const pss = { mgf1Hash: 'SHA256', saltLength: 32, padding: 'pss' } as const;
    await refused(sign(signer, { hash: 'SHA256', ...pss }), is, 'padding pss');
    await refused(sign(signer, { hash: 'SHA256' }), is, 'no padding');
    const prehashed = sign(signer, { hash: 'SHA256', padding, prehashed: true });
    await refused(prehashed, 'prehashed', 'WebCrypto hashes by itself');
    const context = new Uint8Array(1);
    await refused(sign(signer, { hash: 'SHA256', padding, context }), is, 'context');
  });
});

describe('RSA-PSS', () => {
  const keys = (hash: string) => rsa('RSA-PSS', hash, ['sign', 'verify']);
  const padding = 'pss';

  test.each(hashes)('signs with $name and salts of every length', async ({ name, size, web }) => {
    const signer = await cryptoKeySigner(await keys(web));
    expect(signer).toMatchObject({ algorithm: 'RSA', hash: name, padding, input: 'message' });
    expect(functions(signer)).toEqual(['sign']);
    const request = { hash: name, mgf1Hash: name, padding } as const;
    const max = 2048 / 8 - size - 2;
    for (const saltLength of [0, 1, size, max]) {
      const signature = await sign(signer, { ...request, saltLength });
      const key = { key: nodeKey(signer), padding: constants.RSA_PKCS1_PSS_PADDING };
      expect(verify(name, message, { ...key, saltLength }, signature)).toBe(true);
      const wrong = saltLength === 0 ? 1 : saltLength - 1;
      expect(verify(name, message, { ...key, saltLength: wrong }, signature)).toBe(false);
    }
    const tooLong = sign(signer, { ...request, saltLength: max + 1 });
    await expect(tooLong).rejects.toMatchObject({ name: 'OperationError' });
  });

  test('refuses what the key is not for', async () => {
    const signer = await cryptoKeySigner(await keys('SHA-384'));
    const is = 'RSA-PSS of 2048 bits with SHA-384 only';
    const good = { hash: 'SHA384', mgf1Hash: 'SHA384', saltLength: 48, padding } as const;
    await sign(signer, good);
    await refused(sign(signer, { ...good, hash: 'SHA256' }), is, 'hash SHA256');
    await refused(sign(signer, { ...good, hash: undefined }), is, 'no hash');
    await refused(sign(signer, { ...good, mgf1Hash: 'SHA1' }), is, 'mgf1Hash SHA1');
    await refused(sign(signer, { ...good, mgf1Hash: undefined }), is, 'no mgf1Hash');
    await refused(sign(signer, { ...good, saltLength: undefined }), is, 'no saltLength');
    await refused(sign(signer, { ...good, padding: 'pkcs1' }), is, 'padding pkcs1');
    await refused(sign(signer, { ...good, prehashed: true }), 'prehashed');
  });
});

describe('RSA-OAEP', () => {
  const keys = (hash: string) => rsa('RSA-OAEP', hash, ['encrypt', 'decrypt']);
  const secret = new TextEncoder().encode('a secret');

  test.each(hashes)('decrypts with $name', async ({ name, web }) => {
    const signer = await cryptoKeySigner(await keys(web));
    expect(signer).toMatchObject({ algorithm: 'RSA', hash: name });
    expect(functions(signer)).toEqual(['decrypt']);
    const request = { padding: 'oaep', hash: name, mgf1Hash: name } as const;
    for (const label of [undefined, empty, new Uint8Array([1, 2, 3]), new Uint8Array(1000)])
      for (const data of [secret, empty]) {
        const oaep = { key: nodeKey(signer), oaepHash: name, ...(label && { oaepLabel: label }) };
        const encrypted = publicEncrypt(oaep, data);
        expect(await decrypt(signer, encrypted, { ...request, label })).toEqual(data);
        const wrong = decrypt(signer, encrypted, { ...request, label: new Uint8Array([9]) });
        await expect(wrong).rejects.toMatchObject({ name: 'OperationError' });
      }
  });

  test('refuses what the key is not for', async () => {
    const signer = await cryptoKeySigner(await keys('SHA-256'));
    const is = 'RSA-OAEP of 2048 bits with SHA-256 only';
    const data = new Uint8Array(256);
    const good = { padding: 'oaep', hash: 'SHA256', mgf1Hash: 'SHA256', label: empty } as const;
    await refused(decrypt(signer, data, { ...good, padding: 'pkcs1' }), is, 'padding pkcs1');
    await refused(decrypt(signer, data, { ...good, padding: 'none' }), is, 'padding none');
    await refused(decrypt(signer, data, { ...good, hash: 'SHA1' }), is, 'hash SHA1');
    await refused(decrypt(signer, data, { ...good, hash: undefined }), is, 'no hash');
    await refused(decrypt(signer, data, { ...good, mgf1Hash: 'SHA1' }), is, 'mgf1Hash SHA1');
    await refused(decrypt(signer, data, { ...good, mgf1Hash: undefined }), is, 'no mgf1Hash');
    const garbage = decrypt(signer, data, good);
    await expect(garbage).rejects.toMatchObject({ name: 'OperationError' });
  });
});

describe.each(curves)('ECDSA on $namedCurve', ({ namedCurve, size }) => {
  const keys = () => pair({ name: 'ECDSA', namedCurve }, ['sign', 'verify']);

  test.each(hashes)('signs with $name', async ({ name }) => {
    const signer = await cryptoKeySigner(await keys());
    expect(signer).toMatchObject({ algorithm: 'EC', input: 'message', ecdsaFormat: 'raw' });
    expect(signer.hash).toBeUndefined();
    expect(functions(signer)).toEqual(['sign']);
    const signature = await sign(signer, { hash: name });
    expect(signature).toHaveLength(2 * size);
    const key = { key: nodeKey(signer), dsaEncoding: 'ieee-p1363' } as const;
    expect(verify(name, message, key, signature)).toBe(true);
  });

  test('refuses what WebCrypto does not have', async () => {
    const signer = await cryptoKeySigner(await keys());
    const is = `ECDSA on ${namedCurve} only`;
    for (const hash of ['MD5', 'SHA224', 'SHA512-256', 'SM3'])
      await refused(sign(signer, { hash }), is, `hash ${hash}`);
    await refused(sign(signer, {}), is, 'no hash');
    await refused(sign(signer, { hash: 'SHA256', prehashed: true }), 'prehashed');
    await refused(sign(signer, { hash: 'SHA256', context: message }), is, 'context');
  });
});

describe.each([
  { name: 'Ed25519', size: 64 },
  { name: 'Ed448', size: 114 },
])('$name', ({ name, size }) => {
  test('signs', async () => {
    const signer = await cryptoKeySigner(await pair({ name }, ['sign', 'verify']));
    expect(signer.algorithm).toBe(name);
    expect(functions(signer)).toEqual(['sign']);
    for (const data of [message, empty])
      for (const context of [undefined, empty]) {
        const signature = await sign(signer, { context }, data);
        expect(signature).toHaveLength(size);
        expect(verify(null, data, nodeKey(signer), signature)).toBe(true);
      }
  });

  test('refuses a hash, a prehashed message and a context', async () => {
    const signer = await cryptoKeySigner(await pair({ name }, ['sign', 'verify']));
    await refused(sign(signer, { hash: 'SHA512' }), `${name} only`, 'hash SHA512');
    await refused(sign(signer, { prehashed: true }), 'prehashed');
    await refused(sign(signer, { context: message }), `${name} only`, 'context');
  });
});

/** The same secret as node:crypto derives from the signer's public key, for several peers. */
async function derivesAsNode(
  signer: BytesSigner,
  size: number,
  newPeer: () => NodePair,
): Promise<void> {
  for (let round = 0; round < 5; round++) {
    const peer = newPeer();
    const spki = peer.publicKey.export({ format: 'der', type: 'spki' });
    const secret = await derive(signer, spki);
    expect(secret).toHaveLength(size);
    const expected = diffieHellman({ privateKey: peer.privateKey, publicKey: nodeKey(signer) });
    expect(Buffer.from(secret).equals(expected)).toBe(true);
  }
}

interface NodePair {
  readonly privateKey: KeyObject;
  readonly publicKey: KeyObject;
}

describe.each(curves)('ECDH on $namedCurve', ({ namedCurve, nist, size }) => {
  test('derives the x coordinate in full', async () => {
    const signer = await cryptoKeySigner(await pair({ name: 'ECDH', namedCurve }, ['deriveBits']));
    expect(signer.algorithm).toBe('EC');
    expect(functions(signer)).toEqual(['derive']);
    await derivesAsNode(signer, size, () => generateKeyPairSync('ec', { namedCurve: nist }));
  });

  test('passes on what WebCrypto says of a peer on another curve', async () => {
    const signer = await cryptoKeySigner(await pair({ name: 'ECDH', namedCurve }, ['deriveBits']));
    const { publicKey } = generateKeyPairSync('ec', { namedCurve: 'secp256k1' });
    const spki = publicKey.export({ format: 'der', type: 'spki' });
    await expect(derive(signer, spki)).rejects.toMatchObject({ name: 'DataError' });
    await expect(derive(signer, message)).rejects.toMatchObject({ name: 'DataError' });
  });
});

describe.each([
  { name: 'X25519', size: 32, newPeer: () => generateKeyPairSync('x25519') },
  { name: 'X448', size: 56, newPeer: () => generateKeyPairSync('x448') },
])('$name', ({ name, newPeer, size }) => {
  test('derives', async () => {
    const signer = await cryptoKeySigner(await pair({ name }, ['deriveBits', 'deriveKey']));
    expect(signer.algorithm).toBe(name);
    expect(functions(signer)).toEqual(['derive']);
    await derivesAsNode(signer, size, newPeer);
  });

  test('passes on what WebCrypto says of a peer without a secret', async () => {
    const signer = await cryptoKeySigner(await pair({ name }, ['deriveBits']));
    const spki = new Uint8Array(signer.publicKey as Uint8Array).fill(0, -size);
    await expect(derive(signer, spki)).rejects.toMatchObject({ name: 'OperationError' });
  });
});
