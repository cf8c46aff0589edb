// What a held key signs verifies elsewhere: under Node's crypto and the openssl command.
import { spawnSync } from 'node:child_process';
import { generateKeyPairSync, constants, sign, verify, type KeyObject } from 'node:crypto';
import { readFileSync } from 'node:fs';
import { describe, expect, test } from 'vitest';
import { fromCryptoKey } from '../../src/adapters/webcrypto/index.js';
import { type Key, OpenSSL, type Signer } from '../../src/index.js';

const module = await WebAssembly.compile(readFileSync('dist/openssl-async.wasm'));
const message = new TextEncoder().encode('interoperability');

interface Algorithm {
  readonly name: Signer['algorithm'];
  readonly make: () => { publicKey: KeyObject; privateKey: KeyObject };
  readonly hash: string | null;
  readonly pss?: boolean;
}

const algorithms: Algorithm[] = [
  { name: 'RSA', hash: 'sha256', make: () => generateKeyPairSync('rsa', { modulusLength: 2048 }) },
  {
    name: 'RSA',
    hash: 'sha384',
    pss: true,
    make: () => generateKeyPairSync('rsa', { modulusLength: 2049 }),
  },
  ...['P-256', 'P-384', 'P-521'].map((namedCurve) => ({
    name: 'EC' as const,
    hash: 'sha512',
    make: () => generateKeyPairSync('ec', { namedCurve }),
  })),
  { name: 'Ed25519', hash: null, make: () => generateKeyPairSync('ed25519') },
  { name: 'Ed448', hash: null, make: () => generateKeyPairSync('ed448') },
];

/** A key held by Node's crypto, which is an OpenSSL of its own; counts how often it is asked. */
function held(
  ossl: OpenSSL,
  { name, pss }: Algorithm,
  publicKey: KeyObject,
  privateKey: KeyObject,
  asked: { times: number },
): Key {
  return ossl.keys.fromSigner({
    algorithm: name,
    publicKey: publicKey.export({ type: 'spki', format: 'der' }),
    input: 'message',
    ...(pss ? { padding: 'pss' } : {}),
    sign: (data, { hash, padding, saltLength }) => {
      asked.times++;
      const options =
        padding === 'pss' ? { padding: constants.RSA_PKCS1_PSS_PADDING, saltLength } : {};
      return Promise.resolve(sign(hash ?? null, data, { key: privateKey, ...options }));
    },
  });
}

function openssl(args: readonly string[], input: string): { status: number | null; text: string } {
  const { status, stderr, stdout } = spawnSync('openssl', args, { input, encoding: 'utf8' });
  return { status, text: stdout + stderr };
}

describe.each(algorithms)('$name $hash', (algorithm) => {
  const { hash, make, pss } = algorithm;
  const { privateKey, publicKey } = make();

  test('in one piece and streamed: Node verifies', async () => {
    const ossl = new OpenSSL(module);
    const asked = { times: 0 };
    const key = held(ossl, algorithm, publicKey, privateKey, asked);
    const options = hash ? { hash: hash.toUpperCase() } : {};
    const pieces = [message.subarray(0, 5), message.subarray(5)];
    for (const data of [message, pieces]) {
      const signature = await ossl.sign(key, data, options);
      const how = pss
        ? { key: publicKey, padding: constants.RSA_PKCS1_PSS_PADDING }
        : { key: publicKey };
      expect(verify(hash, message, how, signature)).toBe(true);
    }
    expect(asked.times).toBe(2);
    key.free();
    expect(ossl.stats()).toMatchObject({ references: 0, handles: { open: 0 } });
  });

  test('a request: the openssl command verifies', async () => {
    const ossl = new OpenSSL(module);
    const asked = { times: 0 };
    const key = held(ossl, algorithm, publicKey, privateKey, asked);
    const options = hash ? { hash: hash.toUpperCase() } : {};
    const request = await ossl.x509.createRequest({
      subject: { C: 'SE', CN: 'räksmörgås.example' },
      extensions: { keyUsage: 'critical,digitalSignature' },
      key,
      ...options,
    });
    expect(asked.times).toBe(1);
    const { status, text } = openssl(['req', '-verify', '-noout', '-text'], request.toPem());
    expect(status).toBe(0);
    expect(text).toContain('verify OK');
    expect(text).toContain('Digital Signature');
  });
});

test('WebCrypto keys of each kind make requests that the openssl command verifies', async () => {
  const ossl = new OpenSSL(module);
  const rsa = { modulusLength: 2048, publicExponent: Uint8Array.of(1, 0, 1), hash: 'SHA-384' };
  for (const algorithm of [
    { name: 'RSASSA-PKCS1-v1_5', ...rsa },
    { name: 'RSA-PSS', ...rsa },
    { name: 'ECDSA', namedCurve: 'P-521' },
    { name: 'Ed25519' },
  ]) {
    const pair = (await crypto.subtle.generateKey(algorithm, false, [
      'sign',
      'verify',
    ])) as CryptoKeyPair;
    const key = await fromCryptoKey(ossl, pair);
    const request = await ossl.x509.createRequest({ subject: { CN: algorithm.name }, key });
    const { status, text } = openssl(['req', '-verify', '-noout', '-text'], request.toPem());
    expect(status).toBe(0);
    expect(text).toContain('verify OK');
    key.free();
  }
});
