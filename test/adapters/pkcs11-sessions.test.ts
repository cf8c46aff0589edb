// Many operations share the sessions of a token: in a queue, aborted, lost, and closed in the middle.
import { createPublicKey, verify } from 'node:crypto';
import { readFileSync } from 'node:fs';
import pkcs11js from 'pkcs11js';
import { describe, expect, test, vi } from 'vitest';
import { fromPkcs11 } from '../../src/adapters/pkcs11/index.js';
import { OpenSSL } from '../../src/index.js';
import { gate, opener, softHsm, watch } from '../support/holders/softhsm.js';
import { until } from '../support/start.js';

const message = new TextEncoder().encode('to be signed');
const softhsm = softHsm({ kinds: ['P-256', 'RSA-2048'] });
const ossl = new OpenSSL(await WebAssembly.compile(readFileSync('dist/openssl-async.wasm')));
const use = opener(softhsm, ossl);

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
          const data = new TextEncoder().encode(`message ${number}`);
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
    await until(() => door.arrived.mock.calls.length > 0);
    expect(door.arrived).toHaveBeenCalledTimes(1);
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
    await until(() => door.arrived.mock.calls.length > 1);
    expect(door.arrived).toHaveBeenCalledTimes(2);
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

  test('again and again, with the token at work each time', async () => {
    for (let time = 0; time < 20; time++) {
      const token = await use({ sessions: 4 });
      const key = await fromPkcs11(ossl, token, { label: 'RSA-2048' });
      const asked = watch('C_SignAsync');
      const signing = Promise.allSettled(
        Array.from({ length: 10 }, () => ossl.sign(key, message, { padding: 'pss' })),
      );
      await until(() => asked.mock.calls.length > 0);
      await token.close();
      for (const outcome of await signing)
        if (outcome.status === 'rejected')
          expect(outcome.reason).toMatchObject({ cause: { code: 'closed' } });
      key.free();
      vi.restoreAllMocks();
    }
  });

  test('at the end of a scope', async () => {
    const { signer } = await (async () => {
      await using token = await use();
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
