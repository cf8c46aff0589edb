// Tokens: opened, refused, closed, and what goes wrong in words.
import { execFile } from 'node:child_process';
import { copyFileSync, mkdtempSync, readFileSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { fileURLToPath, pathToFileURL } from 'node:url';
import { promisify } from 'node:util';
import { describe, expect, test } from 'vitest';
import { fromPkcs11, TokenError } from '../../src/adapters/pkcs11/index.js';
import { OpenSSL } from '../../src/index.js';
import { opener, softHsm } from '../support/holders/softhsm.js';

const message = new TextEncoder().encode('to be signed');
const softhsm = softHsm({ kinds: ['P-256'] });
const ossl = new OpenSSL(await WebAssembly.compile(readFileSync('dist/openssl-async.wasm')));
const use = opener(softhsm, ossl);

describe('opening', () => {
  test('takes the label or the slot, and the PIN as text or bytes', async () => {
    const token = await use({ pin: new TextEncoder().encode(softhsm.pin) });
    expect(token.label).toBe(softhsm.label);
    const { slot } = token;
    await token.close();
    expect(await use({ token: slot })).toMatchObject({ slot, label: softhsm.label });
  });

  test('a wrong PIN is told as such, and the right one still works', async () => {
    const error = await use({ pin: 'wrong' }).catch((reason: unknown) => reason);
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
    await expect(use(options)).rejects.toMatchObject({ name: 'TokenError', code, message });
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
    await expect(use(options)).rejects.toThrow(TypeError);
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
    await expect(use()).rejects.toMatchObject({ code: 'token', message: /open already/ });
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
  const refusal: unknown = await use({ token: 'double' }).catch((error: unknown) => error);
  expect(refusal).toMatchObject({ code: 'token', message: /Several tokens.*slots \d+, \d+/ });
  await other.close();
  const slots = /slots (\d+), (\d+)/.exec((refusal as TokenError).message)?.slice(1) ?? [];
  for (const slot of slots.map(Number))
    expect(await use({ token: slot })).toMatchObject({ slot, label: 'double' });
  const key = await fromPkcs11(ossl, first, { label: 'P-256' });
  expect(await ossl.verify(key, await ossl.sign(key, message), message)).toBe(true);
  key.free();
});
