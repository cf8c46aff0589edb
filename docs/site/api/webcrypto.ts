/**
 * Keys that WebCrypto holds. Import from `openssl-async/webcrypto`.
 *
 * @module webcrypto
 */
export {
  fromCryptoKey,
  cryptoKeySigner,
  type CryptoKeys,
  type CryptoKeyLike,
  type SubtleCryptoLike,
  type CryptoKeyOptions,
} from '../../../src/adapters/webcrypto/index.js';
