// Key derivation: published vectors, and that the long ones share the thread and can be cancelled.
import type { OpenSSLError } from '../../../src/index.js';
import { hex } from '../../support/bytes.js';
import { expectNothingLeft } from '../../support/nothing-left.js';
import { rejection, rejections, until } from '../../support/start.js';
import { later, type Suite } from '../../support/suite.js';

const text = (value: string): Uint8Array => new TextEncoder().encode(value);

const salt = new Uint8Array(16).fill(2);
const long = { hash: 'SHA256', password: 'password', salt, iterations: 4e8, length: 32 };
const scryptLong = { password: 'password', salt, N: 2 ** 14, r: 8, p: 2 ** 12, length: 32 };
const argonLong = {
  password: 'password',
  salt,
  passes: 1e6,
  memory: 16384,
  lanes: 1,
  length: 32,
};

export const kdf: Suite = ({ expect, loadShipped, test }) => {
  test('PBKDF2 of RFC 6070 and RFC 7914', async () => {
    const ossl = await loadShipped();
    const vectors: [string, string, number, number, string][] = [
      ['password', 'salt', 1, 20, '0c60c80f961f0e71f3a9b524af6012062fe037a6'],
      ['password', 'salt', 4096, 20, '4b007901b765489abead49d926f721d065a429c1'],
      ['pass\0word', 'sa\0lt', 4096, 16, '56fa6aa75548099dcc37d7f03425e0c3'],
    ];
    for (const [password, saltText, iterations, length, expected] of vectors) {
      const options = { hash: 'SHA1', salt: text(saltText), iterations, length };
      expect(hex(await ossl.pbkdf2({ ...options, password }))).toBe(expected);
      expect(hex(await ossl.pbkdf2({ ...options, password: text(password) }))).toBe(expected);
    }
    const options = { hash: 'SHA256', password: 'passwd', salt: text('salt'), length: 64 };
    expect(hex(await ossl.pbkdf2({ ...options, iterations: 1 }))).toBe(
      '55ac046e56e3089fec1691c22544b605f94185216dde0465e68b9d57c20dacbc' +
        '49ca9cccf179b645991664b39d77ef317c71b845b1e30bd509112041d3a19783',
    );
    expectNothingLeft(expect, ossl);
  });

  test('scrypt of RFC 7914', async () => {
    const ossl = await loadShipped();
    const empty = { password: '', salt: text(''), N: 16, r: 1, p: 1, length: 64 };
    expect(hex(await ossl.scrypt(empty))).toBe(
      '77d6576238657b203b19ca42c18a0497f16b4844e3074ae8dfdffa3fede21442' +
        'fcd0069ded0948f8326a753a0fc81f17e8d3e0fb2e0d3628cf35e20c38d18906',
    );
    const nacl = { password: 'password', salt: text('NaCl'), N: 1024, r: 8, p: 16, length: 64 };
    expect(hex(await ossl.scrypt(nacl))).toBe(
      'fdbabe1c9d3472007856e7190d01e9fe7c6ad7cbc8237830e77376634b373162' +
        '2eaf30d92e22a3886ff109279d9830dac727afb94a83ee6d8360cbdfa2cc0640',
    );
    expectNothingLeft(expect, ossl);
  });

  test('Argon2id of RFC 9106', async () => {
    const ossl = await loadShipped();
    const tag = await ossl.argon2id({
      password: new Uint8Array(32).fill(1),
      salt,
      secret: new Uint8Array(8).fill(3),
      associatedData: new Uint8Array(12).fill(4),
      passes: 3,
      memory: 32,
      lanes: 4,
      length: 32,
    });
    expect(hex(tag)).toBe('0d640df58d78766c08c037a34a8b53c9d01ef0452d75b65eb52520e96b01e659');
    expectNothingLeft(expect, ossl);
  });

  test('HKDF of RFC 5869', async () => {
    const ossl = await loadShipped();
    const key = new Uint8Array(22).fill(0x0b);
    const range = (first: number, count: number): Uint8Array =>
      Uint8Array.from({ length: count }, (_, index) => first + index);
    const first = { hash: 'SHA256', key, salt: range(0, 13), info: range(0xf0, 10), length: 42 };
    expect(hex(await ossl.hkdf(first))).toBe(
      '3cb25f25faacd57a90434f64d0362f2a2d2d0a90cf1a5a4c5db02d56ecc4c5bf34007208d5b887185865',
    );
    expect(hex(await ossl.hkdf({ hash: 'SHA256', key, length: 42 }))).toBe(
      '8da4e775a563c18f715f802a063c5a31b8a11f5c5ee1879ec3454e5f3c738d2d9d201395faa4b61a96c8',
    );
    expectNothingLeft(expect, ossl);
  });

  test('the event loop has its turns while PBKDF2, scrypt and Argon2id work', async () => {
    const ossl = await loadShipped();
    for (const run of [
      () => ossl.pbkdf2({ ...long, iterations: 400_000 }),
      () => ossl.scrypt({ ...scryptLong, p: 8 }),
      () => ossl.argon2id({ ...argonLong, passes: 20 }),
    ]) {
      const before = ossl.stats().jobs.pauses;
      let isOver = false;
      const key = run().finally(() => {
        isOver = true;
      });
      let turns = 0;
      while (!isOver) {
        turns++;
        await later();
      }
      expect(await key).toHaveLength(32);
      expect(ossl.stats().jobs.pauses - before).toBeGreaterThan(20);
      expect(turns).toBeGreaterThan(10);
    }
    expectNothingLeft(expect, ossl);
  });

  test('two of each interleave, and have the keys that they have alone', async () => {
    const ossl = await loadShipped();
    const runs = [
      () => ossl.pbkdf2({ ...long, iterations: 60_000 }),
      () => ossl.scrypt({ ...scryptLong, p: 1 }),
      () => ossl.argon2id({ ...argonLong, passes: 3 }),
    ];
    const alone: string[] = [];
    for (const run of runs) alone.push(hex(await run()));
    let isOver = false;
    const together = Promise.all([...runs, ...runs].map((run) => run())).finally(() => {
      isOver = true;
    });
    let paused = 0;
    while (!isOver) {
      paused = Math.max(paused, ossl.stats().jobs.paused);
      await later();
    }
    expect(paused).toBe(6);
    expect((await together).map(hex)).toEqual([...alone, ...alone]);
    expectNothingLeft(expect, ossl);
  });

  test('what would take hours is cancelled, and nothing is left', async () => {
    const ossl = await loadShipped();
    const runs = [
      (signal: AbortSignal) => ossl.pbkdf2({ ...long, signal }),
      (signal: AbortSignal) => ossl.scrypt({ ...scryptLong, p: 1, signal }),
      (signal: AbortSignal) => ossl.argon2id({ ...argonLong, signal }),
    ];
    const { heap } = ossl.stats().memory;
    for (const run of runs) {
      const abort = new AbortController();
      const { pauses } = ossl.stats().jobs;
      const error = rejection(run(abort.signal));
      await until(() => ossl.stats().jobs.pauses > pauses + 1);
      abort.abort('enough');
      expect((await error) as OpenSSLError).toMatchObject({ code: 'aborted', cause: 'enough' });
    }
    const timeout = 20;
    expect(
      await rejections([
        ossl.pbkdf2({ ...long, timeout }),
        ossl.argon2id({ ...argonLong, timeout }),
      ]),
    ).toMatchObject([{ code: 'timeout' }, { code: 'timeout' }]);
    expectNothingLeft(expect, ossl);
    expect(ossl.stats().memory.heap).toBeLessThan(heap + 2 ** 18);
    expect(ossl.takeErrors()).toEqual([]);
  });

  test('bad arguments', async () => {
    const ossl = await loadShipped();
    const pbkdf2 = { ...long, iterations: 1 };
    const scrypt = { ...scryptLong, N: 16, p: 1 };
    const argon2id = { ...argonLong, passes: 1 };
    const hkdf = { hash: 'SHA256', key: salt, length: 32 };
    for (const bad of [
      { hash: '' },
      { password: 1 as never },
      { salt: new Uint8Array(0) },
      { iterations: 0 },
      { iterations: 2 ** 32 },
      { length: 0 },
      { length: 1.5 },
    ])
      expect(await rejection(ossl.pbkdf2({ ...pbkdf2, ...bad }))).toMatchObject({
        code: 'argument',
      });
    for (const bad of [{ N: 15 }, { N: 1 }, { r: 0 }, { p: 2 ** 30 }, { maxMemory: 1000 }])
      expect(await rejection(ossl.scrypt({ ...scrypt, ...bad }))).toMatchObject({
        code: 'argument',
      });
    for (const bad of [
      { salt: new Uint8Array(7) },
      { passes: 0 },
      { lanes: 0 },
      { memory: 7 },
      { length: 3 },
      { secret: 'text' as never },
    ])
      expect(await rejection(ossl.argon2id({ ...argon2id, ...bad }))).toMatchObject({
        code: 'argument',
      });
    for (const bad of [{ key: new Uint8Array(0) }, { length: 0 }, { info: 'text' as never }])
      expect(await rejection(ossl.hkdf({ ...hkdf, ...bad }))).toMatchObject({ code: 'argument' });
    expect(ossl.stats().jobs.started).toBe(0);
    for (const run of [
      ossl.pbkdf2({ ...pbkdf2, hash: 'SHA257' }),
      ossl.hkdf({ ...hkdf, length: 255 * 32 + 1 }),
    ])
      expect(await rejection(run)).toMatchObject({ code: 'openssl' });
    expectNothingLeft(expect, ossl);
  });

  test('scrypt: exactly maxMemory is enough, and one byte less is not; the same where a key is written', async () => {
    const ossl = await loadShipped();
    for (const [N, r, p] of [
      [1024, 8, 1],
      [16, 1, 3],
      [2, 100, 7],
    ] as const) {
      const memory = 128 * r * (N + 2 + p);
      const options = { password: 'password', salt, N, r, p, length: 32 };
      const derived = await ossl.scrypt(options);
      expect(await ossl.scrypt({ ...options, maxMemory: memory })).toEqual(derived);
      expect(await rejection(ossl.scrypt({ ...options, maxMemory: memory - 1 }))).toMatchObject({
        code: 'argument',
        message: `scrypt would take ${memory} bytes, and maxMemory is ${memory - 1}`,
      });
    }
    // OpenSSL reads a key with as much as 32 MiB
    const key = await ossl.generateKey({ algorithm: 'Ed25519' });
    const most = { name: 'scrypt', N: 2, r: 2 ** 15, p: 4 } as const;
    const pem = await ossl.keys.export(key, { password: 'password', kdf: most });
    const same = await ossl.keys.import(pem, { password: 'password' });
    expect(same.equals(key)).toBe(true);
    const more = ossl.keys.export(key, { password: 'password', kdf: { ...most, p: 5 } });
    expect(await rejection(more)).toMatchObject({ code: 'argument' });
    for (const one of [key, same]) one.free();
    expectNothingLeft(expect, ossl);
  });
};
