// Which keys of WebCrypto a signer takes, its options, and what aborting does.
import { verify } from 'node:crypto';
import { describe, expect, test } from 'vitest';
import {
  cryptoKeySigner,
  type CryptoKeyOptions,
  type CryptoKeys,
  fromCryptoKey,
} from '../../src/adapters/webcrypto/index.js';
import type { BytesSigner } from '../../src/crypto/keys/held/signer.js';
import type { OpenSSL } from '../../src/openssl.js';
import {
  derive,
  empty,
  message,
  nodeKey,
  pair,
  refused,
  rsa,
  sign,
  subtle,
} from '../support/holders/webcrypto-signer.js';

const aborted = AbortSignal.abort(new Error('gone'));

describe('keys', () => {
  const ed = () => pair({ name: 'Ed25519' }, ['sign', 'verify']);

  test('the public key may be DER or PEM', async () => {
    const { privateKey, publicKey } = await ed();
    const der = new Uint8Array(await subtle.exportKey('spki', publicKey));
    const given = der.slice();
    const fromDer = await cryptoKeySigner({ privateKey, publicKey: given });
    given.fill(0);
    expect(fromDer.publicKey).toEqual(der);
    const pem = nodeKey(fromDer).export({ format: 'pem', type: 'spki' }) as string;
    const fromPem = await cryptoKeySigner({ privateKey, publicKey: pem });
    expect(fromPem.publicKey).toBe(pem);
    expect(verify(null, message, pem, await sign(fromPem, {}))).toBe(true);
  });

  test.each<[string, object, KeyUsage[], string]>([
    ['AES', { name: 'AES-GCM', length: 256 }, ['encrypt', 'decrypt'], 'AES-GCM'],
    ['HMAC', { name: 'HMAC', hash: 'SHA-256' }, ['sign', 'verify'], 'HMAC'],
  ])('%s is refused', async (_, algorithm, usages, name) => {
    const key = await subtle.generateKey(algorithm as AesKeyGenParams, false, usages);
    const { publicKey } = await ed();
    await refused(cryptoKeySigner({ privateKey: key, publicKey }), `for ${name}`, 'RSA-PSS, RSA-');
    const { privateKey } = await ed();
    await refused(cryptoKeySigner({ privateKey, publicKey: key }), 'publicKey is a secret key');
  });

  test('halves that are no keys or the wrong ones are refused', async () => {
    const { privateKey, publicKey } = await ed();
    const refuses = (keys: unknown, text: string) =>
      refused(cryptoKeySigner(keys as CryptoKeys), text);
    for (const nothing of [undefined, null, 1, 'key', {}, privateKey, { privateKey }])
      await refuses(nothing, '{ privateKey, publicKey }');
    for (const wrong of [undefined, null, 1, 'key', {}, { type: 'private' }, message])
      await refuses({ privateKey: wrong, publicKey }, 'privateKey must be a CryptoKey');
    for (const wrong of [undefined, null, 1, {}, new Map()])
      await refuses({ privateKey, publicKey: wrong }, 'publicKey must be a CryptoKey');
    await refuses({ privateKey: publicKey, publicKey }, 'privateKey is a public key');
    await refuses({ privateKey, publicKey: privateKey }, 'publicKey is a private key');
  });

  test('halves that are for different things are refused', async () => {
    const ecdsa = (namedCurve: string) => pair({ name: 'ECDSA', namedCurve }, ['sign', 'verify']);
    const { privateKey } = await ecdsa('P-256');
    for (const { publicKey } of [await ecdsa('P-384'), await ed()])
      await refused(cryptoKeySigner({ privateKey, publicKey }), 'ECDSA on P-256', 'no pair');
  });

  test('a public key that can not be exported is refused', async () => {
    const { privateKey, publicKey } = await ed();
    const der = await subtle.exportKey('spki', publicKey);
    const sealed = await subtle.importKey('spki', der, 'Ed25519', false, ['verify']);
    await refused(cryptoKeySigner({ privateKey, publicKey: sealed }), 'not extractable', 'DER');
  });

  test('an unknown curve is refused', async () => {
    const { privateKey, publicKey } = await pair({ name: 'ECDSA', namedCurve: 'P-256' }, ['sign']);
    const { type, usages } = privateKey;
    const algorithm = { name: 'ECDSA', namedCurve: 'K-256' };
    const other = { algorithm, extractable: false, type, usages } as CryptoKey;
    await refused(cryptoKeySigner({ privateKey: other, publicKey }), 'curve K-256', 'P-521');
  });

  test('a key without the usage is refused', async () => {
    const oaep = await rsa('RSA-OAEP', 'SHA-256', ['wrapKey', 'unwrapKey']);
    await refused(cryptoKeySigner(oaep), 'used for unwrapKey', 'needs decrypt');
    for (const algorithm of [
      { name: 'ECDH', namedCurve: 'P-256' },
      { name: 'X25519' },
      { name: 'X448' },
    ]) {
      const keys = await pair(algorithm, ['deriveKey']);
      await refused(cryptoKeySigner(keys), 'used for deriveKey', 'needs deriveBits');
    }
    const { privateKey, publicKey } = await ed();
    const { algorithm, type } = privateKey;
    const useless = { algorithm, extractable: false, type, usages: [] as KeyUsage[] };
    await refused(cryptoKeySigner({ privateKey: useless, publicKey }), 'nothing', 'needs sign');
  });
});

describe('options', () => {
  const keys = () => pair({ name: 'Ed25519' }, ['sign', 'verify']);

  test('the timeout is passed on', async () => {
    for (const timeout of [0, 1500, 2 ** 31 - 1])
      expect(await cryptoKeySigner(await keys(), { timeout })).toMatchObject({ timeout });
    expect((await cryptoKeySigner(await keys())).timeout).toBeUndefined();
    for (const timeout of [-1, NaN, Infinity, 2 ** 31, 'soon', '5', null])
      await refused(cryptoKeySigner(await keys(), { timeout } as CryptoKeyOptions), 'timeout');
  });

  test('another SubtleCrypto is used throughout', async () => {
    const calls: string[] = [];
    const spy = new Proxy(subtle, {
      get: (target, name) => {
        calls.push(String(name));
        return (Reflect.get(target, name) as (...args: unknown[]) => unknown).bind(target);
      },
    });
    await sign(await cryptoKeySigner(await keys(), { subtle: spy }), {});
    const ecdh = await pair({ name: 'X25519' }, ['deriveBits']);
    const signer = await cryptoKeySigner(ecdh, { subtle: spy });
    await derive(signer, signer.publicKey as Uint8Array);
    expect(calls).toEqual(['exportKey', 'sign', 'exportKey', 'importKey', 'deriveBits']);
  });

  test('a runtime without WebCrypto is told so', async () => {
    const pair = await keys();
    const descriptor = Object.getOwnPropertyDescriptor(globalThis, 'crypto') as PropertyDescriptor;
    try {
      for (const value of [undefined, {}]) {
        Object.defineProperty(globalThis, 'crypto', { configurable: true, value });
        await expect(cryptoKeySigner(pair)).rejects.toThrow('There is no WebCrypto here');
        expect((await cryptoKeySigner(pair, { subtle })).algorithm).toBe('Ed25519');
      }
    } finally {
      Object.defineProperty(globalThis, 'crypto', descriptor);
    }
  });
});

describe('abort', () => {
  test('a request that nobody waits for leaves the key alone', async () => {
    const untouched = new Proxy(subtle, {
      get: (target, name) => {
        if (name === 'exportKey') return target.exportKey.bind(target);
        throw new Error(`${String(name)} was called`);
      },
    });
    const signed = await cryptoKeySigner(await pair({ name: 'Ed25519' }, ['sign', 'verify']), {
      subtle: untouched,
    });
    await expect(sign(signed, { signal: aborted })).rejects.toThrow('gone');
    const derived = await cryptoKeySigner(await pair({ name: 'X25519' }, ['deriveBits']), {
      subtle: untouched,
    });
    await expect(derive(derived, message, { signal: aborted })).rejects.toThrow('gone');
    const oaep = await rsa('RSA-OAEP', 'SHA-256', ['encrypt', 'decrypt']);
    const { decrypt } = await cryptoKeySigner(oaep, { subtle: untouched });
    const request = { padding: 'oaep', hash: 'SHA256', mgf1Hash: 'SHA256', label: empty } as const;
    const decrypted = Promise.resolve(decrypt?.(message, { ...request, signal: aborted }));
    await expect(decrypted).rejects.toThrow('gone');
  });

  test('one under way is answered, and the answer may be dropped', async () => {
    const signer = await cryptoKeySigner(await pair({ name: 'Ed25519' }, ['sign', 'verify']));
    const controller = new AbortController();
    const signature = sign(signer, { signal: controller.signal });
    controller.abort();
    expect(verify(null, message, nodeKey(signer), await signature)).toBe(true);
  });

  test('the data may change as soon as the call has returned', async () => {
    const signer = await cryptoKeySigner(await pair({ name: 'Ed25519' }, ['sign', 'verify']));
    const data = message.slice();
    const signature = sign(signer, {}, data);
    data.fill(0);
    expect(verify(null, message, nodeKey(signer), await signature)).toBe(true);
  });
});

test('fromCryptoKey hands the signer to the instance', async () => {
  const given: BytesSigner[] = [];
  const key = {};
  const fromSigner = (signer: BytesSigner) => {
    given.push(signer);
    return key;
  };
  const ossl = { keys: { fromSigner } } as unknown as OpenSSL;
  const keys = await pair({ name: 'Ed25519' }, ['sign', 'verify']);
  expect(await fromCryptoKey(ossl, keys, { timeout: 7 })).toBe(key);
  expect(given).toMatchObject([{ algorithm: 'Ed25519', timeout: 7 }]);
  const { publicKey } = keys;
  await refused(fromCryptoKey(ossl, { privateKey: publicKey, publicKey }), 'privateKey');
  expect(given).toHaveLength(1);
});
