#!/usr/bin/env node
// A certification request, signed by a WebCrypto key that cannot be extracted: OpenSSL makes the request, stops
// where the signature belongs, and goes on when WebCrypto has given it. The private key is never in its memory.
import { loadOpenSSL } from 'openssl-async';
import { fromCryptoKey } from 'openssl-async/webcrypto';

const ossl = await loadOpenSSL();
const pair = await crypto.subtle.generateKey({ name: 'ECDSA', namedCurve: 'P-256' }, false, [
  'sign',
  'verify',
]);
const key = await fromCryptoKey(ossl, pair);
const request = await ossl.x509.createRequest({
  subject: { C: 'SE', O: 'Example', CN: 'example.org' },
  extensions: { subjectAltName: 'DNS:example.org,DNS:www.example.org' },
  key,
  timeout: 5_000,
});
key.free();
process.stdout.write(request.toPem());
