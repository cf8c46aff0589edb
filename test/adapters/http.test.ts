// What a signer over a signing service sends, and how it is set up.
import {
  constants,
  createPublicKey,
  diffieHellman,
  generateKeyPairSync,
  publicEncrypt,
  verify,
} from 'node:crypto';
import { inspect } from 'node:util';
import { describe, expect, test, vi } from 'vitest';
import { fromHttp, httpSigner } from '../../src/adapters/http/index.js';
import type { Key } from '../../src/crypto/keys/key.js';
import type { DecryptRequest, BytesSigner } from '../../src/crypto/keys/held/signer.js';
import type { OpenSSL } from '../../src/openssl.js';
import {
  busy,
  digest,
  isRight,
  message,
  never,
  options,
  pem,
  result,
  rsa,
  secret,
  service,
  sign,
} from '../support/holders/http-signer.js';
import { type SigningService, startSigningService } from '../support/holders/signing-service.js';

describe('operations', () => {
  test('a hash is signed with PKCS#1 v1.5', async () => {
    expect(isRight(await sign(httpSigner(options())))).toBe(true);
    expect(service.requests).toHaveLength(1);
    const [{ body, headers, method }] = service.requests as [SigningService['requests'][0]];
    expect(method).toBe('POST');
    expect(headers).toMatchObject({
      authorization: secret,
      'content-type': 'application/json',
      accept: 'application/json',
    });
    expect(body).toEqual({
      operation: 'sign',
      algorithm: 'RSA',
      data: Buffer.from(digest).toString('base64'),
      hash: 'SHA256',
      prehashed: true,
      padding: 'pkcs1',
    });
  });

  test('a message is signed with PSS', async () => {
    const pss = { prehashed: false, padding: 'pss', mgf1Hash: 'SHA256', saltLength: 20 } as const;
    const signature = await sign(httpSigner(options()), pss, message);
    const key = { key: rsa.publicKey, padding: constants.RSA_PKCS1_PSS_PADDING, saltLength: 20 };
    expect(verify('sha256', message, key, signature)).toBe(true);
    expect(service.requests[0]?.body).toMatchObject({ mgf1Hash: 'SHA256', saltLength: 20 });
  });

  test.each([
    ['Ed25519', undefined, generateKeyPairSync('ed25519')],
    ['EC', 'SHA256', generateKeyPairSync('ec', { namedCurve: 'P-256' })],
  ] as const)('%s signs', async (algorithm, hash, { privateKey, publicKey }) => {
    await using other = await startSigningService(privateKey);
    const signer = httpSigner(options({ url: new URL(other.url), algorithm }));
    const request = { hash, prehashed: false, padding: undefined };
    const signature = await sign(signer, request, message);
    expect(verify(hash, message, publicKey, signature)).toBe(true);
  });

  test('the context of ML-DSA is sent, empty or not', async () => {
    service.faults.push(result({ result: 'AQID' }), result({ result: 'AQID' }));
    const signer = httpSigner(options({ algorithm: 'ML-DSA-65' }));
    expect(await sign(signer, { context: Uint8Array.of(255, 0) })).toEqual(Uint8Array.of(1, 2, 3));
    await sign(signer, { context: new Uint8Array() });
    expect(service.requests.map(({ body }) => body.context)).toEqual(['/wA=', '']);
  });

  const oaep: DecryptRequest = {
    signal: never,
    padding: 'oaep',
    hash: 'SHA256',
    mgf1Hash: 'SHA256',
    label: Uint8Array.of(1, 2),
  };

  test('OAEP is decrypted, with its label', async () => {
    const { decrypt } = httpSigner(options({ operations: ['decrypt'] }));
    const sealed = publicEncrypt(
      { key: rsa.publicKey, oaepHash: 'sha256', oaepLabel: Buffer.of(1, 2) },
      Buffer.from('plain'),
    );
    const plain = await decrypt?.(Uint8Array.from(sealed), oaep);
    expect(new TextDecoder().decode(plain ?? undefined)).toBe('plain');
    expect(service.requests[0]?.body).toEqual({
      operation: 'decrypt',
      data: sealed.toString('base64'),
      padding: 'oaep',
      hash: 'SHA256',
      mgf1Hash: 'SHA256',
      label: 'AQI=',
    });
  });

  test('a plaintext may be empty, or null for wrong padding', async () => {
    const { decrypt } = httpSigner(options({ operations: ['decrypt'] }));
    service.faults.push(result({ result: '' }), result({ result: null }));
    const request = { ...oaep, padding: 'pkcs1', hash: undefined } as const;
    expect(await decrypt?.(digest, request)).toEqual(new Uint8Array());
    expect(await decrypt?.(digest, request)).toBeNull();
  });

  test('a secret is derived', async () => {
    const ours = generateKeyPairSync('x25519');
    const theirs = generateKeyPairSync('x25519');
    await using other = await startSigningService(ours.privateKey);
    const { derive } = httpSigner(
      options({ url: other.url, algorithm: 'X25519', operations: ['derive'] }),
    );
    const spki = theirs.publicKey.export({ format: 'der', type: 'spki' });
    const peer = Uint8Array.from(spki.subarray(-32));
    const shared = await derive?.(peer, { signal: never, spki });
    const expected = diffieHellman({
      privateKey: theirs.privateKey,
      publicKey: createPublicKey(ours.publicKey.export({ format: 'pem', type: 'spki' })),
    });
    expect(Buffer.from(shared as Uint8Array)).toEqual(expected);
    expect(service.requests).toHaveLength(0);
    expect(other.requests[0]?.body.data).toBe(Buffer.from(peer).toString('base64'));
  });

  test('only what is asked for is there, and options are passed on', () => {
    const signs = httpSigner(options({ ecdsaFormat: 'raw', hash: 'SHA384', padding: 'pss' }));
    expect(signs).toMatchObject({ ecdsaFormat: 'raw', hash: 'SHA384', padding: 'pss' });
    expect(signs).toMatchObject({ algorithm: 'RSA', publicKey: pem(rsa.publicKey) });
    expect([typeof signs.sign, signs.decrypt, signs.derive]).toEqual([
      'function',
      undefined,
      undefined,
    ]);
    const all = httpSigner(options({ operations: ['decrypt', 'derive'] }));
    expect([all.sign, typeof all.decrypt, typeof all.derive]).toEqual([
      undefined,
      'function',
      'function',
    ]);
  });

  test('fromHttp hands the signer to the instance', async () => {
    const key: unknown = { pointer: 1 };
    const fromSigner = vi.fn<(signer: BytesSigner) => Key>(() => key as Key);
    const ossl = { keys: { fromSigner } } as unknown as OpenSSL;
    expect(fromHttp(ossl, options())).toBe(key);
    expect(isRight(await sign(fromSigner.mock.calls[0]?.[0] as BytesSigner))).toBe(true);
  });
});

describe('headers', () => {
  test('are made once per operation', async () => {
    let count = 0;
    const headers = vi.fn(() => Promise.resolve({ authorization: `${++count}` }));
    const signer = httpSigner(options({ headers }));
    service.faults.push(busy);
    await sign(signer);
    await sign(signer);
    expect(service.requests.map((r) => r.headers.authorization)).toEqual(['1', '1', '2']);
  });

  test('what they throw is passed on, and nothing is sent', async () => {
    const reason = new Error('no token');
    const headers = (): never => {
      throw reason;
    };
    await expect(sign(httpSigner(options({ headers })))).rejects.toBe(reason);
    expect(service.requests).toHaveLength(0);
  });

  test('that are not valid are not quoted', async () => {
    const signer = httpSigner(options({ headers: { authorization: `${secret}\nx` } }));
    const error: unknown = await sign(signer).catch((e: unknown) => e);
    expect(error).toBeInstanceOf(TypeError);
    expect(inspect(error)).toContain("The signing service's headers are not valid");
    expect(inspect(error)).not.toContain(secret);
  });
});

describe('options', () => {
  test.each([
    'https://kms.example/sign',
    'https://10.0.0.1',
    'http://localhost:1/',
    'http://127.0.0.1:1/',
    'http://[::1]:1/',
  ])('%s is taken', (url) => {
    expect(() => httpSigner(options({ url }))).not.toThrow();
  });

  test.each([
    'http://kms.example/sign',
    'http://localhost.example/',
    'http://127.0.0.1.example/',
    'ftp://localhost/',
    'data:application/json,{}',
  ])('%s is refused', (url) => {
    expect(() => httpSigner(options({ url }))).toThrow(TypeError);
    expect(() => httpSigner(options({ url }))).toThrow(/must be https:/);
  });

  test('http: to any host is for who insists', () => {
    expect(() => httpSigner(options({ url: 'http://kms.example', insecure: true }))).not.toThrow();
    expect(() => httpSigner(options({ url: 'ftp://kms.example', insecure: true }))).toThrow(
      TypeError,
    );
  });

  test.each(['/sign', '', 'https://'])('"%s" is no URL', (url) => {
    expect(() => httpSigner(options({ url }))).toThrow('is not a complete URL');
  });

  test('a password in the URL is refused and not quoted', () => {
    const url = 'https://user:hidden@kms.example/';
    expect(() => httpSigner(options({ url }))).toThrow(/^(?!.*hidden).*must not hold/);
  });

  test.each([-1, 0.5, NaN, Infinity])('%d retries are refused', (retries) => {
    expect(() => httpSigner(options({ retries }))).toThrow(RangeError);
  });

  test.each([0, -1, NaN, Infinity, 2 ** 31])('a deadline of %d is refused', (deadline) => {
    expect(() => httpSigner(options({ deadline }))).toThrow(RangeError);
  });

  test('another operation is refused', () => {
    const operations = ['verify'] as unknown as ['sign'];
    expect(() => httpSigner(options({ operations }))).toThrow(TypeError);
  });
});
