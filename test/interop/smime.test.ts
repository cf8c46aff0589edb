// S/MIME with the openssl command, both ways.
import { execFileSync } from 'node:child_process';
import { mkdtempSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterAll, expect, test } from 'vitest';
import { OpenSSL } from '../../src/index.js';

const ossl = new OpenSSL(await WebAssembly.compile(readFileSync('dist/openssl-async.wasm')));
const folder = mkdtempSync(join(tmpdir(), 'openssl-async-smime-'));
afterAll(() => {
  rmSync(folder, { recursive: true, force: true });
});
const openssl = (...args: string[]): Buffer =>
  execFileSync('openssl', args, { cwd: folder, stdio: ['ignore', 'pipe', 'pipe'] });
const read = (name: string): Uint8Array => new Uint8Array(readFileSync(join(folder, name)));
const write = (name: string, data: string | Uint8Array): void => {
  writeFileSync(join(folder, name), data);
};

const mail = 'Content-Type: text/plain\r\n\r\nSee you at noon,\r\n  A.\r\n';
const content = new TextEncoder().encode(mail);
const key = await ossl.generateKey({ algorithm: 'RSA', bits: 2048 });
const certificate = await ossl.x509.createCertificate({
  subject: { CN: 'A', emailAddress: 'a@example.org' },
  issuerKey: key,
  notBefore: new Date('2020-01-01'),
  notAfter: new Date('2049-01-01'),
  extensions: { basicConstraints: 'critical,CA:TRUE', subjectKeyIdentifier: 'hash' },
});
write('key.pem', key.toPem());
write('certificate.pem', certificate.toPem());
write('content', content);
const signers = [{ key, certificate }];
const trusted = [certificate];

for (const detached of [true, false])
  for (const attributes of [true, false])
    test(`${detached ? 'multipart/signed' : 'signed-data'} ${attributes ? 'with' : 'without'} attributes, made here`, async () => {
      const message = await ossl.cms.sign(content, {
        signers,
        detached,
        attributes,
        format: 'smime',
      });
      expect(message.toString()).toContain(
        detached ? 'Content-Type: multipart/signed' : 'smime-type=signed-data',
      );
      expect(() => message.toDer()).toThrow('toString()');
      write('message', message.toBytes());
      const out = openssl('cms', '-verify', '-in', 'message', '-CAfile', 'certificate.pem');
      expect(out.toString()).toBe(mail);
      expect(await ossl.cms.verify(message.toString(), { trusted })).toEqual(content);
    });

for (const options of [[], ['-nodetach'], ['-noattr'], ['-nodetach', '-stream'], ['-crlfeol']])
  test(`made by openssl cms -sign ${options.join(' ')}`, async () => {
    const signer = ['-signer', 'certificate.pem', '-inkey', 'key.pem'];
    openssl('cms', '-sign', '-in', 'content', '-out', 'message', ...signer, ...options);
    const message = read('message');
    expect(await ossl.cms.verify(message, { trusted })).toEqual(content);
    const damaged = new TextDecoder().decode(message).replace('noon', 'nine');
    if (!options.includes('-nodetach'))
      await expect(ossl.cms.verify(damaged, { trusted })).rejects.toMatchObject({
        code: 'openssl',
      });
  });

test('line ends of a detached signature that is no S/MIME', async () => {
  write('unix', mail.replaceAll('\r', ''));
  const signer = ['-signer', 'certificate.pem', '-inkey', 'key.pem'];
  openssl('cms', '-sign', '-in', 'unix', '-outform', 'DER', '-out', 'message', ...signer);
  const options = { trusted, content: read('unix') };
  await expect(ossl.cms.verify(read('message'), options)).rejects.toMatchObject({
    code: 'openssl',
  });
  await ossl.cms.verify(read('message'), { ...options, binary: false });
});

test('enveloped, both ways', async () => {
  for (const cipher of ['AES-128-CBC', 'AES-256-GCM']) {
    const ours = await ossl.cms.encrypt(content, {
      recipients: [certificate],
      cipher,
      format: 'smime',
    });
    write('ours', ours.toBytes());
    const keys = ['-recip', 'certificate.pem', '-inkey', 'key.pem'];
    expect(openssl('cms', '-decrypt', '-in', 'ours', ...keys).toString()).toBe(mail);
    expect(await ossl.cms.decrypt(ours, { key, certificate })).toEqual(content);
    const name = `-${cipher.toLowerCase()}`;
    openssl('cms', '-encrypt', name, '-in', 'content', '-out', 'theirs', 'certificate.pem');
    expect(await ossl.cms.decrypt(read('theirs'), { key, certificate })).toEqual(content);
  }
});

test('what is no message', async () => {
  for (const text of ['', 'Hello', 'MIME-Version: 1.0\n\nnothing', '-----BEGIN CMS-----\n'])
    await expect(ossl.cms.verify(text, { trusted })).rejects.toMatchObject({ code: 'openssl' });
  expect(ossl.stats()).toMatchObject({ jobs: { live: 0 }, handles: { open: 0 }, waitContexts: 0 });
});
