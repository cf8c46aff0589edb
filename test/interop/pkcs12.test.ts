// PKCS#12 files of the openssl command are read here, and those made here are read there.
import { execFileSync } from 'node:child_process';
import { X509Certificate } from 'node:crypto';
import { mkdtempSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { createSecureContext } from 'node:tls';
import { afterAll, expect, test } from 'vitest';
import { OpenSSL } from '../../src/index.js';

const module = await WebAssembly.compile(readFileSync('dist/openssl-async.wasm'));
const folder = mkdtempSync(join(tmpdir(), 'pkcs12-'));
const file = (name: string): string => join(folder, name);
const password = 'smörgås';
const pass = `pass:${password}`;

afterAll(() => {
  rmSync(folder, { recursive: true });
});

function openssl(...args: string[]): Buffer {
  return execFileSync('openssl', args, { stdio: ['pipe', 'pipe', 'pipe'] });
}

/** A key, its certificate, and those of three authorities that have nothing to do with it. */
const algorithms = {
  rsa: ['RSA', '-pkeyopt', 'rsa_keygen_bits:2048'],
  ec: ['EC', '-pkeyopt', 'ec_paramgen_curve:P-384'],
  ed25519: ['ED25519'],
};
for (const [name, options] of Object.entries({
  ...algorithms,
  a: ['ED25519'],
  b: ['ED25519'],
  c: ['ED25519'],
})) {
  openssl('genpkey', '-algorithm', ...options, '-out', file(`${name}.key`));
  const args = ['-key', file(`${name}.key`), '-subj', `/CN=${name}`, '-days', '3650'];
  openssl('req', '-x509', '-new', ...args, '-out', file(`${name}.pem`));
}
const authorities = ['a', 'b', 'c'].map((name) => readFileSync(file(`${name}.pem`), 'utf8'));
writeFileSync(file('authorities.pem'), authorities.join(''));
const fingerprint = (pem: string | Buffer): string =>
  new X509Certificate(pem).fingerprint256.replaceAll(':', '').toLowerCase();

const made: Record<string, string[]> = {
  'the default of OpenSSL 3': [],
  '3DES and SHA-1': ['-keypbe', 'PBE-SHA1-3DES', '-certpbe', 'PBE-SHA1-3DES', '-macalg', 'sha1'],
  'AES-128 and SHA-512': ['-keypbe', 'AES-128-CBC', '-certpbe', 'AES-128-CBC', '-macalg', 'sha512'],
  'no encryption': ['-keypbe', 'NONE', '-certpbe', 'NONE'],
  'no MAC': ['-nomac'],
  'many iterations': ['-iter', '50000'],
};

for (const name of Object.keys(algorithms))
  for (const [choice, options] of Object.entries(made))
    test(`${name}: a file of the openssl command with ${choice}`, async () => {
      const ossl = new OpenSSL(module);
      const contents = ['-inkey', file(`${name}.key`), '-in', file(`${name}.pem`)];
      const more = ['-certfile', file('authorities.pem'), '-name', 'Käse 東京'];
      const args = ['pkcs12', '-export', ...contents, ...more, ...options, '-passout', pass];
      const bytes = openssl(...args);
      const found = await ossl.pkcs12.read(bytes, { password });
      expect(found.key?.toPem()).toBe(readFileSync(file(`${name}.key`), 'utf8'));
      expect(found.certificate?.fingerprint).toBe(fingerprint(readFileSync(file(`${name}.pem`))));
      expect(found.certificates.map((one) => one.fingerprint)).toEqual(
        authorities.map((pem) => fingerprint(pem)),
      );
      expect(found.friendlyName).toBe('Käse 東京');
      found.key?.free();
      if (choice !== 'no encryption' || !options.includes('-nomac'))
        await expect(ossl.pkcs12.read(bytes, { password: 'x' })).rejects.toMatchObject({
          code: 'openssl',
        });
      expect(ossl.stats()).toMatchObject({ jobs: { live: 0 }, references: 0 });
    });

for (const name of Object.keys(algorithms))
  for (const choice of [
    {},
    { cipher: 'PBE-SHA1-3DES', hash: 'SHA1' },
    { cipher: 'AES-128-CBC', hash: 'SHA512' },
  ])
    test(`${name}: the openssl command and Node read ${JSON.stringify(choice)}`, async () => {
      const ossl = new OpenSSL(module);
      using key = await ossl.keys.import(readFileSync(file(`${name}.key`)));
      const bytes = await ossl.pkcs12.write({
        key,
        certificate: await ossl.x509.parseCertificate(readFileSync(file(`${name}.pem`), 'utf8')),
        certificates: await ossl.x509.parseCertificates(authorities.join('')),
        friendlyName: 'Käse 東京',
        password,
        iterations: 5000,
        ...choice,
      });
      writeFileSync(file('ours.p12'), bytes);
      const read = ['pkcs12', '-in', file('ours.p12'), '-passin', pass];
      const opened = openssl(...read, '-nodes').toString();
      expect(opened).toContain(readFileSync(file(`${name}.key`), 'utf8'));
      expect(opened).toContain(readFileSync(file(`${name}.pem`), 'utf8'));
      for (const pem of authorities) expect(opened).toContain(pem);
      expect(opened).toMatch(/friendlyName: /);
      expect(() => openssl('pkcs12', '-in', file('ours.p12'), '-passin', 'pass:x')).toThrow(
        'invalid password',
      );
      createSecureContext({ pfx: Buffer.from(bytes), passphrase: password });
      expect(() => createSecureContext({ pfx: Buffer.from(bytes), passphrase: 'x' })).toThrow();
    });

test('RC2, as old files have it, is named in the error', async () => {
  const ossl = new OpenSSL(module);
  const contents = ['-inkey', file('ec.key'), '-in', file('ec.pem'), '-passout', pass];
  const bytes = openssl('pkcs12', '-export', '-legacy', ...contents);
  await expect(ossl.pkcs12.read(bytes, { password })).rejects.toMatchObject({
    code: 'openssl',
    message: "OpenSSL's default provider, the only one here, has no RC2-40-CBC",
  });
  expect(ossl.stats()).toMatchObject({ jobs: { live: 0 } });
});

test('without a password, as the openssl command has it', async () => {
  const ossl = new OpenSSL(module);
  const contents = ['-inkey', file('ec.key'), '-in', file('ec.pem'), '-passout', 'pass:'];
  const found = await ossl.pkcs12.read(openssl('pkcs12', '-export', ...contents));
  expect(found.key?.hasPrivate).toBe(true);
  found.key?.free();
  using key = await ossl.keys.import(readFileSync(file('ec.key')));
  for (const none of ['', null]) {
    writeFileSync(
      file('none.p12'),
      await ossl.pkcs12.write({ key, password: none, iterations: 1000 }),
    );
    expect(
      openssl('pkcs12', '-in', file('none.p12'), '-passin', 'pass:', '-nodes').toString(),
    ).toContain(readFileSync(file('ec.key'), 'utf8'));
  }
});
