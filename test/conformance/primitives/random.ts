// Random bytes: seeded by the host, shared by all jobs, never twice the same, never without entropy.
import { rejection, start } from '../../support/start.js';
import { Script, type Step } from '../../support/script.js';
import type { Pointer } from '../../../src/index.js';
import type { Suite } from '../../support/suite.js';

/** Takes the host's CSPRNG away while `run` runs. */
async function withoutEntropy<T>(run: () => Promise<T>): Promise<T> {
  const own = Object.getOwnPropertyDescriptor(crypto, 'getRandomValues');
  Object.defineProperty(crypto, 'getRandomValues', {
    configurable: true,
    value: () => {
      throw new Error('no entropy');
    },
  });
  try {
    return await run();
  } finally {
    if (own) Object.defineProperty(crypto, 'getRandomValues', own);
    else Reflect.deleteProperty(crypto, 'getRandomValues');
  }
}

export const random: Suite = ({ expect, load, loadShipped, test }) => {
  const hex = (bytes: Uint8Array): string => [...bytes].join(' ');

  test('RAND_bytes in interleaved jobs: different bytes, and no pause inside', async () => {
    const instance = await load();
    const { ossl } = instance;
    const { memory } = ossl.c;
    const buffers = Array.from({ length: 8 }, () => memory.malloc(32));
    const steps = (first: number, second: number): Step[] => [
      ['rand', first, 32, 'first'],
      ['pause'],
      ['rand', second, 32, 'second'],
      ['return', 1],
    ];
    const started = [0, 2, 4, 6].map((at) =>
      start(instance, steps(buffers[at] as number, buffers[at + 1] as number)),
    );
    expect(ossl.stats().jobs.pauses).toBe(4);
    for (const { job } of started.reverse()) expect(ossl.startJob({ job }).result).toBe(3);
    expect(ossl.stats().jobs.pauses).toBe(4);
    for (const { script } of started)
      expect([script.result('first'), script.result('second')]).toEqual([1, 1]);
    const all = buffers.map((buffer) => hex(memory.getBytes(buffer, 32)));
    expect(new Set(all).size).toBe(8);
    expect(all).not.toContain(hex(new Uint8Array(32)));
  });

  test('two instances have different random bytes', async () => {
    const all = await Promise.all([loadShipped(), loadShipped()]);
    const bytes = all.map(({ c, exports }) => {
      const buffer = c.memory.malloc(32);
      expect(exports.RAND_bytes(buffer, 32)).toBe(1);
      return hex(c.memory.getBytes(buffer, 32));
    });
    expect(bytes[0]).not.toBe(bytes[1]);
  });

  test('without entropy there are no random bytes: it fails closed, with errors', async () => {
    const { c, exports, takeErrors } = await withoutEntropy(async () => {
      const ossl = await loadShipped();
      return { c: ossl.c, exports: ossl.exports, takeErrors: () => ossl.takeErrors() };
    });
    await withoutEntropy(() => {
      const buffer = c.memory.malloc(32);
      expect(exports.RAND_bytes(buffer, 32)).not.toBe(1);
      expect(c.memory.getBytes(buffer, 32)).toEqual(new Uint8Array(32));
      expect(takeErrors().length).toBeGreaterThan(0);
      return Promise.resolve();
    });
  });

  test('without entropy a job that needs it fails, and one that does not goes on', async () => {
    await withoutEntropy(async () => {
      const { jobs, ossl } = await load();
      const buffer: Pointer<'void'> = ossl.c.memory.malloc(32);
      const script = new Script(ossl, [
        ['rand', buffer, 32, 'got'],
        ['return', 0],
      ]);
      expect(await rejection(ossl.run(jobs.script, { args: script.args }))).toMatchObject({
        code: 'openssl',
      });
      expect(script.result('got')).not.toBe(1);
      const other = new Script(ossl, [['pause'], ['return', 7]]);
      expect(await ossl.run(jobs.script, { args: other.args })).toBe(7);
    });
  });

  test('without entropy no key is made', async () => {
    await withoutEntropy(async () => {
      const ossl = await loadShipped();
      expect(await rejection(ossl.generateKey({ algorithm: 'RSA', bits: 512 }))).toMatchObject({
        code: 'openssl',
      });
    });
  });
};
