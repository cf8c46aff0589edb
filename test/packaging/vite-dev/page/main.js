// What a development server has to find: the module for the page and for a worker of the page's own, and the pool's program.
import { loadOpenSSL } from 'openssl-async';
import { fromCryptoKey } from 'openssl-async/webcrypto';
import { sign, signInPool } from '../src/sign.js';

async function signWithHeldKey() {
  const ossl = await loadOpenSSL();
  const ecdsa = { name: 'ECDSA', namedCurve: 'P-256' };
  const pair = await crypto.subtle.generateKey(ecdsa, false, ['sign', 'verify']);
  const key = await fromCryptoKey(ossl, pair);
  const data = new Uint8Array(3);
  const isValid = await ossl.verify(key, await ossl.sign(key, data), data);
  key.free();
  return isValid;
}

function inWorker() {
  const worker = new Worker(new URL('./worker.js', import.meta.url), { type: 'module' });
  return new Promise((resolve, reject) => {
    worker.onmessage = ({ data }) => resolve(data);
    worker.onerror = ({ message }) => reject(new Error(`The worker: ${message}`));
  });
}

globalThis.outcome = (async () => ({
  page: await sign(),
  pool: await signInPool(),
  held: await signWithHeldKey(),
  worker: await inWorker(),
}))();
