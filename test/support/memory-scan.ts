// Looks for secrets in all of an instance's memory, whoever holds it now: stacks, saved frames, free blocks.
import type { OpenSSL } from '../../src/index.js';

/** How often some bytes stand in the linear memory, which is zero for the most part. */
export function countBytes(ossl: OpenSSL, bytes: Uint8Array): number {
  const memory = new Uint8Array(ossl.exports.memory.buffer);
  const anchor = bytes.findIndex((byte) => byte !== 0);
  const first = bytes[anchor] as number;
  let found = 0;
  for (let at = memory.indexOf(first); at >= 0; at = memory.indexOf(first, at + 1))
    if (bytes.every((byte, index) => memory[at - anchor + index] === byte)) found++;
  return found;
}

/** Pieces of a secret, in both byte orders: a free block's head may be in use for something else. */
export function pieces(secret: Uint8Array, size = 12): Uint8Array[] {
  const starts = [0, (secret.length - size) >> 1, secret.length - size];
  return [secret, secret.slice().reverse()].flatMap((bytes) =>
    [...new Set(starts)].map((start) => bytes.slice(Math.max(start, 0), Math.max(start, 0) + size)),
  );
}

/** How many pieces of some secrets stand in the memory. */
export function traces(ossl: OpenSSL, secrets: readonly Uint8Array[]): number {
  if (secrets.length === 0) throw new Error('There is nothing to look for');
  return secrets.flatMap((secret) => pieces(secret)).filter((piece) => countBytes(ossl, piece) > 0)
    .length;
}
