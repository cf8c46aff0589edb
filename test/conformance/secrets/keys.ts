// A private key that was read or written, and freed, leaves nothing in the module's memory; nor does its password.
// One that WebCrypto holds never gets there.
import { fromCryptoKey } from '../../../src/adapters/webcrypto/index.js';
import type { GenerateKeyOptions, Jwk, OpenSSL } from '../../../src/index.js';
import { fromBase64url } from '../../support/bytes.js';
import { countBytes } from '../../support/memory-scan.js';
import type { Suite } from '../../support/suite.js';

const password = 'correct horse battery staple';
const kdf = { name: 'PBKDF2', iterations: 100 } as const;

/** Parts of the key's encoding, its secret numbers in both byte orders, and what else may not stay. */
function needles(der: Uint8Array, { d, dp, p, priv, q }: Jwk, pem: string): Uint8Array[] {
  const step = Math.max(16, Math.floor((der.length - 48) / 12));
  const parts: Uint8Array[] = [];
  // the head names the algorithm, as OpenSSL's own tables do
  for (let at = 32; at + 16 <= der.length; at += step) parts.push(der.slice(at, at + 16));
  const numbers = [d, p, q, dp, priv].filter((one) => one !== undefined).map(fromBase64url);
  return [
    ...parts,
    ...numbers
      .flatMap((bytes) => [bytes, bytes.slice().reverse()])
      .flatMap((bytes) => [bytes.slice(0, 16), bytes.slice(-16)]), // a free block's head is used
    ...[password, pem.slice(-70, -40)].map((text) => new TextEncoder().encode(text)),
  ];
}

export const keys: Suite = ({ expect, loadShipped, test }) => {
  const algorithms: GenerateKeyOptions[] = [
    { algorithm: 'RSA', bits: 1024 },
    { algorithm: 'EC', curve: 'P-256' },
    { algorithm: 'Ed25519' },
    { algorithm: 'X448' },
    { algorithm: 'ML-DSA-44' },
    { algorithm: 'ML-KEM-512' },
    { algorithm: 'SLH-DSA-SHA2-128f' },
  ];
  for (const options of algorithms)
    test(`${options.algorithm}: read and written in each form`, async () => {
      const maker = await loadShipped();
      const key = await maker.keys.generate(options);
      const hasJwk = !/KEM|SLH/.test(options.algorithm);
      const jwk = hasJwk ? await maker.keys.export(key, { format: 'jwk-private' }) : {};
      const plain = key.toPem();
      const der = key.toDer();
      const expectGone = (ossl: OpenSSL): void => {
        for (const bytes of needles(der, jwk, plain)) expect(countBytes(ossl, bytes)).toBe(0);
      };
      const inputs = [
        ...(hasJwk ? [[jwk] as const] : []),
        [plain],
        [der],
        [await maker.keys.export(key, { password, kdf }), { password }],
        [await maker.keys.export(key, { password, kdf, encoding: 'der' }), { password }],
      ] as const;
      const file = await maker.pkcs12.write({ key, password, iterations: 100 });
      key.free();
      for (const [data, reading] of inputs) {
        const ossl = await loadShipped();
        const read = await ossl.keys.import(data, reading);
        expect(needles(der, jwk, plain).some((bytes) => countBytes(ossl, bytes) > 0)).toBe(true);
        read.free();
        expectGone(ossl);
      }
      const outputs = [
        ...(hasJwk ? [{ format: 'jwk-private' }] : []),
        { encoding: 'der' },
        { encoding: 'pem' },
        { password, kdf },
        ...(['RSA', 'EC'].includes(options.algorithm) ? [{ format: 'traditional' }] : []),
      ];
      for (const writing of outputs) {
        const ossl = await loadShipped();
        const read = await ossl.keys.import(plain);
        await ossl.keys.export(read, writing as object);
        read.free();
        expectGone(ossl);
      }
      const ossl = await loadShipped();
      const { key: found } = await ossl.pkcs12.read(file, { password });
      if (found) await ossl.pkcs12.write({ key: found, password, iterations: 100 });
      found?.free();
      expectGone(ossl);
    });

  test('no byte of the private key is in wasm memory after WebCrypto has signed with it', async () => {
    const ossl = await loadShipped();
    const { subtle } = crypto;
    const seed = Uint8Array.from({ length: 32 }, (_, index) => 0xa0 ^ (index * 7));
    const prefix = [0x30, 0x2e, 2, 1, 0, 0x30, 5, 6, 3, 0x2b, 0x65, 0x70, 4, 0x22, 4, 0x20];
    const pkcs8 = Uint8Array.of(...prefix, ...seed);
    const secret = await subtle.importKey('pkcs8', pkcs8, 'Ed25519', true, ['sign']);
    const { x } = (await subtle.exportKey('jwk', secret)) as { x: string };
    const raw = fromBase64url(x);
    const spki = Uint8Array.of(
      ...[0x30, 0x2a, 0x30, 5, 6, 3, 0x2b, 0x65, 0x70, 3, 0x21, 0],
      ...raw,
    );
    const privateKey = await subtle.importKey('pkcs8', pkcs8, 'Ed25519', false, ['sign']);
    using key = await fromCryptoKey(ossl, { privateKey, publicKey: spki });
    const message = new TextEncoder().encode('what is to be signed');
    const signature = await ossl.sign(key, message);
    expect(await ossl.verify(key, signature, message)).toBe(true);
    expect(countBytes(ossl, raw)).toBeGreaterThan(0); // the scan finds what is there
    for (let at = 0; at + 8 <= seed.length; at += 8)
      expect(countBytes(ossl, seed.subarray(at, at + 8))).toBe(0);
  });
};
