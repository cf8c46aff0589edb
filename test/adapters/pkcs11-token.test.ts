// Tokens and their keys: opened, found, refused, and what goes wrong in words.
import { generateKeyPairSync } from 'node:crypto';
import { execFile } from 'node:child_process';
import { copyFileSync, mkdtempSync, readFileSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { fileURLToPath, pathToFileURL } from 'node:url';
import { promisify } from 'node:util';
import pkcs11js from 'pkcs11js';
import { afterAll, afterEach, beforeAll, describe, expect, test, vi } from 'vitest';
import {
  fromPkcs11,
  openToken,
  type Token,
  TokenError,
  type TokenOptions,
} from '../../src/adapters/pkcs11.js';
import { OpenSSL } from '../../src/index.js';
import { expectNothingLeft, softHsm, watch } from '../support/softhsm.js';

const message = new TextEncoder().encode('to be signed');
const softhsm = softHsm({ kinds: ['P-256', 'RSA-2048', 'secp256k1'] });
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
const right: TokenOptions = {
  library: softhsm.library,
  token: softhsm.label,
  pin: softhsm.pin,
};
const open = (options: Partial<TokenOptions> = {}): Promise<Token> =>
  openToken({ ...right, ...options });
const opened = new Set<Token>();

/** A token that is closed after the test. */
async function use(options: Partial<TokenOptions> = {}): Promise<Token> {
  const token = await open(options);
  opened.add(token);
  return token;
}

afterEach(async () => {
  vi.restoreAllMocks();
  for (const token of opened) await token.close();
  opened.clear();
  expectNothingLeft(ossl);
});

afterAll(() => {
  softhsm.remove();
});

describe('opening', () => {
  test('takes the label or the slot, and the PIN as text or bytes', async () => {
    const token = await use({ pin: new TextEncoder().encode(softhsm.pin) });
    expect(token.label).toBe(softhsm.label);
    const { slot } = token;
    await token.close();
    expect(await use({ token: slot })).toMatchObject({ slot, label: softhsm.label });
  });

  test('a wrong PIN is told as such, and the right one still works', async () => {
    const error = await open({ pin: 'wrong' }).catch((reason: unknown) => reason);
    expect(error).toBeInstanceOf(TokenError);
    expect(error).toMatchObject({
      code: 'pin',
      returned: 'CKR_PIN_INCORRECT',
      message: expect.stringContaining('CKR_PIN_INCORRECT') as string,
      cause: expect.any(Error) as Error,
    });
    await use();
  });

  test.each([
    [
      'a label that no token has',
      { token: 'other' },
      'token',
      /no token labelled "other".*openssl-async/,
    ],
    ['a slot that is not there', { token: 12 }, 'token', /no token in slot 12/],
    ['a library that is not there', { library: '/none/lib.so' }, 'library', /\/none\/lib\.so/],
    [
      'a library of something else',
      { library: fileURLToPath(import.meta.url) },
      'library',
      /loaded/,
    ],
  ])('%s', async (_, options, code, message) => {
    await expect(open(options)).rejects.toMatchObject({ name: 'TokenError', code, message });
  });

  test.each([
    { library: '' },
    { library: 1 as unknown as string },
    { token: '' },
    { token: 1.5 },
    { token: undefined as unknown as string },
    { pin: undefined as unknown as string },
    { sessions: 0 },
    { sessions: 1.5 },
  ])('%o makes no sense', async (options) => {
    await expect(open(options)).rejects.toThrow(TypeError);
  });

  test('without pkcs11js, the error says what to install', async () => {
    const folder = mkdtempSync(join(tmpdir(), 'openssl-async-pkcs11-'));
    try {
      const copy = join(folder, 'pkcs11.mjs');
      copyFileSync('dist/pkcs11.js', copy);
      const program = `
        import { openToken } from ${JSON.stringify(pathToFileURL(copy).href)};
        await openToken({ library: 'any', token: 'any', pin: '' })
          .catch(({ cause, code, message }) => console.log(code, cause.code, message));
      `;
      const { stdout } = await promisify(execFile)(
        process.execPath,
        ['--input-type=module', '-e', program],
        { cwd: folder },
      );
      expect(stdout).toMatch(/^library ERR_MODULE_NOT_FOUND .*npm install pkcs11js\n$/);
    } finally {
      rmSync(folder, { recursive: true });
    }
  });

  test('twice is refused; the first goes on', async () => {
    const token = await use();
    await expect(open()).rejects.toMatchObject({ code: 'token', message: /open already/ });
    expect(await token.signer({ label: 'P-256' })).toMatchObject({ algorithm: 'EC' });
    await Promise.all([token.close(), token.close()]);
    const both = await Promise.allSettled([use(), use()]);
    expect(both.map(({ status }) => status).sort()).toEqual(['fulfilled', 'rejected']);
  });
});

test('several tokens of a library, each closed by itself; one of two with a label by its slot', async () => {
  for (const label of ['other', 'double', 'double']) softhsm.add(label);
  const [first, other] = [await use(), await use({ token: 'other' })];
  expect(first.slot).not.toBe(other.slot);
  await expect(other.signer({ label: 'P-256' })).rejects.toMatchObject({ code: 'key' });
  const refusal: unknown = await open({ token: 'double' }).catch((error: unknown) => error);
  expect(refusal).toMatchObject({ code: 'token', message: /Several tokens.*slots \d+, \d+/ });
  await other.close();
  const slots = /slots (\d+), (\d+)/.exec((refusal as TokenError).message)?.slice(1) ?? [];
  for (const slot of slots.map(Number))
    expect(await use({ token: slot })).toMatchObject({ slot, label: 'double' });
  const key = await fromPkcs11(ossl, first, { label: 'P-256' });
  expect(await ossl.verify(key, await ossl.sign(key, message), message)).toBe(true);
  key.free();
});

describe('finding a key', () => {
  let token: Token;
  beforeAll(() => {
    softhsm.edit((module, session) => {
      const remove = (label: string, also: number[] = []): void => {
        for (const type of [pkcs11js.CKO_PUBLIC_KEY, ...also]) {
          module.C_FindObjectsInit(session, [
            { type: pkcs11js.CKA_CLASS, value: type },
            { type: pkcs11js.CKA_LABEL, value: label },
          ]);
          const [object] = module.C_FindObjects(session, 1);
          module.C_FindObjectsFinal(session);
          module.C_DestroyObject(session, object as Buffer);
        }
      };
      for (const label of ['lonely', 'lonely RSA']) remove(label);
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
    const name = Buffer.from('certified');
    softhsm.edit((module, session) => {
      module.C_FindObjectsInit(session, [
        { type: pkcs11js.CKA_CLASS, value: pkcs11js.CKO_PUBLIC_KEY },
        { type: pkcs11js.CKA_ID, value: name },
      ]);
      const [object] = module.C_FindObjects(session, 1);
      module.C_FindObjectsFinal(session);
      module.C_DestroyObject(session, object as Buffer);
      module.C_CreateObject(session, [
        { type: pkcs11js.CKA_CLASS, value: pkcs11js.CKO_CERTIFICATE },
        { type: pkcs11js.CKA_CERTIFICATE_TYPE, value: pkcs11js.CKC_X_509 },
        { type: pkcs11js.CKA_TOKEN, value: true },
        { type: pkcs11js.CKA_ID, value: name },
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
