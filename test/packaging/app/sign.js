// What each project does with the package: one signature on the page's own thread, and one by a pool of workers.
import { loadOpenSSL, OpenSSLError } from 'openssl-async';
import { openPool } from 'openssl-async/workers';

const data = new TextEncoder().encode('built by a bundler');

/** @returns what to compare, as plain data */
export async function sign() {
  const ossl = await loadOpenSSL();
  const key = await ossl.generateKey({ algorithm: 'EC', curve: 'P-256' });
  const signature = await ossl.sign(key, data, { hash: 'SHA256' });
  const isValid = await ossl.verify(key, signature, data, { hash: 'SHA256' });
  const publicKey = key.publicToPem();
  key.free();
  return { version: ossl.version, isValid, signature: [...signature], publicKey };
}

/** @returns what to compare, as plain data */
export async function signInPool(options) {
  const pool = await openPool({ size: 2, ...options });
  let candidates = 0;
  const onProgress = () => {
    candidates++;
  };
  const rsa = { algorithm: 'RSA', bits: 2048 };
  const { privateKey, publicKey } = await pool.run('generateKey', rsa, { onProgress });
  const input = { key: privateKey, data, hash: 'SHA256' };
  const signature = await pool.run('sign', input);
  const isValid = await pool.run('verify', { data, hash: 'SHA256', key: publicKey, signature });
  const refusal = await pool.run('sign', { key: data, data }).catch((error) => error);
  const isOurError = refusal instanceof OpenSSLError && refusal.errors.length > 0;
  await pool.close();
  return { isValid, isOurError, hasProgress: candidates > 0 };
}
