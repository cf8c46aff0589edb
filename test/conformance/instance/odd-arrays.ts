// Arrays whose own members say something else than the engine: the engine is believed.
import { heldPair } from '../../support/holders/held-keys.js';
import { nothing } from '../../support/nothing-left.js';
import type { Suite } from '../../support/suite.js';

const text = new TextEncoder().encode('what the engine says');

/** The same bytes, in the middle of a larger buffer, with members of their own that lie. */
function liars(bytes: Uint8Array): Record<string, Uint8Array> {
  const inside = (): Uint8Array<ArrayBuffer> => {
    const all = new Uint8Array(bytes.length + 40).fill(77);
    all.set(bytes, 20);
    return all.subarray(20, 20 + bytes.length);
  };
  class Short extends Uint8Array {
    override get length(): never {
      return 3 as never;
    }
  }
  class Long extends Uint8Array {
    override get length(): never {
      return 1_000_000 as never;
    }
  }
  const short = new Short(inside().buffer, 20, bytes.length);
  const long = new Long(inside().buffer, 20, bytes.length);
  return {
    'a class with a length of its own that is short': short,
    'a class with a length of its own that is long': long,
    'its own length': Object.defineProperty(inside(), 'length', { value: 2 }),
    'its own buffer': Object.defineProperty(inside(), 'buffer', { value: new ArrayBuffer(8) }),
    'its own byteOffset': Object.defineProperty(inside(), 'byteOffset', { value: 0 }),
    'its own byteLength': Object.defineProperty(inside(), 'byteLength', { value: 1 }),
    'its own subarray and slice': Object.assign(inside(), {
      subarray: () => new Uint8Array(1),
      slice: () => new Uint8Array(1),
    }),
  };
}

export const oddArrays: Suite = ({ expect, loadShipped, test }) => {
  test('whatever a Uint8Array has of its own, its bytes are the ones that the engine knows', async () => {
    const ossl = await loadShipped();
    const digest = await ossl.digest('SHA256', text);
    const mac = await ossl.hmac('SHA256', text, text);
    {
      using own = await ossl.generateKey({ algorithm: 'RSA', bits: 1024 });
      const options = { hash: 'SHA256' };
      for (const [name, odd] of Object.entries(liars(text))) {
        expect(await ossl.digest('SHA256', odd), name).toEqual(digest);
        expect(await ossl.digest('SHA256', [odd, odd]), name).toEqual(
          await ossl.digest('SHA256', [text, text]),
        );
        expect(await ossl.hmac('SHA256', odd, odd), name).toEqual(mac);
        expect(
          await ossl.verify(own, await ossl.sign(own, odd, options), text, options),
          name,
        ).toBe(true);
        const sent = await ossl.encrypt(own, odd);
        expect(await ossl.decrypt(own, sent), name).toEqual(text);
      }
      for (const [name, odd] of Object.entries(liars(text))) {
        // a holder's answer
        using keys = await heldPair(ossl, 'RSA', () => ({ decrypt: () => odd }));
        const sent = await ossl.encrypt(keys.own, text);
        for (const padding of ['oaep', 'pkcs1'] as const)
          expect(await ossl.decrypt(keys.held, sent, { padding }), name).toEqual(text);
      }
    }
    expect(ossl.stats()).toMatchObject(nothing);
  });
};
