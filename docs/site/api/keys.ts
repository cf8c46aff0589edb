/**
 * Keys of OpenSSL, and keys that JavaScript holds. Import from `openssl-async`. See the [guide](/guide/held-keys).
 *
 * @module keys
 */
export {
  type Keys,
  type Key,
  type KeyDefaults,
  type GenerateKeyOptions,
  type CurveName,
  type KeyProgress,
  type KeyImportOptions,
  type KeyExportOptions,
  type Password,
  type PasswordKdf,
  type Jwk,
  type Signer,
  type BytesSigner,
  type SignerAlgorithm,
  type SignerRequest,
  type SignRequest,
  type DecryptRequest,
  type DeriveRequest,
} from '../../../src/index.js';
