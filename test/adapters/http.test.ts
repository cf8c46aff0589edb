import {
  constants,
  createHash,
  createPublicKey,
  diffieHellman,
  generateKeyPairSync,
  type KeyObject,
  publicEncrypt,
  verify,
} from 'node:crypto';
import { inspect } from 'node:util';
import { afterEach, beforeEach, describe, expect, test, vi } from 'vitest';
import {
  fromHttp,
  httpSigner,
  type HttpSignerOptions,
  SigningServiceError,
} from '../../src/adapters/http.js';
import type { Key } from '../../src/crypto/key.js';
import type { DecryptRequest, Signer, SignRequest } from '../../src/crypto/signer.js';
import type { OpenSSL } from '../../src/openssl.js';
import {
  type Fault,
  type SigningService,
  startSigningService,
} from '../support/signing-service.js';

const rsa = generateKeyPairSync('rsa', { modulusLength: 2048 });
const message = Uint8Array.from({ length: 20_000 }, (_, i) => i);
const digest = Uint8Array.from(createHash('sha256').update(message).digest());
const secret = 'Bearer 0123456789';
/** Refused for now, with no need to wait. */
const busy: Fault = { status: 429, headers: { 'retry-after': '0' } };

let service: SigningService;
beforeEach(async () => {
  service = await startSigningService(rsa.privateKey);
});
afterEach(async () => {
  await service[Symbol.asyncDispose]();
});

function options(more: Partial<HttpSignerOptions> = {}): HttpSignerOptions {
  return {
    url: service.url,
    algorithm: 'RSA',
    publicKey: pem(rsa.publicKey),
    headers: { authorization: secret },
    ...more,
  };
}

function pem(key: KeyObject): string {
  return key.export({ format: 'pem', type: 'spki' }) as string;
}

const never = new AbortController().signal;
const pkcs1: SignRequest = {
  signal: never,
  hash: 'SHA256',
  prehashed: true,
  padding: 'pkcs1',
  mgf1Hash: undefined,
  saltLength: undefined,
  context: undefined,
};

async function sign(
  signer: Signer,
  request: Partial<SignRequest> = {},
  data = digest,
): Promise<Uint8Array> {
  return (signer.sign as NonNullable<Signer['sign']>)(data, { ...pkcs1, ...request });
}

function isRight(signature: Uint8Array): boolean {
  return verify('sha256', message, rsa.publicKey, signature);
}

/** What a signature fails with; whatever it is, it says nothing of the request. */
async function failure(
  more: Partial<HttpSignerOptions> = {},
  request: Partial<SignRequest> = {},
): Promise<SigningServiceError> {
  const error: unknown = await sign(httpSigner(options(more)), request).catch((e: unknown) => e);
  expect(error).toBeInstanceOf(SigningServiceError);
  const text = inspect(error, { depth: 9, showHidden: true });
  expect(text).not.toContain(secret);
  expect(text).not.toContain(Buffer.from(digest).toString('base64'));
  return error as SigningServiceError;
}

function result(body: unknown): Fault {
  return { status: 200, body: JSON.stringify(body) };
}

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
    const fromSigner = vi.fn<(signer: Signer) => Key>(() => key as Key);
    const ossl = { keys: { fromSigner } } as unknown as OpenSSL;
    expect(fromHttp(ossl, options())).toBe(key);
    expect(isRight(await sign(fromSigner.mock.calls[0]?.[0] as Signer))).toBe(true);
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

describe('retries', () => {
  test.each<[string, Fault, number]>([
    ['429', busy, 4],
    ['503', { status: 503, headers: { 'retry-after': '0' } }, 4],
    ['503 with a date', { status: 503, headers: { 'retry-after': new Date(0).toUTCString() } }, 2],
    ['503 without Retry-After', { status: 503 }, 2],
    ['a dropped connection', 'drop', 2],
    ['a connection dropped in the answer', 'drop-body', 2],
  ])('%s is tried again', async (_, fault, times) => {
    service.faults.push(...Array<Fault>(times).fill(fault));
    expect(isRight(await sign(httpSigner(options())))).toBe(true);
    expect(service.requests).toHaveLength(times + 1);
    for (const { body } of service.requests) expect(body).toEqual(service.requests[0]?.body);
  });

  test('an overlong page with a 503 is tried again', async () => {
    const headers = { 'retry-after': '0' };
    service.faults.push({ status: 503, headers, body: 'x'.repeat(70_000) });
    expect(isRight(await sign(httpSigner(options())))).toBe(true);
    expect(service.requests).toHaveLength(2);
  });

  test.each([0, 1, 4])('end after %i', async (retries) => {
    service.faults.push(...Array<Fault>(9).fill(busy));
    const error = await failure(retries === 4 ? {} : { retries });
    expect(error.message).toBe('The signing service answered with status 429');
    expect(error.status).toBe(429);
    expect(service.requests).toHaveLength(retries + 1);
  });

  test('a connection that keeps failing is told with its cause', async () => {
    service.faults.push('drop', 'drop');
    const error = await failure({ retries: 1 });
    expect(error.message).toBe('The signing service could not be reached');
    expect(error.status).toBeUndefined();
    expect(error.cause).toBeInstanceOf(Error);
    expect(service.requests).toHaveLength(2);
  });

  test.each([400, 401, 403, 404, 408, 413, 422, 500, 502, 504])(
    '%i is not tried again',
    async (status) => {
      const headers = { 'retry-after': '0' };
      service.faults.push({ status, headers, body: '{"error":"no such key"}' });
      const error = await failure();
      expect(error.message).toBe(`The signing service answered with status ${status}: no such key`);
      expect(error.status).toBe(status);
      expect(service.requests).toHaveLength(1);
    },
  );
});

describe('answers', () => {
  const html = { 'content-type': 'text/html' };
  test.each<[string, Fault, string]>([
    ['an empty one', { status: 200, body: '' }, 'answer is not JSON'],
    ['no JSON', { status: 200, body: '{"result":' }, 'answer is not JSON'],
    ['bytes', { status: 200, body: Uint8Array.of(255, 0, 254) }, 'answer is not JSON'],
    [
      'a page',
      { status: 200, headers: html, body: '{"result":"AAAA"}' },
      'answer is not application/json',
    ],
    ['an array', result(['AAAA']), 'answer has no result'],
    ['null', result(null), 'answer has no result'],
    ['a text', result('AAAA'), 'answer has no result'],
    ['no result', result({ signature: 'AAAA' }), 'answer has no result'],
    ['a number', result({ result: 1 }), 'answer has no result'],
    ['a null signature', result({ result: null }), 'result is empty'],
    ['an empty signature', result({ result: '' }), 'result is empty'],
    ['wrong characters', result({ result: 'A$==' }), 'result is not base64'],
    ['base64url', result({ result: '-_-_' }), 'result is not base64'],
    ['no padding', result({ result: 'AA' }), 'result is not base64'],
    ['white space', result({ result: 'AAAA\nAAAA' }), 'result is not base64'],
    ['stray bits', result({ result: 'AB==' }), 'result is not base64'],
    ['an endless one', result({ result: 'A'.repeat(65_536) }), 'answer is over 65536 bytes'],
  ])('%s is refused', async (_, fault, text) => {
    service.faults.push(fault);
    const error = await failure();
    expect(error.message).toBe(`The signing service's ${text}`);
    expect(error.status).toBe(200);
    expect(service.requests).toHaveLength(1);
  });

  test.each([301, 302, 303, 307, 308])('a redirect with %i is not followed', async (status) => {
    await using other = await startSigningService(rsa.privateKey);
    service.faults.push({ status, headers: { location: other.url } });
    const error = await failure();
    expect(error.message).toBe('The signing service redirects elsewhere, which is not followed');
    expect(error.status).toBe(status);
    expect([service.requests.length, other.requests.length]).toEqual([1, 0]);
  });

  test.each([201, 204])('a status of %i is refused', async (status) => {
    service.faults.push({ status });
    expect((await failure()).message).toBe(`The signing service answered with status ${status}`);
  });

  test.each([
    ['a page', '<h1>Sorry</h1>', ''],
    ['an error that is no text', '{"error":{}}', ''],
    ['a long text', JSON.stringify({ error: 'x'.repeat(300) }), `: ${'x'.repeat(200)}`],
    ['control characters', JSON.stringify({ error: 'a\n\u001b[1mb' }), ': a  [1mb'],
    ['an overlong page', 'x'.repeat(70_000), ''],
  ])("a failure's body: %s", async (_, body, text) => {
    service.faults.push({ status: 400, body });
    expect((await failure()).message).toBe(`The signing service answered with status 400${text}`);
  });
});

describe('ends', () => {
  /** Seconds that no test takes. */
  const later: Fault = { status: 503, headers: { 'retry-after': '3600' } };

  test.each<[string, Fault]>([
    ['before the answer', 'stall'],
    ['in the answer', 'stall-body'],
  ])('at the deadline, stalled %s', async (_, fault) => {
    service.faults.push(fault);
    const error = await failure({ deadline: 200 });
    expect(error.message).toBe('The signing service did nothing within the deadline of 200 ms');
    expect(error.status).toBeUndefined();
    expect(service.requests).toHaveLength(1);
  });

  test('at the deadline, between two attempts', async () => {
    service.faults.push(later);
    const error = await failure({ deadline: 500 });
    expect(error.message).toContain('deadline of 500 ms; its last status was 503');
    expect(error.status).toBe(503);
    expect(service.requests).toHaveLength(1);
  });

  test('at the deadline, with headers that never come', async () => {
    const headers = (): Promise<never> => new Promise(() => undefined);
    expect((await failure({ deadline: 50, headers })).message).toContain('deadline of 50 ms');
    expect(service.requests).toHaveLength(0);
  });

  test.each<[string, Fault]>([
    ['before the answer', 'stall'],
    ['in the answer', 'stall-body'],
  ])('with its signal, stalled %s', async (_, fault) => {
    const controller = new AbortController();
    const reason = new Error('enough');
    service.faults.push(fault);
    const signing = sign(httpSigner(options()), { signal: controller.signal });
    await service.seen(1);
    controller.abort(reason);
    await expect(signing).rejects.toBe(reason);
    expect(service.requests).toHaveLength(1);
  });

  test('with its signal, between two attempts', async () => {
    const controller = new AbortController();
    const reason = new Error('enough');
    service.faults.push(later);
    let answered!: () => void;
    const answer = new Promise<void>((resolve) => (answered = resolve));
    const signer = httpSigner(
      options({
        fetch: async (input, init) => {
          const response = await fetch(input, init);
          // all of it is here, so that nothing but the pause is left to wait for
          const whole = new Response(await response.arrayBuffer(), response);
          setTimeout(answered, 50);
          return whole;
        },
      }),
    );
    const signing = sign(signer, { signal: controller.signal });
    await answer;
    controller.abort(reason);
    await expect(signing).rejects.toBe(reason);
    expect(service.requests).toHaveLength(1);
  });

  test('with a signal that has fired already, before anything is sent', async () => {
    const headers = vi.fn(() => ({}));
    const reason = new Error('enough');
    const signing = sign(httpSigner(options({ headers })), { signal: AbortSignal.abort(reason) });
    await expect(signing).rejects.toBe(reason);
    expect(headers).not.toHaveBeenCalled();
    expect(service.requests).toHaveLength(0);
  });

  test('and leaves no listener on the signal', async () => {
    const { signal } = new AbortController();
    const add = vi.spyOn(signal, 'addEventListener');
    const remove = vi.spyOn(signal, 'removeEventListener');
    await sign(httpSigner(options()), { signal });
    expect(add).toHaveBeenCalledTimes(1);
    expect(remove.mock.calls).toEqual([add.mock.calls[0]?.slice(0, 2)]);
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
