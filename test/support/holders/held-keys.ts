// Keys that JavaScript holds, for tests: their holders ask OpenSSL's own key of the same public part.
import { dispose } from '../../../src/base/dispose.js';
import type { Key, OpenSSL, Signer, SignRequest } from '../../../src/index.js';
import { later } from '../suite.js';

/** A small key of an algorithm that can be held. */
export function newKey(ossl: OpenSSL, algorithm: Signer['algorithm']): Promise<Key> {
  if (algorithm === 'RSA') return ossl.generateKey({ algorithm, bits: 1024 });
  if (algorithm === 'EC') return ossl.generateKey({ algorithm, curve: 'P-256' });
  return ossl.generateKey({ algorithm });
}

/** A pair of keys: OpenSSL's own, and one of the same public part that JavaScript holds and `own` answers for. */
export async function heldPair(
  ossl: OpenSSL,
  algorithm: Signer['algorithm'],
  signer: (own: Key) => Partial<Signer>,
): Promise<{ own: Key; held: Key; [dispose](): void }> {
  const own = await newKey(ossl, algorithm);
  const held = ossl.keys.fromSigner({ algorithm, publicKey: own, ...signer(own) });
  return {
    own,
    held,
    [dispose]: () => {
      own.free();
      held.free();
    },
  };
}

/** Signs with OpenSSL's own key, in another job of the same instance, while the first one waits. */
export function signLike(
  ossl: OpenSSL,
  own: Key,
  asked: SignRequest[] = [],
): Required<Pick<Signer, 'sign'>> {
  return {
    sign: async (data, request) => {
      asked.push(request);
      await later(1);
      const { context, hash, mgf1Hash, padding, saltLength } = request;
      return ossl.sign(own, data, {
        hash,
        ...(padding === 'pss' ? { padding, mgf1Hash, saltLength } : {}),
        ...(context && context.length > 0 ? { context } : {}),
      });
    },
  };
}
