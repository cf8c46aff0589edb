// The same file in Node, in jsdom and in a browser.
import { loadOpenSSL } from 'openssl-async';
import { openPool } from 'openssl-async/workers';
import { expect, test } from 'vitest';

const data = new TextEncoder().encode('tested by Vitest');

test('a key signs', async () => {
  const ossl = await loadOpenSSL();
  const key = await ossl.generateKey({ algorithm: 'EC', curve: 'P-256' });
  const signature = await ossl.sign(key, data, { hash: 'SHA256' });
  expect(await ossl.verify(key, signature, data, { hash: 'SHA256' })).toBe(true);
  expect(signature).toBeInstanceOf(Uint8Array);
  key.free();
});

test('so does a pool of workers', async () => {
  const pool = await openPool({ size: 1 });
  const { publicKey } = await pool.run('generateKey', { algorithm: 'Ed25519' });
  expect(publicKey).toHaveLength(44);
  await pool.close();
});
