// Damaged input: 10,000 mutations of each kind of object give a typed error or a sound object, no trap and no leak.
import { OpenSSLError } from '../../../src/index.js';
import { sameBytes } from '../../support/bytes.js';
import { mutated, numbers } from '../../support/faults/mutate.js';
import { nothing } from '../../support/nothing-left.js';
import { scaled, type Suite } from '../../support/suite.js';

const COUNT = 10_000;
const message = new TextEncoder().encode('fuzz');

export const keysAndSignatures: Suite = ({ expect, loadShipped, scale, test }) => {
  const count = scaled(COUNT, scale);

  test('damaged public keys', async () => {
    const ossl = await loadShipped();
    const originals: Uint8Array[] = [];
    for (const options of [
      { algorithm: 'RSA', bits: 1024 },
      { algorithm: 'EC', curve: 'P-256' },
      { algorithm: 'Ed25519' },
      { algorithm: 'ML-DSA-44' },
    ] as const) {
      using key = await ossl.generateKey(options);
      originals.push(key.publicToDer());
    }
    const next = numbers(3);
    let refused = 0;
    const { heap } = ossl.stats().memory;
    for (let round = 0; round < count; round++) {
      const original = originals[round % originals.length] as Uint8Array;
      try {
        ossl.keys.importPublic(mutated(original, next)).free();
      } catch (error) {
        if (!(error instanceof OpenSSLError)) throw error;
        expect(error.code).toBe('openssl');
        refused++;
      }
    }
    expect(refused).toBeGreaterThan(count / 4);
    expect(ossl.takeErrors()).toEqual([]);
    expect(ossl.stats().memory.heap).toBeLessThan(heap + 65536);
    expect(ossl.dead).toBeUndefined();
  });

  test('damaged signatures never verify', async () => {
    const ossl = await loadShipped();
    using key = await ossl.generateKey({ algorithm: 'EC', curve: 'P-256' });
    const signature = await ossl.sign(key, message);
    const next = numbers(5);
    const { heap } = ossl.stats().memory;
    for (let round = 0; round < count; round += 100)
      for (const valid of await Promise.all(
        Array.from({ length: 100 }, async () => {
          const damaged = mutated(signature, next);
          return !sameBytes(damaged, signature) && (await ossl.verify(key, damaged, message));
        }),
      ))
        expect(valid).toBe(false);
    expect(ossl.stats()).toMatchObject(nothing);
    ossl.cleanupThread();
    expect(ossl.stats().memory.heap).toBeLessThan(heap + 65536);
  });
};
