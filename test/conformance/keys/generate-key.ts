// Generating RSA keys: a job in C that pauses at each candidate prime.
import { dispose } from '../../../src/base/dispose.js';
import type { Key, KeyProgress, OpenSSLError } from '../../../src/index.js';
import { nothing } from '../../support/nothing-left.js';
import { paused, rejection, rejections, until } from '../../support/start.js';
import { later, type Suite } from '../../support/suite.js';

/** The DER that begins each of the two encodings: a SEQUENCE, a version or an algorithm, rsaEncryption. */
const rsaEncryption = [
  0x06, 0x09, 0x2a, 0x86, 0x48, 0x86, 0xf7, 0x0d, 0x01, 0x01, 0x01, 0x05, 0x00,
];

function decodePem(pem: string): number[] {
  const [, body = ''] = /-----BEGIN [A-Z ]+-----\n([^-]+)-----END/.exec(pem) ?? [];
  return Array.from(atob(body.replaceAll('\n', '')), (char) => char.charCodeAt(0));
}

export const generateKey: Suite = ({ expect, load, loadShipped, test }) => {
  test('keys of several lengths are written as PKCS#8 and as SubjectPublicKeyInfo', async () => {
    const ossl = await loadShipped();
    const seen = new Set<string>();
    for (const bits of [512, 1024, 1536, 2048]) {
      using key = await ossl.generateKey({ algorithm: 'RSA', bits });
      const [der, publicDer] = [key.toDer(), key.publicToDer()];
      // SEQUENCE { INTEGER 0, SEQUENCE { rsaEncryption …
      expect([der[0], der[1]]).toEqual([0x30, 0x82]);
      expect([...der.subarray(4, 9)]).toEqual([0x02, 0x01, 0x00, 0x30, 0x0d]);
      expect([...der.subarray(9, 22)]).toEqual(rsaEncryption);
      expect(publicDer[0]).toBe(0x30);
      expect([...publicDer].join().includes(rsaEncryption.join())).toBe(true);
      expect(publicDer.length).toBeGreaterThan(bits / 8);
      // PEM is the same in letters
      expect(key.toPem()).toMatch(
        /^-----BEGIN PRIVATE KEY-----\n[^]+\n-----END PRIVATE KEY-----\n$/,
      );
      expect(key.publicToPem()).toMatch(
        /^-----BEGIN PUBLIC KEY-----\n[^]+\n-----END PUBLIC KEY-----\n$/,
      );
      expect(decodePem(key.toPem())).toEqual([...der]);
      expect(decodePem(key.publicToPem())).toEqual([...publicDer]);
      seen.add(key.toPem());
    }
    expect(seen.size).toBe(4);
    expect(ossl.stats()).toMatchObject(nothing);
  });

  test('progress is told from inside OpenSSL, and C pauses each time', async () => {
    const { ossl } = await load();
    const told: KeyProgress[] = [];
    using key = await ossl.generateKey({
      algorithm: 'RSA',
      bits: 1024,
      onProgress: (progress) => told.push(progress),
    });
    expect(key.toPem()).toContain('PRIVATE KEY');
    expect(told.length).toBeGreaterThan(3);
    expect(ossl.stats().jobs.pauses).toBeGreaterThanOrEqual(told.length);
    for (const { count, phase } of told) {
      expect([0, 1, 2, 3]).toContain(phase);
      expect(count).toBeGreaterThanOrEqual(0);
    }
    const primes = told.filter(({ phase }) => phase === 3);
    expect(primes.map(({ count }) => count)).toEqual([0, 1]); // the two of RSA
  });

  test('many keys are made at once, and the event loop has its turns', async () => {
    const { ossl } = await load();
    let isOver = false;
    const keys = Promise.all(
      Array.from({ length: 6 }, () => ossl.generateKey({ algorithm: 'RSA', bits: 1024 })),
    ).then((made) => {
      isOver = true;
      return made;
    });
    let turns = 0;
    let together = 0;
    while (!isOver) {
      turns++;
      together = Math.max(together, paused(ossl));
      await later();
    }
    expect(turns).toBeGreaterThan(1);
    expect(together).toBe(6);
    expect(new Set((await keys).map((key) => key.publicToPem())).size).toBe(6);
  });

  test('C pauses, and can be cancelled, in the middle of a primality test', async () => {
    const { ossl } = await load();
    const abort = new AbortController();
    let wasTold = true;
    let inside = 0;
    const end = ossl.observeJobs(({ type }) => {
      if (type !== 'paused') return;
      if (!wasTold && ++inside === 3) abort.abort();
      wasTold = false;
    });
    const run = ossl.generateKey({
      algorithm: 'RSA',
      bits: 16384, // a test takes many slices of time on any machine
      signal: abort.signal,
      onProgress: () => {
        wasTold = true;
      },
    });
    expect(await rejection(run)).toMatchObject({ code: 'aborted' });
    end();
    expect(inside).toBeGreaterThanOrEqual(3); // observers are told a little later
    expect(ossl.stats()).toMatchObject(nothing);
  });

  test('cancelling unwinds C, and nothing of the key is left', async () => {
    const { ossl } = await load();
    await ossl.generateKey({ algorithm: 'RSA', bits: 512 }).then((key) => {
      key.free();
    });
    const { heap } = ossl.stats().memory;
    for (let round = 0; round < 5; round++) {
      const abort = new AbortController();
      const run = ossl.generateKey({
        algorithm: 'RSA',
        bits: 4096,
        signal: abort.signal,
        onProgress: ({ count }) => {
          if (count === round) abort.abort('enough'); // from inside the job
        },
      });
      const error = (await rejection(run)) as OpenSSLError;
      expect(error).toMatchObject({ code: 'aborted', cause: 'enough' });
    }
    expect(ossl.stats()).toMatchObject(nothing);
    expect(ossl.stats().memory.heap).toBeLessThan(heap + 8192);
  });

  test('a deadline ends it, and so does a signal from outside', async () => {
    const { ossl } = await load();
    const abort = new AbortController();
    const runs = [
      ossl.generateKey({ algorithm: 'RSA', bits: 16384, timeout: 20 }),
      ossl.generateKey({ algorithm: 'RSA', bits: 16384, signal: AbortSignal.timeout(20) }),
      ossl.generateKey({ algorithm: 'RSA', bits: 16384, signal: abort.signal }),
    ];
    const errors = rejections(runs);
    await until(() => ossl.stats().jobs.pauses > 3);
    abort.abort();
    expect(await errors).toMatchObject([
      { code: 'timeout' },
      { code: 'timeout' },
      { code: 'aborted' },
    ]);
    expect(ossl.stats()).toMatchObject(nothing);
  });

  test('a signal that has fired already starts nothing', async () => {
    const { ossl } = await load();
    const signal = AbortSignal.abort();
    const run = ossl.generateKey({ algorithm: 'RSA', bits: 2048, signal });
    expect(await rejection(run)).toMatchObject({ code: 'aborted' });
    expect(ossl.stats()).toMatchObject({ ...nothing, jobs: { started: 0 } });
  });

  test('what onProgress throws ends it, with that as the cause, wherever it is called', async () => {
    const { ossl } = await load();
    const cause = new RangeError('the bar is full');
    // OpenSSL ignores what the callback returns at some candidates, and nothing comes after the last prime
    const places: ((calls: number, primes: number) => boolean)[] = [
      ...[1, 2, 3, 4, 5].map((place) => (calls: number) => calls === place),
      (_calls, primes) => primes === 2,
    ];
    for (const isPlace of places) {
      let calls = 0;
      let primes = 0;
      let after = -1;
      const run = ossl.generateKey({
        algorithm: 'RSA',
        bits: 2048,
        onProgress: ({ phase }) => {
          after++;
          if (phase === 3) primes++;
          if (!isPlace(++calls, primes)) return;
          after = 0;
          throw cause;
        },
      });
      expect(await rejection(run)).toMatchObject({
        code: 'job',
        cause,
        message: 'onProgress failed: RangeError: the bar is full',
      });
      expect(after).toBe(0); // it is not called again
    }
    expect(ossl.stats()).toMatchObject(nothing);
    using key = await ossl.generateKey({ algorithm: 'RSA', bits: 512 });
    expect(key.toPem()).toContain('PRIVATE KEY');
  });

  test('bits out of range and other algorithms are argument errors', async () => {
    const { ossl } = await load();
    for (const bits of [0, -1, 511, 16385, 1024.5, NaN, Infinity, '2048', undefined])
      expect(
        await rejection(ossl.generateKey({ algorithm: 'RSA', bits: bits as number })),
      ).toMatchObject({ code: 'argument' });
    for (const algorithm of ['DSA', 'EC', '', undefined, 1])
      expect(
        await rejection(ossl.generateKey({ algorithm: algorithm as 'RSA', bits: 2048 })),
      ).toMatchObject({ code: 'argument' });
    const onProgress = 'text' as never;
    expect(
      await rejection(ossl.generateKey({ algorithm: 'RSA', bits: 2048, onProgress })),
    ).toMatchObject({ code: 'argument' });
    expect(ossl.stats()).toMatchObject({ ...nothing, jobs: { started: 0 } });
  });

  test('it waits for its place in the pool as any other job', async () => {
    const { ossl } = await load({ pool: { max: 1 } });
    const order: number[] = [];
    await Promise.all(
      [0, 1, 2].map(async (index) => {
        using key = await ossl.generateKey({ algorithm: 'RSA', bits: 512 });
        order.push(index);
        expect(key.pointer).toBeGreaterThan(0);
      }),
    );
    expect(order).toEqual([0, 1, 2]);
    expect(ossl.stats().jobs).toMatchObject({ allocated: 1, live: 0 });
  });

  test('a wait context of the caller may be used, and is left to him', async () => {
    const { ossl } = await load();
    using waitContext = ossl.newWaitContext();
    using key = await ossl.generateKey({ algorithm: 'RSA', bits: 512, waitContext });
    expect(key.toPem()).toContain('PRIVATE KEY');
    expect(ossl.stats().waitContexts).toBe(1);
  });

  test('a freed key refuses everything but a second free', async () => {
    const { ossl } = await load();
    let key: Key;
    {
      using scoped = await ossl.generateKey({ algorithm: 'RSA', bits: 512 });
      key = scoped;
      expect(key.pointer).toBeGreaterThan(0);
    }
    for (const use of [
      () => key.pointer,
      () => key.toPem(),
      () => key.toDer(),
      () => key.publicToPem(),
      () => key.publicToDer(),
    ])
      expect(use).toThrow(expect.objectContaining({ code: 'disposed' }));
    key.free();
    key[dispose]();
    expect(ossl.stats()).toMatchObject(nothing);
  });

  test('generateKey as a function in C reports its errors', async () => {
    const { ossl } = await load();
    const { memory } = ossl.c;
    const name = memory.newString('RSA');
    const tooFew = 'rsa_keygen_bits:64';
    const options = memory.newString(tooFew);
    const result = memory.newPointer<'EVP_PKEY'>();
    // osa_generate_key_args: the algorithm's name, options and their size, no progress, where the key goes
    const args = new Uint8Array(Uint32Array.of(name, options, tooFew.length + 1, 0, result).buffer);
    const error = await rejection(ossl.run(ossl.functions.generateKey, { args }));
    expect(error).toMatchObject({ code: 'openssl' });
    expect((error as OpenSSLError).errors.map(({ reason }) => reason)).toContain(
      'key size too small',
    );
    expect(memory.getPointer(result)).toBe(0);
    expect(ossl.takeErrors()).toEqual([]);
  });
};
