// Signatures of ECDSA as r and s side by side: of exactly that length, or they are none.
import { nothing } from '../../support/nothing-left.js';
import { rejection } from '../../support/start.js';
import type { Suite } from '../../support/suite.js';

const data = new TextEncoder().encode('r and s');

export const rawEcdsa: Suite = ({ expect, loadShipped, test }) => {
  for (const [curve, field] of [
    ['P-256', 32],
    ['P-384', 48],
    ['P-521', 66],
  ] as const) {
    test(`${curve}: bytes behind a signature, before it, or missing make it wrong`, async () => {
      const ossl = await loadShipped();
      {
        using key = await ossl.generateKey({ algorithm: 'EC', curve });
        const digest = await ossl.digest('SHA256', data);
        for (const [options, what] of [
          [{ hash: 'SHA256' }, data],
          [{ hash: 'SHA256', prehashed: true }, digest],
        ] as const) {
          const raw = await ossl.sign(key, what, { ...options, ecdsaFormat: 'raw' });
          const der = await ossl.sign(key, what, options);
          const verify = (signature: Uint8Array): Promise<boolean> =>
            ossl.verify(key, signature, what, { ...options, ecdsaFormat: 'raw' });
          expect(raw).toHaveLength(2 * field);
          expect(await verify(raw)).toBe(true);
          expect(await ossl.verify(key, der, what, options)).toBe(true);
          const [r, s] = [raw.subarray(0, field), raw.subarray(field)];
          const wrong = [
            Uint8Array.of(...raw, 0),
            Uint8Array.of(...raw, 0, 0),
            Uint8Array.of(0, ...raw),
            Uint8Array.of(0, ...r, 0, ...s), // the same numbers
            Uint8Array.of(...raw, ...raw),
            Uint8Array.of(...raw, ...new Uint8Array(field)),
            raw.subarray(1),
            raw.subarray(0, -1),
            raw.subarray(0, -2),
            r,
            s,
            new Uint8Array(0),
            Uint8Array.of(...s, ...r),
            new Uint8Array(2 * field),
            new Uint8Array(2 * field).fill(255),
            der,
          ];
          for (const [index, signature] of wrong.entries())
            expect(await verify(signature), String(index)).toBe(false);
          // as DER neither the raw form nor anything behind it
          for (const signature of [raw, Uint8Array.of(...der, 0), der.subarray(0, -1)])
            expect(await ossl.verify(key, signature, what, options)).toBe(false);
        }
      }
      expect(ossl.stats()).toMatchObject(nothing);
    });

    test(`${curve}: numbers with zeros in front keep their places`, async () => {
      const ossl = await loadShipped();
      using key = await ossl.generateKey({ algorithm: 'EC', curve });
      const options = { hash: 'SHA256', ecdsaFormat: 'raw' } as const;
      const short = new Set<string>();
      // one in 256 each, and half of them on P-521, whose first byte is 0 or 1
      for (let tries = 0; tries < 4000 && short.size < 2; tries++) {
        const signature = await ossl.sign(key, data, options);
        if (signature[0] !== 0 && signature[field] !== 0) continue;
        if (signature[0] === 0) short.add('r');
        if (signature[field] === 0) short.add('s');
        expect(await ossl.verify(key, signature, data, options)).toBe(true);
      }
      expect(short.size).toBe(2);
    });
  }

  test('a holder that answers r and s in another length than twice the field is refused', async () => {
    const ossl = await loadShipped();
    {
      using own = await ossl.generateKey({ algorithm: 'EC', curve: 'P-256' });
      const raw = await ossl.sign(own, data, { hash: 'SHA256', ecdsaFormat: 'raw' });
      const answers = [
        Uint8Array.of(...raw, 0),
        Uint8Array.of(...raw, ...raw),
        raw.slice(1),
        raw.slice(0, -1),
        raw.slice(0, 32),
        new Uint8Array(0),
        new Uint8Array(5000),
      ];
      for (const answer of answers) {
        using held = ossl.keys.fromSigner({
          algorithm: 'EC',
          publicKey: own,
          ecdsaFormat: 'raw',
          sign: () => answer,
        });
        const error = await rejection(ossl.sign(held, data, { hash: 'SHA256' }));
        expect(error).toMatchObject({ code: 'openssl' });
        expect((error as Error).message).toMatch(/signature of \d+ bytes, not 64/);
      }
      using held = ossl.keys.fromSigner({
        algorithm: 'EC',
        publicKey: own,
        ecdsaFormat: 'raw',
        sign: () => raw,
      });
      const der = await ossl.sign(held, data, { hash: 'SHA256' });
      expect(await ossl.verify(own, der, data, { hash: 'SHA256' })).toBe(true);
    }
    expect(ossl.stats()).toMatchObject(nothing);
  });
};
