// Keys on a token: what they sign, decrypt and derive is right under Node's crypto, which is an OpenSSL of its own.
import {
  constants,
  createPublicKey,
  diffieHellman,
  generateKeyPairSync,
  type KeyObject,
  publicEncrypt,
  verify,
} from 'node:crypto';
import { execFileSync } from 'node:child_process';
import { mkdtempSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import pkcs11js from 'pkcs11js';
import { afterAll, afterEach, describe, expect, test, vi } from 'vitest';
import { fromPkcs11, openToken } from '../../src/adapters/pkcs11/index.js';
import { type Key, OpenSSL } from '../../src/index.js';
import { expectNothingLeft } from '../support/nothing-left.js';
import { mechanisms, softHsm, watch } from '../support/holders/softhsm.js';

const message = new TextEncoder().encode('a message on its way');
const folder = mkdtempSync(join(tmpdir(), 'openssl-async-pkcs11-'));
const softhsm = softHsm({ kinds: ['RSA-2048', 'P-256', 'P-384', 'P-521'] });
softhsm.generate(
  'RSA-2048',
  { label: 'no bare operation' },
  {
    [pkcs11js.CKA_ALLOWED_MECHANISMS]: mechanisms(
      pkcs11js.CKM_RSA_PKCS,
      pkcs11js.CKM_RSA_PKCS_PSS,
      pkcs11js.CKM_RSA_PKCS_OAEP,
    ),
  },
);
const token = await openToken({ library: softhsm.library, token: softhsm.label, pin: softhsm.pin });
const ossl = new OpenSSL(await WebAssembly.compile(readFileSync('dist/openssl-async.wasm')));
const keys = new Map<string, { key: Key; publicKey: KeyObject }>();
for (const label of ['RSA-2048', 'P-256', 'P-384', 'P-521', 'no bare operation']) {
  const key = await fromPkcs11(ossl, token, { label });
  keys.set(label, { key, publicKey: createPublicKey(key.publicToPem()) });
}

afterEach(() => {
  vi.restoreAllMocks();
});

afterAll(async () => {
  for (const { key } of keys.values()) key.free();
  expectNothingLeft(expect, ossl);
  await token.close();
  softhsm.remove();
  rmSync(folder, { recursive: true, force: true });
});

function held(label: string): { key: Key; publicKey: KeyObject } {
  return keys.get(label) as { key: Key; publicKey: KeyObject };
}

const mechanismsOf = (begun: ReturnType<typeof watch>): unknown[] =>
  begun.mock.calls.map(([, mechanism]) => (mechanism as { mechanism: number }).mechanism);

describe('RSA', () => {
  const { key, publicKey } = held('RSA-2048');
  const hashes = [
    'SHA1',
    'SHA224',
    'SHA256',
    'SHA384',
    'SHA512',
    'SHA512-256',
    'SHA3-256',
    'SHA3-512',
  ];

  test.each(hashes)('PKCS#1 v1.5 with %s', async (hash) => {
    const asked = watch('C_SignAsync');
    const signature = await ossl.sign(key, message, { hash });
    expect(asked).toHaveBeenCalledTimes(1);
    expect(verify(hash, message, publicKey, signature)).toBe(true);
    expect(await ossl.verify(key, signature, message, { hash })).toBe(true);
  });

  test.each(
    hashes.flatMap((hash) =>
      ([0, 1, 'digest', 'max'] as const).map((salt) => [hash, salt] as const),
    ),
  )('PSS with %s and a salt of %s', async (hash, saltLength) => {
    const asked = watch('C_SignAsync');
    const signature = await ossl.sign(key, message, { hash, saltLength, padding: 'pss' });
    expect(asked).toHaveBeenCalledTimes(1);
    const padding = constants.RSA_PKCS1_PSS_PADDING;
    const length = {
      digest: constants.RSA_PSS_SALTLEN_DIGEST,
      max: constants.RSA_PSS_SALTLEN_MAX_SIGN,
    };
    const salt = typeof saltLength === 'number' ? saltLength : length[saltLength];
    const how = { key: publicKey, padding, saltLength: salt };
    expect(verify(hash, message, how, signature)).toBe(true);
  });

  test('PSS with another hash for the mask: the openssl command verifies', async () => {
    const begun = watch('C_SignInit');
    const options = { hash: 'SHA256', mgf1Hash: 'SHA1', saltLength: 20, padding: 'pss' } as const;
    const signature = await ossl.sign(key, message, options);
    expect(mechanismsOf(begun)).toEqual([pkcs11js.CKM_RSA_X_509]);
    const file = (name: string, data: string | Uint8Array): string => {
      writeFileSync(join(folder, name), data);
      return join(folder, name);
    };
    const sigopts = ['rsa_padding_mode:pss', 'rsa_mgf1_md:sha1', 'rsa_pss_saltlen:20'];
    const out = execFileSync('openssl', [
      ...['dgst', '-sha256', '-verify', file('key', key.publicToPem())],
      ...sigopts.flatMap((option) => ['-sigopt', option]),
      ...['-signature', file('signature', signature), file('message', message)],
    ]);
    expect(out.toString()).toBe('Verified OK\n');
  });

  test('PSS goes through the bare operation only where the token has no better', async () => {
    const begun = watch('C_SignInit');
    await ossl.sign(key, message, { hash: 'SHA512', padding: 'pss' });
    await ossl.sign(key, message, { hash: 'SHA3-256', padding: 'pss' });
    expect(mechanismsOf(begun)).toEqual([
      pkcs11js.CKM_RSA_PKCS_PSS,
      pkcs11js.CKM_RSA_PKCS_PSS, // refused: SoftHSM has no SHA-3
      pkcs11js.CKM_RSA_X_509,
    ]);
  });

  test('PSS that neither the token nor the key allows is refused', async () => {
    const { key: limited } = held('no bare operation');
    const options = { hash: 'SHA256', padding: 'pss' } as const;
    const signature = await ossl.sign(limited, message, options);
    expect(await ossl.verify(limited, signature, message, options)).toBe(true);
    await expect(
      ossl.sign(limited, message, { ...options, mgf1Hash: 'SHA1' }),
    ).rejects.toMatchObject({
      code: 'openssl',
      cause: { name: 'TokenError', code: 'refused', message: /MGF1 with SHA1.*CKM_RSA_X_509/ },
    });
  });

  test('a hash that has no DigestInfo here is refused before the token is asked', async () => {
    const begun = watch('C_SignInit');
    await expect(ossl.sign(key, message, { hash: 'SM3' })).rejects.toMatchObject({
      code: 'openssl',
      cause: { code: 'refused', message: /SM3/ },
    });
    expect(begun).not.toHaveBeenCalled();
  });

  test.each(['sha1', 'sha256', 'sha512', 'sha3-384'])('OAEP with %s', async (oaepHash) => {
    for (const label of [undefined, Buffer.from('for your eyes')]) {
      const how = { key: publicKey, oaepHash, ...(label && { oaepLabel: label }) };
      const ciphertext = publicEncrypt(how, message);
      const asked = watch('C_DecryptAsync');
      const hash = oaepHash.toUpperCase();
      expect(await ossl.decrypt(key, ciphertext, { hash, label })).toEqual(message);
      expect(asked).toHaveBeenCalledTimes(1);
      await expect(
        ossl.decrypt(key, ciphertext, { hash, label: Buffer.from('not for yours') }),
      ).rejects.toMatchObject({ code: 'openssl' });
      vi.restoreAllMocks();
    }
  });

  test.each(['RSA-2048', 'no bare operation'])(
    'PKCS#1 v1.5 of %s, with implicit rejection',
    async (label) => {
      const { key, publicKey } = held(label);
      const padding = constants.RSA_PKCS1_PADDING;
      const ciphertext = publicEncrypt({ key: publicKey, padding }, message);
      expect(await ossl.decrypt(key, ciphertext, { padding: 'pkcs1' })).toEqual(message);
      const block = Buffer.alloc(256, 1); // no padding that anybody knows
      const wrong = publicEncrypt({ key: publicKey, padding: constants.RSA_NO_PADDING }, block);
      const synthetic = await ossl.decrypt(key, wrong, { padding: 'pkcs1' });
      expect(await ossl.decrypt(key, wrong, { padding: 'pkcs1' })).toEqual(synthetic);
    },
  );

  test('a key without the bare operation leaves OAEP to the token, as far as it goes', async () => {
    const { key: limited, publicKey: limitedPublic } = held('no bare operation');
    const ciphertext = publicEncrypt({ key: limitedPublic, oaepHash: 'sha1' }, message);
    expect(await ossl.decrypt(limited, ciphertext, { hash: 'SHA1' })).toEqual(message);
    const other = publicEncrypt({ key: limitedPublic, oaepHash: 'sha256' }, message);
    await expect(ossl.decrypt(limited, other, { hash: 'SHA256' })).rejects.toMatchObject({
      code: 'openssl',
      cause: { name: 'TokenError', returned: expect.stringMatching(/^CKR_/) as string },
    });
    const unknown = publicEncrypt({ key: limitedPublic, oaepHash: 'sha512-256' }, message);
    await expect(ossl.decrypt(limited, unknown, { hash: 'SHA512-256' })).rejects.toMatchObject({
      cause: { code: 'refused', message: /no OAEP with SHA512-256/ },
    });
  });
});

describe.each(['P-256', 'P-384', 'P-521'])('%s', (namedCurve) => {
  const { key, publicKey } = held(namedCurve);

  test.each(['SHA1', 'SHA256', 'SHA384', 'SHA512', 'SHA3-512'])('ECDSA with %s', async (hash) => {
    const asked = watch('C_SignAsync');
    const signature = await ossl.sign(key, message, { hash });
    expect(asked).toHaveBeenCalledTimes(1);
    expect(verify(hash, message, publicKey, signature)).toBe(true);
    expect(await ossl.verify(key, signature, message, { hash })).toBe(true);
  });

  test('ECDH, with secrets that begin with zeros too', async () => {
    const peers = [generateKeyPairSync('ec', { namedCurve })];
    const secret = (peer: KeyObject): Buffer => diffieHellman({ privateKey: peer, publicKey });
    const half = namedCurve === 'P-521' ? 2 : 1; // its first byte is one bit
    for (;;) {
      const peer = generateKeyPairSync('ec', { namedCurve });
      if (
        secret(peer.privateKey)
          .subarray(0, half)
          .some((byte) => byte !== 0)
      )
        continue;
      peers.push(peer);
      break;
    }
    const asked = watch('C_DeriveKeyAsync');
    for (const peer of peers) {
      const other = ossl.keys.importPublic(peer.publicKey.export({ type: 'spki', format: 'pem' }));
      expect(Buffer.from(await ossl.deriveBits(key, other))).toEqual(secret(peer.privateKey));
      other.free();
    }
    expect(asked).toHaveBeenCalledTimes(2);
    expect(sessionObjects()).toBe(0);
  });
});

/** How many secrets are left on the token. */
function sessionObjects(): number {
  const module = new pkcs11js.PKCS11();
  module.load(softhsm.library);
  const slot = module.C_GetSlotList(true)[0] as Buffer;
  const session = module.C_OpenSession(slot, pkcs11js.CKF_SERIAL_SESSION);
  try {
    module.C_FindObjectsInit(session, [
      { type: pkcs11js.CKA_CLASS, value: pkcs11js.CKO_SECRET_KEY },
    ]);
    const found = module.C_FindObjects(session, 10).length;
    module.C_FindObjectsFinal(session);
    return found;
  } finally {
    module.C_CloseSession(session);
  }
}

test.each([...keys.keys()])('the private part of %s stays where it is', async (label) => {
  const { key } = held(label);
  expect(key.isHeld).toBe(true);
  expect(() => key.toPem()).toThrow(/written/);
  expect(() => key.toDer()).toThrow(/written/);
  await expect(ossl.keys.export(key, { password: 'secret' })).rejects.toMatchObject({
    code: 'argument',
  });
});
