// A token's life: opened, shared by many, lost, closed in the middle; and what goes wrong with it, in words.
import { createPublicKey, generateKeyPairSync, verify } from 'node:crypto';
import { readFileSync } from 'node:fs';
import { fileURLToPath } from 'node:url';
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
import { expectNothingLeft, gate, softHsm, watch } from '../support/softhsm.js';

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

  test('twice is refused; the first goes on', async () => {
    const token = await use();
    await expect(open()).rejects.toMatchObject({ code: 'token', message: /open already/ });
    expect(await token.signer({ label: 'P-256' })).toMatchObject({ algorithm: 'EC' });
    await Promise.all([token.close(), token.close()]);
    const both = await Promise.allSettled([use(), use()]);
    expect(both.map(({ status }) => status).sort()).toEqual(['fulfilled', 'rejected']);
  });
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

describe('many at once', () => {
  test.each([1, 3, 4])(
    '200 signatures in %i sessions, a third of them aborted',
    async (sessions) => {
      const key = await fromPkcs11(ossl, await use({ sessions }), { label: 'P-256' });
      const publicKey = createPublicKey(key.publicToPem());
      const asked = watch('C_SignAsync');
      let ticks = 0;
      const ticking = setInterval(() => ticks++, 1);
      const wanted: boolean[] = [];
      const outcomes = await Promise.allSettled(
        Array.from({ length: 200 }, async (_, number) => {
          const controller = new AbortController();
          wanted[number] = number % 3 !== 0;
          const data = id(`message ${number}`);
          const signing = ossl.sign(key, data, { signal: controller.signal });
          if (!wanted[number])
            setTimeout(() => {
              controller.abort();
            }, number % 7);
          return verify('sha256', data, publicKey, await signing);
        }),
      );
      clearInterval(ticking);
      const done = outcomes.filter(({ status }) => status === 'fulfilled');
      outcomes.forEach((outcome, number) => {
        if (outcome.status === 'fulfilled') expect(outcome.value).toBe(true);
        else {
          expect(wanted[number]).toBe(false);
          expect(outcome.reason).toMatchObject({ code: 'aborted' });
        }
      });
      // each once; one that was aborted meanwhile, perhaps
      expect(asked.mock.calls.length).toBeGreaterThanOrEqual(done.length);
      expect(asked.mock.calls.length).toBeLessThanOrEqual(200);
      expect(new Set(asked.mock.calls.map(([session]) => String(session))).size).toBe(sessions);
      expect(ticks).toBeGreaterThan(0);
      key.free();
    },
  );

  test('200 signatures: the token is asked 200 times', async () => {
    const key = await fromPkcs11(ossl, await use(), { label: 'P-256' });
    const asked = watch('C_SignAsync');
    const signatures = await Promise.all(
      Array.from({ length: 200 }, () => ossl.sign(key, message)),
    );
    for (const signature of signatures)
      expect(await ossl.verify(key, signature, message)).toBe(true);
    expect(asked).toHaveBeenCalledTimes(200);
    key.free();
  });

  test('one that waits leaves the queue; one under way keeps its session until the token answers', async () => {
    const key = await fromPkcs11(ossl, await use({ sessions: 1 }), { label: 'P-256' });
    const door = gate();
    const [first, second] = [new AbortController(), new AbortController()];
    const signing = ossl.sign(key, message, { signal: first.signal });
    const waiting = ossl.sign(key, message, { signal: second.signal });
    const last = ossl.sign(key, message);
    await vi.waitFor(() => {
      expect(door.arrived).toHaveBeenCalledTimes(1);
    });
    second.abort(new Error('changed my mind'));
    await expect(waiting).rejects.toMatchObject({ code: 'aborted' });
    first.abort();
    await expect(signing).rejects.toMatchObject({ code: 'aborted' });
    expect(door.arrived).toHaveBeenCalledTimes(1);
    door.open();
    expect(await ossl.verify(key, await last, message)).toBe(true);
    expect(door.arrived).toHaveBeenCalledTimes(2);
    key.free();
  });

  test('a deadline counts the time in the queue', async () => {
    const key = await fromPkcs11(ossl, await use({ sessions: 1 }), { label: 'P-256', timeout: 20 });
    const door = gate();
    const failing = [ossl.sign(key, message), ossl.sign(key, message)];
    for (const each of failing)
      await expect(each).rejects.toMatchObject({ code: 'openssl', cause: { code: 'timeout' } });
    door.open();
    key.free();
  });
});

describe('closing', () => {
  test('ends what is under way and what waits, and every later use', async () => {
    const token = await use({ sessions: 2 });
    const key = await fromPkcs11(ossl, token, { label: 'P-256' });
    const door = gate();
    const signing = Promise.allSettled(Array.from({ length: 5 }, () => ossl.sign(key, message)));
    await vi.waitFor(() => {
      expect(door.arrived).toHaveBeenCalledTimes(2);
    });
    let isClosed = false;
    const closing = token.close().then(() => {
      isClosed = true;
    });
    const closed = { name: 'TokenError', code: 'closed' };
    for (const outcome of await signing)
      expect(outcome).toMatchObject({
        status: 'rejected',
        reason: { code: 'openssl', cause: closed },
      });
    expect(isClosed).toBe(false); // the token is still at work
    await expect(ossl.sign(key, message)).rejects.toMatchObject({ cause: closed });
    await expect(token.signer({ label: 'P-256' })).rejects.toMatchObject(closed);
    door.open();
    await closing;
    await expect(ossl.sign(key, message)).rejects.toMatchObject({ cause: closed });
    key.free();
    vi.restoreAllMocks();

    const again = await fromPkcs11(ossl, await use(), { label: 'P-256' });
    expect(await ossl.verify(again, await ossl.sign(again, message), message)).toBe(true);
    again.free();
  });

  test('at the end of a scope', async () => {
    const { signer } = await (async () => {
      await using token = await open();
      return { signer: await token.signer({ label: 'P-256' }) };
    })();
    const key = ossl.keys.fromSigner(signer);
    await expect(ossl.sign(key, message)).rejects.toMatchObject({ cause: { code: 'closed' } });
    key.free();
  });
});

test('a session that is lost is replaced, and the answer names what happened', async () => {
  const token = await use({ sessions: 1 });
  const key = await fromPkcs11(ossl, token, { label: 'P-256' });
  const asked = watch('C_SignAsync');
  await ossl.sign(key, message);
  const [session] = asked.mock.calls[0] as [Buffer];
  const module = new pkcs11js.PKCS11();
  module.load(softhsm.library);
  module.C_CloseSession(session);
  await expect(ossl.sign(key, message)).rejects.toMatchObject({
    code: 'openssl',
    cause: {
      code: 'failed',
      returned: 'CKR_SESSION_HANDLE_INVALID',
      message: 'The token did not sign: CKR_SESSION_HANDLE_INVALID',
    },
  });
  expect(await ossl.verify(key, await ossl.sign(key, message), message)).toBe(true);
  key.free();
});
