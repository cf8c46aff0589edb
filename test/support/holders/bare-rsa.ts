// The bare RSA operation, for lack of a facade: what a hardware token would do.
import type { Key, OpenSSL } from '../../../src/index.js';
import { fromBase64url, hex } from '../bytes.js';

function number(bytes: Uint8Array): bigint {
  return BigInt(`0x${hex(bytes)}`);
}

/** The whole block, padding and all, of what was encrypted to OpenSSL's own key. */
export async function rawDecrypt(ossl: OpenSSL, own: Key, data: Uint8Array): Promise<Uint8Array> {
  const { d = '', n = '' } = await ossl.keys.export(own, { format: 'jwk-private' });
  const modulus = number(fromBase64url(n));
  let [base, power] = [number(data), 1n];
  for (let rest = number(fromBase64url(d)); rest > 0n; rest >>= 1n) {
    if (rest & 1n) power = (power * base) % modulus;
    base = (base * base) % modulus;
  }
  const digits = power.toString(16).padStart(2 * data.length, '0');
  return Uint8Array.from(digits.match(/../g) ?? [], (two) => parseInt(two, 16));
}
