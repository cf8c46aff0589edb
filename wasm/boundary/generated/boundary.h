/* Generated from the lists in wasm/boundary/ by npm run generate; do not edit. */
#ifndef OSA_BOUNDARY_H
#define OSA_BOUNDARY_H

#include <stddef.h>
#include <stdint.h>
#include <openssl/async.h>
#include <openssl/types.h>

typedef int (*job_fn)(void *);
typedef void (*cleanup_fn)(ASYNC_WAIT_CTX *, const void *, OSSL_ASYNC_FD, void *);

#define OSA_STACK_SIZE_DEFAULT 65536
#define OSA_STACK_SIZE_MIN 16384
#define OSA_STEP_FDS 6
#define OSA_PROBLEM_KEY_MISMATCH 1
#define OSA_PROBLEM_JWK_PUBLIC -1
#define OSA_PROBLEM_JWK_PRIVATE -2
#define OSA_HELD_KEY_MESSAGE 1
#define OSA_HELD_KEY_RAW_ECDSA 2
#define OSA_HELD_KEY_RAW_DECRYPT 4
#define OSA_PROBLEM_BAD_REQUEST 2

/* Why an instance is over. */
enum {
    OSA_FATAL_STACK_OVERFLOW = 1,
    OSA_FATAL_EXIT = 2,
};

/* What a step of a job written in JavaScript came to. */
enum {
    OSA_JS_FAILED = 0,
    OSA_JS_DONE = 1,
    OSA_JS_PAUSE = 2,
};

/* In what form a key is written. */
enum {
    OSA_KEY_PRIVATE_PEM = 0,
    OSA_KEY_PUBLIC_PEM = 1,
    OSA_KEY_PRIVATE_DER = 2,
    OSA_KEY_PUBLIC_DER = 3,
    OSA_KEY_TRADITIONAL_PEM = 4,
    OSA_KEY_TRADITIONAL_DER = 5,
    OSA_KEY_PUBLIC_TEXT = 6,
};

/* What the holder of a key is asked for. */
enum {
    OSA_REQUEST_SIGN = 0,
    OSA_REQUEST_DECRYPT = 1,
    OSA_REQUEST_DERIVE = 2,
};

/* In what form a message is written. */
enum {
    OSA_CMS_DER = 0,
    OSA_CMS_PEM = 1,
    OSA_CMS_SMIME = 2,
};

typedef struct osa_bytes {
    void *data;
    size_t size;
} osa_bytes;

typedef struct osa_source {
    void *data;
    size_t size;
    int fd;
} osa_source;

typedef struct osa_sink {
    osa_bytes *bytes;
    int fd;
} osa_sink;

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

typedef struct osa_step {
    int result;
    int ret;
    void *job;
    int status;
    uint32_t num_fds;
    int fds[OSA_STEP_FDS];
    uint32_t num_errors;
    uint32_t stack_used;
    uint32_t frame_bytes;
    int has_work;
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

typedef struct osa_js_args {
    uint32_t id;
} osa_js_args;

typedef struct osa_keys {
    void *data;
    size_t size;
} osa_keys;

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

/* imports of module "host"; guarded by OSA_HOST_CALL where they run a user's JavaScript */
int host_entropy(void *buffer, size_t size) __attribute__((import_module("host"), import_name("entropy")));
double host_clock(int monotonic) __attribute__((import_module("host"), import_name("clock")));
void host_log(int fd, const void *text, size_t size) __attribute__((import_module("host"), import_name("log")));
void host_fatal(int reason) __attribute__((import_module("host"), import_name("fatal")));
int host_callback(uint32_t id) __attribute__((import_module("host"), import_name("callback")));
void host_fd_cleanup(ASYNC_WAIT_CTX *ctx, const void *key, OSSL_ASYNC_FD fd, void *custom_data) __attribute__((import_module("host"), import_name("fd_cleanup")));
int host_job_step(uint32_t id, int pause_result) __attribute__((import_module("host"), import_name("job_step")));
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
int host_progress(uint32_t id, int phase, int count) __attribute__((import_module("host"), import_name("progress")));
int host_key_request(osa_key_request *request) __attribute__((import_module("host"), import_name("key_request")));
void host_key_free(uint32_t id) __attribute__((import_module("host"), import_name("key_free")));

/* our own exports */
const char *osa_openssl_fixes(void);
int osa_init(void);
void *osa_malloc(size_t size);
void osa_free(void *memory);
void osa_clear_free(void *memory, size_t size);
void *osa_function(int index);
void osa_raise(const char *message);
void osa_set_memory_limit(size_t bytes);
void osa_read_stats(osa_stats *stats);
int osa_start_job(ASYNC_JOB *job, ASYNC_WAIT_CTX *ctx, job_fn func, void *args, size_t size, osa_step *step);
int osa_cancel_job(ASYNC_JOB *job);
int osa_job_is_cancelled(void);
uint32_t osa_job_serial(ASYNC_JOB *job);
int osa_take_error(int runners, osa_error *error);
int osa_call_callback(ASYNC_callback_fn callback, void *arg);
int osa_set_stack_size(size_t size);
size_t osa_get_stack_size(void);
int osa_key_write(EVP_PKEY *key, int form, osa_bytes *out);
int osa_key_has_private(EVP_PKEY *key);
EVP_PKEY *osa_key_read_public(const void *data, size_t size);
int osa_key_is_a(EVP_PKEY *key, const char *name);
EVP_PKEY *osa_held_key_new(EVP_PKEY *public_key, uint32_t id, int flags);

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
    (void *)osa_sign_job, \
    (void *)osa_verify_job, \
    (void *)osa_sign_digest_job, \
    (void *)osa_verify_digest_job, \
    (void *)osa_encrypt_job, \
    (void *)osa_decrypt_job, \
    (void *)osa_derive_bits_job, \
    (void *)osa_encapsulate_job, \
    (void *)osa_decapsulate_job, \
    (void *)osa_generate_key_job, \
    (void *)osa_import_key_job, \
    (void *)osa_export_key_job, \
    (void *)osa_key_members_job, \
    (void *)osa_key_from_members_job, \
    (void *)osa_read_pkcs12_job, \
    (void *)osa_write_pkcs12_job, \
    (void *)osa_create_request_job, \
    (void *)osa_create_certificate_job, \
    (void *)osa_parse_certificate_job, \
    (void *)osa_parse_request_job, \
    (void *)osa_verify_chain_job, \
    (void *)osa_create_crl_job, \
    (void *)osa_parse_crl_job, \
    (void *)osa_cms_sign_job, \
    (void *)osa_cms_verify_job, \
    (void *)osa_cms_encrypt_job, \
    (void *)osa_cms_decrypt_job,

#endif
