// Holders that lie: what they answer never gets past the end of a buffer, is never passed on, and leaves nothing behind.
import type { DecryptRequest, Key, OpenSSL, Signer } from '../../../src/index.js';
import { rawDecrypt } from '../../support/holders/bare-rsa.js';
import { heldInC } from '../../support/holders/held-in-c.js';
import { heldPair } from '../../support/holders/held-keys.js';
import { traces } from '../../support/memory-scan.js';
import { nothing } from '../../support/nothing-left.js';
import { random } from '../../support/secret-operations.js';
import { rejection } from '../../support/start.js';
import type { Suite } from '../../support/suite.js';

const message = new TextEncoder().encode('what is to be decrypted');
/** Bytes of the modulus, and what OAEP with SHA-256 and PKCS#1 v1.5 leave of it for a message. */
const [MODULUS, OAEP, PKCS1] = [128, 128 - 2 * 32 - 2, 128 - 11];
const oaep = { hash: 'SHA256' } as const;
const ways = [oaep, { padding: 'pkcs1' }] as const;

/** A secret of random bytes, none of which is zero, so that each can be found. */
function secretOf(size: number): Uint8Array {
  return random(size).map((byte) => byte || 1);
}

type Answer = (data: Uint8Array, request: DecryptRequest) => Uint8Array | Promise<Uint8Array>;

function liar(ossl: OpenSSL, own: Key, rawDecrypt: boolean, decrypt: Answer): Key {
  const signer: Signer = { algorithm: 'RSA', publicKey: own, rawDecrypt, decrypt };
  return ossl.keys.fromSigner(signer);
}

export const lies: Suite = ({ expect, load, loadShipped, test }) => {
  const pair = async (): Promise<{ ossl: OpenSSL; own: Key }> => {
    const ossl = await loadShipped();
    return { ossl, own: await ossl.generateKey({ algorithm: 'RSA', bits: 8 * MODULUS }) };
  };

  test('bare RSA: a block that is not the one of the ciphertext is refused, however well it is padded', async () => {
    const { ossl, own } = await pair();
    const secret = secretOf(40);
    for (const options of ways) {
      const sent = await ossl.encrypt(own, message, options);
      const other = await ossl.encrypt(own, secret, options);
      const blocks = [
        await rawDecrypt(ossl, own, other), // another message, with the right padding
        (await rawDecrypt(ossl, own, sent)).map((byte, at) => (at === 90 ? byte ^ 1 : byte)),
        new Uint8Array(MODULUS),
        new Uint8Array(MODULUS).fill(255), // no number below the modulus
      ];
      for (const block of blocks) {
        using held = liar(ossl, own, true, () => block);
        const error = await rejection(ossl.decrypt(held, sent, options));
        expect(error).toMatchObject({ code: 'openssl' });
        expect((error as Error).message).toMatch(/does not encrypt to what it was given/);
      }
      expect(traces(ossl, [secret, ...blocks.slice(0, 2)])).toBe(0);
    }
    own.free();
    expect(ossl.stats()).toMatchObject(nothing);
  });

  for (const { name, isRaw, options, most } of [
    { name: 'OAEP', isRaw: false, options: oaep, most: OAEP },
    { name: 'PKCS#1 v1.5', isRaw: false, options: { padding: 'pkcs1' }, most: PKCS1 },
    { name: 'a bare block of OAEP', isRaw: true, options: oaep, most: MODULUS },
    {
      name: 'a bare block of PKCS#1 v1.5',
      isRaw: true,
      options: { padding: 'pkcs1' },
      most: MODULUS,
    },
  ] as const)
    test(`${name}: one byte too many and many, up to far beyond the modulus, are a wrong length`, async () => {
      const { ossl, own } = await pair();
      const sent = await ossl.encrypt(own, message, options);
      const far = [most + 1, MODULUS - 1, MODULUS, MODULUS + 1, MODULUS + 2, 4 * MODULUS, 65_000];
      const near = Array.from({ length: 70 }, (_, more) => most + 1 + more);
      for (const size of new Set([...far, ...near])) {
        if (size <= most && !isRaw) continue;
        if (isRaw && size === MODULUS) continue;
        const secret = secretOf(size);
        using held = liar(ossl, own, isRaw, () => secret);
        const error = await rejection(ossl.decrypt(held, sent, options));
        expect(error, String(size)).toMatchObject({ code: 'openssl' });
        expect((error as Error).message, String(size)).toMatch(/a plaintext of a wrong length/);
        expect(traces(ossl, [secret.subarray(0, MODULUS)]), String(size)).toBe(0);
      }
      own.free();
      expect(ossl.stats()).toMatchObject(nothing);
    });

  test('the longest message that the padding leaves room for is none of these', async () => {
    const { ossl, own } = await pair();
    for (const [options, most] of [
      [oaep, OAEP],
      [{ padding: 'pkcs1' }, PKCS1],
    ] as const) {
      const text = secretOf(most);
      const sent = await ossl.encrypt(own, text, options);
      using whole = liar(ossl, own, false, () => text);
      using raw = liar(ossl, own, true, (data) => rawDecrypt(ossl, own, data));
      for (const key of [whole, raw, own])
        expect(await ossl.decrypt(key, sent, options)).toEqual(text);
      expect(traces(ossl, [text])).toBe(0);
    }
    own.free();
  });

  test('C code that decrypts into its own memory: nothing behind `out` is touched, and nothing is left in it', async () => {
    const instance = await load();
    const { ossl } = instance;
    const own = await ossl.generateKey({ algorithm: 'RSA', bits: 8 * MODULUS });
    for (const [use, options] of [
      ['oaep', { hash: 'SHA1' }],
      ['pkcs1', { padding: 'pkcs1' }],
    ] as const) {
      const sent = await ossl.encrypt(own, message, options);
      const other = await rawDecrypt(ossl, own, await ossl.encrypt(own, random(40), options));
      const damaged = sent.slice();
      damaged[9] = (damaged[9] as number) ^ 1;
      const wrongs: [boolean, Uint8Array][] = [
        [true, other],
        ...[MODULUS - 1, MODULUS, MODULUS + 1, MODULUS + 2, 5 * MODULUS].flatMap(
          (size): [boolean, Uint8Array][] => [
            [false, secretOf(size)],
            [true, secretOf(size)],
          ],
        ),
      ];
      for (const [isRaw, answer] of wrongs) {
        using held = liar(ossl, own, isRaw, () => answer);
        const [done = 1, , behind, left] = await heldInC(instance, held, use, sent);
        expect([done > 0, behind, left], `${use} ${String(isRaw)} ${answer.length}`).toEqual([
          false,
          0,
          0,
        ]);
      }
      // wrong padding: OAEP leaves nothing; PKCS#1 v1.5 gives its synthetic message, within bounds
      using honest = liar(ossl, own, true, (data) => rawDecrypt(ossl, own, data));
      const [done = 0, length = 0, behind, left] = await heldInC(instance, honest, use, damaged);
      expect(behind).toBe(0);
      if (use === 'oaep') expect([done > 0, left]).toEqual([false, 0]);
      else expect([done > 0, length <= PKCS1]).toEqual([true, true]);
      expect((await heldInC(instance, honest, use, sent)).slice(0, 3)).toEqual([
        1,
        message.length,
        0,
      ]);
    }
    own.free();
    expect(ossl.stats()).toMatchObject(nothing);
  });

  test('a holder that fails in the middle, or is cancelled, leaves nothing in `out`', async () => {
    const instance = await load();
    const { ossl } = instance;
    const own = await ossl.generateKey({ algorithm: 'RSA', bits: 8 * MODULUS });
    using held = liar(ossl, own, false, () => Promise.reject(new Error('no')));
    for (const use of ['oaep', 'pkcs1'] as const) {
      const [done = 1, , behind, left] = await heldInC(
        instance,
        held,
        use,
        random(MODULUS).fill(0, 0, 1),
      );
      expect([done > 0, behind, left]).toEqual([false, 0, 0]);
    }
    own.free();
  });

  for (const algorithm of ['EC', 'X25519', 'X448'] as const)
    test(`${algorithm}: a secret that is too short or too long, by one byte or many, is refused`, async () => {
      const ossl = await loadShipped();
      const size = algorithm === 'X448' ? 56 : 32;
      for (const wrong of [0, 1, size - 1, size + 1, size + 2, 2 * size, 5000]) {
        const secret = secretOf(wrong);
        using keys = await heldPair(ossl, algorithm, () => ({ derive: () => secret }));
        const error = await rejection(ossl.deriveBits(keys.held, keys.own));
        expect(error, String(wrong)).toMatchObject({ code: 'openssl' });
        if (wrong >= 12) expect(traces(ossl, [secret.subarray(0, 64)]), String(wrong)).toBe(0);
      }
      expect(ossl.stats()).toMatchObject(nothing);
    });

  test("the signer's own arrays are what they were: signatures, plaintexts, secrets", async () => {
    const ossl = await loadShipped();
    const own = await ossl.generateKey({ algorithm: 'RSA', bits: 8 * MODULUS });
    for (const options of ways) {
      const text = message.slice();
      using held = liar(ossl, own, false, () => text);
      await ossl.decrypt(held, await ossl.encrypt(own, message, options), options);
      expect(text).toEqual(message);
      const abort = new AbortController();
      using slow = liar(ossl, own, false, async (_, { signal }) => {
        await new Promise((resolve) => {
          signal.addEventListener('abort', resolve);
          abort.abort();
        });
        return text;
      });
      const sent = await ossl.encrypt(own, message, options);
      await rejection(ossl.decrypt(slow, sent, { ...options, signal: abort.signal }));
      await new Promise((resolve) => setTimeout(resolve));
      expect(text).toEqual(message);
    }
    const secret = secretOf(32);
    const before = secret.slice();
    using keys = await heldPair(ossl, 'X25519', () => ({ derive: () => secret }));
    expect(await ossl.deriveBits(keys.held, keys.own)).toEqual(before);
    expect(secret).toEqual(before);
    const signature = await ossl.sign(own, message, { hash: 'SHA256' });
    const kept = signature.slice();
    using signs = ossl.keys.fromSigner({ algorithm: 'RSA', publicKey: own, sign: () => signature });
    expect(await ossl.sign(signs, message, { hash: 'SHA256' })).toEqual(kept);
    expect(signature).toEqual(kept);
    own.free();
  });

  test('a digest of another length than its hash is never sent to the holder', async () => {
    const instance = await load();
    const { ossl } = instance;
    for (const algorithm of ['RSA', 'EC'] as const) {
      let asked = 0;
      using keys = await heldPair(ossl, algorithm, (own) => ({
        sign: (data) => {
          asked++;
          return ossl.sign(own, data, { hash: 'SHA256', prehashed: true });
        },
      }));
      for (const size of [0, 1, 20, 31, 33, 64]) {
        const [done = 1] = await heldInC(instance, keys.held, 'digest', random(size));
        expect([done > 0, asked], `${algorithm} ${size}`).toEqual([false, 0]);
      }
      expect((await heldInC(instance, keys.held, 'digest', random(32)))[0]).toBe(1);
      expect(asked).toBe(1);
    }
  });

  for (const input of ['digest', 'message'] as const)
    test(`a context that is copied in the middle of a message signs all of it: the holder takes the ${input}`, async () => {
      const instance = await load();
      const { ossl } = instance;
      {
        using keys = await heldPair(ossl, 'EC', (own) => ({
          input,
          sign: (data, { prehashed }) => ossl.sign(own, data, { hash: 'SHA256', prehashed }),
        }));
        const long = random(5001);
        expect((await heldInC(instance, keys.held, 'copy', long)).slice(0, 2)).toEqual([1, 1]);
      }
      expect(ossl.stats()).toMatchObject(nothing);
    });
};
