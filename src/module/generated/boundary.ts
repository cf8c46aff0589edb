// Generated from the lists in wasm/boundary/ by npm run generate; do not edit.

/** An address in the module's memory; `T` is the C type that stands there, so that T* differs from T**. */
export type Pointer<T extends string> = number & { readonly __pointer: T };

/** The address of a C function: an index into the module's table. */
export type FunctionPointer<T extends string> = number & { readonly __function: T };

/** Constants of the manual pages, the C library and the boundary itself. */
export const constants = {
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

  // In what form a key is written.
  OSA_KEY_PRIVATE_PEM: 0,
  OSA_KEY_PUBLIC_PEM: 1,
  OSA_KEY_PRIVATE_DER: 2,
  OSA_KEY_PUBLIC_DER: 3,
  OSA_KEY_TRADITIONAL_PEM: 4,
  OSA_KEY_TRADITIONAL_DER: 5,
  OSA_KEY_PUBLIC_TEXT: 6,

  // What the holder of a key is asked for.
  OSA_REQUEST_SIGN: 0,
  OSA_REQUEST_DECRYPT: 1,
  OSA_REQUEST_DERIVE: 2,

  // In what form a message is written.
  OSA_CMS_DER: 0,
  OSA_CMS_PEM: 1,
  OSA_CMS_SMIME: 2,
} as const;

/** Places for `osa_function`. */
export const functionIndex = {
  /** a job written in JavaScript */
  osa_js_job: 0,
  /** carries a callback to JavaScript */
  osa_js_callback: 1,
  /** carries a cleanup to JavaScript */
  osa_js_cleanup: 2,
  /** carries an allocation to JavaScript */
  osa_js_stack_alloc: 3,
  /** carries a free to JavaScript */
  osa_js_stack_free: 4,
  /** EVP_DigestInit(3) */
  osa_digest_job: 5,
  /** EVP_MAC(3) */
  osa_hmac_job: 6,
  /** EVP_KDF(3) */
  osa_kdf_job: 7,
  /** EVP_DigestSign(3) */
  osa_sign_job: 8,
  /** EVP_DigestVerify(3) */
  osa_verify_job: 9,
  /** EVP_PKEY_sign(3) */
  osa_sign_digest_job: 10,
  /** EVP_PKEY_verify(3) */
  osa_verify_digest_job: 11,
  /** EVP_PKEY_encrypt(3) */
  osa_encrypt_job: 12,
  /** EVP_PKEY_decrypt(3) */
  osa_decrypt_job: 13,
  /** EVP_PKEY_derive(3) */
  osa_derive_bits_job: 14,
  /** EVP_PKEY_encapsulate(3) */
  osa_encapsulate_job: 15,
  /** EVP_PKEY_decapsulate(3) */
  osa_decapsulate_job: 16,
  /** EVP_PKEY_generate(3) */
  osa_generate_key_job: 17,
  /** OSSL_DECODER(3) */
  osa_import_key_job: 18,
  /** PKCS8_encrypt(3) */
  osa_export_key_job: 19,
  /** EVP_PKEY_gettable_params(3) */
  osa_key_members_job: 20,
  /** EVP_PKEY_fromdata(3) */
  osa_key_from_members_job: 21,
  /** PKCS12_parse(3) */
  osa_read_pkcs12_job: 22,
  /** PKCS12_create(3) */
  osa_write_pkcs12_job: 23,
  /** X509_REQ_sign(3) */
  osa_create_request_job: 24,
  /** X509_sign(3) */
  osa_create_certificate_job: 25,
  /** d2i_X509(3) */
  osa_parse_certificate_job: 26,
  /** d2i_X509(3) */
  osa_parse_request_job: 27,
  /** X509_verify_cert(3) */
  osa_verify_chain_job: 28,
  /** X509_CRL_sign(3) */
  osa_create_crl_job: 29,
  /** d2i_X509(3) */
  osa_parse_crl_job: 30,
  /** CMS_sign(3) */
  osa_cms_sign_job: 31,
  /** CMS_verify(3) */
  osa_cms_verify_job: 32,
  /** CMS_encrypt(3) */
  osa_cms_encrypt_job: 33,
  /** CMS_decrypt(3) */
  osa_cms_decrypt_job: 34,
} as const;

/** The addresses of these functions. */
export interface Functions {
  readonly osa_js_job: FunctionPointer<'job_fn'>;
  readonly osa_js_callback: FunctionPointer<'ASYNC_callback_fn'>;
  readonly osa_js_cleanup: FunctionPointer<'cleanup_fn'>;
  readonly osa_js_stack_alloc: FunctionPointer<'ASYNC_stack_alloc_fn'>;
  readonly osa_js_stack_free: FunctionPointer<'ASYNC_stack_free_fn'>;
  readonly osa_digest_job: FunctionPointer<'job_fn'>;
  readonly osa_hmac_job: FunctionPointer<'job_fn'>;
  readonly osa_kdf_job: FunctionPointer<'job_fn'>;
  readonly osa_sign_job: FunctionPointer<'job_fn'>;
  readonly osa_verify_job: FunctionPointer<'job_fn'>;
  readonly osa_sign_digest_job: FunctionPointer<'job_fn'>;
  readonly osa_verify_digest_job: FunctionPointer<'job_fn'>;
  readonly osa_encrypt_job: FunctionPointer<'job_fn'>;
  readonly osa_decrypt_job: FunctionPointer<'job_fn'>;
  readonly osa_derive_bits_job: FunctionPointer<'job_fn'>;
  readonly osa_encapsulate_job: FunctionPointer<'job_fn'>;
  readonly osa_decapsulate_job: FunctionPointer<'job_fn'>;
  readonly osa_generate_key_job: FunctionPointer<'job_fn'>;
  readonly osa_import_key_job: FunctionPointer<'job_fn'>;
  readonly osa_export_key_job: FunctionPointer<'job_fn'>;
  readonly osa_key_members_job: FunctionPointer<'job_fn'>;
  readonly osa_key_from_members_job: FunctionPointer<'job_fn'>;
  readonly osa_read_pkcs12_job: FunctionPointer<'job_fn'>;
  readonly osa_write_pkcs12_job: FunctionPointer<'job_fn'>;
  readonly osa_create_request_job: FunctionPointer<'job_fn'>;
  readonly osa_create_certificate_job: FunctionPointer<'job_fn'>;
  readonly osa_parse_certificate_job: FunctionPointer<'job_fn'>;
  readonly osa_parse_request_job: FunctionPointer<'job_fn'>;
  readonly osa_verify_chain_job: FunctionPointer<'job_fn'>;
  readonly osa_create_crl_job: FunctionPointer<'job_fn'>;
  readonly osa_parse_crl_job: FunctionPointer<'job_fn'>;
  readonly osa_cms_sign_job: FunctionPointer<'job_fn'>;
  readonly osa_cms_verify_job: FunctionPointer<'job_fn'>;
  readonly osa_cms_encrypt_job: FunctionPointer<'job_fn'>;
  readonly osa_cms_decrypt_job: FunctionPointer<'job_fn'>;
}

/** Sizes and field offsets of the structs that cross, in bytes; those of an operation's arguments stand with the operations. */
export const layout = {
  osa_bytes: {
    sizeof: 8,
    data: 0,
    size: 4,
  },
  osa_source: {
    sizeof: 12,
    data: 0,
    size: 4,
    fd: 8,
  },
  osa_sink: {
    sizeof: 8,
    bytes: 0,
    fd: 4,
  },
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
    sizeof: 60,
    result: 0,
    ret: 4,
    job: 8,
    status: 12,
    num_fds: 16,
    fds: 20,
    num_errors: 44,
    stack_used: 48,
    frame_bytes: 52,
    has_work: 56,
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
