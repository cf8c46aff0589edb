// A signer over a signing service of this machine, asked directly; each test has a service of its own.
import { createHash, generateKeyPairSync, type KeyObject, verify } from 'node:crypto';
import { inspect } from 'node:util';
import { afterEach, beforeEach, expect } from 'vitest';
import {
  httpSigner,
  type HttpSignerOptions,
  SigningServiceError,
} from '../../../src/adapters/http/index.js';
import type { BytesSigner, SignRequest } from '../../../src/crypto/keys/held/signer.js';
import { type Fault, type SigningService, startSigningService } from './signing-service.js';

export const rsa = generateKeyPairSync('rsa', { modulusLength: 2048 });
export const message = Uint8Array.from({ length: 20_000 }, (_, i) => i);
export const digest = Uint8Array.from(createHash('sha256').update(message).digest());
export const secret = 'Bearer 0123456789';
/** Refused for now, with no need to wait. */
export const busy: Fault = { status: 429, headers: { 'retry-after': '0' } };

/** The service of the test that runs. */
export let service: SigningService;
beforeEach(async () => {
  service = await startSigningService(rsa.privateKey);
});
afterEach(async () => {
  await service[Symbol.asyncDispose]();
});

export function options(more: Partial<HttpSignerOptions> = {}): HttpSignerOptions {
  return {
    url: service.url,
    algorithm: 'RSA',
    publicKey: pem(rsa.publicKey),
    headers: { authorization: secret },
    ...more,
  };
}

export function pem(key: KeyObject): string {
  return key.export({ format: 'pem', type: 'spki' }) as string;
}

export const never = new AbortController().signal;
const pkcs1: SignRequest = {
  signal: never,
  hash: 'SHA256',
  prehashed: true,
  padding: 'pkcs1',
  mgf1Hash: undefined,
  saltLength: undefined,
  context: undefined,
};

export async function sign(
  signer: BytesSigner,
  request: Partial<SignRequest> = {},
  data = digest,
): Promise<Uint8Array> {
  return (signer.sign as NonNullable<BytesSigner['sign']>)(data, { ...pkcs1, ...request });
}

export function isRight(signature: Uint8Array): boolean {
  return verify('sha256', message, rsa.publicKey, signature);
}

/** What a signature fails with; whatever it is, it says nothing of the request. */
export async function failure(more: Partial<HttpSignerOptions> = {}): Promise<SigningServiceError> {
  const error: unknown = await sign(httpSigner(options(more))).catch((e: unknown) => e);
  expect(error).toBeInstanceOf(SigningServiceError);
  const text = inspect(error, { depth: 9, showHidden: true });
  expect(text).not.toContain(secret);
  expect(text).not.toContain(Buffer.from(digest).toString('base64'));
  return error as SigningServiceError;
}

export function result(body: unknown): Fault {
  return { status: 200, body: JSON.stringify(body) };
}
