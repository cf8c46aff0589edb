// Keys under a password: wrong ones are told, and derivations share the thread and can be cancelled.
import type { Key } from '../../../src/index.js';
import { endless, FINDABLE } from '../../support/endless.js';
import { expectNothingLeft } from '../../support/nothing-left.js';
import { rejection, until } from '../../support/start.js';
import { later, type Suite } from '../../support/suite.js';

const password = 'smörgås';
const kdf = { name: 'PBKDF2', iterations: 1000 } as const;

export const passwords: Suite = ({ expect, loadShipped, test }) => {
  test('passwords: wrong, missing, empty and too long', async () => {
    const ossl = await loadShipped();
    const key = await ossl.keys.generate({ algorithm: 'EC', curve: 'P-256' });
    for (const encoding of ['pem', 'der'] as const) {
      const options = { encoding: encoding as 'pem', password, kdf };
      const closed = await ossl.keys.export(key, options);
      expect(await rejection(ossl.keys.import(closed))).toMatchObject({ code: 'argument' });
      for (const wrong of ['', 'smorgas', new Uint8Array(1024)])
        expect(await rejection(ossl.keys.import(closed, { password: wrong }))).toMatchObject({
          code: 'openssl',
          message: expect.stringContaining('the password is wrong') as unknown,
        });
      const tooLong = new Uint8Array(1025);
      for (const refused of [
        ossl.keys.import(closed, { password: tooLong }),
        ossl.keys.export(key, { password: tooLong }),
      ])
        expect(await rejection(refused)).toMatchObject({ code: 'argument' });
    }
    for (const odd of ['', 'a\0b', 'x'.repeat(1024), new Uint8Array([0xff, 0, 1])]) {
      const closed = await ossl.keys.export(key, { password: odd, kdf });
      using read = await ossl.keys.import(closed, { password: odd });
      expect(read.equals(key)).toBe(true);
    }
    key.free();
    expectNothingLeft(expect, ossl);
  });

  test('what is read and written at once does not mix', async () => {
    const ossl = await loadShipped();
    const names = ['Ed25519', 'X25519', 'Ed448', 'X448'] as const;
    const keys = await Promise.all(names.map((algorithm) => ossl.keys.generate({ algorithm })));
    const slow = { name: 'PBKDF2', iterations: 50_000 } as const;
    const closed = await Promise.all(
      keys.map((key, index) => ossl.keys.export(key, { password: `${index}`, kdf: slow })),
    );
    const files = await Promise.all(
      keys.map((key, index) =>
        ossl.pkcs12.write({ key, password: `${index}`, iterations: 50_000 }),
      ),
    );
    let isOver = false;
    const everything = Promise.all([
      ...closed.map((pem, index) => ossl.keys.import(pem, { password: `${index}` })),
      ...files.map(async (file, index) => {
        const { key } = await ossl.pkcs12.read(file, { password: `${index}` });
        return key as Key;
      }),
      ...closed.map((pem) => rejection(ossl.keys.import(pem, { password: 'wrong' }))),
    ]).finally(() => {
      isOver = true;
    });
    let paused = 0;
    while (!isOver) {
      paused = Math.max(paused, ossl.stats().jobs.paused);
      await later();
    }
    expect(paused).toBe(12);
    const results = await everything;
    for (const [index, key] of keys.entries()) {
      for (const read of [results[index], results[index + 4]] as Key[]) {
        expect(read.toDer()).toEqual(key.toDer());
        read.free();
      }
      expect(results[index + 8]).toMatchObject({
        code: 'openssl',
        message: expect.stringContaining('the password is wrong') as unknown,
      });
      key.free();
    }
    expectNothingLeft(expect, ossl);
  });

  test('a long derivation lets the event loop have its turns, and is cancelled', async () => {
    const ossl = await loadShipped();
    using key = await ossl.keys.generate({ algorithm: 'Ed25519' });
    const closed = await ossl.keys.export(key, {
      encoding: 'der',
      password,
      kdf: { name: 'PBKDF2', iterations: FINDABLE },
    });
    const slow = endless(closed);
    (await ossl.keys.import(closed, { password })).free();
    const { heap } = ossl.stats().memory;
    const before = ossl.stats().jobs.pauses;
    let turns = 0;
    let isOver = false;
    const run = ossl.keys.export(key, { password }).finally(() => {
      isOver = true;
    });
    while (!isOver) {
      turns++;
      await later();
    }
    expect(await run).toContain('-----BEGIN ENCRYPTED PRIVATE KEY-----');
    expect(ossl.stats().jobs.pauses - before).toBeGreaterThan(20);
    expect(turns).toBeGreaterThan(10);
    const runs = [
      (signal: AbortSignal) =>
        ossl.keys.export(key, { password, kdf: { name: 'PBKDF2', iterations: 4e8 }, signal }),
      (signal: AbortSignal) => ossl.keys.import(slow, { password, signal }),
      (signal: AbortSignal) => ossl.keys.import(slow, { password: 'x', signal }),
    ];
    for (const start of runs) {
      const abort = new AbortController();
      const { pauses } = ossl.stats().jobs;
      const error = rejection(start(abort.signal));
      await until(() => ossl.stats().jobs.pauses > pauses + 1);
      abort.abort('enough');
      expect(await error).toMatchObject({ code: 'aborted', cause: 'enough' });
    }
    expect(await rejection(ossl.keys.import(slow, { password, timeout: 20 }))).toMatchObject({
      code: 'timeout',
    });
    expectNothingLeft(expect, ossl);
    expect(ossl.stats().memory.heap).toBeLessThan(heap + 2 ** 16);
  });
};
