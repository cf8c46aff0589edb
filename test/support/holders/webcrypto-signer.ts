// Signers over keys that WebCrypto holds, asked directly.
import { createPublicKey, type KeyObject } from 'node:crypto';
import { expect } from 'vitest';
import type {
  DeriveRequest,
  BytesSigner,
  SignRequest,
} from '../../../src/crypto/keys/held/signer.js';

export const { subtle } = globalThis.crypto;
export const message = new TextEncoder().encode('a message to be signed');
export const empty = new Uint8Array();
/** Never fires. */
export const live = new AbortController().signal;

const pairs = new Map<string, Promise<CryptoKeyPair>>();

/** A pair whose private key can't be read; made once for each algorithm. */
export function pair(algorithm: object, usages: KeyUsage[]): Promise<CryptoKeyPair> {
  const id = JSON.stringify([algorithm, usages]);
  const made = pairs.get(id) ?? subtle.generateKey(algorithm as EcKeyGenParams, false, usages);
  pairs.set(id, made);
  return made;
}

export function rsa(name: string, hash: string, usages: KeyUsage[]): Promise<CryptoKeyPair> {
  const publicExponent = new Uint8Array([1, 0, 1]);
  return pair({ name, hash, modulusLength: 2048, publicExponent }, usages);
}

export function nodeKey({ publicKey }: BytesSigner): KeyObject {
  return createPublicKey({
    key: Buffer.from(publicKey as Uint8Array),
    format: 'der',
    type: 'spki',
  });
}

const plain: SignRequest = {
  signal: live,
  hash: undefined,
  prehashed: false,
  padding: undefined,
  mgf1Hash: undefined,
  saltLength: undefined,
  context: undefined,
};

export async function sign(signer: BytesSigner, request: Partial<SignRequest>, data = message) {
  if (!signer.sign) throw new Error('The signer does not sign');
  return await signer.sign(data, { ...plain, ...request });
}

export async function derive(
  signer: BytesSigner,
  spki: Uint8Array,
  request: Partial<DeriveRequest> = {},
) {
  if (!signer.derive) throw new Error('The signer does not derive');
  return await signer.derive(new Uint8Array(), { signal: live, spki, ...request });
}

export async function refused(promise: Promise<unknown>, ...texts: string[]): Promise<void> {
  const error: unknown = await promise.then(
    () => undefined,
    (thrown: unknown) => thrown,
  );
  expect(error).toBeInstanceOf(TypeError);
  for (const text of texts) expect((error as TypeError).message).toContain(text);
}
