/*
 * The async arch for WebAssembly: fibres switched by Binaryen's Asyncify pass, driven from C.
 *
 * This header is put before upstream's crypto/async sources with -include, so that they are
 * compiled as they are: defining ASYNC_ARCH keeps async_null.h out. See fibre.c for the stacks.
 */
#ifndef OSA_FIBRE_H
#define OSA_FIBRE_H

#include <stddef.h>
#include <stdint.h>
#include <openssl/e_os2.h>

#define ASYNC_ARCH
#define ASYNC_WASM

/* What a fibre may be doing; a fibre that never ran or whose job has finished is FRESH. */
enum osa_fibre_state { OSA_FIBRE_FRESH, OSA_FIBRE_RUNNING, OSA_FIBRE_SUSPENDED };

typedef struct async_fibre_st {
    uint64_t magic;               /* fibre_magic(address): tells a job from a wild pointer */
    unsigned char *stack;         /* what the allocator gave; the canary is at its low end */
    size_t stack_size;
    unsigned char *frames;        /* Asyncify's saved frames, exact size */
    size_t frames_size;
    size_t frames_capacity;
    void *stack_pointer;          /* where the C stack stood at the pause */
    void *error_state;            /* the job's ERR_STATE; the caller's while the job runs */
    uint64_t guard;               /* the canary's value */
    int state;                    /* enum osa_fibre_state */
    int cancelled;                /* ASYNC_pause_job fails from now on */
    int out_of_memory;            /* an allocation of the job's has failed */
    int saved_errno;
    unsigned int blocked;         /* upstream's pause-block counter, kept per job */
    uint32_t locks;               /* of OpenSSL's that it holds: yield.h */
    uint32_t serial;              /* which of all jobs that were ever started */
    struct async_fibre_st *next_idle; /* in the pool: pool.c */
    struct osa_yielder_st *yielder;   /* how the job pauses in OpenSSL's own loops: yield.h */
    int has_work;                 /* it is paused to give the event loop a turn, and for nothing else */
} async_fibre;

int async_local_init(void);
void async_local_deinit(void);
int async_fibre_swapcontext(async_fibre *o, async_fibre *n, int r);
void async_fibre_init_dispatcher(async_fibre *fibre);
int async_fibre_makecontext(async_fibre *fibre);
void async_fibre_free(async_fibre *fibre);

/*
 * Upstream's entry points whose misuse is undefined there keep their code under another name;
 * guards.c gives the public name a checked front. Only the symbol is renamed: error entries still name
 * the function as the manual does.
 */
#ifdef OSA_UPSTREAM_ASYNC
# pragma redefine_extname ASYNC_start_job osa_unchecked_start_job
# pragma redefine_extname ASYNC_pause_job osa_unchecked_pause_job
# pragma redefine_extname ASYNC_init_thread osa_unchecked_init_thread
# pragma redefine_extname ASYNC_cleanup_thread osa_unchecked_cleanup_thread
# pragma redefine_extname ASYNC_get_wait_ctx osa_unchecked_get_wait_ctx
# pragma redefine_extname async_wait_ctx_reset_counts osa_reset_counts
# pragma redefine_extname ossl_init_thread_start osa_init_thread_start
# pragma redefine_extname OPENSSL_sk_push osa_push_idle_job
# pragma redefine_extname OPENSSL_sk_pop osa_pop_idle_job
#endif
#ifdef OSA_UPSTREAM_ASYNC_WAIT
# pragma redefine_extname ASYNC_WAIT_CTX_new osa_unchecked_wait_ctx_new
# pragma redefine_extname ASYNC_WAIT_CTX_free osa_unchecked_wait_ctx_free
# pragma redefine_extname ASYNC_WAIT_CTX_clear_fd osa_unchecked_wait_ctx_clear_fd
#endif

#endif
