#!/usr/bin/env node
// A certificate authority whose key is behind HTTP: a signing service has it, in a process of its own, and answers one
// POST request for each signature. OpenSSL makes certificates and revocation lists here, and pauses where the signature
// belongs until the service has answered.
//
//     node examples/certificate-authority-over-http.mjs [FOLDER]     writes what it makes into the folder
import { fork } from 'node:child_process';
import { once } from 'node:events';
import { mkdirSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { loadOpenSSL } from 'openssl-async';
import { fromHttp } from 'openssl-async/http';

const day = 86_400_000;
const now = Math.floor(Date.now() / 1000) * 1000;
const after = (days) => new Date(now + days * day);

const service = fork(new URL('support/signing-service.mjs', import.meta.url));
const [{ publicKey, url }] = await once(service, 'message');
console.log(`the signing service listens at ${new URL(url).origin} and has the authority's key`);

const ossl = await loadOpenSSL();
const authorityKey = fromHttp(ossl, {
  url,
  algorithm: 'RSA',
  publicKey,
  hash: 'SHA256',
  deadline: 10_000,
});

const authority = await ossl.x509.createCertificate({
  subject: { C: 'SE', O: 'Example', CN: 'Example Authority' },
  issuerKey: authorityKey,
  notBefore: after(0),
  notAfter: after(3650),
  extensions: {
    basicConstraints: 'critical,CA:TRUE,pathlen:0',
    keyUsage: 'critical,keyCertSign,cRLSign',
    subjectKeyIdentifier: 'hash',
  },
});
console.log(`authority: ${name(authority)}, serial ${authority.serial}`);

// Somebody asks for a certificate. Their key is their own; here OpenSSL has it.
const applicantKey = await ossl.generateKey({ algorithm: 'EC', curve: 'P-256' });
const request = await ossl.x509.createRequest({
  subject: { CN: 'www.example.org' },
  extensions: { subjectAltName: 'DNS:www.example.org,DNS:example.org' },
  key: applicantKey,
});

// The names are taken over from the request, everything else is the authority's to say.
const leaf = await ossl.x509.issue({
  request,
  issuer: authority,
  issuerKey: authorityKey,
  notBefore: after(0),
  notAfter: after(90),
  copyExtensions: ['subjectAltName'],
  extensions: {
    basicConstraints: 'critical,CA:FALSE',
    keyUsage: 'critical,digitalSignature',
    extendedKeyUsage: 'serverAuth',
    subjectKeyIdentifier: 'hash',
    authorityKeyIdentifier: 'keyid:always',
    authorityInfoAccess: 'caIssuers;URI:http://pki.example.org/authority.crt',
    crlDistributionPoints: 'URI:http://pki.example.org/authority.crl',
  },
});
console.log(`certificate: ${name(leaf)}, serial ${leaf.serial}`);

const nothingRevoked = await revocationList(1, []);
await verify('before', nothingRevoked);
const leafRevoked = await revocationList(2, [{ serial: leaf.serial, date: after(0), reason: 1 }]);
await verify('after its key was compromised', leafRevoked);

const [folder] = process.argv.slice(2);
if (folder !== undefined) {
  mkdirSync(folder, { recursive: true });
  const files = {
    'authority.pem': authority,
    'leaf.pem': leaf,
    'request.pem': request,
    'before.crl': nothingRevoked,
    'after.crl': leafRevoked,
  };
  for (const [file, made] of Object.entries(files)) writeFileSync(join(folder, file), made.toPem());
}

applicantKey.free();
authorityKey.free();
service.send('how often?');
const [{ requests }] = await once(service, 'message');
console.log(`the service was asked ${requests} times; its key was never here`);
service.disconnect();

function revocationList(number, revoked) {
  return ossl.x509.createCrl({
    issuer: authority,
    issuerKey: authorityKey,
    lastUpdate: after(0),
    nextUpdate: after(7),
    number,
    revoked,
  });
}

async function verify(when, crl) {
  const result = await ossl.x509.verify(leaf, {
    trusted: [authority],
    crls: [crl],
    purpose: 'sslserver',
    hostname: 'www.example.org',
  });
  const verdict = result.valid
    ? `valid, ${result.chain.map(name).join(' ← ')}`
    : `not valid: ${result.reason}`;
  console.log(`${when}: ${verdict}`);
}

function name({ subject }) {
  return subject.find(({ type }) => type === 'CN').value;
}
