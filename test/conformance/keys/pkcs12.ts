// PKCS#12: files made and read, every choice, wrong passwords, damage, and derivations that share the thread.
import type { Certificate, Key, OpenSSL, Pkcs12WriteOptions } from '../../../src/index.js';
import { times } from '../../support/certificates.js';
import { endless, FINDABLE } from '../../support/endless.js';
import { expectNothingLeft } from '../../support/nothing-left.js';
import { rejection, until } from '../../support/start.js';
import type { Suite } from '../../support/suite.js';

const iterations = 1000;
const password = 'pässwörd 東京';

export const pkcs12: Suite = ({ expect, loadShipped, test }) => {
  const selfSigned = (ossl: OpenSSL, issuerKey: Key, CN: string): Promise<Certificate> =>
    ossl.x509.createCertificate({
      ...times,
      subject: { CN },
      issuerKey,
      hash: issuerKey.isA('Ed25519') || issuerKey.isA('ML-DSA-44') ? undefined : 'SHA256',
    });

  test('a key with its certificate and others, for each algorithm and each choice', async () => {
    const ossl = await loadShipped();
    using other = await ossl.keys.generate({ algorithm: 'EC', curve: 'P-384' });
    const others = [await selfSigned(ossl, other, 'One'), await selfSigned(ossl, other, 'Two')];
    const choices: Partial<Pkcs12WriteOptions>[] = [
      {},
      { mac: 'pbmac1' },
      { mac: 'pbmac1', hash: 'SHA512', cipher: 'AES-128-CBC' },
      { cipher: 'PBE-SHA1-3DES', hash: 'SHA1' },
      { mac: 'none' },
      { cipher: 'none' },
      { friendlyName: 'Käse 東京' },
      { password: '' },
      { password: null },
      { password: new TextEncoder().encode(password) },
    ];
    for (const options of [
      { algorithm: 'RSA', bits: 1024 },
      { algorithm: 'EC', curve: 'P-256' },
      { algorithm: 'Ed25519' },
      { algorithm: 'ML-DSA-44' },
    ] as const) {
      using key = await ossl.keys.generate(options);
      const certificate = await selfSigned(ossl, key, options.algorithm);
      const contents = { key, certificate, certificates: others, password, iterations };
      for (const choice of choices) {
        const file = await ossl.pkcs12.write({ ...contents, ...choice });
        const secret = choice.password === null ? undefined : (choice.password ?? password);
        const found = await ossl.pkcs12.read(file, { password: secret });
        expect(found.key?.toDer()).toEqual(key.toDer());
        expect(found.certificate?.fingerprint).toBe(certificate.fingerprint);
        expect(found.certificates.map((one) => one.fingerprint)).toEqual(
          others.map((one) => one.fingerprint),
        );
        expect(found.friendlyName).toBe(choice.friendlyName);
        found.key?.free();
        const guess = rejection(ossl.pkcs12.read(file, { password: 'guess' }));
        if (choice.mac === 'none') expect(await guess).toMatchObject({ code: 'openssl' });
        else
          expect(await guess).toMatchObject({
            code: 'openssl',
            message: 'The password is wrong, or the file is damaged',
          });
      }
    }
    expectNothingLeft(expect, ossl);
  });

  test('parts of it', async () => {
    const ossl = await loadShipped();
    using key = await ossl.keys.generate({ algorithm: 'EC', curve: 'P-256' });
    const certificate = await selfSigned(ossl, key, 'Part');
    const onlyKey = await ossl.pkcs12.read(await ossl.pkcs12.write({ key, password, iterations }), {
      password,
    });
    expect(Object.keys(onlyKey).sort()).toEqual(['certificates', 'key']);
    expect(onlyKey.certificates).toEqual([]);
    onlyKey.key?.free();
    for (const contents of [{ certificate }, { certificates: [certificate] }]) {
      const file = await ossl.pkcs12.write({ ...contents, password, iterations });
      const found = await ossl.pkcs12.read(file, { password });
      expect(Object.keys(found)).toEqual(['certificates']);
      expect(found.certificates.map((one) => one.fingerprint)).toEqual([certificate.fingerprint]);
    }
    expectNothingLeft(expect, ossl);
  });

  test('no password and an empty one are different, and both are tried', async () => {
    const ossl = await loadShipped();
    using key = await ossl.keys.generate({ algorithm: 'Ed25519' });
    for (const [made, given] of [
      [null, undefined],
      [null, ''],
      ['', undefined],
      ['', ''],
    ] as const) {
      const file = await ossl.pkcs12.write({
        key,
        password: made,
        iterations,
        hash: 'SHA1',
        cipher: 'PBE-SHA1-3DES',
      });
      const found = await ossl.pkcs12.read(file, { password: given });
      expect(found.key?.equals(key)).toBe(true);
      found.key?.free();
      expect(await rejection(ossl.pkcs12.read(file, { password }))).toMatchObject({
        code: 'openssl',
      });
    }
    expectNothingLeft(expect, ossl);
  });

  test('bad arguments, and what the module has not', async () => {
    const ossl = await loadShipped();
    using key = await ossl.keys.generate({ algorithm: 'Ed25519' });
    using other = await ossl.keys.generate({ algorithm: 'Ed25519' });
    using open = await ossl.keys.import(key.publicToPem());
    const held = ossl.keys.fromSigner({
      algorithm: 'Ed25519',
      publicKey: open,
      sign: () => Promise.resolve(new Uint8Array(64)),
    });
    const certificate = await selfSigned(ossl, key, 'Bad');
    const { started } = ossl.stats().jobs;
    const good = { key, certificate, password, iterations };
    for (const bad of [
      { key: open },
      { key: held },
      { key: {} },
      { key: undefined, certificate: undefined },
      { certificate: certificate.toDer() },
      { certificates: [certificate.toPem()] },
      { password: undefined },
      { password: 5 },
      { password: 'a\0b' },
      { iterations: 0 },
      { iterations: 1.5 },
      { mac: 'md5' },
      { friendlyName: '' },
      { cipher: '' },
    ])
      expect(
        await rejection(ossl.pkcs12.write({ ...good, ...bad } as Pkcs12WriteOptions)),
      ).toMatchObject({ code: 'argument' });
    for (const bad of [certificate.toPem(), null, 5])
      expect(await rejection(ossl.pkcs12.read(bad as never))).toMatchObject({ code: 'argument' });
    expect(ossl.stats().jobs.started).toBe(started);
    expect(await rejection(ossl.pkcs12.write({ ...good, key: other }))).toMatchObject({
      code: 'argument',
      message: 'The key is not that of the certificate',
    });
    for (const bad of [{ cipher: 'AES-257-CBC' }, { cipher: 'SHA256' }, { hash: 'SHA257' }])
      expect(await rejection(ossl.pkcs12.write({ ...good, ...bad }))).toMatchObject({
        code: 'openssl',
      });
    expect(
      await rejection(ossl.pkcs12.write({ ...good, cipher: 'PBE-SHA1-RC2-40' })),
    ).toMatchObject({
      code: 'openssl',
      message: "OpenSSL's default provider, the only one here, has no RC2-40-CBC",
    });
    held.free();
    expectNothingLeft(expect, ossl);
  });

  test('truncated, and with bytes behind it', async () => {
    const ossl = await loadShipped();
    using key = await ossl.keys.generate({ algorithm: 'Ed25519' });
    const file = await ossl.pkcs12.write({ key, password, iterations: 1 });
    for (let at = 0; at < file.length; at += 3)
      expect(await rejection(ossl.pkcs12.read(file.subarray(0, at), { password }))).toMatchObject({
        code: 'openssl',
      });
    const longer = Uint8Array.of(...file, 0);
    expect(await rejection(ossl.pkcs12.read(longer, { password }))).toMatchObject({
      code: 'openssl',
    });
    expectNothingLeft(expect, ossl);
  });

  test('long derivations pause in every scheme, and are cancelled', async () => {
    const ossl = await loadShipped();
    using key = await ossl.keys.generate({ algorithm: 'Ed25519' });
    const warm = await ossl.pkcs12.write({ key, password, iterations });
    (await ossl.pkcs12.read(warm, { password })).key?.free();
    const { heap } = ossl.stats().memory;
    for (const choice of [
      { mac: 'none' }, // PBKDF2 for the key
      { cipher: 'none' }, // PKCS12KDF for the MAC
      { cipher: 'none', mac: 'pbmac1' },
      { cipher: 'PBE-SHA1-3DES', mac: 'none' }, // PKCS12KDF for the key
    ] as const) {
      const abort = new AbortController();
      const { pauses } = ossl.stats().jobs;
      const options = { key, password, iterations: 2 ** 31 - 1, ...choice, signal: abort.signal };
      const writing = rejection(ossl.pkcs12.write(options));
      await until(() => ossl.stats().jobs.pauses > pauses + 1);
      abort.abort('enough');
      expect(await writing).toMatchObject({ code: 'aborted', cause: 'enough' });

      const file = await ossl.pkcs12.write({ key, password, iterations: FINDABLE, ...choice });
      const again = new AbortController();
      const before = ossl.stats().jobs.pauses;
      const reading = rejection(
        ossl.pkcs12.read(endless(file), { password, signal: again.signal }),
      );
      await until(() => ossl.stats().jobs.pauses > before + 1);
      again.abort('enough');
      expect(await reading).toMatchObject({ code: 'aborted', cause: 'enough' });
    }
    expectNothingLeft(expect, ossl);
    expect(ossl.stats().memory.heap).toBeLessThan(heap + 2 ** 16);
  });

  test('a bundle of PEM certificates', async () => {
    const ossl = await loadShipped();
    using key = await ossl.keys.generate({ algorithm: 'Ed25519' });
    const list = [await selfSigned(ossl, key, 'One'), await selfSigned(ossl, key, 'Two')];
    const bundle = list.map((one) => `# a comment\n${one.toPem()}`).join(key.publicToPem());
    expect((await ossl.x509.parseCertificates(bundle)).map((one) => one.fingerprint)).toEqual(
      list.map((one) => one.fingerprint),
    );
    for (const none of [key.publicToPem(), '', bundle.slice(0, 100)])
      expect(await rejection(ossl.x509.parseCertificates(none))).toMatchObject({
        code: 'argument',
      });
    expect(await rejection(ossl.x509.parseCertificates(null as never))).toMatchObject({
      code: 'argument',
    });
    expect(await rejection(ossl.x509.parseCertificates(bundle.replace(/AQ/, '')))).toHaveProperty(
      'code',
    );
    expectNothingLeft(expect, ossl);
  });
};
