// Damaged keys and files: 10,000 mutations of each form give a typed error or something sound, no trap and no leak.
import { type Jwk, type Key, type OpenSSL, OpenSSLError } from '../../../src/index.js';
import { times } from '../../support/certificates.js';
import { mutated, numbers } from '../../support/faults/mutate.js';
import { expectNothingLeft } from '../../support/nothing-left.js';
import { scaled, type Suite } from '../../support/suite.js';

const COUNT = 10_000;
const password = 'fuzz';
const kdf = { name: 'PBKDF2', iterations: 2 } as const;
/** Damage may make an iteration count of 2 to one of billions. */
const timeout = 200;

export const formats: Suite = ({ expect, loadShipped, scale, test }) => {
  const count = scaled(COUNT, scale);

  /** Reads mutations, a hundred at once; what the reader gives is freed. */
  const fuzz = async <T>(
    ossl: OpenSSL,
    seed: number,
    originals: readonly T[],
    damage: (original: T, next: (below: number) => number) => T,
    read: (damaged: T) => Promise<Key | undefined>,
  ): Promise<void> => {
    const next = numbers(seed);
    const codes = new Map<string, number>();
    for (const original of originals) (await read(original))?.free();
    const { heap } = ossl.stats().memory;
    for (let round = 0; round < count; round += 100)
      await Promise.all(
        Array.from({ length: 100 }, async (_, index) => {
          const original = originals[(round + index) % originals.length] as T;
          try {
            (await read(damage(original, next)))?.free();
          } catch (error) {
            if (!(error instanceof OpenSSLError)) throw error;
            codes.set(error.code, (codes.get(error.code) ?? 0) + 1);
          }
        }),
      );
    expect([...codes.values()].reduce((sum, one) => sum + one, 0)).toBeGreaterThan(count / 4);
    for (const code of codes.keys())
      expect(['openssl', 'argument', 'timeout', 'memory']).toContain(code);
    expectNothingLeft(expect, ossl);
    ossl.cleanupThread();
    expect(ossl.stats().memory.heap).toBeLessThan(heap + 65536);
    expect(ossl.dead).toBeUndefined();
  };

  const keysOf = async (ossl: OpenSSL): Promise<Key[]> =>
    Promise.all([
      ossl.keys.generate({ algorithm: 'RSA', bits: 1024 }),
      ossl.keys.generate({ algorithm: 'RSA-PSS', bits: 1024 }),
      ossl.keys.generate({ algorithm: 'EC', curve: 'P-256' }),
      ossl.keys.generate({ algorithm: 'Ed25519' }),
      ossl.keys.generate({ algorithm: 'X448' }),
      ossl.keys.generate({ algorithm: 'ML-DSA-44' }),
      ossl.keys.generate({ algorithm: 'ML-KEM-512' }),
      ossl.keys.generate({ algorithm: 'SLH-DSA-SHA2-128f' }),
    ]);

  test('damaged PKCS#8', async () => {
    const ossl = await loadShipped();
    const keys = await keysOf(ossl);
    const originals = keys.map((key) => key.toDer());
    for (const key of keys) key.free();
    await fuzz(ossl, 11, originals, mutated, (der) => ossl.keys.import(der, { timeout }));
  });

  test('damaged encrypted PKCS#8', async () => {
    const ossl = await loadShipped();
    const keys = await keysOf(ossl);
    const originals: Uint8Array[] = [];
    for (const key of keys) {
      const options = { encoding: 'der', password } as const;
      originals.push(await ossl.keys.export(key, { ...options, kdf }));
      originals.push(await ossl.keys.export(key, { ...options, kdf: { name: 'scrypt', N: 2 } }));
      key.free();
    }
    await fuzz(ossl, 13, originals, mutated, (der) => ossl.keys.import(der, { password, timeout }));
  });

  test('damaged PEM', async () => {
    const ossl = await loadShipped();
    const keys = await keysOf(ossl);
    const originals = keys.map((key) => new TextEncoder().encode(key.toPem()));
    for (const key of keys) key.free();
    await fuzz(ossl, 17, originals, mutated, (pem) => ossl.keys.import(pem, { timeout }));
  });

  test('damaged JWKs', async () => {
    const ossl = await loadShipped();
    const keys = (await keysOf(ossl)).filter((key) => {
      const hasNone = ['RSA-PSS', 'ML-KEM-512', 'SLH-DSA-SHA2-128f'].some((name) => key.isA(name));
      if (hasNone) key.free();
      return !hasNone;
    });
    const originals: Jwk[] = [];
    for (const key of keys) {
      for (const format of ['jwk-private', 'jwk-public'] as const)
        originals.push(await ossl.keys.export(key, { format }));
      key.free();
    }
    /** One member changed in its text, exchanged with another's, removed, or of another type. */
    const damage = (jwk: Jwk, next: (below: number) => number): Jwk => {
      const names = Object.keys(jwk) as (keyof Jwk)[];
      const name = names[next(names.length)] as keyof Jwk;
      const text = String(jwk[name]);
      const alphabet = 'ABCDefgh0189-_=+/ \0é';
      const at = next(text.length);
      const char = alphabet[next(alphabet.length)] ?? '';
      const values = [
        text.slice(0, at) + char + text.slice(at + 1),
        text.slice(0, at) + text.slice(at + 1),
        text.slice(0, at) + char.repeat(4) + text.slice(at),
        text.repeat(1 + next(3)),
        jwk[names[next(names.length)] as keyof Jwk],
        [undefined, null, 5, {}, '', []][next(6)],
      ];
      return { ...jwk, [name]: values[next(values.length)] };
    };
    await fuzz(ossl, 19, originals, damage, (jwk) => ossl.keys.import(jwk, { timeout }));
  });

  test('damaged PKCS#12', async () => {
    const ossl = await loadShipped();
    using key = await ossl.generateKey({ algorithm: 'EC', curve: 'P-256' });
    const certificate = await ossl.x509.createCertificate({
      ...times,
      subject: { CN: 'Fuzz' },
      issuerKey: key,
      hash: 'SHA256',
    });
    const contents = { key, certificate, certificates: [certificate], password, iterations: 2 };
    const originals: Uint8Array[] = [];
    for (const options of [
      {},
      { mac: 'pbmac1' },
      { mac: 'none' }, // damage gets behind the MAC
      { mac: 'none', cipher: 'none' },
      { mac: 'none', cipher: 'PBE-SHA1-3DES' },
    ] as const)
      originals.push(await ossl.pkcs12.write({ ...contents, ...options, friendlyName: 'fuzz' }));
    await fuzz(
      ossl,
      23,
      originals,
      mutated,
      async (file) => (await ossl.pkcs12.read(file, { password, timeout })).key,
    );
  });
};
