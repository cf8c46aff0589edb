// A private key that was read or written, and freed, leaves nothing in the module's memory; nor does its password.
import type { GenerateKeyOptions, Jwk, OpenSSL } from '../../src/index.js';
import { countBytes } from '../support/memory-scan.js';
import type { Suite } from '../support/suite.js';

const password = 'correct horse battery staple';
const kdf = { name: 'PBKDF2', iterations: 100 } as const;

function decoded(text = ''): Uint8Array {
  const bytes = atob(text.replaceAll('-', '+').replaceAll('_', '/'));
  return Uint8Array.from(bytes, (char) => char.charCodeAt(0));
}

/** Parts of the key's encoding, its secret numbers in both byte orders, and what else may not stay. */
function needles(der: Uint8Array, { d, dp, p, priv, q }: Jwk, pem: string): Uint8Array[] {
  const step = Math.max(16, Math.floor((der.length - 48) / 12));
  const parts: Uint8Array[] = [];
  // the head names the algorithm, as OpenSSL's own tables do
  for (let at = 32; at + 16 <= der.length; at += step) parts.push(der.slice(at, at + 16));
  const numbers = [d, p, q, dp, priv].filter((one) => one !== undefined).map(decoded);
  return [
    ...parts,
    ...numbers
      .flatMap((bytes) => [bytes, bytes.slice().reverse()])
      .flatMap((bytes) => [bytes.slice(0, 16), bytes.slice(-16)]), // a free block's head is used
    ...[password, pem.slice(-70, -40)].map((text) => new TextEncoder().encode(text)),
  ];
}

export const keySecrets: Suite = ({ expect, loadShipped, test }) => {
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
};
