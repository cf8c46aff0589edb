// A private key that was read or written, and freed, leaves nothing in the module's memory; nor does its password.
import type { GenerateKeyOptions, Jwk, OpenSSL } from '../../src/index.js';
import type { Suite } from '../support/suite.js';

const password = 'correct horse battery staple';
const kdf = { name: 'PBKDF2', iterations: 100 } as const;

/** How often some bytes stand in the linear memory. */
function count(ossl: OpenSSL, bytes: Uint8Array): number {
  const memory = new Uint8Array(ossl.exports.memory.buffer);
  let found = 0;
  for (
    let at = memory.indexOf(bytes[0] as number);
    at >= 0;
    at = memory.indexOf(bytes[0] as number, at + 1)
  )
    if (bytes.every((byte, index) => memory[at + index] === byte)) found++;
  return found;
}

function decoded(text = ''): Uint8Array {
  const bytes = atob(text.replaceAll('-', '+').replaceAll('_', '/'));
  return Uint8Array.from(bytes, (char) => char.charCodeAt(0));
}

/** The secret numbers of a key in both byte orders, and what else may not stay. */
function needles({ d, dp, p, priv, q }: Jwk, pem: string): Uint8Array[] {
  const numbers = [d, p, q, dp, priv].filter((one) => one !== undefined).map(decoded);
  const texts = [password, pem.slice(200, 230)].filter((text) => text !== '');
  return [
    ...numbers.flatMap((bytes) => [bytes.slice(0, 16), bytes.slice().reverse().slice(0, 16)]),
    ...texts.map((text) => new TextEncoder().encode(text)),
  ];
}

export const keySecrets: Suite = ({ expect, loadShipped, test }) => {
  const algorithms: GenerateKeyOptions[] = [
    { algorithm: 'RSA', bits: 1024 },
    { algorithm: 'EC', curve: 'P-256' },
    { algorithm: 'Ed25519' },
    { algorithm: 'X448' },
    { algorithm: 'ML-DSA-44' },
  ];
  for (const options of algorithms)
    test(`${options.algorithm}: read and written in each form`, async () => {
      const maker = await loadShipped();
      const key = await maker.keys.generate(options);
      const jwk = await maker.keys.export(key, { format: 'jwk-private' });
      const plain = key.toPem();
      const inputs = [
        [jwk],
        [plain],
        [key.toDer()],
        [await maker.keys.export(key, { password, kdf }), { password }],
        [await maker.keys.export(key, { password, kdf, encoding: 'der' }), { password }],
      ] as const;
      const file = await maker.pkcs12.write({ key, password, iterations: 100 });
      key.free();
      for (const [data, reading] of inputs) {
        const ossl = await loadShipped();
        const read = await ossl.keys.import(data, reading);
        expect(needles(jwk, '').some((bytes) => count(ossl, bytes) > 0)).toBe(true);
        read.free();
        for (const bytes of needles(jwk, plain)) expect(count(ossl, bytes)).toBe(0);
      }
      const outputs = [
        { format: 'jwk-private' },
        { encoding: 'der' },
        { encoding: 'pem' },
        { password, kdf },
        ...(['RSA', 'EC'].includes(options.algorithm) ? [{ format: 'traditional' }] : []),
      ];
      for (const writing of outputs) {
        const ossl = await loadShipped();
        const held = await ossl.keys.import(jwk);
        await ossl.keys.export(held, writing as object);
        if (!('password' in writing)) held.toPem();
        held.free();
        for (const bytes of needles(jwk, plain)) expect(count(ossl, bytes)).toBe(0);
      }
      const ossl = await loadShipped();
      const { key: found } = await ossl.pkcs12.read(file, { password });
      if (found) await ossl.pkcs12.write({ key: found, password, iterations: 100 });
      found?.free();
      for (const bytes of needles(jwk, plain)) expect(count(ossl, bytes)).toBe(0);
    });
};
