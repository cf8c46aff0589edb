// The smaller module, openssl-async/core: what it has works as in the full one, and what it lacks it lacks by name.
import type { Suite } from '../../support/suite.js';
import { rejection } from '../../support/start.js';

const data = new TextEncoder().encode('signed by the smaller module');

export const core: Suite = ({ expect, loadCore, loadShipped, test }) => {
  test('signs and verifies with each kind of key, the post-quantum ones too', async () => {
    const ossl = await loadCore();
    for (const options of [
      { algorithm: 'RSA', bits: 2048 },
      { algorithm: 'EC', curve: 'P-256' },
      { algorithm: 'EC', curve: 'P-521' },
      { algorithm: 'Ed25519' },
      { algorithm: 'Ed448' },
      { algorithm: 'ML-DSA-65' },
      { algorithm: 'SLH-DSA-SHA2-128f' },
    ] as const) {
      const key = await ossl.generateKey(options);
      const signature = await ossl.sign(key, data);
      expect(await ossl.verify(key, signature, data)).toBe(true);
      expect(await ossl.verify(key, signature, data.slice(1))).toBe(false);
      key.free();
    }
  });

  test('agrees on secrets, derives and hashes to what the full module does', async () => {
    const [small, full] = [await loadCore(), await loadShipped()];
    for (const algorithm of ['SHA256', 'SHA512', 'SHA3-256', 'BLAKE2B-512'])
      expect(await small.digest(algorithm, data)).toEqual(await full.digest(algorithm, data));
    const argon = {
      password: 'correct horse',
      salt: data,
      memory: 64,
      passes: 1,
      lanes: 1,
      length: 32,
    };
    expect(await small.argon2id(argon)).toEqual(await full.argon2id(argon));
    const key = await small.generateKey({ algorithm: 'ML-KEM-768' });
    const { ciphertext, secret } = await small.encapsulate(key);
    expect(await small.decapsulate(key, ciphertext)).toEqual(secret);
    key.free();
  });

  test('reads and verifies certificates and revocation lists that the full module has made', async () => {
    const [small, full] = [await loadCore(), await loadShipped()];
    const key = await full.generateKey({ algorithm: 'EC', curve: 'P-256' });
    const made = await full.x509.createCertificate({
      subject: { CN: 'Ada' },
      issuerKey: key,
      notBefore: new Date(Date.now() - 60_000),
      notAfter: new Date(Date.now() + 86_400_000),
      extensions: { basicConstraints: 'critical,CA:TRUE', subjectKeyIdentifier: 'hash' },
    });
    const list = await full.x509.createCrl({
      issuer: made,
      issuerKey: key,
      lastUpdate: new Date(Date.now() - 60_000),
      nextUpdate: new Date(Date.now() + 86_400_000),
    });
    key.free();
    const certificate = await small.x509.parseCertificate(made.toDer());
    const crl = await small.x509.parseCrl(list.toDer());
    expect(certificate.fingerprint).toBe(made.fingerprint);
    expect(certificate.print()).toBe(made.print());
    expect(
      await small.x509.verify(certificate, { trusted: [certificate], crls: [crl] }),
    ).toMatchObject({ valid: true });
  });

  test('has no CMS, no PKCS#12, no making of certificates and no legacy algorithms', async () => {
    const ossl = await loadCore();
    for (const name of ['cms', 'pkcs12']) expect(name in ossl).toBe(false);
    for (const name of ['createRequest', 'createCertificate', 'createCrl', 'issue'])
      expect(name in ossl.x509).toBe(false);
    expect(await rejection(ossl.digest('RIPEMD160', data))).toMatchObject({ code: 'openssl' });
  });
};
