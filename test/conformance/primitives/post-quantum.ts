// ML-KEM and SLH-DSA with OpenSSL's own keys.
import { rejection } from '../../support/start.js';
import type { Suite } from '../../support/suite.js';

const message = new TextEncoder().encode('what is to be signed');

export const postQuantum: Suite = ({ expect, loadShipped, test }) => {
  test('ML-KEM keys encapsulate, SLH-DSA keys sign', async () => {
    const ossl = await loadShipped();
    for (const algorithm of ['ML-KEM-512', 'ML-KEM-768', 'ML-KEM-1024'] as const) {
      using key = await ossl.generateKey({ algorithm });
      const { ciphertext, secret } = await ossl.encapsulate(key);
      expect(secret.length).toBe(32);
      expect(await ossl.decapsulate(key, ciphertext)).toEqual(secret);
      expect(await rejection(ossl.decapsulate(key, ciphertext.subarray(1)))).toMatchObject({
        code: 'openssl',
      });
    }
    for (const algorithm of ['SLH-DSA-SHA2-128f', 'SLH-DSA-SHAKE-128f'] as const) {
      using key = await ossl.generateKey({ algorithm });
      const signature = await ossl.sign(key, message);
      expect(signature.length).toBe(17088);
      expect(await ossl.verify(key, signature, message)).toBe(true);
    }
  });
};
