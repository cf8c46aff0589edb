// Generated from wasm/boundary.json by npm run generate; do not edit.
import type { ByteInput, ByteOutput } from './bytes.js';
import type { Owned } from './owned.js';

/** An address in the module's memory; `T` is the C type that stands there, so that T* differs from T**. */
export type Pointer<T extends string> = number & { readonly __pointer: T };

/** The address of a C function: an index into the module's table. */
export type FunctionPointer<T extends string> = number & { readonly __function: T };

/** What the shipped module exports. */
export interface Exports {
  readonly memory: WebAssembly.Memory;
  _initialize(): void;
  /** ASYNC_start_job(3) */
  ASYNC_start_job(job: Pointer<'ASYNC_JOB*'>, ctx: Pointer<'ASYNC_WAIT_CTX'>, ret: Pointer<'int'>, func: FunctionPointer<'job_fn'>, args: Pointer<'void'>, size: number): number;
  /** ASYNC_start_job(3) */
  ASYNC_pause_job(): number;
  /** ASYNC_start_job(3) */
  ASYNC_get_current_job(): Pointer<'ASYNC_JOB'>;
  /** ASYNC_start_job(3) */
  ASYNC_get_wait_ctx(job: Pointer<'ASYNC_JOB'>): Pointer<'ASYNC_WAIT_CTX'>;
  /** ASYNC_start_job(3) */
  ASYNC_init_thread(max_size: number, init_size: number): number;
  /** ASYNC_start_job(3) */
  ASYNC_cleanup_thread(): void;
  /** ASYNC_start_job(3) */
  ASYNC_block_pause(): void;
  /** ASYNC_start_job(3) */
  ASYNC_unblock_pause(): void;
  /** ASYNC_start_job(3) */
  ASYNC_is_capable(): number;
  /** ASYNC_start_job(3) */
  ASYNC_set_mem_functions(alloc_fn: FunctionPointer<'ASYNC_stack_alloc_fn'>, free_fn: FunctionPointer<'ASYNC_stack_free_fn'>): number;
  /** ASYNC_start_job(3) */
  ASYNC_get_mem_functions(alloc_fn: Pointer<'ASYNC_stack_alloc_fn'>, free_fn: Pointer<'ASYNC_stack_free_fn'>): void;
  /** ASYNC_WAIT_CTX_new(3) */
  ASYNC_WAIT_CTX_new(): Pointer<'ASYNC_WAIT_CTX'>;
  /** ASYNC_WAIT_CTX_new(3) */
  ASYNC_WAIT_CTX_free(ctx: Pointer<'ASYNC_WAIT_CTX'>): void;
  /** ASYNC_WAIT_CTX_new(3) */
  ASYNC_WAIT_CTX_set_wait_fd(ctx: Pointer<'ASYNC_WAIT_CTX'>, key: Pointer<'void'>, fd: number, custom_data: Pointer<'void'>, cleanup: FunctionPointer<'cleanup_fn'>): number;
  /** ASYNC_WAIT_CTX_new(3) */
  ASYNC_WAIT_CTX_get_fd(ctx: Pointer<'ASYNC_WAIT_CTX'>, key: Pointer<'void'>, fd: Pointer<'OSSL_ASYNC_FD'>, custom_data: Pointer<'void*'>): number;
  /** ASYNC_WAIT_CTX_new(3) */
  ASYNC_WAIT_CTX_get_all_fds(ctx: Pointer<'ASYNC_WAIT_CTX'>, fd: Pointer<'OSSL_ASYNC_FD'>, numfds: Pointer<'size_t'>): number;
  /** ASYNC_WAIT_CTX_new(3) */
  ASYNC_WAIT_CTX_get_changed_fds(ctx: Pointer<'ASYNC_WAIT_CTX'>, addfd: Pointer<'OSSL_ASYNC_FD'>, numaddfds: Pointer<'size_t'>, delfd: Pointer<'OSSL_ASYNC_FD'>, numdelfds: Pointer<'size_t'>): number;
  /** ASYNC_WAIT_CTX_new(3) */
  ASYNC_WAIT_CTX_clear_fd(ctx: Pointer<'ASYNC_WAIT_CTX'>, key: Pointer<'void'>): number;
  /** ASYNC_WAIT_CTX_new(3) */
  ASYNC_WAIT_CTX_set_callback(ctx: Pointer<'ASYNC_WAIT_CTX'>, callback: FunctionPointer<'ASYNC_callback_fn'>, callback_arg: Pointer<'void'>): number;
  /** ASYNC_WAIT_CTX_new(3) */
  ASYNC_WAIT_CTX_get_callback(ctx: Pointer<'ASYNC_WAIT_CTX'>, callback: Pointer<'ASYNC_callback_fn'>, callback_arg: Pointer<'void*'>): number;
  /** ASYNC_WAIT_CTX_new(3) */
  ASYNC_WAIT_CTX_set_status(ctx: Pointer<'ASYNC_WAIT_CTX'>, status: number): number;
  /** ASYNC_WAIT_CTX_new(3) */
  ASYNC_WAIT_CTX_get_status(ctx: Pointer<'ASYNC_WAIT_CTX'>): number;
  /** ERR_clear_error(3) */
  ERR_clear_error(): void;
  /** ERR_set_mark(3) */
  ERR_set_mark(): number;
  /** ERR_set_mark(3) */
  ERR_pop_to_mark(): number;
  /** ERR_set_mark(3) */
  ERR_count_to_mark(): number;
  /** ERR_get_error(3) */
  ERR_peek_error(): number;
  /** OSSL_LIB_CTX(3) */
  OSSL_LIB_CTX_new(): Pointer<'OSSL_LIB_CTX'>;
  /** OSSL_LIB_CTX(3) */
  OSSL_LIB_CTX_free(ctx: Pointer<'OSSL_LIB_CTX'>): void;
  /** OSSL_LIB_CTX(3) */
  OSSL_LIB_CTX_set0_default(ctx: Pointer<'OSSL_LIB_CTX'>): Pointer<'OSSL_LIB_CTX'>;
  /** RAND_bytes(3) */
  RAND_bytes(buffer: Pointer<'void'>, size: number): number;
  /** OpenSSL_version(3) */
  OpenSSL_version(type: number): Pointer<'char'>;
  /** EVP_PKEY_new(3) */
  EVP_PKEY_free(key: Pointer<'EVP_PKEY'>): void;
  /** EVP_PKEY_eq(3) */
  EVP_PKEY_eq(a: Pointer<'EVP_PKEY'>, b: Pointer<'EVP_PKEY'>): number;
  /** pipe(3) */
  pipe(fds: Pointer<'int'>): number;
  /** eventfd(3) */
  eventfd(initial: number, flags: number): number;
  /** read(3) */
  read(fd: number, buffer: Pointer<'void'>, size: number): number;
  /** write(3) */
  write(fd: number, buffer: Pointer<'void'>, size: number): number;
  /** close(3) */
  close(fd: number): number;
  /** poll(3) */
  poll(fds: Pointer<'void'>, count: number, timeout: number): number;
  /** finishes OpenSSL's initialising, before any job */
  osa_init(): number;
  /** zeroed memory, NULL when there is none */
  osa_malloc(size: number): Pointer<'void'>;
  /** frees what osa_malloc gave */
  osa_free(memory: Pointer<'void'>): void;
  /** wipes, then frees */
  osa_clear_free(memory: Pointer<'void'>, size: number): void;
  /** the table index of one of the functions listed below */
  osa_function(index: number): Pointer<'void'>;
  /** start or resume for the runner: errors apart, all that it needs in one struct */
  osa_start_job(job: Pointer<'ASYNC_JOB'>, ctx: Pointer<'ASYNC_WAIT_CTX'>, func: FunctionPointer<'job_fn'>, args: Pointer<'void'>, size: number, step: Pointer<'osa_step'>): number;
  /** ASYNC_pause_job fails in that job from now on */
  osa_cancel_job(job: Pointer<'ASYNC_JOB'>): number;
  /** has the running job been cancelled */
  osa_job_is_cancelled(): number;
  /** the number of a job that is running or paused, 0 for any other address */
  osa_job_serial(job: Pointer<'ASYNC_JOB'>): number;
  /** takes the oldest error off the caller's queue (0) or the runner's (1); 0 when empty */
  osa_take_error(runners: number, error: Pointer<'osa_error'>): number;
  /** puts an error with a text on the queue */
  osa_raise(message: Pointer<'char'>): void;
  /** calls a C callback */
  osa_call_callback(callback: FunctionPointer<'ASYNC_callback_fn'>, arg: Pointer<'void'>): number;
  /** bytes of C stack per job, before the first one */
  osa_set_stack_size(size: number): number;
  /** bytes of C stack per job */
  osa_get_stack_size(): number;
  /** the linear memory never grows past this; 0 for no limit */
  osa_set_memory_limit(bytes: number): void;
  /** the counters behind the leak report */
  osa_read_stats(stats: Pointer<'osa_stats'>): void;
  /** a key as PEM or DER; out is freed with osa_clear_free */
  osa_key_write(key: Pointer<'EVP_PKEY'>, form: number, out: Pointer<'osa_bytes'>): number;
  /** whether there is a private part, wherever it is */
  osa_key_has_private(key: Pointer<'EVP_PKEY'>): number;
  /** SubjectPublicKeyInfo as PEM or DER */
  osa_key_read_public(data: Pointer<'void'>, size: number): Pointer<'EVP_PKEY'>;
  /** whether a key is of an algorithm; 2 if its private part is JavaScript's */
  osa_key_is_a(key: Pointer<'EVP_PKEY'>, name: Pointer<'char'>): number;
  /** a key of provider host; frees JavaScript's side by itself if it fails */
  osa_host_key_new(public_key: Pointer<'EVP_PKEY'>, id: number, flags: number): Pointer<'EVP_PKEY'>;
}

/** What the test build exports beside that. */
export interface TestExports extends Exports {
  /** the test jobs: 0 script, 1 deep stack, 2 endless pauses, 3 dasync SHA-1 */
  test_function(index: number): FunctionPointer<'job_fn'>;
  /** calls a job function outside of a job */
  test_call(func: FunctionPointer<'job_fn'>, args: Pointer<'void'>): number;
  /** runs upstream's asynctest.c; its exit code */
  test_asynctest(): number;
  /** pauses and resumes one job from C: 0 at depth 1, 1 inside RSA key generation; how often it did */
  test_cycles(where: number, count: number): number;
  /** from now on the allocations with these numbers fail, counted from 1; 0: none; how many were made since the last call */
  test_fail_malloc(first: number, last: number): number;
}

/** What the module imports from module `host`. None may throw, except `fatal`. */
export interface Imports {
  /** fills from the host's CSPRNG; 0, or -1 when there is none */
  entropy(buffer: Pointer<'void'>, size: number): number;
  /** milliseconds: since 1970, or since any fixed moment */
  clock(monotonic: number): number;
  /** what C wrote to stdout (1) or stderr (2) */
  log(fd: number, text: Pointer<'void'>, size: number): void;
  /** the instance is over; throws */
  fatal(reason: number): void;
  /** an ASYNC_callback_fn that JavaScript set */
  callback(id: number): number;
  /** a cleanup function that JavaScript gave to set_wait_fd */
  fd_cleanup(ctx: Pointer<'ASYNC_WAIT_CTX'>, key: Pointer<'void'>, fd: number, custom_data: Pointer<'void'>): void;
  /** steps a job written in JavaScript */
  job_step(id: number, pause_result: number): number;
  /** a long operation tells how far it is */
  progress(id: number, phase: number, count: number): number;
  /** asks the holder of a key; a handle that the answer can be read from, or a negative errno */
  key_request(request: Pointer<'osa_key_request'>): number;
  /** OpenSSL has freed the last reference to a key of provider host */
  key_free(id: number): void;
  /** an allocator that JavaScript gave to set_mem_functions */
  stack_alloc(size: Pointer<'size_t'>): Pointer<'void'>;
  /** and its counterpart */
  stack_free(stack: Pointer<'void'>): void;
  /** two virtual handles, read end first; negative errno as in all of the handle functions */
  handle_pipe(fds: Pointer<'int'>): number;
  /** eventfd */
  handle_event(initial: number, flags: number): number;
  /** a handle that is signalled after a while */
  handle_timer(milliseconds: number): number;
  /** bytes read, -EAGAIN when there is nothing */
  handle_read(fd: number, buffer: Pointer<'void'>, size: number): number;
  /** bytes written */
  handle_write(fd: number, buffer: Pointer<'void'>, size: number): number;
  /** closes */
  handle_close(fd: number): number;
  /** the poll() bits that hold now */
  handle_events(fd: number): number;
  /** reads O_NONBLOCK with set -1, otherwise sets it */
  handle_nonblock(fd: number, set: number): number;
  /** 0 once all that was written has arrived, -EAGAIN before */
  handle_sync(fd: number): number;
}

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
  OSA_FATAL_STACK_OVERFLOW: 1,
  OSA_FATAL_EXIT: 3,
  OSA_STEP_FDS: 6,
  OSA_JS_FAILED: 0,
  OSA_JS_DONE: 1,
  OSA_JS_PAUSE: 2,
  OSA_KEY_PRIVATE_PEM: 0,
  OSA_KEY_PUBLIC_PEM: 1,
  OSA_KEY_PRIVATE_DER: 2,
  OSA_KEY_PUBLIC_DER: 3,
  OSA_KEY_TRADITIONAL_PEM: 4,
  OSA_KEY_TRADITIONAL_DER: 5,
  OSA_KEY_PUBLIC_TEXT: 6,
  OSA_HOST_KEY_MESSAGE: 1,
  OSA_HOST_KEY_RAW_ECDSA: 2,
  OSA_HOST_KEY_RAW_DECRYPT: 4,
  OSA_REQUEST_SIGN: 0,
  OSA_REQUEST_DECRYPT: 1,
  OSA_REQUEST_DERIVE: 2,
  RSA_PKCS1_PADDING: 1,
  RSA_NO_PADDING: 3,
  RSA_PKCS1_OAEP_PADDING: 4,
  RSA_PKCS1_PSS_PADDING: 6,
  EIO: 29,
  CMS_DETACHED: 64,
  CMS_BINARY: 128,
  CMS_NOATTR: 256,
  CMS_STREAM: 4096,
  OSA_CMS_DER: 0,
  OSA_CMS_PEM: 1,
  OSA_CMS_SMIME: 2,
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
  /** EVP_PKEY_generate(3) */
  osa_generate_key_job: 8,
  /** OSSL_DECODER(3) */
  osa_import_key_job: 9,
  /** PKCS8_encrypt(3) */
  osa_export_key_job: 10,
  /** EVP_PKEY_gettable_params(3) */
  osa_key_members_job: 11,
  /** EVP_PKEY_fromdata(3) */
  osa_key_from_members_job: 12,
  /** PKCS12_parse(3) */
  osa_read_pkcs12_job: 13,
  /** PKCS12_create(3) */
  osa_write_pkcs12_job: 14,
  /** EVP_DigestSign(3) */
  osa_sign_job: 15,
  /** EVP_DigestVerify(3) */
  osa_verify_job: 16,
  /** EVP_PKEY_sign(3) */
  osa_sign_digest_job: 17,
  /** EVP_PKEY_verify(3) */
  osa_verify_digest_job: 18,
  /** X509_REQ_sign(3) */
  osa_create_request_job: 19,
  /** CMS_sign(3) */
  osa_cms_sign_job: 20,
  /** CMS_verify(3) */
  osa_cms_verify_job: 21,
  /** CMS_encrypt(3) */
  osa_cms_encrypt_job: 22,
  /** CMS_decrypt(3) */
  osa_cms_decrypt_job: 23,
  /** EVP_PKEY_encrypt(3) */
  osa_encrypt_job: 24,
  /** EVP_PKEY_decrypt(3) */
  osa_decrypt_job: 25,
  /** EVP_PKEY_derive(3) */
  osa_derive_bits_job: 26,
  /** EVP_PKEY_encapsulate(3) */
  osa_encapsulate_job: 27,
  /** EVP_PKEY_decapsulate(3) */
  osa_decapsulate_job: 28,
  /** X509_sign(3) */
  osa_create_certificate_job: 29,
  /** d2i_X509(3) */
  osa_parse_certificate_job: 30,
  /** d2i_X509(3) */
  osa_parse_request_job: 31,
  /** X509_verify_cert(3) */
  osa_verify_chain_job: 32,
  /** X509_CRL_sign(3) */
  osa_create_crl_job: 33,
  /** d2i_X509(3) */
  osa_parse_crl_job: 34,
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
  readonly osa_generate_key_job: FunctionPointer<'job_fn'>;
  readonly osa_import_key_job: FunctionPointer<'job_fn'>;
  readonly osa_export_key_job: FunctionPointer<'job_fn'>;
  readonly osa_key_members_job: FunctionPointer<'job_fn'>;
  readonly osa_key_from_members_job: FunctionPointer<'job_fn'>;
  readonly osa_read_pkcs12_job: FunctionPointer<'job_fn'>;
  readonly osa_write_pkcs12_job: FunctionPointer<'job_fn'>;
  readonly osa_sign_job: FunctionPointer<'job_fn'>;
  readonly osa_verify_job: FunctionPointer<'job_fn'>;
  readonly osa_sign_digest_job: FunctionPointer<'job_fn'>;
  readonly osa_verify_digest_job: FunctionPointer<'job_fn'>;
  readonly osa_create_request_job: FunctionPointer<'job_fn'>;
  readonly osa_cms_sign_job: FunctionPointer<'job_fn'>;
  readonly osa_cms_verify_job: FunctionPointer<'job_fn'>;
  readonly osa_cms_encrypt_job: FunctionPointer<'job_fn'>;
  readonly osa_cms_decrypt_job: FunctionPointer<'job_fn'>;
  readonly osa_encrypt_job: FunctionPointer<'job_fn'>;
  readonly osa_decrypt_job: FunctionPointer<'job_fn'>;
  readonly osa_derive_bits_job: FunctionPointer<'job_fn'>;
  readonly osa_encapsulate_job: FunctionPointer<'job_fn'>;
  readonly osa_decapsulate_job: FunctionPointer<'job_fn'>;
  readonly osa_create_certificate_job: FunctionPointer<'job_fn'>;
  readonly osa_parse_certificate_job: FunctionPointer<'job_fn'>;
  readonly osa_parse_request_job: FunctionPointer<'job_fn'>;
  readonly osa_verify_chain_job: FunctionPointer<'job_fn'>;
  readonly osa_create_crl_job: FunctionPointer<'job_fn'>;
  readonly osa_parse_crl_job: FunctionPointer<'job_fn'>;
}

/** Sizes and field offsets of the structs that cross, in bytes. */
export const layout = {
  osa_step: {
    sizeof: 60,
    result: 0,
    ret: 4,
    job: 8,
    status: 12,
    has_callback: 16,
    num_fds: 20,
    fds: 24,
    num_errors: 48,
    stack_used: 52,
    frame_bytes: 56,
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
  osa_bytes: {
    sizeof: 8,
    data: 0,
    size: 4,
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
} as const;

/** What each operation takes and gives: `osa_x_args` in the types of JavaScript. */
export interface Operations {
  /** EVP_DigestInit(3) */
  digest: { in: { algorithm: string | undefined; length: number; data: ByteInput }; out: { digest: Uint8Array<ArrayBuffer> } };
  /** EVP_MAC(3) */
  hmac: { in: { hash: string | undefined; key: Uint8Array | undefined; data: ByteInput }; out: { mac: Uint8Array<ArrayBuffer> } };
  /** EVP_KDF(3) */
  kdf: { in: { algorithm: string | undefined; hash: string | undefined; numbers: Uint8Array | undefined; password: Uint8Array | undefined; key: Uint8Array | undefined; salt: Uint8Array | undefined; info: Uint8Array | undefined; secret: Uint8Array | undefined; associated_data: Uint8Array | undefined; length: number }; out: { derived: Uint8Array<ArrayBuffer> } };
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
  /** EVP_DigestSign(3) */
  sign: { in: { key: Owned<'EVP_PKEY'>; digest: string | undefined; options: Uint8Array | undefined; data: ByteInput }; out: { signature: Uint8Array<ArrayBuffer> } };
  /** EVP_DigestVerify(3) */
  verify: { in: { key: Owned<'EVP_PKEY'>; digest: string | undefined; options: Uint8Array | undefined; data: ByteInput; signature: Uint8Array | undefined }; out: { valid: number } };
  /** EVP_PKEY_sign(3) */
  sign_digest: { in: { key: Owned<'EVP_PKEY'>; options: Uint8Array | undefined; data: Uint8Array | undefined }; out: { signature: Uint8Array<ArrayBuffer> } };
  /** EVP_PKEY_verify(3) */
  verify_digest: { in: { key: Owned<'EVP_PKEY'>; options: Uint8Array | undefined; data: Uint8Array | undefined; signature: Uint8Array | undefined }; out: { valid: number } };
  /** X509_REQ_sign(3) */
  create_request: { in: { key: Owned<'EVP_PKEY'>; digest: string | undefined; options: Uint8Array | undefined; subject: Uint8Array | undefined; extensions: Uint8Array | undefined }; out: { request: Uint8Array<ArrayBuffer> } };
  /** CMS_sign(3) */
  cms_sign: { in: { keys: readonly Owned<'EVP_PKEY'>[]; certificates: Uint8Array | undefined; digest: string | undefined; options: Uint8Array | undefined; flags: number; form: number; content: ByteInput; cms: ByteOutput }; out: { cms: Uint8Array<ArrayBuffer> } };
  /** CMS_verify(3) */
  cms_verify: { in: { cms: ByteInput; certificates: Uint8Array | undefined; trusted: Uint8Array | undefined; flags: number; content: ByteInput; data: ByteOutput }; out: { data: Uint8Array<ArrayBuffer> } };
  /** CMS_encrypt(3) */
  cms_encrypt: { in: { recipients: Uint8Array | undefined; cipher: string | undefined; flags: number; form: number; content: ByteInput; cms: ByteOutput }; out: { cms: Uint8Array<ArrayBuffer> } };
  /** CMS_decrypt(3) */
  cms_decrypt: { in: { key: Owned<'EVP_PKEY'>; certificate: Uint8Array | undefined; cms: ByteInput; data: ByteOutput }; out: { data: Uint8Array<ArrayBuffer> } };
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
  create_request: {
    sizeof: 36,
    fields: [['key', 'object', 0], ['digest', 'text', 4], ['options', 'bytes', 8], ['subject', 'bytes', 16], ['extensions', 'bytes', 24], ['request', 'bytesOut', 32]],
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
};
