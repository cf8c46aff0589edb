// Functions in JavaScript: those that get a digest or a bare RSA operation, and those that get all of the message and
// deal with the padding themselves.
import { counted, type HolderKind } from './holder.js';
import { PrivateKey } from './private-key.js';

export const digestFunctions: HolderKind = {
  name: 'functions, digest',
  unable: ({ hash, use }) =>
    use === 'sign' && hash === undefined
      ? 'EdDSA and ML-DSA sign the message itself: there is no digest to be given'
      : use === 'derive'
        ? 'a derivation is the same for both kinds of functions'
        : undefined,
  hold: ({ ossl, ...rest }, algorithm, pair) => {
    const key = new PrivateKey({ ossl, ...rest }, algorithm, pair);
    return counted(ossl, {
      algorithm: algorithm.signer,
      publicKey: pair.publicKey,
      input: 'digest',
      rawDecrypt: true,
      sign: (data, request) => key.sign(data, request),
      decrypt: (data, request) => key.decrypt(data, request),
    });
  },
};

export const messageFunctions: HolderKind = {
  name: 'functions, message',
  unable: () => undefined,
  hold: ({ ossl, ...rest }, algorithm, pair) => {
    const key = new PrivateKey({ ossl, ...rest }, algorithm, pair);
    return counted(ossl, {
      algorithm: algorithm.signer,
      publicKey: pair.publicKey,
      input: 'message',
      sign: (data, request) => key.sign(data, request),
      decrypt: (data, request) => key.decrypt(data, request),
      derive: (_, request) => key.derive(request),
    });
  },
};
