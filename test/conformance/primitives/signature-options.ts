// How signatures are made and taken: digests, raw ECDSA, deterministic ones, salt of any length.
import { rejection } from '../../support/start.js';
import type { Suite } from '../../support/suite.js';

const data = new TextEncoder().encode('message');

export const signatureOptions: Suite = ({ expect, loadShipped, test }) => {
  test('raw ECDSA signatures have the length of the curve, and verify', async () => {
    const ossl = await loadShipped();
    for (const [curve, size] of [
      ['P-256', 64],
      ['P-384', 96],
      ['P-521', 132],
    ] as const) {
      using key = await ossl.generateKey({ algorithm: 'EC', curve });
      for (let round = 0; round < 20; round++) {
        const raw = await ossl.sign(key, data, { hash: 'SHA256', ecdsaFormat: 'raw' });
        expect(raw.length).toBe(size);
        const verify = (bytes: Uint8Array): Promise<boolean> =>
          ossl.verify(key, bytes, data, { hash: 'SHA256', ecdsaFormat: 'raw' });
        expect(await verify(raw)).toBe(true);
        expect(await verify(raw.subarray(1))).toBe(false);
        expect(await verify(new Uint8Array(size))).toBe(false);
        raw[size - 1] = (raw[size - 1] as number) ^ 1;
        expect(await verify(raw)).toBe(false);
      }
    }
  });

  test('a digest is signed as its message is, by ordinary keys and held ones', async () => {
    const ossl = await loadShipped();
    const digest = await ossl.digest('SHA384', data);
    for (const options of [
      { algorithm: 'EC', curve: 'P-384' },
      { algorithm: 'RSA', bits: 1024 },
    ] as const) {
      using key = await ossl.generateKey(options);
      using held = ossl.keys.fromSigner({
        algorithm: options.algorithm,
        publicKey: key.publicToDer(),
        sign: (bytes, { hash, prehashed }) => ossl.sign(key, bytes, { hash, prehashed }),
      });
      for (const each of [key, held]) {
        const signature = await ossl.sign(each, digest, { hash: 'SHA384', prehashed: true });
        expect(await ossl.verify(each, signature, data, { hash: 'SHA384' })).toBe(true);
        const again = await ossl.sign(each, data, { hash: 'SHA384' });
        const prehashed = { hash: 'SHA384', prehashed: true };
        expect(await ossl.verify(each, again, digest, prehashed)).toBe(true);
        expect(await ossl.verify(each, again, data, prehashed)).toBe(false);
      }
    }
    expect(ossl.takeErrors()).toEqual([]);
  });

  test('deterministic signatures are the same each time, others are not', async () => {
    const ossl = await loadShipped();
    for (const options of [
      { algorithm: 'EC', curve: 'P-256' },
      { algorithm: 'ML-DSA-44' },
      { algorithm: 'SLH-DSA-SHA2-128f' },
    ] as const) {
      using key = await ossl.generateKey(options);
      const [one, two] = [
        await ossl.sign(key, data, { deterministic: true }),
        await ossl.sign(key, data, { deterministic: true }),
      ];
      expect(one).toEqual(two);
      expect(await ossl.verify(key, one, data, { deterministic: true })).toBe(true);
      expect(await ossl.sign(key, data)).not.toEqual(await ossl.sign(key, data));
    }
  });

  test('a PSS salt of any length is taken with `auto`', async () => {
    const ossl = await loadShipped();
    using key = await ossl.generateKey({ algorithm: 'RSA', bits: 1024 });
    const pss = { hash: 'SHA256', padding: 'pss' } as const;
    for (const saltLength of [0, 5, 'digest', 'max', 'auto'] as const) {
      const signature = await ossl.sign(key, data, { ...pss, saltLength });
      expect(await ossl.verify(key, signature, data, { ...pss, saltLength: 'auto' })).toBe(true);
      expect(await ossl.verify(key, signature, data, pss)).toBe(saltLength === 'digest');
    }
  });

  test('options that do not fit the key are argument errors', async () => {
    const ossl = await loadShipped();
    using ec = await ossl.generateKey({ algorithm: 'EC', curve: 'P-256' });
    using rsa = await ossl.generateKey({ algorithm: 'RSA', bits: 512 });
    using edwards = await ossl.generateKey({ algorithm: 'Ed25519' });
    using held = ossl.keys.fromSigner({ algorithm: 'EC', publicKey: ec, sign: () => data });
    for (const [key, options] of [
      [rsa, { ecdsaFormat: 'raw' }],
      [ec, { ecdsaFormat: 'pem' as never }],
      [ec, { prehashed: true }],
      [edwards, { prehashed: true, hash: 'SHA512' }],
      [edwards, { deterministic: true }],
      [rsa, { deterministic: true }],
      [held, { deterministic: true }],
      [ec, { padding: 'pss' }],
      [rsa, { saltLength: 3 }],
    ] as const)
      expect(await rejection(ossl.sign(key, data, options))).toMatchObject({ code: 'argument' });
    expect(await rejection(ossl.verify(ec, 'text' as never, data))).toMatchObject({
      code: 'argument',
    });
    expect(ossl.stats()).toMatchObject({ jobs: { live: 0, started: 3 } });
  });
};
