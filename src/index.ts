export { CApi } from './async/c-shaped/c-api.js';
export type { CJob } from './async/c-shaped/c-api.js';
export type { CMemory } from './async/c-shaped/c-memory.js';
export type { CCallback, CCleanup } from './async/c-shaped/c-wait-contexts.js';
export type { Logger } from './module/core.js';
export { OpenSSLError } from './base/errors.js';
export type { ErrorCode, OpenSSLErrorOptions, QueuedError } from './base/errors.js';
export type { CJobFunction, Job } from './async/jobs/job.js';
export type { JobFunction } from './async/jobs/js-job.js';
export type { JobEvent, JobObserver } from './async/jobs/job-observers.js';
export type { Priority } from './async/runner/priority.js';
export type { RunOptions } from './async/runner/run.js';
export type { StartResult } from './async/jobs/turn.js';
export type { AnyJobFunction } from './async/jobs/new-job.js';
export type { StartJobOptions, StartJobResult } from './async/jobs/start-job.js';
export type { Stats } from './stats.js';
export {
  ASYNC_ERR,
  ASYNC_FINISH,
  ASYNC_NO_JOBS,
  ASYNC_PAUSE,
  OSSL_BAD_ASYNC_FD,
} from './async/jobs/job-pool.js';
export type { MemFunctions, StackBlock } from './async/jobs/job-pool.js';
export type { PollOptions, VirtualHandle } from './handles/virtual-handle.js';
export {
  ASYNC_STATUS_EAGAIN,
  ASYNC_STATUS_ERR,
  ASYNC_STATUS_OK,
  ASYNC_STATUS_UNSUPPORTED,
} from './async/waiting/wait-status.js';
export type { FdCleanup, WaitContext, WaitFd } from './async/waiting/wait-context.js';
export type { WaitStatus } from './async/waiting/wait-status.js';
export type { WaitCallback } from './async/waiting/wait-callback.js';
export type { CmsFormat, CmsInput, CmsMessage, CmsOutput } from './crypto/cms/cms-message.js';
export type {
  Cms,
  CmsDecryptOptions,
  CmsEncryptOptions,
  CmsSigner,
  CmsSignOptions,
  CmsVerifyOptions,
} from './crypto/cms/cms.js';
export type { Encapsulation, EncryptionOptions } from './crypto/primitives/pkey.js';
export type { DigestOptions } from './crypto/primitives/digest.js';
export type { GenerateKeyOptions, KeyProgress } from './crypto/keys/generate-key.js';
export type {
  Argon2idOptions,
  HkdfOptions,
  Pbkdf2Options,
  ScryptOptions,
} from './crypto/primitives/kdf.js';
export type { Jwk } from './crypto/keys/jwk/jwk.js';
export type { Key, KeyDefaults } from './crypto/keys/key.js';
export type {
  KeyExportOptions,
  KeyImportOptions,
  Password,
  PasswordKdf,
} from './crypto/keys/key-format.js';
export type { Keys } from './crypto/keys/keys.js';
export type { OperationOptions } from './operator/operator.js';
export type {
  Pkcs12,
  Pkcs12Contents,
  Pkcs12ReadOptions,
  Pkcs12WriteOptions,
} from './crypto/pkcs12.js';
export type { SignatureOptions, SignOptions } from './crypto/primitives/sign.js';
export type {
  DecryptRequest,
  DeriveRequest,
  Signer,
  SignerAlgorithm,
  SignerRequest,
  SignRequest,
} from './crypto/keys/held/signer.js';
export type {
  Certificate,
  CertificateRequest,
  RevocationList,
  RevokedCertificate,
} from './crypto/x509/certificate.js';
export type { AlternativeName, Extension, NameAttribute } from './crypto/x509/x509-fields.js';
export type { X509 } from './crypto/x509/x509.js';
export type {
  CertificateTerms,
  CreateCertificateOptions,
  CreateCrlOptions,
  CreateRequestOptions,
  IssueOptions,
  Name,
  VerifyOptions,
  VerifyResult,
} from './crypto/x509/x509-options.js';
export type { ByteInput } from './base/bytes.js';
export type { FunctionPointer, Pointer } from './module/generated/boundary.js';
export { compile as compileModule } from './module/source.js';
export type { ModuleSource } from './module/source.js';
export { loadOpenSSL, OpenSSL } from './openssl.js';
export type { LoadOptions } from './load-options.js';
