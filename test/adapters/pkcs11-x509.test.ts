// Requests, certificates, revocation lists and messages with keys on a token, as the openssl command sees them.
import { execFileSync, spawnSync } from 'node:child_process';
import { X509Certificate } from 'node:crypto';
import { mkdtempSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterAll, afterEach, describe, expect, test, vi } from 'vitest';
import { fromPkcs11, openToken } from '../../src/adapters/pkcs11/index.js';
import { OpenSSL } from '../../src/index.js';
import { expectNothingLeft } from '../support/nothing-left.js';
import { softHsm, watch } from '../support/holders/softhsm.js';

const content = new TextEncoder().encode('to whom it may concern\n');
const folder = mkdtempSync(join(tmpdir(), 'openssl-async-pkcs11-'));
const softhsm = softHsm({ kinds: ['RSA-2048', 'P-256', 'P-384', 'P-521'] });
const token = await openToken({ library: softhsm.library, token: softhsm.label, pin: softhsm.pin });
const ossl = new OpenSSL(await WebAssembly.compile(readFileSync('dist/openssl-async.wasm')));
const times = { notBefore: new Date('2020-01-01'), notAfter: new Date('2049-01-01') };

const file = (name: string): string => join(folder, name);
writeFileSync(file('content'), content);

function openssl(...args: string[]): Buffer {
  return execFileSync('openssl', args, { cwd: folder, stdio: ['ignore', 'pipe', 'pipe'] });
}

/** What the command says, wherever it says it. */
function said(...args: string[]): string {
  const { status, stderr, stdout } = spawnSync('openssl', args, { cwd: folder, encoding: 'utf8' });
  expect({ status, stderr }).toMatchObject({ status: 0 });
  return stdout + stderr;
}

const parties = await Promise.all(
  [
    { name: 'RSA', label: 'RSA-2048', hash: 'SHA256' },
    { name: 'RSA-PSS', label: 'RSA-2048', hash: 'SHA384', padding: 'pss' as const },
    { name: 'P-256', label: 'P-256', hash: 'SHA256' },
    { name: 'P-384', label: 'P-384', hash: 'SHA384' },
    { name: 'P-521', label: 'P-521', hash: 'SHA512' },
  ].map(async ({ name, ...options }) => {
    const key = await fromPkcs11(ossl, token, options);
    const certificate = await ossl.x509.createCertificate({
      ...times,
      subject: { CN: name },
      issuerKey: key,
      extensions: {
        basicConstraints: 'critical,CA:TRUE',
        keyUsage: 'critical,digitalSignature,keyEncipherment,keyAgreement,keyCertSign,cRLSign',
        subjectKeyIdentifier: 'hash',
      },
    });
    writeFileSync(file(`${name}.pem`), certificate.toPem());
    return { name, key, certificate };
  }),
);

afterEach(() => {
  vi.restoreAllMocks();
});

afterAll(async () => {
  for (const { key } of parties) key.free();
  expectNothingLeft(expect, ossl);
  await token.close();
  softhsm.remove();
  rmSync(folder, { recursive: true, force: true });
});

describe.each(parties)('$name', ({ certificate, key, name }) => {
  test('a request', async () => {
    const asked = watch('C_SignAsync');
    const request = await ossl.x509.createRequest({ subject: { CN: 'räksmörgås' }, key });
    expect(asked).toHaveBeenCalledTimes(1);
    writeFileSync(file('request'), request.toPem());
    const text = said('req', '-verify', '-noout', '-text', '-in', 'request');
    expect(text).toContain('verify OK');
    expect(text.includes('rsassaPss')).toBe(name === 'RSA-PSS');
  });

  test('a certificate of its own, and one for another', async () => {
    const own = new X509Certificate(certificate.toPem());
    expect(own.verify(own.publicKey)).toBe(true);
    const asked = watch('C_SignAsync');
    const other = await ossl.x509.createCertificate({
      ...times,
      subject: { CN: 'leaf' },
      issuer: certificate,
      issuerKey: key,
    });
    expect(asked).toHaveBeenCalledTimes(1);
    writeFileSync(file('leaf'), other.toPem());
    expect(said('verify', '-CAfile', `${name}.pem`, 'leaf')).toContain('leaf: OK');
  });

  test('a revocation list', async () => {
    const asked = watch('C_SignAsync');
    const list = await ossl.x509.createCrl({
      issuer: certificate,
      issuerKey: key,
      lastUpdate: times.notBefore,
      nextUpdate: times.notAfter,
      revoked: [{ serial: '07', date: times.notBefore }],
      number: 1,
    });
    expect(asked).toHaveBeenCalledTimes(1);
    writeFileSync(file('list'), list.toPem());
    expect(said('crl', '-in', 'list', '-CAfile', `${name}.pem`, '-noout')).toContain('verify OK');
  });

  test.each([
    [true, false],
    [true, true],
    [false, false],
    [false, true],
  ])('a signed message (attributes: %s, detached: %s)', async (attributes, detached) => {
    const asked = watch('C_SignAsync');
    const message = await ossl.cms.sign(content, {
      signers: [{ key, certificate }],
      attributes,
      detached,
    });
    expect(asked).toHaveBeenCalledTimes(1);
    writeFileSync(file('message'), message.toDer());
    const out = openssl(
      ...['cms', '-verify', '-binary', '-inform', 'DER', '-in', 'message'],
      ...['-CAfile', `${name}.pem`, ...(detached ? ['-content', 'content'] : [])],
    );
    expect(out.equals(content)).toBe(true);
    const options = { trusted: [certificate], ...(detached ? { content } : {}) };
    expect(await ossl.cms.verify(message, options)).toEqual(detached ? undefined : content);
  });
});

test('several signers on one token', async () => {
  const message = await ossl.cms.sign(content, {
    signers: parties.slice(2).map(({ certificate, key }) => ({ certificate, key })),
    hash: 'SHA384',
  });
  writeFileSync(file('all'), message.toPem());
  writeFileSync(file('roots'), parties.map(({ certificate }) => certificate.toPem()).join(''));
  const out = openssl(
    ...['cms', '-verify', '-binary', '-inform', 'PEM', '-in', 'all', '-CAfile', 'roots'],
  );
  expect(out.equals(content)).toBe(true);
});

test.each(parties.filter(({ name }) => name !== 'RSA-PSS'))(
  'a message that the command encrypted to $name',
  async ({ certificate, key, name }) => {
    openssl(
      ...['cms', '-encrypt', '-binary', '-aes256', '-outform', 'DER'],
      ...['-in', 'content', '-out', 'theirs', `${name}.pem`],
    );
    const asked = watch(name === 'RSA' ? 'C_DecryptAsync' : 'C_DeriveKeyAsync');
    const message = new Uint8Array(readFileSync(file('theirs')));
    expect(await ossl.cms.decrypt(message, { key, certificate })).toEqual(content);
    expect(asked).toHaveBeenCalledTimes(1);
  },
);
