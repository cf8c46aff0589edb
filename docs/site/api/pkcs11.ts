/**
 * Keys on smart cards and HSMs; Node only. Import from `openssl-async/pkcs11`.
 *
 * @module pkcs11
 */
export {
  openToken,
  fromPkcs11,
  type Token,
  type TokenOptions,
  type TokenKeyOptions,
  TokenError,
  type TokenErrorCode,
} from '../../../src/adapters/pkcs11/index.js';
