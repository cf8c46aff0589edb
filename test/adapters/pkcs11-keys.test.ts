// Keys on a token: found or not, what they may be used for, and the PIN that one wants for each use.
import { generateKeyPairSync } from 'node:crypto';
import { readFileSync } from 'node:fs';
import pkcs11js from 'pkcs11js';
import { beforeAll, describe, expect, test, vi } from 'vitest';
import { fromPkcs11, type Token } from '../../src/adapters/pkcs11/index.js';
import { OpenSSL } from '../../src/index.js';
import { opener, softHsm, watch } from '../support/holders/softhsm.js';

const message = new TextEncoder().encode('to be signed');
const softhsm = softHsm({ kinds: ['P-256', 'secp256k1'] });
const id = (text: string): Uint8Array => new TextEncoder().encode(text);
softhsm.generate('P-256', { label: 'twin', id: id('one') });
softhsm.generate('P-256', { label: 'twin', id: id('two') });
softhsm.generate('P-256', { label: 'nameless' });
softhsm.generate('RSA-2048', { label: 'reads' }, { [pkcs11js.CKA_SIGN]: false });
softhsm.generate(
  'P-256',
  { label: 'signs' },
  { [pkcs11js.CKA_DERIVE]: false, [pkcs11js.CKA_SIGN]: true },
);
softhsm.generate('RSA-2048', { label: 'signs too' }, { [pkcs11js.CKA_DECRYPT]: false });
softhsm.generate('P-256', { label: 'asks' }, { [pkcs11js.CKA_ALWAYS_AUTHENTICATE]: true });
for (const label of ['lonely', 'certified', 'lonely RSA'])
  softhsm.generate(label.endsWith('RSA') ? 'RSA-2048' : 'P-256', { label, id: id(label) });

const ossl = new OpenSSL(await WebAssembly.compile(readFileSync('dist/openssl-async.wasm')));
const use = opener(softhsm, ossl);

/** Takes the public half of a pair off the token. */
function removePublicKey(module: pkcs11js.PKCS11, session: Buffer, name: string): void {
  module.C_FindObjectsInit(session, [
    { type: pkcs11js.CKA_CLASS, value: pkcs11js.CKO_PUBLIC_KEY },
    { type: pkcs11js.CKA_ID, value: Buffer.from(name) },
  ]);
  const [object] = module.C_FindObjects(session, 1);
  module.C_FindObjectsFinal(session);
  module.C_DestroyObject(session, object as Buffer);
}

describe('finding a key', () => {
  let token: Token;
  beforeAll(() => {
    softhsm.edit((module, session) => {
      for (const name of ['lonely', 'lonely RSA']) removePublicKey(module, session, name);
    });
  });
  const find = async (options: Parameters<Token['signer']>[0]) => {
    token = await use();
    return token.signer(options);
  };

  test('by label, by id, by both', async () => {
    token = await use();
    const [one, two] = await Promise.all([
      token.signer({ id: id('one') }),
      token.signer({ label: 'twin', id: id('two') }),
    ]);
    expect(one.publicKey).not.toEqual(two.publicKey);
    expect(await token.signer({ label: 'nameless' })).toMatchObject({ algorithm: 'EC' });
  });

  test.each([
    ['a label of none', { label: 'unknown' }, /no private key labelled "unknown"/],
    ['an id of none', { id: Uint8Array.of(1, 255) }, /no private key with id 01ff/],
    ['a label of two', { label: 'twin' }, /several.*labelled "twin".*id/],
    ['a curve that is not known', { label: 'secp256k1' }, /06052b8104000a/],
    ['a PIN for each use', { label: 'asks' }, /CKA_ALWAYS_AUTHENTICATE/],
    ['no public key', { label: 'lonely' }, /neither public key nor certificate.*publicKey/],
    ['a public key of garbage', { label: 'lonely', publicKey: 'garbage' }, /could not be read/],
  ])('%s', async (_, options, message) => {
    await expect(find(options)).rejects.toMatchObject({ name: 'TokenError', code: 'key', message });
  });

  test.each([
    {},
    { label: 1 as unknown as string },
    { id: 'one' as unknown as Uint8Array },
    { label: 'P-256', timeout: -1 },
    { label: 'P-256', pin: '1234' as unknown as () => string },
  ])('%o makes no sense', async (options) => {
    await expect(find(options)).rejects.toThrow(TypeError);
  });

  test('RSA keys tell their public half themselves', async () => {
    expect(await find({ label: 'lonely RSA' })).toMatchObject({ algorithm: 'RSA' });
  });

  test('the wrong public key: no signature leaves', async () => {
    const { publicKey } = generateKeyPairSync('ec', { namedCurve: 'P-256' });
    const pem = publicKey.export({ type: 'spki', format: 'pem' }) as string;
    const key = await fromPkcs11(ossl, await use(), { label: 'lonely', publicKey: pem });
    await expect(ossl.sign(key, message)).rejects.toMatchObject({ code: 'openssl' });
    key.free();
  });

  test('a public key out of the certificate beside it', async () => {
    token = await use();
    const key = await fromPkcs11(ossl, token, { label: 'certified' });
    const certificate = await ossl.x509.createCertificate({
      subject: { CN: 'certified' },
      issuerKey: key,
      notBefore: new Date('2026-01-01'),
      notAfter: new Date('2056-01-01'),
    });
    const before = key.publicToPem();
    key.free();
    await token.close();
    softhsm.edit((module, session) => {
      removePublicKey(module, session, 'certified');
      module.C_CreateObject(session, [
        { type: pkcs11js.CKA_CLASS, value: pkcs11js.CKO_CERTIFICATE },
        { type: pkcs11js.CKA_CERTIFICATE_TYPE, value: pkcs11js.CKC_X_509 },
        { type: pkcs11js.CKA_TOKEN, value: true },
        { type: pkcs11js.CKA_ID, value: Buffer.from('certified') },
        { type: pkcs11js.CKA_SUBJECT, value: Buffer.from([0x30, 0]) },
        { type: pkcs11js.CKA_VALUE, value: Buffer.from(certificate.toDer()) },
      ]);
    });
    const again = await fromPkcs11(ossl, await use(), { label: 'certified' });
    expect(again.publicToPem()).toBe(before);
    expect(await ossl.verify(again, await ossl.sign(again, message), message)).toBe(true);
    again.free();
  });
});

test.each([
  ['reads', 'sign', 'CKA_SIGN'],
  ['signs', 'derive', 'CKA_DERIVE'],
  ['signs too', 'decrypt', 'CKA_DECRYPT'],
])('the key that only %s does not %s', async (label, operation, attribute) => {
  const key = await fromPkcs11(ossl, await use(), { label });
  const asked = watch('C_SignInit');
  const failing =
    operation === 'sign'
      ? ossl.sign(key, message)
      : operation === 'derive'
        ? ossl.deriveBits(key, key)
        : ossl.decrypt(key, await ossl.encrypt(key, message));
  await expect(failing).rejects.toMatchObject({
    code: 'openssl',
    cause: { name: 'TokenError', code: 'refused', message: new RegExp(attribute) },
  });
  expect(asked).not.toHaveBeenCalled();
  key.free();
});

test('the key that wants the PIN for each use gets it', async () => {
  const pins = [softhsm.pin, new TextEncoder().encode(softhsm.pin), 'wrong'];
  const pin = vi.fn(() => Promise.resolve(pins.shift() as string));
  const token = await use();
  const key = await fromPkcs11(ossl, token, { label: 'asks', pin });
  for (const times of [1, 2]) {
    expect(await ossl.verify(key, await ossl.sign(key, message), message)).toBe(true);
    expect(pin).toHaveBeenCalledTimes(times);
  }
  await expect(ossl.sign(key, message)).rejects.toMatchObject({
    cause: { code: 'pin', returned: 'CKR_PIN_INCORRECT' },
  });
  pin.mockRejectedValue(new Error('not today'));
  await expect(ossl.sign(key, message)).rejects.toMatchObject({ cause: { message: 'not today' } });
  await token.close();
  await expect(ossl.sign(key, message)).rejects.toMatchObject({ cause: { code: 'closed' } });
  expect(pin).toHaveBeenCalledTimes(4);
  key.free();
});
