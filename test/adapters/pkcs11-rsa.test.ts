// What RSA pads here, for tokens that do the bare operation only, is what Node's crypto verifies.
import { constants, createHash, generateKeyPairSync, privateEncrypt, verify } from 'node:crypto';
import { describe, expect, test } from 'vitest';
import { digestInfo, encodePss } from '../../src/adapters/pkcs11/rsa.js';

const message = Buffer.from('a message');
const digest = (hash: string): Buffer => createHash(hash).update(message).digest();

// 8k + 1 bits: the block is a byte shorter than the modulus; 8k + 2: one bit of its first byte counts
describe.each([1024, 1025, 1026, 1031, 2048])('a modulus of %i bits', (modulusLength) => {
  const { privateKey, publicKey } = generateKeyPairSync('rsa', { modulusLength });

  test.each([
    ['SHA1', 0],
    ['SHA256', 32],
    ['SHA3-256', 20],
    ['SHA512-256', 7],
  ])('PSS with %s and %i bytes of salt', (hash, saltLength) => {
    for (let time = 0; time < 20; time++) {
      const how = { hash, mgf1Hash: hash, saltLength };
      const block = encodePss(digest(hash), how, modulusLength);
      expect(block.length).toBe(Math.ceil(modulusLength / 8));
      const padding = constants.RSA_NO_PADDING;
      const signature = privateEncrypt({ key: privateKey, padding }, block);
      const pss = { key: publicKey, padding: constants.RSA_PKCS1_PSS_PADDING, saltLength };
      expect(verify(hash, message, pss, signature)).toBe(true);
    }
  });

  test('the longest salt fits, and one byte more is refused', () => {
    const most = Math.ceil((modulusLength - 1) / 8) - 32 - 2;
    const how = { hash: 'SHA256', mgf1Hash: 'SHA256' };
    const block = encodePss(digest('SHA256'), { ...how, saltLength: most }, modulusLength);
    expect(block.at(-1)).toBe(0xbc);
    expect(() =>
      encodePss(digest('SHA256'), { ...how, saltLength: most + 1 }, modulusLength),
    ).toThrow(expect.objectContaining({ code: 'refused' }) as Error);
  });
});

test.each([
  ...['MD5', 'RIPEMD160', 'SHA1', 'SHA224', 'SHA256', 'SHA384', 'SHA512', 'SHA512-224'],
  ...['SHA512-256', 'SHA3-224', 'SHA3-256', 'SHA3-384', 'SHA3-512'],
])('the DigestInfo of %s is the one that Node looks for', (hash) => {
  const { privateKey, publicKey } = generateKeyPairSync('rsa', { modulusLength: 1024 });
  const info = digestInfo(hash, digest(hash));
  const signature = privateEncrypt({ key: privateKey, padding: constants.RSA_PKCS1_PADDING }, info);
  expect(verify(hash, message, publicKey, signature)).toBe(true);
});

test('bytes without a hash stay as they are, and an unknown hash is refused', () => {
  expect(digestInfo(undefined, Uint8Array.of(1, 2))).toEqual(Buffer.from([1, 2]));
  expect(digestInfo('MD5-SHA1', new Uint8Array(36))).toHaveLength(36);
  expect(() => digestInfo('SM3', new Uint8Array(32))).toThrow(/SM3/);
});
