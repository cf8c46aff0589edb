// The pool on Node's threads, from dist/ as it is published.
import { execFile } from 'node:child_process';
import { createPrivateKey, createPublicKey, verify, X509Certificate } from 'node:crypto';
import { getEventListeners } from 'node:events';
import { promisify } from 'node:util';
import { Worker } from 'node:worker_threads';
import { afterAll, beforeAll, describe, expect, test } from 'vitest';
import type * as Package from '../../src/index.js';
import type * as Workers from '../../src/workers/index.js';
import { rejection } from '../support/start.js';

const dist = new URL('../../dist/', import.meta.url);
const { OpenSSLError } = (await import(new URL('index.js', dist).href)) as typeof Package;
const { openPool } = (await import(new URL('workers.js', dist).href)) as typeof Workers;

const data = new TextEncoder().encode('many hands');
const slow = { algorithm: 'RSA', bits: 8192 } as const;

/** Workers that the test can reach. */
function workers(): { made: Worker[]; make: () => Workers.AnyWorker } {
  const made: Worker[] = [];
  const make = (): Workers.AnyWorker => {
    const worker = new Worker(new URL('pool-worker.js', dist));
    made.push(worker);
    return worker as unknown as Workers.AnyWorker;
  };
  return { made, make };
}

/** Resolves when the operation is on its way in the worker. */
function underWay(
  pool: Workers.Pool,
  options: Workers.PoolRunOptions = {},
): Promise<{
  ended: Promise<unknown>;
}> {
  return new Promise((resolve) => {
    const ended = rejection(
      pool.run('generateKey', slow, {
        ...options,
        onProgress: () => {
          resolve({ ended });
        },
      }),
    );
  });
}

describe('operations', () => {
  let pool: Workers.Pool;
  let ec: Workers.KeyPairBytes;
  beforeAll(async () => {
    pool = await openPool({ size: 2 });
    ec = await pool.run('generateKey', { algorithm: 'EC', curve: 'P-256' });
  });
  afterAll(() => pool.close());

  test('keys, made at once on all workers, are what they should be, and progress crosses', async () => {
    let told = 0;
    const options = {
      onProgress: ({ phase }: Package.KeyProgress) => {
        if (phase === 3) told++;
      },
    };
    const pairs = await Promise.all(
      [1, 2, 3].map(() => pool.run('generateKey', { algorithm: 'RSA', bits: 2048 }, options)),
    );
    expect(told).toBe(6); // two primes each, and none lost
    for (const { privateKey, publicKey } of pairs) {
      const der = { format: 'der', type: 'pkcs8' } as const;
      const own = createPrivateKey({ key: Buffer.from(privateKey), ...der });
      const spki = createPublicKey(own).export({ format: 'der', type: 'spki' });
      expect(Buffer.from(publicKey)).toEqual(spki);
    }
    expect(pool.stats()).toEqual({ workers: 2, running: 0, waiting: 0 });
  });

  test('signatures, which Node confirms; the key that was given stays as it is', async () => {
    const before = ec.privateKey.slice();
    const signature = await pool.run('sign', { key: ec.privateKey, data, hash: 'SHA256' });
    expect(ec.privateKey).toEqual(before);
    const key = createPublicKey({ key: Buffer.from(ec.publicKey), format: 'der', type: 'spki' });
    expect(verify('sha256', data, key, signature)).toBe(true);
    const input = { key: ec.publicKey, data, signature, hash: 'SHA256' };
    expect(await pool.run('verify', input)).toBe(true);
    expect(await pool.run('verify', { ...input, data: signature })).toBe(false);
  });

  test('encryption, derivation and encapsulation', async () => {
    const rsa = await pool.run('generateKey', { algorithm: 'RSA', bits: 2048 });
    const ciphertext = await pool.run('encrypt', { key: rsa.publicKey, data });
    expect(await pool.run('decrypt', { key: rsa.privateKey, data: ciphertext })).toEqual(data);
    const [a, b] = await Promise.all([
      pool.run('generateKey', { algorithm: 'X25519' }),
      pool.run('generateKey', { algorithm: 'X25519' }),
    ]);
    expect(await pool.run('deriveBits', { key: a.privateKey, peer: b.publicKey })).toEqual(
      await pool.run('deriveBits', { key: b.privateKey, peer: a.publicKey }),
    );
    const kem = await pool.run('generateKey', { algorithm: 'ML-KEM-768' });
    const { ciphertext: sealed, secret } = await pool.run('encapsulate', { key: kem.publicKey });
    const opened = await pool.run('decapsulate', { key: kem.privateKey, ciphertext: sealed });
    expect(opened).toEqual(secret);
  });

  test('hashes and derivations from passwords, as an instance makes them', async () => {
    const { loadOpenSSL } = (await import(new URL('index.js', dist).href)) as typeof Package;
    const ossl = await loadOpenSSL();
    const salt = data;
    const password = 'correct horse';
    const pbkdf2 = { password, salt, hash: 'SHA256', iterations: 1000, length: 32 };
    const scrypt = { password, salt, N: 1024, r: 8, p: 1, length: 32 };
    const argon2id = { password, salt, passes: 1, memory: 64, lanes: 1, length: 32 };
    const hkdf = { hash: 'SHA256', salt, length: 32 };
    expect(await pool.run('pbkdf2', pbkdf2)).toEqual(await ossl.pbkdf2(pbkdf2));
    expect(await pool.run('scrypt', scrypt)).toEqual(await ossl.scrypt(scrypt));
    expect(await pool.run('argon2id', argon2id)).toEqual(await ossl.argon2id(argon2id));
    expect(await pool.run('hkdf', { ...hkdf, secret: data })).toEqual(
      await ossl.hkdf({ ...hkdf, key: data }),
    );
    expect(await pool.run('digest', { algorithm: 'SHA256', data })).toEqual(
      await ossl.digest('SHA256', data),
    );
    expect(await pool.run('hmac', { hash: 'SHA256', secret: salt, data })).toEqual(
      await ossl.hmac('SHA256', salt, data),
    );
  });

  test('requests and certificates', async () => {
    const request = await pool.run('createRequest', {
      key: ec.privateKey,
      subject: { CN: 'a' },
      hash: 'SHA256',
    });
    expect(request[0]).toBe(0x30);
    const terms = { notBefore: new Date(), notAfter: new Date(Date.now() + 86_400_000) };
    const root = await pool.run('createCertificate', {
      ...terms,
      subject: { CN: 'root' },
      issuerKey: ec.privateKey,
      extensions: { basicConstraints: 'critical,CA:TRUE' },
    });
    const leafKey = await pool.run('generateKey', { algorithm: 'Ed25519' });
    const leaf = await pool.run('createCertificate', {
      ...terms,
      subject: { CN: 'leaf' },
      issuer: root,
      issuerKey: ec.privateKey,
      publicKey: leafKey.publicKey,
    });
    const authority = new X509Certificate(root);
    expect(new X509Certificate(leaf).verify(authority.publicKey)).toBe(true);
    expect(new X509Certificate(leaf).issuer).toBe('CN=root');
  });

  test('an error is the class of the package, with code, error queue and message', async () => {
    const error = (await rejection(pool.run('sign', { key: data, data }))) as Package.OpenSSLError;
    expect(error).toBeInstanceOf(OpenSSLError);
    expect(error).toMatchObject({ code: 'openssl' });
    expect(error.errors[0]).toMatchObject({ library: 'DECODER routines', reason: 'unsupported' });
    const bits = pool.run('generateKey', { algorithm: 'RSA', bits: 5 });
    await expect(bits).rejects.toMatchObject({ code: 'argument', message: /512 to 16384/ });
  });

  test('what onProgress throws ends the generation, and is the cause', async () => {
    const cause = new Error('no more');
    const options = {
      onProgress: () => {
        throw cause;
      },
    };
    const error = { code: 'job', message: 'onProgress failed: Error: no more', cause };
    await expect(pool.run('generateKey', slow, options)).rejects.toMatchObject(error);
    const rejecting = { onProgress: () => Promise.reject(cause) as never };
    await expect(pool.run('generateKey', slow, rejecting)).rejects.toMatchObject(error);
    expect(await pool.run('digest', { algorithm: 'SHA256', data })).toHaveLength(32);
  });

  test('wrong arguments are refused', async () => {
    const name = 'format' as 'digest';
    const input = { algorithm: 'SHA256', data };
    const transferred = new Uint8Array(32);
    structuredClone(transferred, { transfer: [transferred.buffer] });
    const wrong = [
      pool.run('digest', input, null as never),
      pool.run('sign', { key: transferred, data }),
      openPool(null as never),
      pool.run(name, input),
      pool.run('toString' as 'digest', input),
      pool.run('digest', null as never),
      pool.run('digest', input, { timeout: -1 }),
      pool.run('digest', input, { signal: {} as AbortSignal }),
      pool.run('digest', input, { onProgress: 1 as never }),
      pool.run('digest', { algorithm: 'SHA256', data: (() => 1) as never }),
      pool.run('sign', { key: 'text' as never, data: 1 as never }),
      openPool({ size: 0 }),
      openPool({ worker: 'text' as never }),
    ];
    const codes = (await Promise.all(wrong.map(rejection))) as Package.OpenSSLError[];
    for (const error of codes.slice(0, 10)) expect(error).toMatchObject({ code: 'argument' });
    for (const error of codes.slice(10)) expect(error).toBeInstanceOf(OpenSSLError);
  });
});

describe('cancelling', () => {
  test('an abort unwinds what runs, and takes what waits out of the queue', async () => {
    const pool = await openPool({ size: 1 });
    const running = new AbortController();
    const { ended } = await underWay(pool, { signal: running.signal });
    const waiting = new AbortController();
    const queued = rejection(pool.run('generateKey', slow, { signal: waiting.signal }));
    const after = pool.run('digest', { algorithm: 'SHA256', data });
    expect(pool.stats()).toEqual({ workers: 1, running: 1, waiting: 2 });
    waiting.abort('tired');
    expect(await queued).toMatchObject({ code: 'aborted', cause: 'tired' });
    expect(pool.stats()).toEqual({ workers: 1, running: 1, waiting: 1 });
    running.abort();
    expect(await ended).toMatchObject({ code: 'aborted' });
    expect(await after).toHaveLength(32); // the same worker goes on
    expect(pool.stats()).toEqual({ workers: 1, running: 0, waiting: 0 });
    const late = pool.run('digest', { algorithm: 'SHA256', data }, { signal: running.signal });
    await expect(late).rejects.toMatchObject({ code: 'aborted' });
    await pool.close();
  });

  test('many calls with one signal listen to it once', async () => {
    const pool = await openPool({ size: 1 });
    const controller = new AbortController();
    const { signal } = controller;
    const calls = Array.from({ length: 20 }, () =>
      rejection(pool.run('generateKey', slow, { signal })),
    );
    expect(getEventListeners(signal, 'abort')).toHaveLength(1);
    controller.abort();
    for (const error of await Promise.all(calls)) expect(error).toMatchObject({ code: 'aborted' });
    expect(getEventListeners(signal, 'abort')).toEqual([]);
    await pool.close();
  });

  test('so does a deadline', async () => {
    const pool = await openPool({ size: 1 });
    const error = { code: 'timeout', message: 'The deadline of 50 ms passed' };
    const inTime = { timeout: 50 };
    await expect(pool.run('generateKey', slow, inTime)).rejects.toMatchObject(error);
    const signal = AbortSignal.timeout(50);
    await expect(pool.run('generateKey', slow, { signal })).rejects.toMatchObject({
      code: 'timeout',
    });
    await pool.close();
  });
});

describe('the life of a pool', () => {
  test('a worker that dies rejects its work, and another takes its place', async () => {
    const { made, make } = workers();
    const pool = await openPool({ size: 1, worker: make });
    const { ended } = await underWay(pool);
    const next = pool.run('digest', { algorithm: 'SHA256', data });
    await made[0]?.terminate();
    expect(await ended).toMatchObject({ code: 'dead', message: 'The worker has died' });
    expect(await next).toHaveLength(32);
    expect(made).toHaveLength(2);
    // an idle one too
    await made[1]?.terminate();
    expect(await pool.run('digest', { algorithm: 'SHA256', data })).toHaveLength(32);
    expect(made).toHaveLength(3);
    await pool.close();
  });

  test('a program that cannot be loaded is a load error', async () => {
    const worker = (): Workers.AnyWorker =>
      new Worker(new URL('none.js', dist)) as unknown as Workers.AnyWorker;
    await expect(openPool({ worker })).rejects.toMatchObject({ code: 'load' });
    const module = new URL('none.wasm', dist);
    await expect(openPool({ module })).rejects.toMatchObject({ code: 'load' });
    const { make, made } = workers();
    const stackSize = 17;
    await expect(openPool({ stackSize, worker: make })).rejects.toMatchObject({ code: 'argument' });
    expect(made).toHaveLength(1);
  });

  test('closing cancels everything, and ends the workers', async () => {
    const { made, make } = workers();
    const pool = await openPool({ size: 1, worker: make });
    const exited = new Promise((resolve) => made[0]?.once('exit', resolve));
    const { ended } = await underWay(pool);
    const queued = rejection(pool.run('generateKey', slow));
    await pool.close();
    expect(await ended).toMatchObject({ code: 'aborted', message: 'The pool is being closed' });
    expect(await queued).toMatchObject({ code: 'aborted' });
    await exited;
    await expect(pool.run('digest', { algorithm: 'SHA256', data })).rejects.toMatchObject({
      code: 'disposed',
    });
    await pool.close(); // twice is harmless
  });

  test('disposing ends everything at once', async () => {
    const { made, make } = workers();
    const pool = await openPool({ size: 1, worker: make });
    const exited = new Promise((resolve) => made[0]?.once('exit', resolve));
    const { ended } = await underWay(pool);
    pool[Symbol.dispose]();
    expect(await ended).toMatchObject({ code: 'disposed' });
    await exited;
  });

  test('idle workers let the process end', async () => {
    const program = `
      import { openPool } from ${JSON.stringify(new URL('workers.js', dist).href)};
      const pool = await openPool({ size: 2 });
      const pairs = await Promise.all([1, 2].map(() => pool.run('generateKey', { algorithm: 'Ed25519' })));
      console.log(pairs.length);
    `;
    const { stdout } = await promisify(execFile)(
      process.execPath,
      ['--input-type=module', '-e', program],
      { timeout: 60_000 },
    );
    expect(stdout).toBe('2\n');
  });
});
