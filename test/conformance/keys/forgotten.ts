// Keys that nobody frees. When a garbage collector runs is its own affair: that it does is seen in Node
// (test/realms/forgotten.test.ts); here is what does not depend on it.
import { dispose } from '../../../src/base/dispose.js';
import type { Suite } from '../../support/suite.js';

export const forgotten: Suite = ({ expect, loadShipped, test }) => {
  test('stats() counts keys, each until it is freed, once', async () => {
    const told: unknown[] = [];
    const ossl = await loadShipped({ traceKeys: true, onError: (error) => told.push(error) });
    expect(ossl.stats().keys).toEqual({ live: 0, collected: 0 });
    const key = await ossl.generateKey({ algorithm: 'Ed25519' });
    const other = ossl.keys.importPublic(key.publicToDer());
    const held = ossl.keys.fromSigner({
      algorithm: 'Ed25519',
      publicKey: key,
      sign: async (data) => {
        await Promise.resolve();
        return ossl.sign(key, data);
      },
    });
    expect(ossl.stats().keys.live).toBe(3);
    const signing = ossl.sign(held, new Uint8Array(9));
    held.free();
    expect(ossl.stats().keys.live).toBe(3); // an operation uses it
    await signing;
    expect(ossl.stats().keys.live).toBe(2);
    for (const one of [key, other, key]) one.free();
    expect(ossl.stats()).toMatchObject({ keys: { live: 0, collected: 0 }, references: 0 });
    const last = await ossl.generateKey({ algorithm: 'Ed25519' });
    ossl[dispose]();
    last.free(); // with the instance, its memory is gone
    expect(told).toEqual([]);
  });
};
