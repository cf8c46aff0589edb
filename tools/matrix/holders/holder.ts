// What a kind of holder has to say and do to have its rows: one file here for each, listed in index.ts.
import type { Key, OpenSSL, Signer } from '../../../src/index.js';
import type { CommandFolder } from '../../../test/support/openssl-command.js';
import type { Algorithm, KeyPair } from '../algorithms.js';

/** What every holder may use. */
export interface Surroundings {
  /** The instance whose operations are looked at. */
  readonly ossl: OpenSSL;
  /** Another one, for holders of keys that nothing else here knows. */
  readonly other: OpenSSL;
  /** Has the private key of each pair, as `NAME.key`. */
  readonly folder: CommandFolder;
}

/** A kind of holder. */
export interface HolderKind {
  readonly name: string;
  /** Why it can't have a key for this: an honest reason, for the legend. Undefined if it can. */
  unable(algorithm: Algorithm): string | undefined;
  /** Has the holder take over a private key. */
  hold(surroundings: Surroundings, algorithm: Algorithm, pair: KeyPair): HeldKey | Promise<HeldKey>;
  /** Ends what it has started for all its keys, such as a token. */
  end?(): PromiseLike<void>;
}

/** A key whose private half the holder has. */
export interface HeldKey extends AsyncDisposable {
  readonly key: Key;
  /** How often the holder has been asked, as far out as that can be seen. */
  asked(): number;
}

/** A key of a signer, which counts how often it is asked. */
export function counted(
  ossl: OpenSSL,
  signer: Signer,
  end: () => void | PromiseLike<void> = () => undefined,
): HeldKey {
  const { decrypt, derive, sign } = signer;
  let times = 0;
  const key = ossl.keys.fromSigner({
    ...signer,
    sign: sign && ((...args) => (times++, sign(...args))),
    decrypt: decrypt && ((...args) => (times++, decrypt(...args))),
    derive: derive && ((...args) => (times++, derive(...args))),
  });
  return {
    key,
    asked: () => times,
    async [Symbol.asyncDispose]() {
      key.free();
      await end();
    },
  };
}
