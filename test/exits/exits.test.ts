// A program ends when its work is done: no timer of a deadline that was not needed keeps it alive. Each is a process of
// its own, with deadlines of an hour: one that stays is ended after a while, and has no status then.
import { generateKeyPairSync } from 'node:crypto';
import { afterAll, beforeAll, describe, expect, test } from 'vitest';
import { node } from '../docs/child.js';
import { type SigningService, startSigningService } from '../support/holders/signing-service.js';

const start = `
  import { loadOpenSSL } from 'openssl-async';
  const ossl = await loadOpenSSL();
  const timeout = 3_600_000;
  const data = new Uint8Array(8);
`;

async function ends(program: string, env: Record<string, string> = {}): Promise<void> {
  const { status, stderr, stdout } = await node(
    ['--input-type=module', '-e', `${start}\n${program}\nconsole.log('done');`],
    { env },
  );
  expect({ status, stderr, stdout }).toEqual({ status: 0, stderr: '', stdout: 'done\n' });
}

describe('ends with its work', () => {
  test.each([
    ['a job in JavaScript', `await ossl.run(async () => 1, { timeout });`],
    ['a job that fails', `await ossl.run(() => { throw 1; }, { timeout }).catch(() => 0);`],
    [
      'a job that is aborted',
      `const abort = new AbortController();
       const run = ossl.run((job) => job.pause(), { timeout, signal: abort.signal });
       abort.abort();
       await run.catch(() => 0);`,
    ],
    [
      'a job whose handle is closed',
      `const handle = ossl.newHandle();
       const run = ossl.run(async (job) => {
         job.waitContext.setWaitFd('key', handle);
         await job.pause();
       }, { timeout });
       setTimeout(() => handle.close(), 5);
       await run.catch(() => 0);`,
    ],
    ['an operation', `await ossl.digest('SHA256', data, { timeout });`],
    ['an operation that fails', `await ossl.digest('none', data, { timeout }).catch(() => 0);`],
    [
      'a key that JavaScript holds, with a timeout of its own',
      `const own = await ossl.generateKey({ algorithm: 'Ed25519', timeout });
       const sign = (message) => ossl.sign(own, message);
       const held = ossl.keys.fromSigner({ algorithm: 'Ed25519', publicKey: own, timeout, sign });
       await ossl.sign(held, data, { timeout });
       const no = () => Promise.reject(new Error('no'));
       const refusing = ossl.keys.fromSigner({ algorithm: 'Ed25519', publicKey: own, timeout, sign: no });
       await ossl.sign(refusing, data).catch(() => 0);
       const abort = new AbortController();
       const never = () => new Promise(() => abort.abort());
       const silent = ossl.keys.fromSigner({ algorithm: 'Ed25519', publicKey: own, timeout, sign: never });
       await ossl.sign(silent, data, { signal: abort.signal }).catch(() => 0);`,
    ],
    ['a timer that nobody waits for, and that is closed', `ossl.newTimer?.(timeout)?.close();`],
    [
      'an instance that is disposed with work in it',
      `const run = ossl.run((job) => job.pause(), { timeout }).catch(() => 0);
       await ossl[Symbol.asyncDispose]();
       await run;`,
    ],
    [
      'a pool, with a call that was done and one that was cancelled',
      `const { openPool } = await import('openssl-async/workers');
       const pool = await openPool({ size: 1 });
       await pool.run('digest', { algorithm: 'SHA256', data }, { timeout });
       const abort = new AbortController();
       const run = pool.run('digest', { algorithm: 'SHA256', data }, { timeout, signal: abort.signal });
       abort.abort();
       await run.catch(() => 0);`,
    ],
  ])('%s', async (_, program) => {
    await ends(program);
  });
});

describe('ends with its work: a key behind HTTP', () => {
  const { privateKey, publicKey } = generateKeyPairSync('rsa', { modulusLength: 2048 });
  let service: SigningService;
  beforeAll(async () => {
    service = await startSigningService(privateKey);
  });
  afterAll(() => service[Symbol.asyncDispose]());

  test.each([
    ['that answered', []],
    ['that failed', [{ status: 400 }]],
    ['that gave no JSON', [{ status: 200, body: '{' }]],
    ['that dropped the connection, again and again', ['drop', 'drop']],
  ] as const)('%s', async (_, faults) => {
    service.faults.push(...faults);
    await ends(
      `const { fromHttp } = await import('openssl-async/http');
       const { SERVICE: url, PUBLIC_KEY: publicKey } = process.env;
       const key = fromHttp(ossl, { url, publicKey, algorithm: 'RSA', deadline: timeout, retries: 1 });
       await ossl.sign(key, data, { hash: 'SHA256' }).catch(() => 0);
       key.free();`,
      {
        SERVICE: service.url,
        PUBLIC_KEY: publicKey.export({ format: 'pem', type: 'spki' }) as string,
      },
    );
    expect(service.faults).toEqual([]);
  });
});
