// Keys on the curves of RFC 7748, in each way that tokens write them: on SoftHSM, and on an
// imitation of tokens that write them otherwise.
import {
  createPublicKey,
  diffieHellman,
  generateKeyPairSync,
  type KeyObject,
  verify,
} from 'node:crypto';
import { readFileSync } from 'node:fs';
import pkcs11js from 'pkcs11js';
import { afterAll, describe, expect, test } from 'vitest';
import { CK } from '../../src/adapters/pkcs11/constants.js';
import { findKey } from '../../src/adapters/pkcs11/objects.js';
import { Sessions } from '../../src/adapters/pkcs11/sessions.js';
import { signerFunctions } from '../../src/adapters/pkcs11/signer.js';
import { fromPkcs11, openToken } from '../../src/adapters/pkcs11/index.js';
import { type Key, OpenSSL, type Signer } from '../../src/index.js';
import { EdwardsToken, type Encoding } from '../support/holders/edwards-token.js';
import { expectNothingLeft } from '../support/nothing-left.js';
import { softHsm } from '../support/holders/softhsm.js';

const message = new TextEncoder().encode('a message in one piece');
const ossl = new OpenSSL(await WebAssembly.compile(readFileSync('dist/openssl-async.wasm')));

/** The object identifiers of RFC 8410, and the names of PKCS #11 v3.0 as PrintableString. */
const algorithms = [
  { algorithm: 'Ed25519', oid: '06032b6570', name: 'edwards25519' },
  { algorithm: 'Ed448', oid: '06032b6571', name: 'edwards448' },
  { algorithm: 'X25519', oid: '06032b656e', name: 'curve25519' },
  { algorithm: 'X448', oid: '06032b656f', name: 'curve448' },
] as const;

function generate(algorithm: string): { publicKey: KeyObject; privateKey: KeyObject } {
  return generateKeyPairSync(algorithm.toLowerCase() as 'ed25519');
}

/** Whatever the key is good for is right. */
async function check(key: Key, algorithm: string): Promise<void> {
  const publicKey = createPublicKey(key.publicToPem());
  if (algorithm.startsWith('Ed')) {
    const signature = await ossl.sign(key, message);
    expect(verify(null, message, publicKey, signature)).toBe(true);
    expect(await ossl.verify(key, signature, message)).toBe(true);
    return;
  }
  const peer = generate(algorithm);
  const pem = peer.publicKey.export({ type: 'spki', format: 'pem' }) as string;
  const other = ossl.keys.importPublic(pem);
  const secret = diffieHellman({ privateKey: peer.privateKey, publicKey });
  expect(Buffer.from(await ossl.deriveBits(key, other))).toEqual(secret);
  other.free();
}

describe.each(algorithms)('$algorithm', ({ algorithm, name, oid }) => {
  const named = `13${name.length.toString(16).padStart(2, '0')}${Buffer.from(name).toString('hex')}`;
  const type = algorithm.startsWith('Ed') ? CK.CKK_EC_EDWARDS : CK.CKK_EC_MONTGOMERY;

  test.each<[string, Encoding]>([
    ['by its name, the point wrapped', { type, parameters: named, wrapped: true }],
    ['by its identifier, the point bare', { type, parameters: oid, wrapped: false }],
    ['as SoftHSM does', { type: CK.CKK_EC_EDWARDS, parameters: oid, wrapped: true }],
  ])('%s', async (_, encoding) => {
    const { privateKey, publicKey } = generate(algorithm);
    const token = new EdwardsToken(privateKey, encoding);
    const session = Buffer.of(0);
    const found = findKey({ module: token.module, session }, { label: 'key' });
    expect(found.publicKey.equals(publicKey)).toBe(true);
    const device = {
      library: {
        binding: pkcs11js,
        module: token.module,
        slots: new Set<number>(),
        users: 1,
        isOurs: true,
      },
      slot: { id: 1, handle: session, label: 'imitation' },
      sessions: new Sessions(
        1,
        () => session,
        () => undefined,
      ),
    };
    const signer: Signer = {
      algorithm: found.algorithm,
      publicKey: found.publicKey.export({ type: 'spki', format: 'pem' }),
      ...signerFunctions(device, found),
    };
    const key = ossl.keys.fromSigner(signer);
    await check(key, algorithm);
    if (algorithm === 'Ed448')
      await expect(ossl.sign(key, message, { context: Uint8Array.of(1) })).rejects.toMatchObject({
        code: 'openssl',
      });
    key.free();
    expect(token.isEmpty).toBe(true);
    expectNothingLeft(expect, ossl);
  });
});

describe('SoftHSM', () => {
  const softhsm = softHsm();
  afterAll(() => {
    softhsm.remove();
  });

  test('has these keys, and they work', async () => {
    const options = { library: softhsm.library, token: softhsm.label, pin: softhsm.pin };
    for (const { algorithm } of algorithms) {
      softhsm.generate(algorithm, { label: algorithm });
      const token = await openToken(options);
      const key = await fromPkcs11(ossl, token, { label: algorithm });
      await check(key, algorithm);
      key.free();
      await token.close();
    }
  });
});
