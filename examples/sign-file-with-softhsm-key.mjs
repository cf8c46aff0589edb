#!/usr/bin/env node
// Signs a file with a key that never leaves its token: OpenSSL digests the file as it streams by, makes the CMS
// message, stops where the signature belongs, and goes on when the token has given it.
//
//   node examples/sign-file-with-softhsm-key.mjs [FILE [FOLDER]]
//
// FILE is signed (by default README.md); signature and certificate go into FOLDER (by default a new one). The token is
// named by PKCS11_LIBRARY, PKCS11_TOKEN, PKCS11_PIN and PKCS11_KEY (a label). Without these, SoftHSM makes one that
// is gone afterwards.
import { createReadStream } from 'node:fs';
import { mkdtemp, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { basename, join, resolve } from 'node:path';
import { loadOpenSSL } from 'openssl-async';
import { fromPkcs11, openToken } from 'openssl-async/pkcs11';

const {
  argv: [, , file = 'README.md', folder],
  env: { PKCS11_KEY, PKCS11_LIBRARY, PKCS11_PIN, PKCS11_TOKEN },
} = process;

/** A token with a key of P-256, made inside of it. */
async function temporary() {
  const { makeToken } = await import('./support/softhsm.mjs');
  const token = makeToken();
  token.generate('P-256', { label: 'signs files' });
  return { ...token, key: 'signs files' };
}

const given = PKCS11_LIBRARY && {
  library: PKCS11_LIBRARY,
  label: PKCS11_TOKEN,
  pin: PKCS11_PIN,
  key: PKCS11_KEY,
  remove() {}, // it is not ours
};
const { key: label, ...place } = given || (await temporary());
try {
  const token = await openToken({ library: place.library, token: place.label, pin: place.pin });
  try {
    await sign(token);
  } finally {
    await token.close();
  }
} finally {
  place.remove();
}

async function sign(token) {
  const ossl = await loadOpenSSL();
  const key = await fromPkcs11(ossl, token, { label });
  const notBefore = new Date();
  const certificate = await ossl.x509.createCertificate({
    subject: { CN: label },
    notBefore,
    notAfter: new Date(notBefore.getTime() + 365 * 24 * 60 * 60 * 1000),
    issuerKey: key,
    extensions: {
      basicConstraints: 'critical,CA:FALSE',
      keyUsage: 'critical,digitalSignature',
      subjectKeyIdentifier: 'hash',
    },
  });
  const message = await ossl.cms.sign(createReadStream(file), {
    signers: [{ key, certificate }],
    detached: true,
    timeout: 60_000,
  });
  key.free();

  const out = folder ?? (await mkdtemp(join(tmpdir(), 'openssl-async-signed-')));
  const signature = join(out, `${basename(file)}.p7s`);
  const signer = join(out, 'signer.pem');
  await writeFile(signature, message.toDer());
  await writeFile(signer, certificate.toPem());
  console.log(
    [
      `signed ${file} with the key "${label}" of the token "${token.label}" in slot ${token.slot}`,
      `  signature    ${signature}`,
      `  certificate  ${signer}`,
      'check it with',
      `  openssl cms -verify -binary -inform DER -in '${signature}' -content '${resolve(file)}' -CAfile '${signer}' -out /dev/null`,
    ].join('\n'),
  );
}
