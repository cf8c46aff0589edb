import { loadOpenSSL } from 'openssl-async';

test('a key signs', async () => {
  const data = Uint8Array.of(1, 2, 3);
  const ossl = await loadOpenSSL();
  const key = await ossl.generateKey({ algorithm: 'EC', curve: 'P-256' });
  const signature = await ossl.sign(key, data, { hash: 'SHA256' });
  expect(await ossl.verify(key, signature, data, { hash: 'SHA256' })).toBe(true);
  key.free();
});
