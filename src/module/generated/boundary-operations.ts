// Generated from the lists in wasm/boundary/ by npm run generate; do not edit.
import type { Pointer } from './boundary.js';
import type { ByteInput, ByteOutput } from '../../base/bytes.js';
import type { Owned } from '../owned.js';

/** What each operation takes and gives: `osa_x_args` in the types of JavaScript. */
export interface Operations {
  /** EVP_DigestInit(3) */
  digest: { in: { algorithm: string | undefined; length: number; data: ByteInput }; out: { digest: Uint8Array<ArrayBuffer> } };
  /** EVP_MAC(3) */
  hmac: { in: { hash: string | undefined; key: Uint8Array | undefined; data: ByteInput }; out: { mac: Uint8Array<ArrayBuffer> } };
  /** EVP_KDF(3) */
  kdf: { in: { algorithm: string | undefined; hash: string | undefined; numbers: Uint8Array | undefined; password: Uint8Array | undefined; key: Uint8Array | undefined; salt: Uint8Array | undefined; info: Uint8Array | undefined; secret: Uint8Array | undefined; associated_data: Uint8Array | undefined; length: number }; out: { derived: Uint8Array<ArrayBuffer> } };
  /** EVP_DigestSign(3) */
  sign: { in: { key: Owned<'EVP_PKEY'>; digest: string | undefined; options: Uint8Array | undefined; data: ByteInput }; out: { signature: Uint8Array<ArrayBuffer> } };
  /** EVP_DigestVerify(3) */
  verify: { in: { key: Owned<'EVP_PKEY'>; digest: string | undefined; options: Uint8Array | undefined; data: ByteInput; signature: Uint8Array | undefined }; out: { valid: number } };
  /** EVP_PKEY_sign(3) */
  sign_digest: { in: { key: Owned<'EVP_PKEY'>; options: Uint8Array | undefined; data: Uint8Array | undefined }; out: { signature: Uint8Array<ArrayBuffer> } };
  /** EVP_PKEY_verify(3) */
  verify_digest: { in: { key: Owned<'EVP_PKEY'>; options: Uint8Array | undefined; data: Uint8Array | undefined; signature: Uint8Array | undefined }; out: { valid: number } };
  /** EVP_PKEY_encrypt(3) */
  encrypt: { in: { key: Owned<'EVP_PKEY'>; options: Uint8Array | undefined; data: Uint8Array | undefined }; out: { ciphertext: Uint8Array<ArrayBuffer> } };
  /** EVP_PKEY_decrypt(3) */
  decrypt: { in: { key: Owned<'EVP_PKEY'>; options: Uint8Array | undefined; data: Uint8Array | undefined }; out: { plaintext: Uint8Array<ArrayBuffer> } };
  /** EVP_PKEY_derive(3) */
  derive_bits: { in: { key: Owned<'EVP_PKEY'>; peer: Owned<'EVP_PKEY'> }; out: { secret: Uint8Array<ArrayBuffer> } };
  /** EVP_PKEY_encapsulate(3) */
  encapsulate: { in: { key: Owned<'EVP_PKEY'> }; out: { ciphertext: Uint8Array<ArrayBuffer>; secret: Uint8Array<ArrayBuffer> } };
  /** EVP_PKEY_decapsulate(3) */
  decapsulate: { in: { key: Owned<'EVP_PKEY'>; ciphertext: Uint8Array | undefined }; out: { secret: Uint8Array<ArrayBuffer> } };
  /** EVP_PKEY_generate(3) */
  generate_key: { in: { algorithm: string | undefined; options: Uint8Array | undefined; progress: number }; out: { key: Pointer<'EVP_PKEY'> } };
  /** OSSL_DECODER(3) */
  import_key: { in: { data: Uint8Array | undefined; password: Uint8Array | undefined }; out: { wanted: number; key: Pointer<'EVP_PKEY'> } };
  /** PKCS8_encrypt(3) */
  export_key: { in: { key: Owned<'EVP_PKEY'>; form: number; cipher: string | undefined; hash: string | undefined; iterations: number; scrypt_n: number; scrypt_r: number; scrypt_p: number; password: Uint8Array | undefined }; out: { encoded: Uint8Array<ArrayBuffer> } };
  /** EVP_PKEY_gettable_params(3) */
  key_members: { in: { key: Owned<'EVP_PKEY'>; names: Uint8Array | undefined }; out: { members: Uint8Array<ArrayBuffer> } };
  /** EVP_PKEY_fromdata(3) */
  key_from_members: { in: { algorithm: string | undefined; public_members: Uint8Array | undefined; private_members: Uint8Array | undefined }; out: { problem: number; key: Pointer<'EVP_PKEY'> } };
  /** PKCS12_parse(3) */
  read_pkcs12: { in: { data: Uint8Array | undefined; password: Uint8Array | undefined }; out: { friendly_name: Uint8Array<ArrayBuffer>; certificate: Uint8Array<ArrayBuffer>; certificates: Uint8Array<ArrayBuffer>; key: Pointer<'EVP_PKEY'> } };
  /** PKCS12_create(3) */
  write_pkcs12: { in: { keys: readonly Owned<'EVP_PKEY'>[]; certificate: Uint8Array | undefined; certificates: Uint8Array | undefined; friendly_name: string | undefined; password: Uint8Array | undefined; cipher: string | undefined; iterations: number; mac: string | undefined; hash: string | undefined }; out: { problem: number; encoded: Uint8Array<ArrayBuffer> } };
  /** X509_REQ_sign(3) */
  create_request: { in: { key: Owned<'EVP_PKEY'>; digest: string | undefined; options: Uint8Array | undefined; subject: Uint8Array | undefined; extensions: Uint8Array | undefined }; out: { request: Uint8Array<ArrayBuffer> } };
  /** X509_sign(3) */
  create_certificate: { in: { key: Owned<'EVP_PKEY'>; digest: string | undefined; options: Uint8Array | undefined; subject: Uint8Array | undefined; issuer: Uint8Array | undefined; public_key: Uint8Array | undefined; request: Uint8Array | undefined; serial: Uint8Array | undefined; not_before: string | undefined; not_after: string | undefined; extensions: Uint8Array | undefined; copied: Uint8Array | undefined }; out: { problem: number; certificate: Uint8Array<ArrayBuffer> } };
  /** d2i_X509(3) */
  parse_certificate: { in: { der: Uint8Array | undefined }; out: { fields: Uint8Array<ArrayBuffer> } };
  /** d2i_X509(3) */
  parse_request: { in: { der: Uint8Array | undefined }; out: { fields: Uint8Array<ArrayBuffer> } };
  /** X509_verify_cert(3) */
  verify_chain: { in: { certificate: Uint8Array | undefined; trusted: Uint8Array | undefined; untrusted: Uint8Array | undefined; crls: Uint8Array | undefined; purpose: string | undefined; hostname: string | undefined; email: string | undefined; ip: string | undefined; at: string | undefined; crl_check: number; auth_level: number }; out: { code: number; depth: number; reason: Uint8Array<ArrayBuffer>; current: Uint8Array<ArrayBuffer>; chain: Uint8Array<ArrayBuffer> } };
  /** X509_CRL_sign(3) */
  create_crl: { in: { key: Owned<'EVP_PKEY'>; digest: string | undefined; options: Uint8Array | undefined; issuer: Uint8Array | undefined; last_update: string | undefined; next_update: string | undefined; number: string | undefined; revoked: Uint8Array | undefined }; out: { problem: number; crl: Uint8Array<ArrayBuffer> } };
  /** d2i_X509(3) */
  parse_crl: { in: { der: Uint8Array | undefined }; out: { fields: Uint8Array<ArrayBuffer> } };
  /** CMS_sign(3) */
  cms_sign: { in: { keys: readonly Owned<'EVP_PKEY'>[]; certificates: Uint8Array | undefined; digest: string | undefined; options: Uint8Array | undefined; flags: number; form: number; content: ByteInput; cms: ByteOutput }; out: { cms: Uint8Array<ArrayBuffer> } };
  /** CMS_verify(3) */
  cms_verify: { in: { cms: ByteInput; certificates: Uint8Array | undefined; trusted: Uint8Array | undefined; flags: number; content: ByteInput; data: ByteOutput }; out: { data: Uint8Array<ArrayBuffer> } };
  /** CMS_encrypt(3) */
  cms_encrypt: { in: { recipients: Uint8Array | undefined; cipher: string | undefined; flags: number; form: number; content: ByteInput; cms: ByteOutput }; out: { cms: Uint8Array<ArrayBuffer> } };
  /** CMS_decrypt(3) */
  cms_decrypt: { in: { key: Owned<'EVP_PKEY'>; certificate: Uint8Array | undefined; cms: ByteInput; data: ByteOutput }; out: { data: Uint8Array<ArrayBuffer> } };
}

/** How a field of an operation's arguments crosses. */
export type FieldKind =
  'number' | 'object' | 'objects' | 'text' | 'bytes' | 'source' | 'sink' | 'bytesOut' | 'intOut' | 'objectOut';

/** Where each argument of an operation stands in its struct. */
export const operations: {
  readonly [name in keyof Operations]: {
    readonly sizeof: number;
    readonly fields: readonly (readonly [name: string, kind: FieldKind, offset: number, type?: 'EVP_PKEY'])[];
  };
} = {
  digest: {
    sizeof: 24,
    fields: [['algorithm', 'text', 0], ['length', 'number', 4], ['data', 'source', 8], ['digest', 'bytesOut', 20]],
  },
  hmac: {
    sizeof: 28,
    fields: [['hash', 'text', 0], ['key', 'bytes', 4], ['data', 'source', 12], ['mac', 'bytesOut', 24]],
  },
  kdf: {
    sizeof: 72,
    fields: [['algorithm', 'text', 0], ['hash', 'text', 4], ['numbers', 'bytes', 8], ['password', 'bytes', 16], ['key', 'bytes', 24], ['salt', 'bytes', 32], ['info', 'bytes', 40], ['secret', 'bytes', 48], ['associated_data', 'bytes', 56], ['length', 'number', 64], ['derived', 'bytesOut', 68]],
  },
  sign: {
    sizeof: 32,
    fields: [['key', 'object', 0], ['digest', 'text', 4], ['options', 'bytes', 8], ['data', 'source', 16], ['signature', 'bytesOut', 28]],
  },
  verify: {
    sizeof: 40,
    fields: [['key', 'object', 0], ['digest', 'text', 4], ['options', 'bytes', 8], ['data', 'source', 16], ['signature', 'bytes', 28], ['valid', 'intOut', 36]],
  },
  sign_digest: {
    sizeof: 24,
    fields: [['key', 'object', 0], ['options', 'bytes', 4], ['data', 'bytes', 12], ['signature', 'bytesOut', 20]],
  },
  verify_digest: {
    sizeof: 32,
    fields: [['key', 'object', 0], ['options', 'bytes', 4], ['data', 'bytes', 12], ['signature', 'bytes', 20], ['valid', 'intOut', 28]],
  },
  encrypt: {
    sizeof: 24,
    fields: [['key', 'object', 0], ['options', 'bytes', 4], ['data', 'bytes', 12], ['ciphertext', 'bytesOut', 20]],
  },
  decrypt: {
    sizeof: 24,
    fields: [['key', 'object', 0], ['options', 'bytes', 4], ['data', 'bytes', 12], ['plaintext', 'bytesOut', 20]],
  },
  derive_bits: {
    sizeof: 12,
    fields: [['key', 'object', 0], ['peer', 'object', 4], ['secret', 'bytesOut', 8]],
  },
  encapsulate: {
    sizeof: 12,
    fields: [['key', 'object', 0], ['ciphertext', 'bytesOut', 4], ['secret', 'bytesOut', 8]],
  },
  decapsulate: {
    sizeof: 16,
    fields: [['key', 'object', 0], ['ciphertext', 'bytes', 4], ['secret', 'bytesOut', 12]],
  },
  generate_key: {
    sizeof: 20,
    fields: [['algorithm', 'text', 0], ['options', 'bytes', 4], ['progress', 'number', 12], ['key', 'objectOut', 16, 'EVP_PKEY']],
  },
  import_key: {
    sizeof: 24,
    fields: [['data', 'bytes', 0], ['password', 'bytes', 8], ['wanted', 'intOut', 16], ['key', 'objectOut', 20, 'EVP_PKEY']],
  },
  export_key: {
    sizeof: 44,
    fields: [['key', 'object', 0], ['form', 'number', 4], ['cipher', 'text', 8], ['hash', 'text', 12], ['iterations', 'number', 16], ['scrypt_n', 'number', 20], ['scrypt_r', 'number', 24], ['scrypt_p', 'number', 28], ['password', 'bytes', 32], ['encoded', 'bytesOut', 40]],
  },
  key_members: {
    sizeof: 16,
    fields: [['key', 'object', 0], ['names', 'bytes', 4], ['members', 'bytesOut', 12]],
  },
  key_from_members: {
    sizeof: 28,
    fields: [['algorithm', 'text', 0], ['public_members', 'bytes', 4], ['private_members', 'bytes', 12], ['problem', 'intOut', 20], ['key', 'objectOut', 24, 'EVP_PKEY']],
  },
  read_pkcs12: {
    sizeof: 32,
    fields: [['data', 'bytes', 0], ['password', 'bytes', 8], ['friendly_name', 'bytesOut', 16], ['certificate', 'bytesOut', 20], ['certificates', 'bytesOut', 24], ['key', 'objectOut', 28, 'EVP_PKEY']],
  },
  write_pkcs12: {
    sizeof: 60,
    fields: [['keys', 'objects', 0], ['certificate', 'bytes', 8], ['certificates', 'bytes', 16], ['friendly_name', 'text', 24], ['password', 'bytes', 28], ['cipher', 'text', 36], ['iterations', 'number', 40], ['mac', 'text', 44], ['hash', 'text', 48], ['problem', 'intOut', 52], ['encoded', 'bytesOut', 56]],
  },
  create_request: {
    sizeof: 36,
    fields: [['key', 'object', 0], ['digest', 'text', 4], ['options', 'bytes', 8], ['subject', 'bytes', 16], ['extensions', 'bytes', 24], ['request', 'bytesOut', 32]],
  },
  create_certificate: {
    sizeof: 88,
    fields: [['key', 'object', 0], ['digest', 'text', 4], ['options', 'bytes', 8], ['subject', 'bytes', 16], ['issuer', 'bytes', 24], ['public_key', 'bytes', 32], ['request', 'bytes', 40], ['serial', 'bytes', 48], ['not_before', 'text', 56], ['not_after', 'text', 60], ['extensions', 'bytes', 64], ['copied', 'bytes', 72], ['problem', 'intOut', 80], ['certificate', 'bytesOut', 84]],
  },
  parse_certificate: {
    sizeof: 12,
    fields: [['der', 'bytes', 0], ['fields', 'bytesOut', 8]],
  },
  parse_request: {
    sizeof: 12,
    fields: [['der', 'bytes', 0], ['fields', 'bytesOut', 8]],
  },
  verify_chain: {
    sizeof: 80,
    fields: [['certificate', 'bytes', 0], ['trusted', 'bytes', 8], ['untrusted', 'bytes', 16], ['crls', 'bytes', 24], ['purpose', 'text', 32], ['hostname', 'text', 36], ['email', 'text', 40], ['ip', 'text', 44], ['at', 'text', 48], ['crl_check', 'number', 52], ['auth_level', 'number', 56], ['code', 'intOut', 60], ['depth', 'intOut', 64], ['reason', 'bytesOut', 68], ['current', 'bytesOut', 72], ['chain', 'bytesOut', 76]],
  },
  create_crl: {
    sizeof: 52,
    fields: [['key', 'object', 0], ['digest', 'text', 4], ['options', 'bytes', 8], ['issuer', 'bytes', 16], ['last_update', 'text', 24], ['next_update', 'text', 28], ['number', 'text', 32], ['revoked', 'bytes', 36], ['problem', 'intOut', 44], ['crl', 'bytesOut', 48]],
  },
  parse_crl: {
    sizeof: 12,
    fields: [['der', 'bytes', 0], ['fields', 'bytesOut', 8]],
  },
  cms_sign: {
    sizeof: 56,
    fields: [['keys', 'objects', 0], ['certificates', 'bytes', 8], ['digest', 'text', 16], ['options', 'bytes', 20], ['flags', 'number', 28], ['form', 'number', 32], ['content', 'source', 36], ['cms', 'sink', 48]],
  },
  cms_verify: {
    sizeof: 52,
    fields: [['cms', 'source', 0], ['certificates', 'bytes', 12], ['trusted', 'bytes', 20], ['flags', 'number', 28], ['content', 'source', 32], ['data', 'sink', 44]],
  },
  cms_encrypt: {
    sizeof: 40,
    fields: [['recipients', 'bytes', 0], ['cipher', 'text', 8], ['flags', 'number', 12], ['form', 'number', 16], ['content', 'source', 20], ['cms', 'sink', 32]],
  },
  cms_decrypt: {
    sizeof: 32,
    fields: [['key', 'object', 0], ['certificate', 'bytes', 4], ['cms', 'source', 12], ['data', 'sink', 24]],
  },
};
