/* Generated from wasm/boundary.json by npm run generate; do not edit. */
#ifndef OSA_BOUNDARY_H
#define OSA_BOUNDARY_H

#include <stddef.h>
#include <stdint.h>
#include <openssl/async.h>

typedef int (*job_fn)(void *);
typedef void (*cleanup_fn)(ASYNC_WAIT_CTX *, const void *, OSSL_ASYNC_FD, void *);

#define OSA_STACK_SIZE_DEFAULT 65536
#define OSA_STACK_SIZE_MIN 16384
#define OSA_FATAL_STACK_OVERFLOW 1
#define OSA_FATAL_EXIT 3
#define OSA_STEP_FDS 6
#define OSA_JS_FAILED 0
#define OSA_JS_DONE 1
#define OSA_JS_PAUSE 2
#define OSA_KEY_PRIVATE_PEM 0
#define OSA_KEY_PUBLIC_PEM 1
#define OSA_KEY_PRIVATE_DER 2
#define OSA_KEY_PUBLIC_DER 3
#define OSA_KEY_TRADITIONAL_PEM 4
#define OSA_KEY_TRADITIONAL_DER 5
#define OSA_KEY_PUBLIC_TEXT 6
#define OSA_HOST_KEY_MESSAGE 1
#define OSA_HOST_KEY_RAW_ECDSA 2
#define OSA_HOST_KEY_RAW_DECRYPT 4
#define OSA_REQUEST_SIGN 0
#define OSA_REQUEST_DECRYPT 1
#define OSA_REQUEST_DERIVE 2
#define OSA_CMS_DER 0
#define OSA_CMS_PEM 1
#define OSA_CMS_SMIME 2
#define EFD_SEMAPHORE 1

typedef struct osa_step {
    int result;
    int ret;
    void *job;
    int status;
    int has_callback;
    uint32_t num_fds;
    int fds[6];
    uint32_t num_errors;
    uint32_t stack_used;
    uint32_t frame_bytes;
} osa_step;

typedef struct osa_error {
    uint32_t code;
    int line;
    void *library;
    void *reason;
    void *file;
    void *func;
    void *data;
} osa_error;

typedef struct osa_bytes {
    void *data;
    size_t size;
} osa_bytes;

typedef struct osa_js_args {
    uint32_t id;
} osa_js_args;

typedef struct osa_keys {
    void *data;
    size_t size;
} osa_keys;

typedef struct osa_source {
    void *data;
    size_t size;
    int fd;
} osa_source;

typedef struct osa_sink {
    osa_bytes *bytes;
    int fd;
} osa_sink;

typedef struct osa_key_request {
    uint32_t id;
    int operation;
    const char *hash;
    int prehashed;
    int padding;
    const char *mgf1_hash;
    int salt_length;
    osa_bytes label;
    osa_bytes data;
} osa_key_request;

typedef struct osa_stats {
    uint32_t jobs_allocated;
    uint32_t jobs_live;
    uint32_t jobs_paused;
    uint32_t jobs_started;
    uint32_t jobs_finished;
    uint32_t jobs_cancelled;
    uint32_t pauses;
    uint32_t stack_bytes;
    uint32_t frame_bytes;
    uint32_t stack_high_water;
    uint32_t frame_high_water;
    uint32_t wait_contexts;
    uint32_t heap_bytes;
    uint32_t memory_bytes;
} osa_stats;

typedef struct osa_digest_args {
    const char *algorithm;
    uint32_t length;
    osa_source data;
    osa_bytes *digest;
} osa_digest_args;

typedef struct osa_hmac_args {
    const char *hash;
    osa_bytes key;
    osa_source data;
    osa_bytes *mac;
} osa_hmac_args;

typedef struct osa_kdf_args {
    const char *algorithm;
    const char *hash;
    osa_bytes numbers;
    osa_bytes password;
    osa_bytes key;
    osa_bytes salt;
    osa_bytes info;
    osa_bytes secret;
    osa_bytes associated_data;
    uint32_t length;
    osa_bytes *derived;
} osa_kdf_args;

typedef struct osa_generate_key_args {
    const char *algorithm;
    osa_bytes options;
    uint32_t progress;
    EVP_PKEY **key;
} osa_generate_key_args;

typedef struct osa_import_key_args {
    osa_bytes data;
    osa_bytes password;
    int *wanted;
    EVP_PKEY **key;
} osa_import_key_args;

typedef struct osa_export_key_args {
    EVP_PKEY *key;
    uint32_t form;
    const char *cipher;
    const char *hash;
    uint32_t iterations;
    uint32_t scrypt_n;
    uint32_t scrypt_r;
    uint32_t scrypt_p;
    osa_bytes password;
    osa_bytes *encoded;
} osa_export_key_args;

typedef struct osa_key_members_args {
    EVP_PKEY *key;
    osa_bytes names;
    osa_bytes *members;
} osa_key_members_args;

typedef struct osa_key_from_members_args {
    const char *algorithm;
    osa_bytes public_members;
    osa_bytes private_members;
    int *problem;
    EVP_PKEY **key;
} osa_key_from_members_args;

typedef struct osa_read_pkcs12_args {
    osa_bytes data;
    osa_bytes password;
    osa_bytes *friendly_name;
    osa_bytes *certificate;
    osa_bytes *certificates;
    EVP_PKEY **key;
} osa_read_pkcs12_args;

typedef struct osa_write_pkcs12_args {
    osa_keys keys;
    osa_bytes certificate;
    osa_bytes certificates;
    const char *friendly_name;
    osa_bytes password;
    const char *cipher;
    uint32_t iterations;
    const char *mac;
    const char *hash;
    int *problem;
    osa_bytes *encoded;
} osa_write_pkcs12_args;

typedef struct osa_sign_args {
    EVP_PKEY *key;
    const char *digest;
    osa_bytes options;
    osa_source data;
    osa_bytes *signature;
} osa_sign_args;

typedef struct osa_verify_args {
    EVP_PKEY *key;
    const char *digest;
    osa_bytes options;
    osa_source data;
    osa_bytes signature;
    int *valid;
} osa_verify_args;

typedef struct osa_sign_digest_args {
    EVP_PKEY *key;
    osa_bytes options;
    osa_bytes data;
    osa_bytes *signature;
} osa_sign_digest_args;

typedef struct osa_verify_digest_args {
    EVP_PKEY *key;
    osa_bytes options;
    osa_bytes data;
    osa_bytes signature;
    int *valid;
} osa_verify_digest_args;

typedef struct osa_create_request_args {
    EVP_PKEY *key;
    const char *digest;
    osa_bytes options;
    osa_bytes subject;
    osa_bytes extensions;
    osa_bytes *request;
} osa_create_request_args;

typedef struct osa_cms_sign_args {
    osa_keys keys;
    osa_bytes certificates;
    const char *digest;
    osa_bytes options;
    uint32_t flags;
    uint32_t form;
    osa_source content;
    osa_sink cms;
} osa_cms_sign_args;

typedef struct osa_cms_verify_args {
    osa_source cms;
    osa_bytes certificates;
    osa_bytes trusted;
    uint32_t flags;
    osa_source content;
    osa_sink data;
} osa_cms_verify_args;

typedef struct osa_cms_encrypt_args {
    osa_bytes recipients;
    const char *cipher;
    uint32_t flags;
    uint32_t form;
    osa_source content;
    osa_sink cms;
} osa_cms_encrypt_args;

typedef struct osa_cms_decrypt_args {
    EVP_PKEY *key;
    osa_bytes certificate;
    osa_source cms;
    osa_sink data;
} osa_cms_decrypt_args;

typedef struct osa_encrypt_args {
    EVP_PKEY *key;
    osa_bytes options;
    osa_bytes data;
    osa_bytes *ciphertext;
} osa_encrypt_args;

typedef struct osa_decrypt_args {
    EVP_PKEY *key;
    osa_bytes options;
    osa_bytes data;
    osa_bytes *plaintext;
} osa_decrypt_args;

typedef struct osa_derive_bits_args {
    EVP_PKEY *key;
    EVP_PKEY *peer;
    osa_bytes *secret;
} osa_derive_bits_args;

typedef struct osa_encapsulate_args {
    EVP_PKEY *key;
    osa_bytes *ciphertext;
    osa_bytes *secret;
} osa_encapsulate_args;

typedef struct osa_decapsulate_args {
    EVP_PKEY *key;
    osa_bytes ciphertext;
    osa_bytes *secret;
} osa_decapsulate_args;

typedef struct osa_create_certificate_args {
    EVP_PKEY *key;
    const char *digest;
    osa_bytes options;
    osa_bytes subject;
    osa_bytes issuer;
    osa_bytes public_key;
    osa_bytes request;
    osa_bytes serial;
    const char *not_before;
    const char *not_after;
    osa_bytes extensions;
    osa_bytes copied;
    int *problem;
    osa_bytes *certificate;
} osa_create_certificate_args;

typedef struct osa_parse_certificate_args {
    osa_bytes der;
    osa_bytes *fields;
} osa_parse_certificate_args;

typedef struct osa_parse_request_args {
    osa_bytes der;
    osa_bytes *fields;
} osa_parse_request_args;

typedef struct osa_verify_chain_args {
    osa_bytes certificate;
    osa_bytes trusted;
    osa_bytes untrusted;
    osa_bytes crls;
    const char *purpose;
    const char *hostname;
    const char *email;
    const char *ip;
    const char *at;
    uint32_t crl_check;
    uint32_t auth_level;
    int *code;
    int *depth;
    osa_bytes *reason;
    osa_bytes *current;
    osa_bytes *chain;
} osa_verify_chain_args;

typedef struct osa_create_crl_args {
    EVP_PKEY *key;
    const char *digest;
    osa_bytes options;
    osa_bytes issuer;
    const char *last_update;
    const char *next_update;
    const char *number;
    osa_bytes revoked;
    int *problem;
    osa_bytes *crl;
} osa_create_crl_args;

typedef struct osa_parse_crl_args {
    osa_bytes der;
    osa_bytes *fields;
} osa_parse_crl_args;

/* imports of module "host"; guarded by OSA_HOST_CALL where they run a user's JavaScript */
int host_entropy(void *buffer, size_t size) __attribute__((import_module("host"), import_name("entropy")));
double host_clock(int monotonic) __attribute__((import_module("host"), import_name("clock")));
void host_log(int fd, const void *text, size_t size) __attribute__((import_module("host"), import_name("log")));
void host_fatal(int reason) __attribute__((import_module("host"), import_name("fatal")));
int host_callback(uint32_t id) __attribute__((import_module("host"), import_name("callback")));
void host_fd_cleanup(ASYNC_WAIT_CTX *ctx, const void *key, OSSL_ASYNC_FD fd, void *custom_data) __attribute__((import_module("host"), import_name("fd_cleanup")));
int host_job_step(uint32_t id, int pause_result) __attribute__((import_module("host"), import_name("job_step")));
int host_progress(uint32_t id, int phase, int count) __attribute__((import_module("host"), import_name("progress")));
int host_key_request(osa_key_request *request) __attribute__((import_module("host"), import_name("key_request")));
void host_key_free(uint32_t id) __attribute__((import_module("host"), import_name("key_free")));
void *host_stack_alloc(size_t *size) __attribute__((import_module("host"), import_name("stack_alloc")));
void host_stack_free(void *stack) __attribute__((import_module("host"), import_name("stack_free")));
int host_handle_pipe(int *fds) __attribute__((import_module("host"), import_name("handle_pipe")));
int host_handle_event(uint32_t initial, int flags) __attribute__((import_module("host"), import_name("handle_event")));
int host_handle_timer(double milliseconds) __attribute__((import_module("host"), import_name("handle_timer")));
int host_handle_read(int fd, void *buffer, size_t size) __attribute__((import_module("host"), import_name("handle_read")));
int host_handle_write(int fd, const void *buffer, size_t size) __attribute__((import_module("host"), import_name("handle_write")));
int host_handle_close(int fd) __attribute__((import_module("host"), import_name("handle_close")));
int host_handle_events(int fd) __attribute__((import_module("host"), import_name("handle_events")));
int host_handle_nonblock(int fd, int set) __attribute__((import_module("host"), import_name("handle_nonblock")));
int host_handle_sync(int fd) __attribute__((import_module("host"), import_name("handle_sync")));

/* our own exports */
int osa_init(void);
void *osa_malloc(size_t size);
void osa_free(void *memory);
void osa_clear_free(void *memory, size_t size);
void *osa_function(int index);
int osa_start_job(ASYNC_JOB *job, ASYNC_WAIT_CTX *ctx, job_fn func, void *args, size_t size, osa_step *step);
int osa_cancel_job(ASYNC_JOB *job);
int osa_job_is_cancelled(void);
uint32_t osa_job_serial(ASYNC_JOB *job);
int osa_take_error(int runners, osa_error *error);
void osa_raise(const char *message);
int osa_call_callback(ASYNC_callback_fn callback, void *arg);
int osa_set_stack_size(size_t size);
size_t osa_get_stack_size(void);
void osa_set_memory_limit(size_t bytes);
void osa_read_stats(osa_stats *stats);
int osa_key_write(EVP_PKEY *key, int form, osa_bytes *out);
int osa_key_has_private(EVP_PKEY *key);
EVP_PKEY *osa_key_read_public(const void *data, size_t size);
int osa_key_is_a(EVP_PKEY *key, const char *name);
EVP_PKEY *osa_host_key_new(EVP_PKEY *public_key, uint32_t id, int flags);
job_fn test_function(int index);
int test_call(job_fn func, void *args);
int test_asynctest(void);
int test_cycles(int where, int count);
int test_fail_malloc(int first, int last);

/* our operations, as job functions; args: a pointer to the struct of the same name */
int osa_digest_job(void *args);
int osa_hmac_job(void *args);
int osa_kdf_job(void *args);
int osa_generate_key_job(void *args);
int osa_import_key_job(void *args);
int osa_export_key_job(void *args);
int osa_key_members_job(void *args);
int osa_key_from_members_job(void *args);
int osa_read_pkcs12_job(void *args);
int osa_write_pkcs12_job(void *args);
int osa_sign_job(void *args);
int osa_verify_job(void *args);
int osa_sign_digest_job(void *args);
int osa_verify_digest_job(void *args);
int osa_create_request_job(void *args);
int osa_cms_sign_job(void *args);
int osa_cms_verify_job(void *args);
int osa_cms_encrypt_job(void *args);
int osa_cms_decrypt_job(void *args);
int osa_encrypt_job(void *args);
int osa_decrypt_job(void *args);
int osa_derive_bits_job(void *args);
int osa_encapsulate_job(void *args);
int osa_decapsulate_job(void *args);
int osa_create_certificate_job(void *args);
int osa_parse_certificate_job(void *args);
int osa_parse_request_job(void *args);
int osa_verify_chain_job(void *args);
int osa_create_crl_job(void *args);
int osa_parse_crl_job(void *args);

/* functions whose addresses JavaScript may ask for, by their place in this list */
#define OSA_FUNCTIONS \
    (void *)osa_js_job, \
    (void *)osa_js_callback, \
    (void *)osa_js_cleanup, \
    (void *)osa_js_stack_alloc, \
    (void *)osa_js_stack_free, \
    (void *)osa_digest_job, \
    (void *)osa_hmac_job, \
    (void *)osa_kdf_job, \
    (void *)osa_generate_key_job, \
    (void *)osa_import_key_job, \
    (void *)osa_export_key_job, \
    (void *)osa_key_members_job, \
    (void *)osa_key_from_members_job, \
    (void *)osa_read_pkcs12_job, \
    (void *)osa_write_pkcs12_job, \
    (void *)osa_sign_job, \
    (void *)osa_verify_job, \
    (void *)osa_sign_digest_job, \
    (void *)osa_verify_digest_job, \
    (void *)osa_create_request_job, \
    (void *)osa_cms_sign_job, \
    (void *)osa_cms_verify_job, \
    (void *)osa_cms_encrypt_job, \
    (void *)osa_cms_decrypt_job, \
    (void *)osa_encrypt_job, \
    (void *)osa_decrypt_job, \
    (void *)osa_derive_bits_job, \
    (void *)osa_encapsulate_job, \
    (void *)osa_decapsulate_job, \
    (void *)osa_create_certificate_job, \
    (void *)osa_parse_certificate_job, \
    (void *)osa_parse_request_job, \
    (void *)osa_verify_chain_job, \
    (void *)osa_create_crl_job, \
    (void *)osa_parse_crl_job,

#ifdef OSA_BOUNDARY_ASSERTS
_Static_assert((int)ASYNC_ERR == 0, "ASYNC_ERR");
_Static_assert((int)ASYNC_NO_JOBS == 1, "ASYNC_NO_JOBS");
_Static_assert((int)ASYNC_PAUSE == 2, "ASYNC_PAUSE");
_Static_assert((int)ASYNC_FINISH == 3, "ASYNC_FINISH");
_Static_assert((int)ASYNC_STATUS_UNSUPPORTED == 0, "ASYNC_STATUS_UNSUPPORTED");
_Static_assert((int)ASYNC_STATUS_ERR == 1, "ASYNC_STATUS_ERR");
_Static_assert((int)ASYNC_STATUS_OK == 2, "ASYNC_STATUS_OK");
_Static_assert((int)ASYNC_STATUS_EAGAIN == 3, "ASYNC_STATUS_EAGAIN");
_Static_assert((int)OSSL_BAD_ASYNC_FD == -1, "OSSL_BAD_ASYNC_FD");
_Static_assert((int)ASYNC_R_INVALID_POOL_SIZE == 103, "ASYNC_R_INVALID_POOL_SIZE");
_Static_assert((int)ERR_LIB_ASYNC == 51, "ERR_LIB_ASYNC");
_Static_assert((int)OSA_STACK_SIZE_DEFAULT == 65536, "OSA_STACK_SIZE_DEFAULT");
_Static_assert((int)OSA_STACK_SIZE_MIN == 16384, "OSA_STACK_SIZE_MIN");
_Static_assert((int)OSA_FATAL_STACK_OVERFLOW == 1, "OSA_FATAL_STACK_OVERFLOW");
_Static_assert((int)OSA_FATAL_EXIT == 3, "OSA_FATAL_EXIT");
_Static_assert((int)OSA_STEP_FDS == 6, "OSA_STEP_FDS");
_Static_assert((int)OSA_JS_FAILED == 0, "OSA_JS_FAILED");
_Static_assert((int)OSA_JS_DONE == 1, "OSA_JS_DONE");
_Static_assert((int)OSA_JS_PAUSE == 2, "OSA_JS_PAUSE");
_Static_assert((int)OSA_KEY_PRIVATE_PEM == 0, "OSA_KEY_PRIVATE_PEM");
_Static_assert((int)OSA_KEY_PUBLIC_PEM == 1, "OSA_KEY_PUBLIC_PEM");
_Static_assert((int)OSA_KEY_PRIVATE_DER == 2, "OSA_KEY_PRIVATE_DER");
_Static_assert((int)OSA_KEY_PUBLIC_DER == 3, "OSA_KEY_PUBLIC_DER");
_Static_assert((int)OSA_KEY_TRADITIONAL_PEM == 4, "OSA_KEY_TRADITIONAL_PEM");
_Static_assert((int)OSA_KEY_TRADITIONAL_DER == 5, "OSA_KEY_TRADITIONAL_DER");
_Static_assert((int)OSA_KEY_PUBLIC_TEXT == 6, "OSA_KEY_PUBLIC_TEXT");
_Static_assert((int)OSA_HOST_KEY_MESSAGE == 1, "OSA_HOST_KEY_MESSAGE");
_Static_assert((int)OSA_HOST_KEY_RAW_ECDSA == 2, "OSA_HOST_KEY_RAW_ECDSA");
_Static_assert((int)OSA_HOST_KEY_RAW_DECRYPT == 4, "OSA_HOST_KEY_RAW_DECRYPT");
_Static_assert((int)OSA_REQUEST_SIGN == 0, "OSA_REQUEST_SIGN");
_Static_assert((int)OSA_REQUEST_DECRYPT == 1, "OSA_REQUEST_DECRYPT");
_Static_assert((int)OSA_REQUEST_DERIVE == 2, "OSA_REQUEST_DERIVE");
_Static_assert((int)RSA_PKCS1_PADDING == 1, "RSA_PKCS1_PADDING");
_Static_assert((int)RSA_NO_PADDING == 3, "RSA_NO_PADDING");
_Static_assert((int)RSA_PKCS1_OAEP_PADDING == 4, "RSA_PKCS1_OAEP_PADDING");
_Static_assert((int)RSA_PKCS1_PSS_PADDING == 6, "RSA_PKCS1_PSS_PADDING");
_Static_assert((int)EIO == 29, "EIO");
_Static_assert((int)CMS_DETACHED == 64, "CMS_DETACHED");
_Static_assert((int)CMS_BINARY == 128, "CMS_BINARY");
_Static_assert((int)CMS_NOATTR == 256, "CMS_NOATTR");
_Static_assert((int)CMS_STREAM == 4096, "CMS_STREAM");
_Static_assert((int)OSA_CMS_DER == 0, "OSA_CMS_DER");
_Static_assert((int)OSA_CMS_PEM == 1, "OSA_CMS_PEM");
_Static_assert((int)OSA_CMS_SMIME == 2, "OSA_CMS_SMIME");
_Static_assert((int)EFD_SEMAPHORE == 1, "EFD_SEMAPHORE");
_Static_assert((int)POLLIN == 1, "POLLIN");
_Static_assert((int)POLLOUT == 4, "POLLOUT");
_Static_assert((int)POLLERR == 8, "POLLERR");
_Static_assert((int)POLLHUP == 16, "POLLHUP");
_Static_assert((int)POLLNVAL == 32, "POLLNVAL");
_Static_assert((int)EAGAIN == 6, "EAGAIN");
_Static_assert((int)EBADF == 8, "EBADF");
_Static_assert((int)EINVAL == 28, "EINVAL");
_Static_assert((int)EPIPE == 64, "EPIPE");
_Static_assert((int)EMFILE == 33, "EMFILE");
_Static_assert(offsetof(struct osa_step, result) == 0, "osa_step.result");
_Static_assert(offsetof(struct osa_step, ret) == 4, "osa_step.ret");
_Static_assert(offsetof(struct osa_step, job) == 8, "osa_step.job");
_Static_assert(offsetof(struct osa_step, status) == 12, "osa_step.status");
_Static_assert(offsetof(struct osa_step, has_callback) == 16, "osa_step.has_callback");
_Static_assert(offsetof(struct osa_step, num_fds) == 20, "osa_step.num_fds");
_Static_assert(offsetof(struct osa_step, fds) == 24, "osa_step.fds");
_Static_assert(offsetof(struct osa_step, num_errors) == 48, "osa_step.num_errors");
_Static_assert(offsetof(struct osa_step, stack_used) == 52, "osa_step.stack_used");
_Static_assert(offsetof(struct osa_step, frame_bytes) == 56, "osa_step.frame_bytes");
_Static_assert(sizeof(struct osa_step) == 60, "osa_step");
_Static_assert(offsetof(struct osa_error, code) == 0, "osa_error.code");
_Static_assert(offsetof(struct osa_error, line) == 4, "osa_error.line");
_Static_assert(offsetof(struct osa_error, library) == 8, "osa_error.library");
_Static_assert(offsetof(struct osa_error, reason) == 12, "osa_error.reason");
_Static_assert(offsetof(struct osa_error, file) == 16, "osa_error.file");
_Static_assert(offsetof(struct osa_error, func) == 20, "osa_error.func");
_Static_assert(offsetof(struct osa_error, data) == 24, "osa_error.data");
_Static_assert(sizeof(struct osa_error) == 28, "osa_error");
_Static_assert(offsetof(struct osa_bytes, data) == 0, "osa_bytes.data");
_Static_assert(offsetof(struct osa_bytes, size) == 4, "osa_bytes.size");
_Static_assert(sizeof(struct osa_bytes) == 8, "osa_bytes");
_Static_assert(offsetof(struct osa_js_args, id) == 0, "osa_js_args.id");
_Static_assert(sizeof(struct osa_js_args) == 4, "osa_js_args");
_Static_assert(offsetof(struct osa_keys, data) == 0, "osa_keys.data");
_Static_assert(offsetof(struct osa_keys, size) == 4, "osa_keys.size");
_Static_assert(sizeof(struct osa_keys) == 8, "osa_keys");
_Static_assert(offsetof(struct osa_source, data) == 0, "osa_source.data");
_Static_assert(offsetof(struct osa_source, size) == 4, "osa_source.size");
_Static_assert(offsetof(struct osa_source, fd) == 8, "osa_source.fd");
_Static_assert(sizeof(struct osa_source) == 12, "osa_source");
_Static_assert(offsetof(struct osa_sink, bytes) == 0, "osa_sink.bytes");
_Static_assert(offsetof(struct osa_sink, fd) == 4, "osa_sink.fd");
_Static_assert(sizeof(struct osa_sink) == 8, "osa_sink");
_Static_assert(offsetof(struct osa_key_request, id) == 0, "osa_key_request.id");
_Static_assert(offsetof(struct osa_key_request, operation) == 4, "osa_key_request.operation");
_Static_assert(offsetof(struct osa_key_request, hash) == 8, "osa_key_request.hash");
_Static_assert(offsetof(struct osa_key_request, prehashed) == 12, "osa_key_request.prehashed");
_Static_assert(offsetof(struct osa_key_request, padding) == 16, "osa_key_request.padding");
_Static_assert(offsetof(struct osa_key_request, mgf1_hash) == 20, "osa_key_request.mgf1_hash");
_Static_assert(offsetof(struct osa_key_request, salt_length) == 24, "osa_key_request.salt_length");
_Static_assert(offsetof(struct osa_key_request, label) == 28, "osa_key_request.label");
_Static_assert(offsetof(struct osa_key_request, data) == 36, "osa_key_request.data");
_Static_assert(sizeof(struct osa_key_request) == 44, "osa_key_request");
_Static_assert(offsetof(struct osa_stats, jobs_allocated) == 0, "osa_stats.jobs_allocated");
_Static_assert(offsetof(struct osa_stats, jobs_live) == 4, "osa_stats.jobs_live");
_Static_assert(offsetof(struct osa_stats, jobs_paused) == 8, "osa_stats.jobs_paused");
_Static_assert(offsetof(struct osa_stats, jobs_started) == 12, "osa_stats.jobs_started");
_Static_assert(offsetof(struct osa_stats, jobs_finished) == 16, "osa_stats.jobs_finished");
_Static_assert(offsetof(struct osa_stats, jobs_cancelled) == 20, "osa_stats.jobs_cancelled");
_Static_assert(offsetof(struct osa_stats, pauses) == 24, "osa_stats.pauses");
_Static_assert(offsetof(struct osa_stats, stack_bytes) == 28, "osa_stats.stack_bytes");
_Static_assert(offsetof(struct osa_stats, frame_bytes) == 32, "osa_stats.frame_bytes");
_Static_assert(offsetof(struct osa_stats, stack_high_water) == 36, "osa_stats.stack_high_water");
_Static_assert(offsetof(struct osa_stats, frame_high_water) == 40, "osa_stats.frame_high_water");
_Static_assert(offsetof(struct osa_stats, wait_contexts) == 44, "osa_stats.wait_contexts");
_Static_assert(offsetof(struct osa_stats, heap_bytes) == 48, "osa_stats.heap_bytes");
_Static_assert(offsetof(struct osa_stats, memory_bytes) == 52, "osa_stats.memory_bytes");
_Static_assert(sizeof(struct osa_stats) == 56, "osa_stats");
_Static_assert(offsetof(struct osa_digest_args, algorithm) == 0, "osa_digest_args.algorithm");
_Static_assert(offsetof(struct osa_digest_args, length) == 4, "osa_digest_args.length");
_Static_assert(offsetof(struct osa_digest_args, data) == 8, "osa_digest_args.data");
_Static_assert(offsetof(struct osa_digest_args, digest) == 20, "osa_digest_args.digest");
_Static_assert(sizeof(struct osa_digest_args) == 24, "osa_digest_args");
_Static_assert(offsetof(struct osa_hmac_args, hash) == 0, "osa_hmac_args.hash");
_Static_assert(offsetof(struct osa_hmac_args, key) == 4, "osa_hmac_args.key");
_Static_assert(offsetof(struct osa_hmac_args, data) == 12, "osa_hmac_args.data");
_Static_assert(offsetof(struct osa_hmac_args, mac) == 24, "osa_hmac_args.mac");
_Static_assert(sizeof(struct osa_hmac_args) == 28, "osa_hmac_args");
_Static_assert(offsetof(struct osa_kdf_args, algorithm) == 0, "osa_kdf_args.algorithm");
_Static_assert(offsetof(struct osa_kdf_args, hash) == 4, "osa_kdf_args.hash");
_Static_assert(offsetof(struct osa_kdf_args, numbers) == 8, "osa_kdf_args.numbers");
_Static_assert(offsetof(struct osa_kdf_args, password) == 16, "osa_kdf_args.password");
_Static_assert(offsetof(struct osa_kdf_args, key) == 24, "osa_kdf_args.key");
_Static_assert(offsetof(struct osa_kdf_args, salt) == 32, "osa_kdf_args.salt");
_Static_assert(offsetof(struct osa_kdf_args, info) == 40, "osa_kdf_args.info");
_Static_assert(offsetof(struct osa_kdf_args, secret) == 48, "osa_kdf_args.secret");
_Static_assert(offsetof(struct osa_kdf_args, associated_data) == 56, "osa_kdf_args.associated_data");
_Static_assert(offsetof(struct osa_kdf_args, length) == 64, "osa_kdf_args.length");
_Static_assert(offsetof(struct osa_kdf_args, derived) == 68, "osa_kdf_args.derived");
_Static_assert(sizeof(struct osa_kdf_args) == 72, "osa_kdf_args");
_Static_assert(offsetof(struct osa_generate_key_args, algorithm) == 0, "osa_generate_key_args.algorithm");
_Static_assert(offsetof(struct osa_generate_key_args, options) == 4, "osa_generate_key_args.options");
_Static_assert(offsetof(struct osa_generate_key_args, progress) == 12, "osa_generate_key_args.progress");
_Static_assert(offsetof(struct osa_generate_key_args, key) == 16, "osa_generate_key_args.key");
_Static_assert(sizeof(struct osa_generate_key_args) == 20, "osa_generate_key_args");
_Static_assert(offsetof(struct osa_import_key_args, data) == 0, "osa_import_key_args.data");
_Static_assert(offsetof(struct osa_import_key_args, password) == 8, "osa_import_key_args.password");
_Static_assert(offsetof(struct osa_import_key_args, wanted) == 16, "osa_import_key_args.wanted");
_Static_assert(offsetof(struct osa_import_key_args, key) == 20, "osa_import_key_args.key");
_Static_assert(sizeof(struct osa_import_key_args) == 24, "osa_import_key_args");
_Static_assert(offsetof(struct osa_export_key_args, key) == 0, "osa_export_key_args.key");
_Static_assert(offsetof(struct osa_export_key_args, form) == 4, "osa_export_key_args.form");
_Static_assert(offsetof(struct osa_export_key_args, cipher) == 8, "osa_export_key_args.cipher");
_Static_assert(offsetof(struct osa_export_key_args, hash) == 12, "osa_export_key_args.hash");
_Static_assert(offsetof(struct osa_export_key_args, iterations) == 16, "osa_export_key_args.iterations");
_Static_assert(offsetof(struct osa_export_key_args, scrypt_n) == 20, "osa_export_key_args.scrypt_n");
_Static_assert(offsetof(struct osa_export_key_args, scrypt_r) == 24, "osa_export_key_args.scrypt_r");
_Static_assert(offsetof(struct osa_export_key_args, scrypt_p) == 28, "osa_export_key_args.scrypt_p");
_Static_assert(offsetof(struct osa_export_key_args, password) == 32, "osa_export_key_args.password");
_Static_assert(offsetof(struct osa_export_key_args, encoded) == 40, "osa_export_key_args.encoded");
_Static_assert(sizeof(struct osa_export_key_args) == 44, "osa_export_key_args");
_Static_assert(offsetof(struct osa_key_members_args, key) == 0, "osa_key_members_args.key");
_Static_assert(offsetof(struct osa_key_members_args, names) == 4, "osa_key_members_args.names");
_Static_assert(offsetof(struct osa_key_members_args, members) == 12, "osa_key_members_args.members");
_Static_assert(sizeof(struct osa_key_members_args) == 16, "osa_key_members_args");
_Static_assert(offsetof(struct osa_key_from_members_args, algorithm) == 0, "osa_key_from_members_args.algorithm");
_Static_assert(offsetof(struct osa_key_from_members_args, public_members) == 4, "osa_key_from_members_args.public_members");
_Static_assert(offsetof(struct osa_key_from_members_args, private_members) == 12, "osa_key_from_members_args.private_members");
_Static_assert(offsetof(struct osa_key_from_members_args, problem) == 20, "osa_key_from_members_args.problem");
_Static_assert(offsetof(struct osa_key_from_members_args, key) == 24, "osa_key_from_members_args.key");
_Static_assert(sizeof(struct osa_key_from_members_args) == 28, "osa_key_from_members_args");
_Static_assert(offsetof(struct osa_read_pkcs12_args, data) == 0, "osa_read_pkcs12_args.data");
_Static_assert(offsetof(struct osa_read_pkcs12_args, password) == 8, "osa_read_pkcs12_args.password");
_Static_assert(offsetof(struct osa_read_pkcs12_args, friendly_name) == 16, "osa_read_pkcs12_args.friendly_name");
_Static_assert(offsetof(struct osa_read_pkcs12_args, certificate) == 20, "osa_read_pkcs12_args.certificate");
_Static_assert(offsetof(struct osa_read_pkcs12_args, certificates) == 24, "osa_read_pkcs12_args.certificates");
_Static_assert(offsetof(struct osa_read_pkcs12_args, key) == 28, "osa_read_pkcs12_args.key");
_Static_assert(sizeof(struct osa_read_pkcs12_args) == 32, "osa_read_pkcs12_args");
_Static_assert(offsetof(struct osa_write_pkcs12_args, keys) == 0, "osa_write_pkcs12_args.keys");
_Static_assert(offsetof(struct osa_write_pkcs12_args, certificate) == 8, "osa_write_pkcs12_args.certificate");
_Static_assert(offsetof(struct osa_write_pkcs12_args, certificates) == 16, "osa_write_pkcs12_args.certificates");
_Static_assert(offsetof(struct osa_write_pkcs12_args, friendly_name) == 24, "osa_write_pkcs12_args.friendly_name");
_Static_assert(offsetof(struct osa_write_pkcs12_args, password) == 28, "osa_write_pkcs12_args.password");
_Static_assert(offsetof(struct osa_write_pkcs12_args, cipher) == 36, "osa_write_pkcs12_args.cipher");
_Static_assert(offsetof(struct osa_write_pkcs12_args, iterations) == 40, "osa_write_pkcs12_args.iterations");
_Static_assert(offsetof(struct osa_write_pkcs12_args, mac) == 44, "osa_write_pkcs12_args.mac");
_Static_assert(offsetof(struct osa_write_pkcs12_args, hash) == 48, "osa_write_pkcs12_args.hash");
_Static_assert(offsetof(struct osa_write_pkcs12_args, problem) == 52, "osa_write_pkcs12_args.problem");
_Static_assert(offsetof(struct osa_write_pkcs12_args, encoded) == 56, "osa_write_pkcs12_args.encoded");
_Static_assert(sizeof(struct osa_write_pkcs12_args) == 60, "osa_write_pkcs12_args");
_Static_assert(offsetof(struct osa_sign_args, key) == 0, "osa_sign_args.key");
_Static_assert(offsetof(struct osa_sign_args, digest) == 4, "osa_sign_args.digest");
_Static_assert(offsetof(struct osa_sign_args, options) == 8, "osa_sign_args.options");
_Static_assert(offsetof(struct osa_sign_args, data) == 16, "osa_sign_args.data");
_Static_assert(offsetof(struct osa_sign_args, signature) == 28, "osa_sign_args.signature");
_Static_assert(sizeof(struct osa_sign_args) == 32, "osa_sign_args");
_Static_assert(offsetof(struct osa_verify_args, key) == 0, "osa_verify_args.key");
_Static_assert(offsetof(struct osa_verify_args, digest) == 4, "osa_verify_args.digest");
_Static_assert(offsetof(struct osa_verify_args, options) == 8, "osa_verify_args.options");
_Static_assert(offsetof(struct osa_verify_args, data) == 16, "osa_verify_args.data");
_Static_assert(offsetof(struct osa_verify_args, signature) == 28, "osa_verify_args.signature");
_Static_assert(offsetof(struct osa_verify_args, valid) == 36, "osa_verify_args.valid");
_Static_assert(sizeof(struct osa_verify_args) == 40, "osa_verify_args");
_Static_assert(offsetof(struct osa_sign_digest_args, key) == 0, "osa_sign_digest_args.key");
_Static_assert(offsetof(struct osa_sign_digest_args, options) == 4, "osa_sign_digest_args.options");
_Static_assert(offsetof(struct osa_sign_digest_args, data) == 12, "osa_sign_digest_args.data");
_Static_assert(offsetof(struct osa_sign_digest_args, signature) == 20, "osa_sign_digest_args.signature");
_Static_assert(sizeof(struct osa_sign_digest_args) == 24, "osa_sign_digest_args");
_Static_assert(offsetof(struct osa_verify_digest_args, key) == 0, "osa_verify_digest_args.key");
_Static_assert(offsetof(struct osa_verify_digest_args, options) == 4, "osa_verify_digest_args.options");
_Static_assert(offsetof(struct osa_verify_digest_args, data) == 12, "osa_verify_digest_args.data");
_Static_assert(offsetof(struct osa_verify_digest_args, signature) == 20, "osa_verify_digest_args.signature");
_Static_assert(offsetof(struct osa_verify_digest_args, valid) == 28, "osa_verify_digest_args.valid");
_Static_assert(sizeof(struct osa_verify_digest_args) == 32, "osa_verify_digest_args");
_Static_assert(offsetof(struct osa_create_request_args, key) == 0, "osa_create_request_args.key");
_Static_assert(offsetof(struct osa_create_request_args, digest) == 4, "osa_create_request_args.digest");
_Static_assert(offsetof(struct osa_create_request_args, options) == 8, "osa_create_request_args.options");
_Static_assert(offsetof(struct osa_create_request_args, subject) == 16, "osa_create_request_args.subject");
_Static_assert(offsetof(struct osa_create_request_args, extensions) == 24, "osa_create_request_args.extensions");
_Static_assert(offsetof(struct osa_create_request_args, request) == 32, "osa_create_request_args.request");
_Static_assert(sizeof(struct osa_create_request_args) == 36, "osa_create_request_args");
_Static_assert(offsetof(struct osa_cms_sign_args, keys) == 0, "osa_cms_sign_args.keys");
_Static_assert(offsetof(struct osa_cms_sign_args, certificates) == 8, "osa_cms_sign_args.certificates");
_Static_assert(offsetof(struct osa_cms_sign_args, digest) == 16, "osa_cms_sign_args.digest");
_Static_assert(offsetof(struct osa_cms_sign_args, options) == 20, "osa_cms_sign_args.options");
_Static_assert(offsetof(struct osa_cms_sign_args, flags) == 28, "osa_cms_sign_args.flags");
_Static_assert(offsetof(struct osa_cms_sign_args, form) == 32, "osa_cms_sign_args.form");
_Static_assert(offsetof(struct osa_cms_sign_args, content) == 36, "osa_cms_sign_args.content");
_Static_assert(offsetof(struct osa_cms_sign_args, cms) == 48, "osa_cms_sign_args.cms");
_Static_assert(sizeof(struct osa_cms_sign_args) == 56, "osa_cms_sign_args");
_Static_assert(offsetof(struct osa_cms_verify_args, cms) == 0, "osa_cms_verify_args.cms");
_Static_assert(offsetof(struct osa_cms_verify_args, certificates) == 12, "osa_cms_verify_args.certificates");
_Static_assert(offsetof(struct osa_cms_verify_args, trusted) == 20, "osa_cms_verify_args.trusted");
_Static_assert(offsetof(struct osa_cms_verify_args, flags) == 28, "osa_cms_verify_args.flags");
_Static_assert(offsetof(struct osa_cms_verify_args, content) == 32, "osa_cms_verify_args.content");
_Static_assert(offsetof(struct osa_cms_verify_args, data) == 44, "osa_cms_verify_args.data");
_Static_assert(sizeof(struct osa_cms_verify_args) == 52, "osa_cms_verify_args");
_Static_assert(offsetof(struct osa_cms_encrypt_args, recipients) == 0, "osa_cms_encrypt_args.recipients");
_Static_assert(offsetof(struct osa_cms_encrypt_args, cipher) == 8, "osa_cms_encrypt_args.cipher");
_Static_assert(offsetof(struct osa_cms_encrypt_args, flags) == 12, "osa_cms_encrypt_args.flags");
_Static_assert(offsetof(struct osa_cms_encrypt_args, form) == 16, "osa_cms_encrypt_args.form");
_Static_assert(offsetof(struct osa_cms_encrypt_args, content) == 20, "osa_cms_encrypt_args.content");
_Static_assert(offsetof(struct osa_cms_encrypt_args, cms) == 32, "osa_cms_encrypt_args.cms");
_Static_assert(sizeof(struct osa_cms_encrypt_args) == 40, "osa_cms_encrypt_args");
_Static_assert(offsetof(struct osa_cms_decrypt_args, key) == 0, "osa_cms_decrypt_args.key");
_Static_assert(offsetof(struct osa_cms_decrypt_args, certificate) == 4, "osa_cms_decrypt_args.certificate");
_Static_assert(offsetof(struct osa_cms_decrypt_args, cms) == 12, "osa_cms_decrypt_args.cms");
_Static_assert(offsetof(struct osa_cms_decrypt_args, data) == 24, "osa_cms_decrypt_args.data");
_Static_assert(sizeof(struct osa_cms_decrypt_args) == 32, "osa_cms_decrypt_args");
_Static_assert(offsetof(struct osa_encrypt_args, key) == 0, "osa_encrypt_args.key");
_Static_assert(offsetof(struct osa_encrypt_args, options) == 4, "osa_encrypt_args.options");
_Static_assert(offsetof(struct osa_encrypt_args, data) == 12, "osa_encrypt_args.data");
_Static_assert(offsetof(struct osa_encrypt_args, ciphertext) == 20, "osa_encrypt_args.ciphertext");
_Static_assert(sizeof(struct osa_encrypt_args) == 24, "osa_encrypt_args");
_Static_assert(offsetof(struct osa_decrypt_args, key) == 0, "osa_decrypt_args.key");
_Static_assert(offsetof(struct osa_decrypt_args, options) == 4, "osa_decrypt_args.options");
_Static_assert(offsetof(struct osa_decrypt_args, data) == 12, "osa_decrypt_args.data");
_Static_assert(offsetof(struct osa_decrypt_args, plaintext) == 20, "osa_decrypt_args.plaintext");
_Static_assert(sizeof(struct osa_decrypt_args) == 24, "osa_decrypt_args");
_Static_assert(offsetof(struct osa_derive_bits_args, key) == 0, "osa_derive_bits_args.key");
_Static_assert(offsetof(struct osa_derive_bits_args, peer) == 4, "osa_derive_bits_args.peer");
_Static_assert(offsetof(struct osa_derive_bits_args, secret) == 8, "osa_derive_bits_args.secret");
_Static_assert(sizeof(struct osa_derive_bits_args) == 12, "osa_derive_bits_args");
_Static_assert(offsetof(struct osa_encapsulate_args, key) == 0, "osa_encapsulate_args.key");
_Static_assert(offsetof(struct osa_encapsulate_args, ciphertext) == 4, "osa_encapsulate_args.ciphertext");
_Static_assert(offsetof(struct osa_encapsulate_args, secret) == 8, "osa_encapsulate_args.secret");
_Static_assert(sizeof(struct osa_encapsulate_args) == 12, "osa_encapsulate_args");
_Static_assert(offsetof(struct osa_decapsulate_args, key) == 0, "osa_decapsulate_args.key");
_Static_assert(offsetof(struct osa_decapsulate_args, ciphertext) == 4, "osa_decapsulate_args.ciphertext");
_Static_assert(offsetof(struct osa_decapsulate_args, secret) == 12, "osa_decapsulate_args.secret");
_Static_assert(sizeof(struct osa_decapsulate_args) == 16, "osa_decapsulate_args");
_Static_assert(offsetof(struct osa_create_certificate_args, key) == 0, "osa_create_certificate_args.key");
_Static_assert(offsetof(struct osa_create_certificate_args, digest) == 4, "osa_create_certificate_args.digest");
_Static_assert(offsetof(struct osa_create_certificate_args, options) == 8, "osa_create_certificate_args.options");
_Static_assert(offsetof(struct osa_create_certificate_args, subject) == 16, "osa_create_certificate_args.subject");
_Static_assert(offsetof(struct osa_create_certificate_args, issuer) == 24, "osa_create_certificate_args.issuer");
_Static_assert(offsetof(struct osa_create_certificate_args, public_key) == 32, "osa_create_certificate_args.public_key");
_Static_assert(offsetof(struct osa_create_certificate_args, request) == 40, "osa_create_certificate_args.request");
_Static_assert(offsetof(struct osa_create_certificate_args, serial) == 48, "osa_create_certificate_args.serial");
_Static_assert(offsetof(struct osa_create_certificate_args, not_before) == 56, "osa_create_certificate_args.not_before");
_Static_assert(offsetof(struct osa_create_certificate_args, not_after) == 60, "osa_create_certificate_args.not_after");
_Static_assert(offsetof(struct osa_create_certificate_args, extensions) == 64, "osa_create_certificate_args.extensions");
_Static_assert(offsetof(struct osa_create_certificate_args, copied) == 72, "osa_create_certificate_args.copied");
_Static_assert(offsetof(struct osa_create_certificate_args, problem) == 80, "osa_create_certificate_args.problem");
_Static_assert(offsetof(struct osa_create_certificate_args, certificate) == 84, "osa_create_certificate_args.certificate");
_Static_assert(sizeof(struct osa_create_certificate_args) == 88, "osa_create_certificate_args");
_Static_assert(offsetof(struct osa_parse_certificate_args, der) == 0, "osa_parse_certificate_args.der");
_Static_assert(offsetof(struct osa_parse_certificate_args, fields) == 8, "osa_parse_certificate_args.fields");
_Static_assert(sizeof(struct osa_parse_certificate_args) == 12, "osa_parse_certificate_args");
_Static_assert(offsetof(struct osa_parse_request_args, der) == 0, "osa_parse_request_args.der");
_Static_assert(offsetof(struct osa_parse_request_args, fields) == 8, "osa_parse_request_args.fields");
_Static_assert(sizeof(struct osa_parse_request_args) == 12, "osa_parse_request_args");
_Static_assert(offsetof(struct osa_verify_chain_args, certificate) == 0, "osa_verify_chain_args.certificate");
_Static_assert(offsetof(struct osa_verify_chain_args, trusted) == 8, "osa_verify_chain_args.trusted");
_Static_assert(offsetof(struct osa_verify_chain_args, untrusted) == 16, "osa_verify_chain_args.untrusted");
_Static_assert(offsetof(struct osa_verify_chain_args, crls) == 24, "osa_verify_chain_args.crls");
_Static_assert(offsetof(struct osa_verify_chain_args, purpose) == 32, "osa_verify_chain_args.purpose");
_Static_assert(offsetof(struct osa_verify_chain_args, hostname) == 36, "osa_verify_chain_args.hostname");
_Static_assert(offsetof(struct osa_verify_chain_args, email) == 40, "osa_verify_chain_args.email");
_Static_assert(offsetof(struct osa_verify_chain_args, ip) == 44, "osa_verify_chain_args.ip");
_Static_assert(offsetof(struct osa_verify_chain_args, at) == 48, "osa_verify_chain_args.at");
_Static_assert(offsetof(struct osa_verify_chain_args, crl_check) == 52, "osa_verify_chain_args.crl_check");
_Static_assert(offsetof(struct osa_verify_chain_args, auth_level) == 56, "osa_verify_chain_args.auth_level");
_Static_assert(offsetof(struct osa_verify_chain_args, code) == 60, "osa_verify_chain_args.code");
_Static_assert(offsetof(struct osa_verify_chain_args, depth) == 64, "osa_verify_chain_args.depth");
_Static_assert(offsetof(struct osa_verify_chain_args, reason) == 68, "osa_verify_chain_args.reason");
_Static_assert(offsetof(struct osa_verify_chain_args, current) == 72, "osa_verify_chain_args.current");
_Static_assert(offsetof(struct osa_verify_chain_args, chain) == 76, "osa_verify_chain_args.chain");
_Static_assert(sizeof(struct osa_verify_chain_args) == 80, "osa_verify_chain_args");
_Static_assert(offsetof(struct osa_create_crl_args, key) == 0, "osa_create_crl_args.key");
_Static_assert(offsetof(struct osa_create_crl_args, digest) == 4, "osa_create_crl_args.digest");
_Static_assert(offsetof(struct osa_create_crl_args, options) == 8, "osa_create_crl_args.options");
_Static_assert(offsetof(struct osa_create_crl_args, issuer) == 16, "osa_create_crl_args.issuer");
_Static_assert(offsetof(struct osa_create_crl_args, last_update) == 24, "osa_create_crl_args.last_update");
_Static_assert(offsetof(struct osa_create_crl_args, next_update) == 28, "osa_create_crl_args.next_update");
_Static_assert(offsetof(struct osa_create_crl_args, number) == 32, "osa_create_crl_args.number");
_Static_assert(offsetof(struct osa_create_crl_args, revoked) == 36, "osa_create_crl_args.revoked");
_Static_assert(offsetof(struct osa_create_crl_args, problem) == 44, "osa_create_crl_args.problem");
_Static_assert(offsetof(struct osa_create_crl_args, crl) == 48, "osa_create_crl_args.crl");
_Static_assert(sizeof(struct osa_create_crl_args) == 52, "osa_create_crl_args");
_Static_assert(offsetof(struct osa_parse_crl_args, der) == 0, "osa_parse_crl_args.der");
_Static_assert(offsetof(struct osa_parse_crl_args, fields) == 8, "osa_parse_crl_args.fields");
_Static_assert(sizeof(struct osa_parse_crl_args) == 12, "osa_parse_crl_args");
#endif

#endif
