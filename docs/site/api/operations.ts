/**
 * What the operations of an instance take and give: signatures, encryption, digests, key derivation. Import from `openssl-async`. The methods themselves are those of [OpenSSL](/api/instance#openssl).
 *
 * @module operations
 */
export {
  type OperationOptions,
  type ByteInput,
  type BytesLike,
  type OwnBytes,
  type WholeBytes,
  type ByteSource,
  type BlobLike,
  type ResponseLike,
  type ReadableStreamLike,
  type WritableStreamLike,
  type AbortSignalLike,
  type Signal,
  type SignatureOptions,
  type SignOptions,
  type EncryptionOptions,
  type Encapsulation,
  type DigestOptions,
  type Pbkdf2Options,
  type ScryptOptions,
  type Argon2idOptions,
  type HkdfOptions,
} from '../../../src/index.js';
