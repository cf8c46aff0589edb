// Keys in the forms that Node's crypto writes are read, and what is written here is read there.
import { createPrivateKey, createPublicKey, generateKeyPairSync } from 'node:crypto';
import { readFileSync } from 'node:fs';
import { expect, test } from 'vitest';
import { OpenSSL } from '../../src/index.js';

const module = await WebAssembly.compile(readFileSync('dist/openssl-async.wasm'));
const pairs = {
  rsa: generateKeyPairSync('rsa', { modulusLength: 2048 }),
  ec: generateKeyPairSync('ec', { namedCurve: 'P-384' }),
  ed25519: generateKeyPairSync('ed25519'),
  x448: generateKeyPairSync('x448'),
};

for (const [name, { privateKey, publicKey }] of Object.entries(pairs))
  test(`${name} keys go to and fro`, async () => {
    const ossl = new OpenSSL(module);
    const pem = privateKey.export({ type: 'pkcs8', format: 'pem' }) as string;
    const der = privateKey.export({ type: 'pkcs8', format: 'der' });
    const locked = { cipher: 'aes-128-cbc', passphrase: 'smörgås' };
    const traditional =
      name === 'rsa'
        ? [privateKey.export({ type: 'pkcs1', format: 'pem' })]
        : name === 'ec'
          ? [privateKey.export({ type: 'sec1', format: 'der' })]
          : [];
    for (const plain of [pem, der, ...traditional]) {
      using key = await ossl.keys.import(plain);
      expect(key.toPem()).toBe(pem);
    }
    for (const format of ['pem', 'der'] as const) {
      const closed = privateKey.export({ type: 'pkcs8', format: format as 'pem', ...locked });
      using key = await ossl.keys.import(closed, { password: 'smörgås' });
      expect(key.toPem()).toBe(pem);
      await expect(ossl.keys.import(closed)).rejects.toMatchObject({ code: 'argument' });
      await expect(ossl.keys.import(closed, { password: 'x' })).rejects.toMatchObject({
        code: 'openssl',
      });
      const ours = await ossl.keys.exportEncrypted(key, { password: 'p', iterations: 1000 });
      const read = createPrivateKey({
        key: Buffer.from(ours),
        format: 'der',
        type: 'pkcs8',
        passphrase: 'p',
      });
      expect(read.equals(privateKey)).toBe(true);
    }
    using open = await ossl.keys.import(publicKey.export({ type: 'spki', format: 'pem' }));
    expect(createPublicKey(open.publicToPem()).equals(publicKey)).toBe(true);
    const held = ossl.keys.fromSigner({
      algorithm: ({ rsa: 'RSA', ec: 'EC', ed25519: 'Ed25519', x448: 'X448' } as const)[
        name as 'rsa'
      ],
      publicKey: open,
      derive: () => new Uint8Array(0),
    });
    await expect(ossl.keys.exportEncrypted(held, { password: 'p' })).rejects.toMatchObject({
      code: 'argument',
    });
    held.free();
    for (let at = 0; at < der.length; at += 5)
      await expect(ossl.keys.import(der.subarray(0, at))).rejects.toMatchObject({
        code: 'openssl',
      });
    await expect(ossl.keys.import(Buffer.concat([der, Buffer.of(0)]))).rejects.toMatchObject({
      code: 'openssl',
    });
    expect(ossl.stats()).toMatchObject({ jobs: { live: 0 }, waitContexts: 0, references: 0 });
  });
