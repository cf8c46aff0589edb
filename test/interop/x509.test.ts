// What is made here, judged by Node's own OpenSSL and the machine's command line; and the other way round.
import { execFileSync } from 'node:child_process';
import { X509Certificate } from 'node:crypto';
import { mkdtemp, readFile, rm, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterAll, beforeAll, expect, test } from 'vitest';
import { type Certificate, type Key, OpenSSL } from '../../src/index.js';

let ossl: OpenSSL;
let folder: string;
let rootKey: Key;
let leafKey: Key;
let root: Certificate;
let leaf: Certificate;

const day = 86_400_000;
const times = {
  notBefore: new Date(Math.floor(Date.now() / 1000) * 1000 - day),
  notAfter: new Date(Math.floor(Date.now() / 1000) * 1000 + 30 * day),
};

function openssl(...args: string[]): string {
  return execFileSync('openssl', args, { cwd: folder, encoding: 'utf8', stdio: 'pipe' });
}

beforeAll(async () => {
  const file = await readFile(new URL('../../dist/openssl-async.wasm', import.meta.url));
  ossl = new OpenSSL(await WebAssembly.compile(new Uint8Array(file)));
  folder = await mkdtemp(join(tmpdir(), 'openssl-async-x509-'));
  [rootKey, leafKey] = await Promise.all([
    ossl.generateKey({ algorithm: 'RSA', bits: 2048 }),
    ossl.generateKey({ algorithm: 'RSA', bits: 2048 }),
  ]);
  root = await ossl.x509.createCertificate({
    ...times,
    subject: { CN: 'Root', O: 'Bäckerei' },
    issuerKey: rootKey,
    extensions: {
      basicConstraints: 'critical,CA:TRUE',
      keyUsage: 'critical,keyCertSign,cRLSign',
      subjectKeyIdentifier: 'hash',
    },
    hash: 'SHA256',
    padding: 'pss',
  });
  leaf = await ossl.x509.createCertificate({
    ...times,
    subject: { CN: 'example.org' },
    issuer: root,
    issuerKey: rootKey,
    publicKey: leafKey,
    extensions: {
      basicConstraints: 'critical,CA:FALSE',
      subjectKeyIdentifier: 'hash',
      authorityKeyIdentifier: 'keyid:always',
      subjectAltName: 'DNS:example.org,IP:192.0.2.1',
      extendedKeyUsage: 'serverAuth',
    },
    hash: 'SHA384',
  });
  await writeFile(join(folder, 'root.pem'), root.toPem());
  await writeFile(join(folder, 'leaf.pem'), leaf.toPem());
});

afterAll(async () => {
  rootKey.free();
  leafKey.free();
  await rm(folder, { recursive: true });
});

test('node:crypto reads and verifies what is made here', () => {
  const [theirs, above] = [new X509Certificate(leaf.toDer()), new X509Certificate(root.toPem())];
  expect(theirs.verify(above.publicKey)).toBe(true);
  expect(above.verify(above.publicKey)).toBe(true);
  expect(theirs.checkIssued(above)).toBe(true);
  expect(above.ca).toBe(true);
  expect(theirs.checkHost('example.org')).toBe('example.org');
  expect(theirs.checkHost('example.com')).toBeUndefined();
  expect(theirs.checkIP('192.0.2.1')).toBe('192.0.2.1');
  expect(theirs.serialNumber).toBe(leaf.serial);
  expect(theirs.fingerprint256.replaceAll(':', '').toLowerCase()).toBe(leaf.fingerprint);
  expect([new Date(theirs.validFrom), new Date(theirs.validTo)]).toEqual([
    leaf.notBefore,
    leaf.notAfter,
  ]);
  expect(theirs.publicKey.export({ format: 'der', type: 'spki' })).toEqual(
    Buffer.from(leaf.publicKey),
  );
});

test('the command line verifies what is made here, and prints the same fields', () => {
  const verified = openssl('verify', '-CAfile', 'root.pem', '-purpose', 'sslserver', 'leaf.pem');
  expect(verified).toContain('leaf.pem: OK');
  const text = openssl('x509', '-in', 'leaf.pem', '-noout', '-text');
  for (const line of ['DNS:example.org, IP Address:192.0.2.1', 'TLS Web Server Authentication']) {
    expect(text).toContain(line);
    expect(leaf.print()).toContain(line);
  }
});

test('the command line accepts a revocation list, and heeds it', async () => {
  const crl = await ossl.x509.createCrl({
    issuer: root,
    issuerKey: rootKey,
    lastUpdate: times.notBefore,
    nextUpdate: times.notAfter,
    revoked: [{ serial: leaf.serial, date: times.notBefore, reason: 1 }],
    hash: 'SHA256',
  });
  await writeFile(join(folder, 'crl.pem'), crl.toPem());
  const text = openssl('crl', '-in', 'crl.pem', '-noout', '-text', '-CAfile', 'root.pem');
  expect(text).toContain(leaf.serial);
  expect(text).toContain('Key Compromise');
  const check = ['verify', '-crl_check', '-CAfile', 'root.pem', '-CRLfile', 'crl.pem'];
  expect(() => openssl(...check, 'leaf.pem')).toThrow('certificate revoked');
});

test('what the command line makes is read and verified here', async () => {
  const fresh = ['-nodes', '-newkey', 'rsa:2048'];
  openssl(
    ...['req', '-x509', '-subj', '/CN=Theirs/O=Firm', ...fresh],
    ...['-keyout', 'ca.key', '-out', 'ca.pem', '-days', '9'],
  );
  openssl('req', '-subj', '/CN=Asks', ...fresh, '-keyout', 'their.key', '-out', 'their.csr');
  openssl(
    ...['x509', '-req', '-in', 'their.csr', '-CA', 'ca.pem', '-CAkey', 'ca.key'],
    ...['-set_serial', '0x1234', '-days', '5', '-out', 'their.pem'],
  );
  const read = (name: string): Promise<string> => readFile(join(folder, name), 'utf8');
  const ca = await ossl.x509.parseCertificate(await read('ca.pem'));
  const theirs = await ossl.x509.parseCertificate(await read('their.pem'));
  expect(theirs.serial).toBe('1234');
  expect(theirs.issuer).toEqual([
    { type: 'CN', value: 'Theirs' },
    { type: 'O', value: 'Firm' },
  ]);
  expect(await ossl.x509.verify(theirs, { trusted: [ca] })).toMatchObject({ valid: true });
  expect(await ossl.x509.verify(theirs, { trusted: [root] })).toMatchObject({
    valid: false,
    code: 20,
  });
  await writeFile(join(folder, 'index.txt'), '');
  await writeFile(
    join(folder, 'ca.cnf'),
    '[ca]\ndefault_ca=x\n[x]\ndatabase=index.txt\ndefault_md=sha256\ndefault_crl_days=3\n',
  );
  const authority = ['ca', '-config', 'ca.cnf', '-cert', 'ca.pem', '-keyfile', 'ca.key'];
  openssl(...authority, '-revoke', 'their.pem', '-crl_reason', 'superseded');
  openssl(...authority, '-gencrl', '-out', 'their.crl');
  const crl = await ossl.x509.parseCrl(await read('their.crl'));
  expect(crl.revoked).toMatchObject([{ serial: '1234', reason: 4 }]);
  const verdict = await ossl.x509.verify(theirs, { trusted: [ca], crls: [crl] });
  expect(verdict).toMatchObject({ valid: false, code: 23, reason: 'certificate revoked' });
  const request = await ossl.x509.parseRequest(await read('their.csr'));
  expect(request.isSignatureValid).toBe(true);
  const issued = await ossl.x509.issue({
    ...times,
    request,
    issuer: root,
    issuerKey: rootKey,
    subject: { CN: 'Renamed' },
    hash: 'SHA256',
  });
  expect(
    new X509Certificate(issued.toDer()).verify(new X509Certificate(root.toDer()).publicKey),
  ).toBe(true);
  expect(await ossl.x509.verify(issued, { trusted: [root] })).toMatchObject({ valid: true });
});
