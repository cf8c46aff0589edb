// Keys in every form: there and back for each algorithm, with a password and without; what is damaged is refused.
import type { GenerateKeyOptions, Key, KeyExportOptions, OpenSSL } from '../../../src/index.js';
import { expectNothingLeft } from '../../support/nothing-left.js';
import { rejection, thrown } from '../../support/start.js';
import type { Suite } from '../../support/suite.js';

const message = new TextEncoder().encode('formats');
const password = 'smörgås';
const kdf = { name: 'PBKDF2', iterations: 1000 } as const;

const jwkAlgorithms: GenerateKeyOptions[] = [
  { algorithm: 'RSA', bits: 1024 },
  { algorithm: 'EC', curve: 'P-256' },
  { algorithm: 'EC', curve: 'P-384' },
  { algorithm: 'EC', curve: 'P-521' },
  ...(['Ed25519', 'Ed448', 'X25519', 'X448', 'ML-DSA-44', 'ML-DSA-65', 'ML-DSA-87'] as const).map(
    (algorithm) => ({ algorithm }),
  ),
];
const otherAlgorithms: GenerateKeyOptions[] = [
  { algorithm: 'RSA-PSS', bits: 1024 },
  ...(['ML-KEM-512', 'ML-KEM-768', 'ML-KEM-1024'] as const).map((algorithm) => ({ algorithm })),
  ...(['128s', '128f', '192s', '192f', '256s', '256f'] as const).flatMap((set) => [
    { algorithm: `SLH-DSA-SHA2-${set}` as const },
    { algorithm: `SLH-DSA-SHAKE-${set}` as const },
  ]),
];

/** Does with the private key `a` what can be checked with the public key `b`. */
async function works(ossl: OpenSSL, a: Key, b: Key): Promise<boolean> {
  if (a.isA('X25519') || a.isA('X448')) {
    using peer = await ossl.keys.generate({ algorithm: a.isA('X448') ? 'X448' : 'X25519' });
    const secret = await ossl.deriveBits(a, peer);
    return String(secret) === String(await ossl.deriveBits(peer, b));
  }
  if (['ML-KEM-512', 'ML-KEM-768', 'ML-KEM-1024'].some((name) => a.isA(name))) {
    const { ciphertext, secret } = await ossl.encapsulate(b);
    return String(secret) === String(await ossl.decapsulate(a, ciphertext));
  }
  const hash = a.isA('RSA') || a.isA('RSA-PSS') || a.isA('EC') ? 'SHA256' : undefined;
  return ossl.verify(b, await ossl.sign(a, message, { hash }), message, { hash });
}

export const formats: Suite = ({ expect, loadShipped, test }) => {
  for (const options of [...jwkAlgorithms, ...otherAlgorithms]) {
    const name = 'curve' in options ? options.curve : options.algorithm;
    test(`${name}: there and back in all its forms`, async () => {
      const ossl = await loadShipped();
      const key = await ossl.keys.generate(options);
      const forms: KeyExportOptions[] = [
        {},
        { encoding: 'der' },
        { password, kdf },
        { password, kdf: { name: 'scrypt', N: 16 }, encoding: 'der', cipher: 'AES-128-CBC' },
        { format: 'spki' },
        { format: 'spki', encoding: 'der' },
      ];
      if (['RSA', 'EC'].includes(options.algorithm))
        forms.push({ format: 'traditional' }, { format: 'traditional', encoding: 'der' });
      if (jwkAlgorithms.includes(options))
        forms.push({ format: 'jwk-private' }, { format: 'jwk-public' });
      const der = key.toDer();
      for (const form of forms) {
        const written = await ossl.keys.export(key, form as { format: 'jwk-private' });
        using read = await ossl.keys.import(written, form.password ? { password } : {});
        const isPublic = form.format === 'spki' || form.format === 'jwk-public';
        expect(read.equals(key)).toBe(true);
        expect(read.hasPrivate).toBe(!isPublic);
        if (!isPublic) expect(read.toDer()).toEqual(der);
        // the small and slow sets of SLH-DSA take seconds for a signature
        if (!/\ds$/.test(name)) expect(await works(ossl, key, read)).toBe(true);
        if (!isPublic && !/\d[sf]$/.test(name)) expect(await works(ossl, read, key)).toBe(true);
      }
      if (otherAlgorithms.includes(options))
        for (const format of ['jwk-public', 'traditional'] as const)
          expect(
            await rejection(ossl.keys.export(key, { format } as { format: 'jwk-public' })),
          ).toMatchObject({ code: 'argument' });
      key.free();
      expectNothingLeft(expect, ossl);
    });
  }

  test('a text with several PEM blocks gives its first key, the private one before the public', async () => {
    const ossl = await loadShipped();
    using key = await ossl.keys.generate({ algorithm: 'EC', curve: 'P-256' });
    const parameters =
      '-----BEGIN EC PARAMETERS-----\nBggqhkjOPQMBBw==\n-----END EC PARAMETERS-----\n';
    const certificate = '-----BEGIN CERTIFICATE-----\nMAA=\n-----END CERTIFICATE-----\n';
    const traditional = await ossl.keys.export(key, { format: 'traditional' });
    const text = `A comment\n${parameters}${certificate}${key.publicToPem()}${traditional}`;
    using read = await ossl.keys.import(text);
    expect(read.toDer()).toEqual(key.toDer());
    using open = await ossl.keys.import(`${certificate}${key.publicToPem()}`);
    expect([open.equals(key), open.hasPrivate]).toEqual([true, false]);
    for (const none of [parameters, certificate, 'text', ''])
      expect(await rejection(ossl.keys.import(none))).toMatchObject({ code: 'openssl' });
    expectNothingLeft(expect, ossl);
  });

  test('truncated, with bytes behind it, or no key at all', async () => {
    const ossl = await loadShipped();
    const key = await ossl.keys.generate({ algorithm: 'RSA', bits: 1024 });
    const [plain, closed] = [
      key.toDer(),
      await ossl.keys.export(key, { encoding: 'der', password, kdf }),
    ];
    for (const bytes of [plain, closed]) {
      for (let at = 0; at < bytes.length; at += 7)
        expect(
          await rejection(ossl.keys.import(bytes.subarray(0, at), { password })),
        ).toMatchObject({ code: 'openssl' });
      const longer = Uint8Array.of(...bytes, 0);
      expect(await rejection(ossl.keys.import(longer, { password }))).toMatchObject({
        code: 'openssl',
      });
    }
    for (const no of [null, undefined, 5, true])
      expect(await rejection(ossl.keys.import(no as never))).toMatchObject({ code: 'argument' });
    key.free();
    expectNothingLeft(expect, ossl);
  });

  test('what cannot be written', async () => {
    const ossl = await loadShipped();
    using key = await ossl.keys.generate({ algorithm: 'Ed25519' });
    using open = await ossl.keys.import(key.publicToPem());
    const held = ossl.keys.fromSigner({
      algorithm: 'Ed25519',
      publicKey: open,
      sign: () => Promise.resolve(new Uint8Array(64)),
    });
    for (const one of [open, held]) {
      for (const options of [{}, { password }, { format: 'jwk-private' }, { encoding: 'der' }])
        expect(await rejection(ossl.keys.export(one, options as object))).toMatchObject({
          code: 'argument',
        });
      expect(await ossl.keys.export(one, { format: 'spki' })).toBe(key.publicToPem());
      expect(await ossl.keys.export(one, { format: 'jwk-public' })).toEqual(
        await ossl.keys.export(key, { format: 'jwk-public' }),
      );
      expect(one.equals(key)).toBe(true);
    }
    for (const options of [
      { format: 'pkcs1' },
      { encoding: 'hex' },
      { format: 'spki', password },
      { format: 'jwk-public', encoding: 'pem' },
      { cipher: 'AES-128-CBC' },
      { kdf },
      { password: 5 },
      { password, cipher: '' },
      { password, kdf: { name: 'HKDF' } },
      { password, kdf: { ...kdf, iterations: 0 } },
      { password, kdf: { name: 'scrypt', N: 15 } },
      { password, kdf: { name: 'scrypt', N: 2 ** 15 } },
    ])
      expect(await rejection(ossl.keys.export(key, options as object))).toMatchObject({
        code: 'argument',
      });
    for (const options of [
      { cipher: 'AES-257-CBC' },
      { cipher: 'AES-256-GCM' },
      { cipher: 'DES-CBC' },
      { kdf: { ...kdf, hash: 'SHA257' } },
    ])
      expect(await rejection(ossl.keys.export(key, { password, ...options }))).toMatchObject({
        code: 'openssl',
      });
    const another = await loadShipped();
    expect(await rejection(another.keys.export(key))).toMatchObject({ code: 'argument' });
    expect(thrown(() => key.equals(5 as never))).toMatchObject({ code: 'argument' });
    held.free();
    expectNothingLeft(expect, ossl);
  });

  test('of a key that JavaScript holds the public part is written, for each algorithm', async () => {
    const ossl = await loadShipped();
    for (const options of jwkAlgorithms) {
      using key = await ossl.keys.generate(options);
      const never = (): Promise<Uint8Array> => Promise.reject(new Error('asked'));
      const held = ossl.keys.fromSigner({
        algorithm: options.algorithm as 'RSA',
        publicKey: key,
        ...(key.isA('X25519') || key.isA('X448') ? { derive: never } : { sign: never }),
      });
      expect([held.isHeld, held.hasPrivate, held.equals(key)]).toEqual([true, true, true]);
      for (const format of ['spki', 'jwk-public'] as const)
        expect(await ossl.keys.export(held, { format } as { format: 'jwk-public' })).toEqual(
          await ossl.keys.export(key, { format } as { format: 'jwk-public' }),
        );
      for (const format of ['pkcs8', 'traditional', 'jwk-private'] as const)
        expect(
          await rejection(ossl.keys.export(held, { format } as { format: 'jwk-private' })),
        ).toMatchObject({ code: 'argument' });
      held.free();
    }
    expectNothingLeft(expect, ossl);
  });
};
