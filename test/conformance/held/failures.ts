// Holders of keys that do wrong, fail, answer never or in any order: the operation says why, and the instance goes on.
import type { OpenSSLError, Signer } from '../../../src/index.js';
import { signLike } from '../../support/holders/held-keys.js';
import { nothing } from '../../support/nothing-left.js';
import { rejection } from '../../support/start.js';
import { later, type Suite } from '../../support/suite.js';

const message = new TextEncoder().encode('what is to be signed');

async function refused(promise: Promise<unknown>): Promise<OpenSSLError> {
  return (await rejection(promise)) as OpenSSLError;
}

export const failures: Suite = ({ expect, loadShipped, test }) => {
  test('what the holder does wrong fails the operation, says why, and leaves the instance well', async () => {
    const ossl = await loadShipped();
    using own = await ossl.generateKey({ algorithm: 'Ed25519' });
    const boom = new Error('the HSM is offline');
    const wrong: [Signer['sign'], RegExp, unknown][] = [
      [() => Promise.reject(boom), /refused or failed.*the HSM is offline/, boom],
      [
        () => {
          throw boom;
        },
        /refused or failed/,
        boom,
      ],
      [() => new Uint8Array(63), /63 bytes, not 64/, undefined],
      [() => new Uint8Array(65), /65 bytes, not 64/, undefined],
      [() => new Uint8Array(0), /0 bytes, not 64/, undefined],
      [() => new Uint8Array(64), /does not verify/, undefined],
      [() => 'signature' as unknown as Uint8Array, /must be bytes/, expect.anything()],
    ];
    for (const [sign, text, cause] of wrong) {
      using held = ossl.keys.fromSigner({ algorithm: 'Ed25519', publicKey: own, sign });
      const error = await refused(ossl.sign(held, message));
      expect(error).toMatchObject({ name: 'OpenSSLError', code: 'openssl' });
      expect(error.message).toMatch(text);
      expect(error.cause).toEqual(cause);
      expect(error.errors.length).toBeGreaterThan(0);
    }
    expect(ossl.takeErrors()).toEqual([]);
    using good = ossl.keys.fromSigner({
      algorithm: 'Ed25519',
      publicKey: own,
      ...signLike(ossl, own),
    });
    expect(await ossl.verify(own, await ossl.sign(good, message), message)).toBe(true);
  });

  test("abort, deadline and the key's own timeout end the wait, and tell the holder", async () => {
    const ossl = await loadShipped();
    const signals: AbortSignal[] = [];
    {
      using own = await ossl.generateKey({ algorithm: 'EC', curve: 'P-256' });
      const never: Signer = {
        algorithm: 'EC',
        publicKey: own,
        sign: (_, { signal }) => {
          signals.push(signal);
          return new Promise(() => undefined);
        },
      };
      using held = ossl.keys.fromSigner(never);
      using impatient = ossl.keys.fromSigner({ ...never, timeout: 5 });
      const controller = new AbortController();
      const aborted = refused(ossl.sign(held, message, { signal: controller.signal }));
      await later(1);
      controller.abort(new Error('enough'));
      expect(await aborted).toMatchObject({ code: 'aborted', cause: { message: 'enough' } });
      expect(await rejection(ossl.sign(held, message, { timeout: 5 }))).toMatchObject({
        code: 'timeout',
      });
      expect(await rejection(ossl.sign(impatient, message))).toMatchObject({
        code: 'openssl',
        cause: { code: 'timeout' },
      });
      expect(signals.map(({ aborted }) => aborted)).toEqual([true, true, true]);
      // freed while an operation uses it: that goes on, and frees it at its end
      const last = new AbortController();
      const running = rejection(ossl.sign(held, message, { signal: last.signal }));
      held.free();
      expect(() => held.pointer).toThrow(/freed/);
      last.abort();
      await running;
    }
    expect(ossl.stats()).toMatchObject(nothing);
  });

  test('signatures at once: a third cancelled, a tenth rejected, none mixed up', async () => {
    const ossl = await loadShipped();
    {
      using own = await ossl.generateKey({ algorithm: 'Ed25519' });
      const refused = new Error('not this one');
      using held = ossl.keys.fromSigner({
        algorithm: 'Ed25519',
        publicKey: own,
        sign: async (data) => {
          await later(Math.random() * 50);
          if (Number(new TextDecoder().decode(data)) % 10 === 1) throw refused;
          return await ossl.sign(own, data);
        },
      });
      const text = (index: number): Uint8Array => new TextEncoder().encode(String(index));
      const outcomes = await Promise.allSettled(
        Array.from({ length: 1000 }, (_, index) => {
          const controller = new AbortController();
          const promise = ossl.sign(held, text(index), { signal: controller.signal });
          if (index % 3 === 0)
            setTimeout(() => {
              controller.abort();
            }, Math.random() * 10);
          return promise;
        }),
      );
      const seen = { signed: 0, cancelled: 0, refused: 0 };
      for (const [index, outcome] of outcomes.entries()) {
        if (outcome.status === 'fulfilled') {
          expect(await ossl.verify(own, outcome.value, text(index))).toBe(true);
          seen.signed++;
        } else if ((outcome.reason as OpenSSLError).code === 'aborted') {
          expect(index % 3).toBe(0);
          seen.cancelled++;
        } else {
          expect(outcome.reason).toMatchObject({ code: 'openssl', cause: refused });
          expect(index % 10).toBe(1);
          seen.refused++;
        }
      }
      expect(seen.signed).toBeGreaterThanOrEqual(599);
      expect(seen.signed + seen.cancelled + seen.refused).toBe(1000);
      expect(seen.cancelled).toBeGreaterThan(0);
      expect(seen.refused).toBeGreaterThan(60);
    }
    expect(ossl.stats()).toMatchObject(nothing);
  });
};
