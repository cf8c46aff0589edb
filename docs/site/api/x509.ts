/**
 * Requests, certificates, revocation lists, chains: `ossl.x509`. Import from `openssl-async`.
 *
 * @module x509
 */
export {
  type X509,
  type Certificate,
  type CertificateRequest,
  type RevocationList,
  type RevokedCertificate,
  type NameAttribute,
  type Extension,
  type AlternativeName,
  type Name,
  type CertificateTerms,
  type CreateCertificateOptions,
  type IssueOptions,
  type CreateRequestOptions,
  type CreateCrlOptions,
  type VerifyOptions,
  type VerifyResult,
} from '../../../src/index.js';
