// Generated from the lists in wasm/boundary/ by npm run generate; do not edit.

/** An address in the module's memory; `T` is the C type that stands there, so that T* differs from T**. */
export type Pointer<T extends string> = number & { readonly __pointer: T };

/** The address of a C function: an index into the module's table. */
export type FunctionPointer<T extends string> = number & { readonly __function: T };

/** Constants of the manual pages, the C library and the boundary itself. */
export const constants = {
  STDOUT_FILENO: 1,
  STDERR_FILENO: 2,
  OSA_MEMORY_MAX: 3758096384,
  ASYNC_ERR: 0,
  ASYNC_NO_JOBS: 1,
  ASYNC_PAUSE: 2,
  ASYNC_FINISH: 3,
  ASYNC_STATUS_UNSUPPORTED: 0,
  ASYNC_STATUS_ERR: 1,
  ASYNC_STATUS_OK: 2,
  ASYNC_STATUS_EAGAIN: 3,
  OSSL_BAD_ASYNC_FD: -1,
  ASYNC_R_INVALID_POOL_SIZE: 103,
  ERR_LIB_ASYNC: 51,
  OSA_STACK_SIZE_DEFAULT: 65536,
  OSA_STACK_SIZE_MIN: 16384,
  OSA_STEP_FDS: 6,
  EIO: 29,
  EFD_SEMAPHORE: 1,
  POLLIN: 1,
  POLLOUT: 4,
  POLLERR: 8,
  POLLHUP: 16,
  POLLNVAL: 32,
  EAGAIN: 6,
  EBADF: 8,
  EINVAL: 28,
  EPIPE: 64,
  EMFILE: 33,
  OSA_PROBLEM_KEY_MISMATCH: 1,
  OSA_PROBLEM_JWK_PUBLIC: -1,
  OSA_PROBLEM_JWK_PRIVATE: -2,
  OSA_HELD_KEY_MESSAGE: 1,
  OSA_HELD_KEY_RAW_ECDSA: 2,
  OSA_HELD_KEY_RAW_DECRYPT: 4,
  RSA_PKCS1_PADDING: 1,
  RSA_NO_PADDING: 3,
  RSA_PKCS1_OAEP_PADDING: 4,
  RSA_PKCS1_PSS_PADDING: 6,
  X509_V_OK: 0,
  OSA_PROBLEM_BAD_REQUEST: 2,
  CMS_DETACHED: 64,
  CMS_BINARY: 128,
  CMS_NOATTR: 256,
  CMS_STREAM: 4096,

  // Why an instance is over.
  OSA_FATAL_STACK_OVERFLOW: 1,
  OSA_FATAL_EXIT: 2,

  // What a step of a job written in JavaScript came to.
  OSA_JS_FAILED: 0,
  OSA_JS_DONE: 1,
  OSA_JS_PAUSE: 2,

  // Whose error queue is meant.
  OSA_ERRORS_OF_CALLER: 0,
  OSA_ERRORS_OF_RUNNER: 1,

  // In what form a key is written.
  OSA_KEY_PRIVATE_PEM: 0,
  OSA_KEY_PUBLIC_PEM: 1,
  OSA_KEY_PRIVATE_DER: 2,
  OSA_KEY_PUBLIC_DER: 3,
  OSA_KEY_TRADITIONAL_PEM: 4,
  OSA_KEY_TRADITIONAL_DER: 5,
  OSA_KEY_PUBLIC_TEXT: 6,

  // The kinds of a key's members: a number (big endian), octets, a text; or one that the key has not.
  OSA_MEMBER_NUMBER: 1,
  OSA_MEMBER_OCTETS: 2,
  OSA_MEMBER_TEXT: 3,
  OSA_MEMBER_ABSENT: 4,

  // What the holder of a key is asked for.
  OSA_REQUEST_SIGN: 0,
  OSA_REQUEST_DECRYPT: 1,
  OSA_REQUEST_DERIVE: 2,

  // The first byte of an answer whose PKCS#1 v1.5 padding the holder has taken off.
  OSA_PADDING_WRONG: 0,
  OSA_PADDING_RIGHT: 1,

  // How a file is protected against changes.
  OSA_MAC_NONE: 0,
  OSA_MAC_HMAC: 1,
  OSA_MAC_PBMAC1: 2,

  // The fields that a certificate, a request and a revocation list are taken apart into.
  OSA_FIELD_SUBJECT: 0,
  OSA_FIELD_ISSUER: 1,
  OSA_FIELD_SERIAL: 2,
  OSA_FIELD_NOT_BEFORE: 3,
  OSA_FIELD_NOT_AFTER: 4,
  OSA_FIELD_FINGERPRINT: 5,
  OSA_FIELD_PUBLIC_KEY: 6,
  OSA_FIELD_SIGNATURE_IS_VALID: 7,
  OSA_FIELD_EXTENSION: 8,
  OSA_FIELD_CRITICAL_EXTENSION: 9,
  OSA_FIELD_DNS_NAME: 10,
  OSA_FIELD_EMAIL_NAME: 11,
  OSA_FIELD_URI_NAME: 12,
  OSA_FIELD_IP_NAME: 13,
  OSA_FIELD_TEXT: 14,
  OSA_FIELD_CRL_NUMBER: 15,
  OSA_FIELD_LAST_UPDATE: 16,
  OSA_FIELD_NEXT_UPDATE: 17,
  OSA_FIELD_REVOKED_SERIAL: 18,
  OSA_FIELD_REVOKED_DATE: 19,
  OSA_FIELD_REVOKED_REASON: 20,

  // Which certificates of a chain a revocation list must speak for.
  OSA_CRL_CHECK_NONE: 0,
  OSA_CRL_CHECK_LEAF: 1,
  OSA_CRL_CHECK_CHAIN: 2,

  // In what form a message is written.
  OSA_CMS_DER: 0,
  OSA_CMS_PEM: 1,
  OSA_CMS_SMIME: 2,
} as const;

/** What `osa_function` is asked for. */
export const functionNames = [
  'osa_js_job',
  'osa_js_callback',
  'osa_js_cleanup',
  'osa_js_stack_alloc',
  'osa_js_stack_free',
  'osa_digest_job',
  'osa_hmac_job',
  'osa_kdf_job',
  'osa_sign_job',
  'osa_verify_job',
  'osa_sign_digest_job',
  'osa_verify_digest_job',
  'osa_encrypt_job',
  'osa_decrypt_job',
  'osa_derive_bits_job',
  'osa_encapsulate_job',
  'osa_decapsulate_job',
  'osa_generate_key_job',
  'osa_import_key_job',
  'osa_export_key_job',
  'osa_key_members_job',
  'osa_key_from_members_job',
  'osa_read_pkcs12_job',
  'osa_write_pkcs12_job',
  'osa_parse_certificate_job',
  'osa_parse_request_job',
  'osa_verify_chain_job',
  'osa_parse_crl_job',
  'osa_create_request_job',
  'osa_create_certificate_job',
  'osa_create_crl_job',
  'osa_cms_sign_job',
  'osa_cms_verify_job',
  'osa_cms_encrypt_job',
  'osa_cms_decrypt_job',
] as const;

/** The addresses of these functions. */
export interface Functions {
  /** a job written in JavaScript */
  readonly osa_js_job: FunctionPointer<'job_fn'>;
  /** carries a callback to JavaScript */
  readonly osa_js_callback: FunctionPointer<'ASYNC_callback_fn'>;
  /** carries a cleanup to JavaScript */
  readonly osa_js_cleanup: FunctionPointer<'cleanup_fn'>;
  /** carries an allocation to JavaScript */
  readonly osa_js_stack_alloc: FunctionPointer<'ASYNC_stack_alloc_fn'>;
  /** carries a free to JavaScript */
  readonly osa_js_stack_free: FunctionPointer<'ASYNC_stack_free_fn'>;
  /** EVP_DigestInit(3) */
  readonly osa_digest_job: FunctionPointer<'job_fn'>;
  /** EVP_MAC(3) */
  readonly osa_hmac_job: FunctionPointer<'job_fn'>;
  /** EVP_KDF(3) */
  readonly osa_kdf_job: FunctionPointer<'job_fn'>;
  /** EVP_DigestSign(3) */
  readonly osa_sign_job: FunctionPointer<'job_fn'>;
  /** EVP_DigestVerify(3) */
  readonly osa_verify_job: FunctionPointer<'job_fn'>;
  /** EVP_PKEY_sign(3) */
  readonly osa_sign_digest_job: FunctionPointer<'job_fn'>;
  /** EVP_PKEY_verify(3) */
  readonly osa_verify_digest_job: FunctionPointer<'job_fn'>;
  /** EVP_PKEY_encrypt(3) */
  readonly osa_encrypt_job: FunctionPointer<'job_fn'>;
  /** EVP_PKEY_decrypt(3) */
  readonly osa_decrypt_job: FunctionPointer<'job_fn'>;
  /** EVP_PKEY_derive(3) */
  readonly osa_derive_bits_job: FunctionPointer<'job_fn'>;
  /** EVP_PKEY_encapsulate(3) */
  readonly osa_encapsulate_job: FunctionPointer<'job_fn'>;
  /** EVP_PKEY_decapsulate(3) */
  readonly osa_decapsulate_job: FunctionPointer<'job_fn'>;
  /** EVP_PKEY_generate(3) */
  readonly osa_generate_key_job: FunctionPointer<'job_fn'>;
  /** OSSL_DECODER(3) */
  readonly osa_import_key_job: FunctionPointer<'job_fn'>;
  /** PKCS8_encrypt(3) */
  readonly osa_export_key_job: FunctionPointer<'job_fn'>;
  /** EVP_PKEY_gettable_params(3) */
  readonly osa_key_members_job: FunctionPointer<'job_fn'>;
  /** EVP_PKEY_fromdata(3) */
  readonly osa_key_from_members_job: FunctionPointer<'job_fn'>;
  /** PKCS12_parse(3) */
  readonly osa_read_pkcs12_job: FunctionPointer<'job_fn'>;
  /** PKCS12_create(3) */
  readonly osa_write_pkcs12_job: FunctionPointer<'job_fn'>;
  /** d2i_X509(3) */
  readonly osa_parse_certificate_job: FunctionPointer<'job_fn'>;
  /** d2i_X509(3) */
  readonly osa_parse_request_job: FunctionPointer<'job_fn'>;
  /** X509_verify_cert(3) */
  readonly osa_verify_chain_job: FunctionPointer<'job_fn'>;
  /** d2i_X509(3) */
  readonly osa_parse_crl_job: FunctionPointer<'job_fn'>;
  /** X509_REQ_sign(3) */
  readonly osa_create_request_job: FunctionPointer<'job_fn'>;
  /** X509_sign(3) */
  readonly osa_create_certificate_job: FunctionPointer<'job_fn'>;
  /** X509_CRL_sign(3) */
  readonly osa_create_crl_job: FunctionPointer<'job_fn'>;
  /** CMS_sign(3) */
  readonly osa_cms_sign_job: FunctionPointer<'job_fn'>;
  /** CMS_verify(3) */
  readonly osa_cms_verify_job: FunctionPointer<'job_fn'>;
  /** CMS_encrypt(3) */
  readonly osa_cms_encrypt_job: FunctionPointer<'job_fn'>;
  /** CMS_decrypt(3) */
  readonly osa_cms_decrypt_job: FunctionPointer<'job_fn'>;
}

/** What this JavaScript was built with; a module has the same of its own in its section `openssl-async`. */
export const build: Build = {
  version: '0.1.0',
  lists: {
    module: '95014eaa3fe34e13',
    async: '66a936c513956caa',
    handles: '69011b67fbf9ef2e',
    primitives: 'c146ec328be30bab',
    keys: 'e013e2f9adfd714b',
    held: 'b2f6e9cb39ad4936',
    pkcs12: '5208e6d4e32fdf15',
    x509: '9d29681801aae578',
    'x509-making': '8e9cf657fc0475d4',
    cms: '6de9b57ddd78f8f0',
  },
};

/** The lists that each variant of the module has: wasm/variants.json. */
export const variantLists = {
  full: ['module', 'async', 'handles', 'primitives', 'keys', 'held', 'pkcs12', 'x509', 'x509-making', 'cms'],
  core: ['module', 'async', 'handles', 'primitives', 'keys', 'held', 'x509'],
} as const;

/** The section in which a module says of which build it is. */
export const SECTION = 'openssl-async';

/** Of which build something is: the package's version, and a fingerprint of each list of the boundary. */
export interface Build {
  readonly version: string;
  readonly lists: Readonly<Record<string, string>>;
}

/** Sizes and field offsets of the structs that cross, in bytes; those of an operation's arguments stand with the operations. */
export const layout = {
  /** Bytes; NULL where there are none. */
  osa_bytes: {
    sizeof: 8,
    data: 0,
    size: 4,
  },
  /** Where bytes come from: memory, or a virtual handle if `fd` is above 0. */
  osa_source: {
    sizeof: 12,
    data: 0,
    size: 4,
    fd: 8,
  },
  /** Where bytes go: memory that is freed with osa_clear_free, or a virtual handle if `fd` is above 0. */
  osa_sink: {
    sizeof: 8,
    bytes: 0,
    fd: 4,
  },
  /** The counters behind ossl.stats(). */
  osa_stats: {
    sizeof: 56,
    jobs_allocated: 0,
    jobs_live: 4,
    jobs_paused: 8,
    jobs_started: 12,
    jobs_finished: 16,
    jobs_cancelled: 20,
    pauses: 24,
    stack_bytes: 28,
    frame_bytes: 32,
    stack_high_water: 36,
    frame_high_water: 40,
    wait_contexts: 44,
    heap_bytes: 48,
    memory_bytes: 52,
  },
  osa_step: {
    sizeof: 56,
    result: 0,
    ret: 4,
    job: 8,
    status: 12,
    num_fds: 16,
    fds: 20,
    num_errors: 44,
    stack_used: 48,
    frame_bytes: 52,
  },
  osa_error: {
    sizeof: 28,
    code: 0,
    line: 4,
    library: 8,
    reason: 12,
    file: 16,
    func: 20,
    data: 24,
  },
  osa_js_args: {
    sizeof: 4,
    id: 0,
  },
  osa_keys: {
    sizeof: 8,
    data: 0,
    size: 4,
  },
  osa_key_request: {
    sizeof: 44,
    id: 0,
    operation: 4,
    hash: 8,
    prehashed: 12,
    padding: 16,
    mgf1_hash: 20,
    salt_length: 24,
    label: 28,
    data: 36,
  },
} as const;
