// Keys in the forms that Node's crypto and the openssl command write are read, and what is written here is read there.
import { execFileSync } from 'node:child_process';
import {
  createPrivateKey,
  createPublicKey,
  generateKeyPairSync,
  type KeyObject,
} from 'node:crypto';
import { readFileSync } from 'node:fs';
import { expect, test } from 'vitest';
import { OpenSSL, type PasswordKdf } from '../../src/index.js';

const module = await WebAssembly.compile(readFileSync('dist/openssl-async.wasm'));
const pairs = {
  rsa: generateKeyPairSync('rsa', { modulusLength: 2048 }),
  'rsa-pss': generateKeyPairSync('rsa-pss', { modulusLength: 2048 }),
  p256: generateKeyPairSync('ec', { namedCurve: 'P-256' }),
  p384: generateKeyPairSync('ec', { namedCurve: 'P-384' }),
  p521: generateKeyPairSync('ec', { namedCurve: 'P-521' }),
  secp256k1: generateKeyPairSync('ec', { namedCurve: 'secp256k1' }),
  ed25519: generateKeyPairSync('ed25519'),
  ed448: generateKeyPairSync('ed448'),
  x25519: generateKeyPairSync('x25519'),
  x448: generateKeyPairSync('x448'),
};
const password = 'smörgås';
const passphrase = password;
const kdfs: PasswordKdf[] = [
  { name: 'PBKDF2', iterations: 1000 },
  { name: 'PBKDF2', iterations: 1000, hash: 'SHA512' },
  { name: 'scrypt', N: 1024 },
];

function openssl(args: string[], input: string | Uint8Array): Buffer {
  return execFileSync('openssl', args, { input, stdio: ['pipe', 'pipe', 'pipe'] });
}

function pkcs8(key: KeyObject): string {
  return key.export({ type: 'pkcs8', format: 'pem' }) as string;
}

function expectClean(ossl: OpenSSL): void {
  expect(ossl.stats()).toMatchObject({ jobs: { live: 0 }, waitContexts: 0, references: 0 });
}

for (const [name, { privateKey, publicKey }] of Object.entries(pairs)) {
  const isEc = /^(p\d|secp)/.test(name);

  test(`${name} keys go to and fro between here and Node`, async () => {
    const ossl = new OpenSSL(module);
    const pem = pkcs8(privateKey);
    const der = privateKey.export({ type: 'pkcs8', format: 'der' });
    const plain: (string | Buffer)[] = [pem, der];
    if (name === 'rsa') plain.push(privateKey.export({ type: 'pkcs1', format: 'pem' }));
    if (isEc) plain.push(privateKey.export({ type: 'sec1', format: 'der' }));
    for (const data of plain) {
      using key = await ossl.keys.import(data);
      expect(key.toPem()).toBe(pem);
    }
    using key = await ossl.keys.import(pem);
    for (const format of ['pem', 'der'] as const) {
      const locked = { type: 'pkcs8', format: format as 'pem', cipher: 'aes-128-cbc', passphrase };
      const closed = privateKey.export(locked as never);
      using read = await ossl.keys.import(closed, { password });
      expect(read.toPem()).toBe(pem);
      for (const kdf of kdfs) {
        const options = { encoding: format as 'der', password, kdf };
        const ours = (await ossl.keys.export(key, options)) as string | Uint8Array;
        const data = typeof ours === 'string' ? ours : Buffer.from(ours);
        const there = createPrivateKey({ key: data, format, type: 'pkcs8', passphrase });
        expect(there.equals(privateKey)).toBe(true);
      }
    }
    if (name === 'rsa' || isEc) {
      const ours = await ossl.keys.export(key, { format: 'traditional' });
      expect(createPrivateKey(ours).equals(privateKey)).toBe(true);
    }
    using open = await ossl.keys.import(publicKey.export({ type: 'spki', format: 'pem' }));
    expect(createPublicKey(open.publicToPem()).equals(publicKey)).toBe(true);
    expectClean(ossl);
  });

  if (name !== 'rsa-pss')
    test(`${name} keys go to and fro as JWK`, async () => {
      const ossl = new OpenSSL(module);
      const theirs = privateKey.export({ format: 'jwk' });
      using key = await ossl.keys.import(theirs);
      expect(key.toPem()).toBe(pkcs8(privateKey));
      expect(await ossl.keys.export(key, { format: 'jwk-private' })).toEqual(theirs);
      const open = publicKey.export({ format: 'jwk' });
      expect(await ossl.keys.export(key, { format: 'jwk-public' })).toEqual(open);
      using read = await ossl.keys.import(open);
      expect(read.equals(key)).toBe(true);
      expectClean(ossl);
    });

  test(`${name} keys go to and fro between here and the openssl command`, async () => {
    const ossl = new OpenSSL(module);
    const pem = pkcs8(privateKey);
    using key = await ossl.keys.import(pem);
    for (const choice of [
      ['-v2', 'aes-256-cbc', '-iter', '1000'],
      ['-v2', 'des3', '-v2prf', 'hmacWithSHA1'],
      ['-scrypt', '-scrypt_N', '1024'],
      ['-v1', 'PBE-SHA1-3DES'],
    ])
      for (const outform of ['PEM', 'DER']) {
        const args = ['pkcs8', '-topk8', ...choice, '-outform', outform];
        const closed = openssl([...args, '-passout', `pass:${password}`], pem);
        using read = await ossl.keys.import(closed, { password });
        expect(read.toPem()).toBe(pem);
      }
    for (const kdf of kdfs) {
      const ours = await ossl.keys.export(key, { password, kdf });
      const opened = openssl(['pkey', '-passin', `pass:${password}`], ours);
      expect(opened.toString()).toBe(pem);
    }
    if (name === 'rsa' || isEc) {
      const args = ['pkey', '-traditional', '-aes128', '-passout', `pass:${password}`];
      const closed = openssl(args, pem).toString();
      expect(closed).toContain('Proc-Type: 4,ENCRYPTED');
      using read = await ossl.keys.import(closed, { password });
      expect(read.toPem()).toBe(pem);
      await expect(ossl.keys.import(closed)).rejects.toMatchObject({ code: 'argument' });
      await expect(ossl.keys.import(closed, { password: 'x' })).rejects.toMatchObject({
        code: 'openssl',
      });
    }
    expectClean(ossl);
  });
}

test('a cipher of the legacy provider is named in the error', async () => {
  const ossl = new OpenSSL(module);
  const args = ['pkcs8', '-topk8', '-v1', 'PBE-SHA1-RC2-40', '-passout', `pass:${password}`];
  const providers = ['-provider', 'legacy', '-provider', 'default'];
  const closed = openssl([...args, ...providers], pkcs8(pairs.p256.privateKey));
  await expect(ossl.keys.import(closed, { password })).rejects.toMatchObject({
    code: 'openssl',
    message: "OpenSSL's default provider, the only one here, has no RC2-40-CBC",
  });
  expectClean(ossl);
});
