// A pool whose workers do what the test says: results that come too late, workers that die and can't be replaced.
import { readFileSync } from 'node:fs';
import { expose } from 'comlink';
import { afterEach, beforeAll, describe, expect, test, vi } from 'vitest';
import { Keys } from '../../src/crypto/keys/keys.js';
import type { Key } from '../../src/index.js';
import { valueOf } from '../../src/workers/task.js';
import { openPool } from '../../src/workers/index.js';
import type { PoolWorker } from '../../src/workers/pool-worker.js';
import type { PoolOperation } from '../../src/workers/pool-operations.js';
import type { AnyWorker } from '../../src/workers/any-worker.js';
import type { Reply, WorkerApi } from '../../src/workers/wire.js';
import { recordCopies } from '../support/copies.js';
import { rejection, until } from '../support/start.js';

const module = await WebAssembly.compile(readFileSync('dist/openssl-async.wasm'));
const secret = Uint8Array.from({ length: 48 }, (_, at) => 200 - at);

/** A worker in this thread. Its calls answer what the test resolves them with. */
class FakeWorker implements AnyWorker {
  readonly calls: { name: PoolOperation; input: object; answer: (reply: Reply) => void }[] = [];
  readonly cancelled: number[] = [];
  readonly ended = vi.fn();
  #listener: ((event: unknown) => void) | undefined;

  postMessage(port: unknown): void {
    const api: WorkerApi = {
      open: () => ({ value: undefined }),
      carryOut: (_, name, input) =>
        new Promise((answer) => {
          this.calls.push({ name, input, answer });
        }),
      cancel: (id) => {
        this.cancelled.push(id);
      },
    };
    expose(api, port as MessagePort);
  }

  addEventListener(type: string, listener: (event: unknown) => void): void {
    if (type === 'error') this.#listener = listener;
  }

  terminate(): void {
    this.ended();
  }

  die(): void {
    this.#listener?.({ message: 'gone' });
  }
}

/** Workers that can be made, and what happens when there are to be no more. */
function factory(count: number): { made: FakeWorker[]; worker: () => FakeWorker } {
  const made: FakeWorker[] = [];
  return {
    made,
    worker: () => {
      if (made.length === count) throw new Error('no more threads');
      const one = new FakeWorker();
      made.push(one);
      return one;
    },
  };
}

describe('a call that is cancelled', () => {
  test('rejects though the worker was done all the same, and what it had made is wiped', async () => {
    const { made, worker } = factory(1);
    const pool = await openPool({ module, size: 1, worker });
    const abort = new AbortController();
    const running = rejection(
      pool.run('generateKey', { algorithm: 'Ed25519' }, { signal: abort.signal }),
    );
    await until(() => made[0]?.calls.length === 1);
    abort.abort('enough');
    await until(() => made[0]?.cancelled.length === 1);
    const received: Uint8Array[] = [];
    const fill = vi.spyOn(Uint8Array.prototype, 'fill').mockImplementation(function (
      this: Uint8Array,
      ...given
    ) {
      received.push(this);
      for (let at = 0; at < this.length; at++) this[at] = given[0];
      return this;
    });
    made[0]?.calls[0]?.answer({ value: { privateKey: secret, publicKey: secret } });
    expect(await running).toMatchObject({ code: 'aborted', cause: 'enough' });
    fill.mockRestore();
    expect(received.filter(({ length }) => length === secret.length)).toHaveLength(2);
    for (const bytes of received) expect(bytes).toEqual(new Uint8Array(bytes.length));
    // the worker is free again
    const next = pool.run('digest', { algorithm: 'SHA256', data: secret });
    await until(() => made[0]?.calls.length === 2);
    made[0]?.calls[1]?.answer({ value: secret });
    expect(await next).toEqual(secret);
    await pool.close();
  });

  test('so it is when the pool is disposed meanwhile, and when the deadline passes', async () => {
    for (const end of ['dispose', 'deadline'] as const) {
      const { made, worker } = factory(1);
      const pool = await openPool({ module, size: 1, worker });
      const running = rejection(
        pool.run(
          'digest',
          { algorithm: 'SHA256', data: secret },
          end === 'deadline' ? { timeout: 5 } : {},
        ),
      );
      await until(() => made[0]?.calls.length === 1);
      if (end === 'dispose') pool[Symbol.dispose]();
      else await until(() => made[0]?.cancelled.length === 1);
      made[0]?.calls[0]?.answer({ value: secret });
      expect(await running).toMatchObject({ code: end === 'dispose' ? 'disposed' : 'timeout' });
      await pool.close();
    }
  });

  test('while it waits: the secrets that were copied for it are wiped', async () => {
    const { made, worker } = factory(1);
    const pool = await openPool({ module, size: 1, worker });
    const first = rejection(pool.run('digest', { algorithm: 'SHA256', data: new Uint8Array(1) }));
    await until(() => made[0]?.calls.length === 1);
    for (const end of ['abort', 'timeout', 'dispose'] as const) {
      const recorded = await recordCopies(async () => {
        const abort = new AbortController();
        const inputs = [
          ['sign', { key: secret, data: new Uint8Array(4) }],
          ['hmac', { hash: 'SHA256', secret, data: new Uint8Array(4) }],
          [
            'pbkdf2',
            { password: secret, salt: new Uint8Array(8), hash: 'SHA256', iterations: 1, length: 8 },
          ],
          ['createRequest', { key: secret, subject: { CN: 'x' } }],
        ] as const;
        const waiting = inputs.map(([name, input]) =>
          rejection(
            pool.run(name, input as never, {
              signal: abort.signal,
              ...(end === 'timeout' && { timeout: 1 }),
            }),
          ),
        );
        if (end === 'abort') abort.abort();
        if (end === 'dispose') pool[Symbol.dispose]();
        return Promise.all(waiting);
      });
      expect(recorded.count).toBeGreaterThanOrEqual(4);
      expect(recorded.left([secret])).toEqual([]);
      const code = { abort: 'aborted', timeout: 'timeout', dispose: 'disposed' }[end];
      for (const error of recorded.value) expect(error).toMatchObject({ code });
    }
    expect(await first).toMatchObject({ code: 'disposed' });
    expect(secret[0]).toBe(200); // the caller's own stay
  });
});

describe('workers that die', () => {
  const digest = { algorithm: 'SHA256', data: new Uint8Array(3) };

  test('the last of them, and none starts any more: each call that waits learns why', async () => {
    for (const size of [1, 2]) {
      const { made, worker } = factory(1);
      const pool = await openPool({ module, size, worker });
      const running = rejection(pool.run('digest', digest));
      await until(() => made[0]?.calls.length === 1);
      const waiting = [1, 2, 3].map(() => rejection(pool.run('digest', digest)));
      made[0]?.die();
      expect(await running).toMatchObject({ code: 'dead' });
      for (const error of await Promise.all(waiting))
        expect(error).toMatchObject({ code: 'load', cause: { message: 'no more threads' } });
      // and each later one, for as long as it is so
      expect(await rejection(pool.run('digest', digest))).toMatchObject({ code: 'load' });
      expect(pool.stats()).toEqual({ workers: 0, running: 0, waiting: 0 });
      await pool.close();
    }
  });

  test('one of several, and no other starts: those that are left do the work', async () => {
    const { made, worker } = factory(2);
    const pool = await openPool({ module, size: 3, worker });
    const calls = [1, 2, 3, 4].map(() => pool.run('digest', digest));
    const outcomes = Promise.allSettled(calls);
    await until(() => made.length === 2 && made.every((one) => one.calls.length === 1));
    made[0]?.die();
    for (let done = 0; done < 3; done++) {
      await until(() => made[1]?.calls.length === done + 1);
      made[1]?.calls[done]?.answer({ value: secret });
    }
    expect((await outcomes).filter(({ status }) => status === 'fulfilled')).toHaveLength(3);
    await pool.close();
  });
});

describe('the program of a worker', () => {
  let program: PoolWorker;
  let privateKey: Uint8Array;
  let publicKey: Uint8Array;
  const keys: Key[] = [];

  beforeAll(async () => {
    // it listens for its first message as soon as it is loaded
    vi.stubGlobal('addEventListener', () => undefined);
    const builtin = vi.spyOn(process, 'getBuiltinModule').mockReturnValue({ parentPort: null });
    const { PoolWorker: Program } = await import('../../src/workers/pool-worker.js');
    builtin.mockRestore();
    vi.unstubAllGlobals();
    program = new Program();
    expect(program.open(module, {})).toEqual({ value: undefined });
    const made = await program.carryOut(
      0,
      'generateKey',
      { algorithm: 'EC', curve: 'P-256' },
      undefined,
    );
    ({ privateKey, publicKey } = valueOf(made) as {
      privateKey: Uint8Array;
      publicKey: Uint8Array;
    });
    const read = Keys.prototype.import; // eslint-disable-line @typescript-eslint/unbound-method -- it is called on its own object
    vi.spyOn(Keys.prototype, 'import').mockImplementation(async function (this: Keys, ...given) {
      const key = await read.apply(this, given);
      keys.push(key);
      return key;
    });
  });

  afterEach(() => {
    keys.length = 0;
  });

  const data = new Uint8Array(10);
  const terms = { notBefore: new Date(0), notAfter: new Date(4e12), subject: { CN: 'x' } };
  test.each<[PoolOperation, (key: Uint8Array, peer: Uint8Array) => object, number]>([
    ['sign', (key) => ({ key, data, hash: 'SHA256' }), 1],
    ['sign', (key) => ({ key, data, hash: 'no such hash' }), 1],
    ['verify', (_, key) => ({ key, data, signature: data, hash: 'SHA256' }), 1],
    ['deriveBits', (key, peer) => ({ key, peer }), 2],
    ['decrypt', (key) => ({ key, data }), 1],
    ['createRequest', (key) => ({ key, subject: { CN: 'x' }, hash: 'SHA256' }), 1],
    ['createCertificate', (issuerKey, key) => ({ ...terms, issuerKey, publicKey: key }), 2],
  ])(
    '%s: its keys are freed and its secrets wiped, whether it succeeds or not',
    async (name, input, count) => {
      const given = input(privateKey.slice(), publicKey.slice()) as Record<string, unknown>;
      await program.carryOut(1, name, given, undefined);
      expect(keys).toHaveLength(count);
      for (const key of keys)
        expect(() => key.pointer).toThrow(expect.objectContaining({ code: 'disposed' }));
      for (const member of ['key', 'issuerKey'])
        if (given[member])
          expect(given[member]).toEqual(new Uint8Array((given[member] as Uint8Array).length));
    },
  );

  test.each<[PoolOperation, object, string]>([
    ['hmac', { hash: 'SHA256', data }, 'secret'],
    ['hkdf', { hash: 'SHA256', length: 20 }, 'secret'],
    ['pbkdf2', { salt: data, hash: 'SHA256', iterations: 1, length: 20 }, 'password'],
    ['scrypt', { salt: data, N: 16, r: 1, p: 1, length: 20 }, 'password'],
    ['argon2id', { salt: data, passes: 1, memory: 8, lanes: 1, length: 20 }, 'password'],
    ['hmac', { hash: 'no such hash', data }, 'secret'],
  ])('%s: its input is wiped', async (name, input, member) => {
    const given = { ...input, [member]: secret.slice() } as Record<string, Uint8Array>;
    await program.carryOut(1, name, given, undefined);
    expect(given[member]).toEqual(new Uint8Array(secret.length));
  });
});
