export { CApi } from './async/c-api.js';
export type { CJob } from './async/c-api.js';
export type { CMemory } from './async/c-memory.js';
export type { CCallback, CCleanup } from './async/c-wait-contexts.js';
export type { Logger } from './async/core.js';
export { OpenSSLError } from './async/errors.js';
export type { ErrorCode, OpenSSLErrorOptions, QueuedError } from './async/errors.js';
export type { Job } from './async/job.js';
export type { JobFunction } from './async/js-job.js';
export type { JobEvent, JobObserver } from './async/observe.js';
export type { RunOptions } from './async/run.js';
export type {
  AnyJobFunction,
  CJobFunction,
  StartJobOptions,
  StartJobResult,
  StartResult,
} from './async/start-job.js';
export type { Stats } from './async/stats.js';
export {
  ASYNC_ERR,
  ASYNC_FINISH,
  ASYNC_NO_JOBS,
  ASYNC_PAUSE,
  OSSL_BAD_ASYNC_FD,
} from './async/thread.js';
export type { MemFunctions, StackBlock } from './async/thread.js';
export type { PollOptions, VirtualHandle } from './async/virtual-handle.js';
export {
  ASYNC_STATUS_EAGAIN,
  ASYNC_STATUS_ERR,
  ASYNC_STATUS_OK,
  ASYNC_STATUS_UNSUPPORTED,
} from './async/wait-context.js';
export type {
  FdCleanup,
  WaitCallback,
  WaitContext,
  WaitFd,
  WaitStatus,
} from './async/wait-context.js';
export type { CmsFormat, CmsInput, CmsMessage, CmsOutput } from './crypto/cms-message.js';
export type {
  Cms,
  CmsDecryptOptions,
  CmsEncryptOptions,
  CmsSigner,
  CmsSignOptions,
  CmsVerifyOptions,
} from './crypto/cms.js';
export type { Encapsulation, EncryptionOptions } from './crypto/encrypt.js';
export type { DigestOptions } from './crypto/digest.js';
export type { GenerateKeyOptions, KeyProgress } from './crypto/generate-key.js';
export type { Argon2idOptions, HkdfOptions, Pbkdf2Options, ScryptOptions } from './crypto/kdf.js';
export type { Jwk } from './crypto/jwk.js';
export type { Key, KeyDefaults } from './crypto/key.js';
export type {
  KeyExportOptions,
  KeyImportOptions,
  Password,
  PasswordKdf,
} from './crypto/key-format.js';
export type { Keys } from './crypto/keys.js';
export type { OperationOptions } from './crypto/operation.js';
export type {
  Pkcs12,
  Pkcs12Contents,
  Pkcs12ReadOptions,
  Pkcs12WriteOptions,
} from './crypto/pkcs12.js';
export type { SignatureOptions, SignOptions } from './crypto/sign.js';
export type {
  DecryptRequest,
  DeriveRequest,
  Signer,
  SignerAlgorithm,
  SignerRequest,
  SignRequest,
} from './crypto/signer.js';
export type {
  Certificate,
  CertificateRequest,
  RevocationList,
  RevokedCertificate,
} from './crypto/certificate.js';
export type { AlternativeName, Extension, NameAttribute } from './crypto/fields.js';
export type { X509 } from './crypto/x509.js';
export type {
  CertificateTerms,
  CreateCertificateOptions,
  CreateCrlOptions,
  CreateRequestOptions,
  IssueOptions,
  Name,
  VerifyOptions,
  VerifyResult,
} from './crypto/x509-options.js';
export type { ByteInput } from './module/bytes.js';
export type { FunctionPointer, Pointer } from './module/generated/boundary.js';
export { compile as compileModule } from './module/source.js';
export type { ModuleSource } from './module/source.js';
export { loadOpenSSL, OpenSSL } from './openssl.js';
export type { LoadOptions } from './openssl.js';
