// Keys that JavaScript holds: OpenSSL decrypts and derives with them while a promise is pending.
import { rawDecrypt } from '../../support/holders/bare-rsa.js';
import { heldPair, newKey } from '../../support/holders/held-keys.js';
import { nothing } from '../../support/nothing-left.js';
import { rejection } from '../../support/start.js';
import { later, type Suite } from '../../support/suite.js';

const message = new TextEncoder().encode('what is to be decrypted');

export const decryptDerive: Suite = ({ expect, loadShipped, test }) => {
  test('RSA: OAEP and PKCS#1 v1.5, by a holder that takes the padding off and by one that does bare RSA', async () => {
    const ossl = await loadShipped();
    {
      using own = await ossl.generateKey({ algorithm: 'RSA', bits: 1024 });
      const bare = (data: Uint8Array): Promise<Uint8Array> => rawDecrypt(ossl, own, data);
      const asked: string[] = [];
      using whole = ossl.keys.fromSigner({
        algorithm: 'RSA',
        publicKey: own,
        decrypt: async (data, { hash, label, mgf1Hash, padding }) => {
          asked.push(padding);
          if (padding === 'oaep') return ossl.decrypt(own, data, { hash, mgf1Hash, label });
          const block = await bare(data);
          const end = block.indexOf(0, 2);
          return block[0] === 0 && block[1] === 2 && end >= 10 ? block.subarray(end + 1) : null;
        },
      });
      using raw = ossl.keys.fromSigner({
        algorithm: 'RSA',
        publicKey: own,
        rawDecrypt: true,
        decrypt: (data, { padding }) => {
          asked.push(padding);
          return bare(data);
        },
      });
      const label = Uint8Array.of(1, 2, 3);
      const ways = [
        {},
        { hash: 'SHA1' },
        { hash: 'SHA384', label },
        { hash: 'SHA256', mgf1Hash: 'SHA1' },
        { padding: 'pkcs1' },
      ] as const;
      for (const options of ways)
        for (const key of [whole, raw])
          for (const text of [message.subarray(0, 12), new Uint8Array(0)]) {
            const sent = await ossl.encrypt(key, text, options);
            expect(await ossl.decrypt(key, sent, options)).toEqual(text);
            expect(await ossl.decrypt(own, sent, options)).toEqual(text);
          }
      expect(new Set(asked)).toEqual(new Set(['oaep', 'pkcs1', 'none']));
      // wrong padding: OAEP says so; PKCS#1 v1.5 gives the same synthetic text each time
      const odd = (await ossl.encrypt(own, message)).map((byte, at) =>
        at === 60 ? byte ^ 1 : byte,
      );
      for (const key of [whole, raw]) {
        expect(await rejection(ossl.decrypt(key, odd))).toMatchObject({ code: 'openssl' });
        const [one, two] = [
          await ossl.decrypt(key, odd, { padding: 'pkcs1' }),
          await ossl.decrypt(key, odd, { padding: 'pkcs1' }),
        ];
        expect(one).toEqual(two);
        expect(await rejection(ossl.decrypt(key, odd.subarray(1)))).toMatchObject({
          code: 'openssl',
        });
      }
    }
    expect(ossl.stats()).toMatchObject(nothing);
  });

  for (const algorithm of ['EC', 'X25519', 'X448'] as const)
    test(`${algorithm}: the secret that a held key derives is the other side's`, async () => {
      const ossl = await loadShipped();
      {
        using peer = await newKey(ossl, algorithm);
        using pair = await heldPair(ossl, algorithm, (own) => ({
          derive: async (_, { spki }) => {
            await later(1);
            using other = ossl.keys.importPublic(spki);
            return await ossl.deriveBits(own, other); // `other` must live until then
          },
        }));
        const ours = await ossl.deriveBits(pair.held, peer);
        expect(ours).toEqual(await ossl.deriveBits(peer, pair.held));
        using another = await ossl.generateKey({ algorithm: 'EC', curve: 'P-521' });
        expect(await rejection(ossl.deriveBits(pair.held, another))).toMatchObject({
          code: 'openssl',
        });
      }
      expect(ossl.stats()).toMatchObject(nothing);
    });
};
