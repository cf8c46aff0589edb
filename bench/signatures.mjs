// Signatures, timed: by a key that WebCrypto holds, by WebCrypto alone, and by the same key in OpenSSL's own hands.
// The first pauses OpenSSL in the middle, and has OpenSSL look at what it was given.
import { readFileSync } from 'node:fs';
import { loadOpenSSL } from '../dist/index.js';
import { fromCryptoKey } from '../dist/webcrypto.js';

const SHIPPED = new URL('../dist/openssl-async.wasm', import.meta.url);
const message = new TextEncoder().encode('What is signed here is as long as a short sentence.');

const rsa = { modulusLength: 2048, publicExponent: Uint8Array.of(1, 0, 1), hash: 'SHA-256' };

/** How WebCrypto makes each key, how it signs with it, and what OpenSSL is told. */
const algorithms = {
  'ECDSA P-256': {
    key: { name: 'ECDSA', namedCurve: 'P-256' },
    how: { name: 'ECDSA', hash: 'SHA-256' },
    options: { hash: 'SHA256' },
  },
  'RSA-2048': {
    key: { name: 'RSASSA-PKCS1-v1_5', ...rsa },
    how: { name: 'RSASSA-PKCS1-v1_5' },
    options: { hash: 'SHA256' },
  },
  Ed25519: { key: { name: 'Ed25519' }, how: { name: 'Ed25519' }, options: {} },
};

const prepared = new Map();

/** A function each that makes one signature; `verify` verifies one, as OpenSSL does with what a holder gives. */
async function signers(algorithm) {
  const { how, key, options } = algorithms[algorithm];
  const { subtle } = crypto;
  const pair = await subtle.generateKey(key, true, ['sign', 'verify']);
  const ossl = await loadOpenSSL({ module: readFileSync(SHIPPED) });
  const heldKey = await fromCryptoKey(ossl, pair);
  const pkcs8 = await subtle.exportKey('pkcs8', pair.privateKey);
  const ownKey = await ossl.keys.import(new Uint8Array(pkcs8));
  const made = {
    held: () => ossl.sign(heldKey, message, options),
    webcrypto: () => subtle.sign(how, pair.privateKey, message),
    own: () => ossl.sign(ownKey, message, options),
  };
  const signature = await made.held();
  const isRight = await ossl.verify(ownKey, await made.own(), message, options);
  if (!isRight || !(await ossl.verify(ownKey, signature, message, options)))
    throw new Error(`${algorithm}: a signature does not verify`);
  return { ...made, verify: () => ossl.verify(ownKey, signature, message, options) };
}

/**
 * Seconds for some signatures, so many of them in flight at any time. The clock's and not the processor's: WebCrypto
 * works on other threads, and waiting for them is part of it.
 */
export async function signatures({ algorithm, count, holder, inFlight }) {
  if (!prepared.has(algorithm)) prepared.set(algorithm, signers(algorithm));
  const sign = (await prepared.get(algorithm))[holder];
  let left = count;
  const start = performance.now();
  await Promise.all(
    Array.from({ length: inFlight }, async () => {
      while (left-- > 0) await sign();
    }),
  );
  return (performance.now() - start) / 1000;
}
