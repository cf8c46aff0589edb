// Names in their usual spellings, and options that nobody knows.
import { at, times } from '../../support/certificates.js';
import { rejection } from '../../support/start.js';
import type { Suite } from '../../support/suite.js';

const data = new TextEncoder().encode('data');

export const namesAndOptions: Suite = ({ expect, loadShipped, test }) => {
  test('algorithms, curves and hashes are known in their usual spellings', async () => {
    const ossl = await loadShipped();
    for (const algorithm of ['ed25519', 'ED25519', 'Ed25519', 'ML_DSA_44', 'ml-dsa-44', 'x448'])
      (await ossl.generateKey({ algorithm } as never)).free();
    for (const choice of [
      { algorithm: 'EC', curve: 'prime256v1' },
      { algorithm: 'ec', curve: 'secp256r1' },
      { algorithm: 'ECDSA', namedCurve: 'P-256' },
      { algorithm: 'ECDH', curve: 'p256', namedCurve: 'P-256' },
    ]) {
      using key = await ossl.generateKey(choice as never);
      expect((await ossl.keys.export(key, { format: 'jwk-public' })).crv).toBe('P-256');
      expect([key.isA('ecdsa'), key.isA('EC')]).toEqual([true, true]);
    }
    using rsa = await ossl.generateKey({ algorithm: 'rsa', bits: 1024 } as never);
    const pss = { padding: 'pss', saltLength: 20 } as const;
    const signature = await ossl.sign(rsa, data, { ...pss, hash: 'SHA-256', mgf1Hash: 'sha_1' });
    for (const hash of ['sha256', 'SHA256', 'SHA-256', 'SHA2-256', 'sha-256']) {
      expect(await ossl.digest(hash, data)).toEqual(await ossl.digest('SHA256', data));
      expect(await ossl.hmac(hash, data, data)).toEqual(await ossl.hmac('SHA256', data, data));
      expect(await ossl.verify(rsa, signature, data, { ...pss, hash, mgf1Hash: 'SHA1' })).toBe(
        true,
      );
    }
    for (const [hash, size] of [
      ['sha512/256', 32],
      ['SHA3_512', 64],
      ['blake2b', 64],
    ] as const)
      expect(await ossl.digest(hash, data)).toHaveLength(size);
    for (const wrong of [
      { algorithm: 'Ed22519' },
      { algorithm: 'EC', curve: 'P-255' },
      { algorithm: 'EC', curve: 'P-256', namedCurve: 'P-384' },
      { algorithm: 'EC' },
      { algorithm: 'Ed25519', curve: 'P-256' },
    ])
      expect(await rejection(ossl.generateKey(wrong as never))).toMatchObject({ code: 'argument' });
    expect(
      (await rejection(ossl.generateKey({ algorithm: 'Ed22519' } as never))) as Error,
    ).toMatchObject({ message: expect.stringContaining('did you mean Ed25519?') as string });
  });

  test('an unknown option is refused by every function, with the nearest that is known', async () => {
    const ossl = await loadShipped();
    using key = await ossl.generateKey({ algorithm: 'EC', curve: 'P-256' });
    using rsa = await ossl.generateKey({ algorithm: 'RSA', bits: 1024 });
    const subject = { CN: 'x' };
    const certificate = await ossl.x509.createCertificate({ ...times, subject, issuerKey: key });
    const message = await ossl.cms.encrypt(data, { recipients: [certificate] });
    const signer = { certificate, key };
    const derivation = { password: 'x', salt: data.slice(), length: 16 };
    const dates = { lastUpdate: times.notBefore, nextUpdate: times.notAfter };
    const functions: Record<string, (more: object) => unknown> = {
      run: (more) => ossl.run(() => 1, more),
      startJob: (more) => ossl.startJob({ func: () => 1, ...more }),
      poll: (more) => ossl.poll([], more),
      generateKey: (more) => ossl.generateKey({ algorithm: 'Ed25519', ...more }),
      sign: (more) => ossl.sign(key, data, more),
      verify: (more) => ossl.verify(key, data, data, more),
      encrypt: (more) => ossl.encrypt(rsa, data, more),
      decrypt: (more) => ossl.decrypt(rsa, data, more),
      deriveBits: (more) => ossl.deriveBits(key, key, more),
      encapsulate: (more) => ossl.encapsulate(key, more),
      decapsulate: (more) => ossl.decapsulate(key, data, more),
      digest: (more) => ossl.digest('SHA256', data, more),
      hmac: (more) => ossl.hmac('SHA256', data, data, more),
      pbkdf2: (more) => ossl.pbkdf2({ ...derivation, hash: 'SHA256', iterations: 1, ...more }),
      scrypt: (more) => ossl.scrypt({ ...derivation, N: 2, r: 1, p: 1, ...more }),
      argon2id: (more) => ossl.argon2id({ ...derivation, passes: 1, memory: 8, lanes: 1, ...more }),
      hkdf: (more) => ossl.hkdf({ hash: 'SHA256', key: data, length: 16, ...more }),
      'keys.import': (more) => ossl.keys.import(key.toDer(), more),
      'keys.export': (more) => ossl.keys.export(key, more),
      'keys.export, kdf': (more) =>
        ossl.keys.export(key, { password: 'x', kdf: { name: 'PBKDF2', iterations: 1, ...more } }),
      'keys.fromSigner': (more) =>
        ossl.keys.fromSigner({ algorithm: 'EC', publicKey: key, sign: () => data, ...more }),
      'pkcs12.read': (more) => ossl.pkcs12.read(data, more),
      'pkcs12.write': (more) => ossl.pkcs12.write({ key, password: 'x', iterations: 1, ...more }),
      'x509.createRequest': (more) => ossl.x509.createRequest({ subject, key, ...more }),
      'x509.createCertificate': (more) =>
        ossl.x509.createCertificate({ ...times, subject, issuerKey: key, ...more }),
      'x509.issue': (more) =>
        ossl.x509.issue({ ...times, issuer: certificate, issuerKey: key, request: data, ...more }),
      'x509.createCrl': (more) =>
        ossl.x509.createCrl({ ...dates, issuer: certificate, issuerKey: key, ...more }),
      'x509.createCrl, revoked': (more) =>
        ossl.x509.createCrl({
          ...{ ...dates, issuer: certificate, issuerKey: key },
          revoked: [{ serial: '01', date: at, ...more }],
        }),
      'x509.parseCertificate': (more) => ossl.x509.parseCertificate(certificate.toDer(), more),
      'x509.parseCertificates': (more) => ossl.x509.parseCertificates(certificate.toPem(), more),
      'x509.parseRequest': (more) => ossl.x509.parseRequest(data, more),
      'x509.parseCrl': (more) => ossl.x509.parseCrl(data, more),
      'x509.verify': (more) =>
        ossl.x509.verify(certificate, { trusted: [certificate], at, ...more }),
      'cms.sign': (more) => ossl.cms.sign(data, { signers: [signer], ...more }),
      'cms.sign, signer': (more) => ossl.cms.sign(data, { signers: [{ ...signer, ...more }] }),
      'cms.verify': (more) => ossl.cms.verify(message, { trusted: [certificate], ...more }),
      'cms.encrypt': (more) => ossl.cms.encrypt(data, { recipients: [certificate], ...more }),
      'cms.decrypt': (more) => ossl.cms.decrypt(message, { ...signer, ...more }),
      load: (more) => loadShipped(more),
      'load, pool': (more) => loadShipped({ pool: { max: 1, ...more } }),
    };
    const takesTimeout = /^(?!startJob|load|keys.fromSigner|.*,)/;
    for (const [name, call] of Object.entries(functions)) {
      const unknown = await refused(() => call({ colour: 'red' }));
      expect(unknown, `${name}: ${String(unknown)}`).toMatchObject({ code: 'argument' });
      expect(unknown.message).toMatch(/there is no option colour; there are \w+/);
      if (!takesTimeout.test(name)) continue;
      const near = await refused(() => call({ timeOut: 1 }));
      expect(near.message, name).toContain('did you mean timeout?');
    }
    // what is undefined is not there
    expect(await ossl.digest('SHA256', data, { colour: undefined } as never)).toHaveLength(32);
  });

  test('what is no key is told by its kind, with what makes a key of it', async () => {
    const ossl = await loadShipped();
    using key = await ossl.generateKey({ algorithm: 'EC', curve: 'P-256' });
    const certificate = await ossl.x509.createCertificate({
      ...{ ...times, subject: { CN: 'x' }, issuerKey: key },
    });
    const pair = await crypto.subtle.generateKey({ name: 'ECDSA', namedCurve: 'P-256' }, false, [
      'sign',
      'verify',
    ]);
    const kinds: [unknown, RegExp][] = [
      [key.toPem(), /is PEM text; await ossl\.keys\.import/],
      [key.toDer(), /is bytes; await ossl\.keys\.import/],
      [key.toDer().slice().buffer, /is bytes/],
      [Promise.resolve(key), /is a promise; await it/],
      [pair.privateKey, /is a CryptoKey; await fromCryptoKey/],
      [pair, /is a pair; await fromCryptoKey/],
      [{ type: 'private', export: () => '' }, /is a KeyObject/],
      [await ossl.keys.export(key, { format: 'jwk-private' }), /is a JWK/],
      [certificate, /importPublic/],
      [certificate.toPem(), /is a certificate in PEM/],
      [{ algorithm: 'EC', sign: () => 1 }, /is a signer/],
      [undefined, /is missing/],
      [7, /is no key/],
    ];
    const places = (given: never): Record<string, () => unknown> => ({
      key: () => ossl.sign(given, data),
      peer: () => ossl.deriveBits(key, given),
      issuerKey: () =>
        ossl.x509.createCertificate({ ...times, subject: { CN: 'x' }, issuerKey: given }),
      other: () => key.equals(given),
    });
    for (const [given, text] of kinds)
      for (const [name, call] of Object.entries(places(given as never))) {
        const error = await refused(call);
        expect(error).toMatchObject({ code: 'argument' });
        expect(error.message).toMatch(text);
        expect(error.message.startsWith(`${name} `), error.message).toBe(true);
      }
    for (const given of [pair.privateKey, Promise.resolve(key.toPem()), key])
      expect(await refused(() => ossl.keys.import(given as never))).toMatchObject({
        code: 'argument',
      });
  });
};

async function refused(call: () => unknown): Promise<Error> {
  return (await rejection(Promise.resolve().then(call))) as Error;
}
