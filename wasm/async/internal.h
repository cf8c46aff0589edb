/* What wasm/async offers the rest of wasm/, and what its files share. */
#ifndef OSA_INTERNAL_H
#define OSA_INTERNAL_H

#include <openssl/async.h>
#include <openssl/err.h>
#include "fibre.h"
#include "boundary/generated/boundary.h"

/* The counters behind ossl.stats(). */
extern osa_stats osa_counters;

/* The fibre whose job is running, or NULL on the dispatcher's stack. */
extern async_fibre *osa_current_fibre;

/*
 * How many JavaScript frames stand between the running C code and the fibre's base. A pause would
 * have to unwind them, which no engine can do, so ASYNC_pause_job refuses while this is not 0.
 */
extern uint32_t osa_host_depth;
#define OSA_HOST_RUN(call) do { osa_check_stack(); osa_host_depth++; call; osa_host_depth--; } while (0)
#define OSA_HOST_CALL(result, call) OSA_HOST_RUN((result) = (call))

/* For functions that sanitizers' own reports pass through: a report about one of them would cause the next. */
#define OSA_CARRIES_REPORTS __attribute__((no_sanitize("address", "undefined")))

/* Ends the instance if the running job has run over its C stack; called at each allocation and each call of JavaScript. */
OSA_CARRIES_REPORTS void osa_check_stack(void);

/*
 * An allocation has failed. Not all of OpenSSL notices what then goes wrong: a derived key may be another one, a message
 * may lack its content. So an operation in which it has happened fails, whatever it has come to.
 */
void osa_note_out_of_memory(void);

/* Called at the end of each operation with what it came to; gives what its job comes to. */
int osa_end_operation(int result);

/* 1 if `job` is a job of this module that is paused now, whatever the pointer is. */
int osa_job_is_paused(const ASYNC_JOB *job);
void osa_job_memory(const ASYNC_JOB *job, osa_step *step);

/* Puts `next` in the place of the running ERR_STATE and returns what was there. */
void *osa_swap_error_state(void *next);
int osa_error_states_init(void);

/* How many entries a queue holds; 0 for NULL. */
int osa_error_count(const void *state);

/* Allocators of the C stacks: ASYNC_set_mem_functions(3). */
void *osa_stack_alloc(size_t *size);
void osa_stack_free(void *stack);

/* upstream's own code behind the checked names of guards.c */
int osa_unchecked_start_job(ASYNC_JOB **job, ASYNC_WAIT_CTX *ctx, int *ret,
                            int (*func)(void *), void *args, size_t size);
int osa_unchecked_pause_job(void);
int osa_unchecked_init_thread(size_t max_size, size_t init_size);
void osa_unchecked_cleanup_thread(void);
ASYNC_WAIT_CTX *osa_unchecked_get_wait_ctx(ASYNC_JOB *job);
ASYNC_WAIT_CTX *osa_unchecked_wait_ctx_new(void);
void osa_unchecked_wait_ctx_free(ASYNC_WAIT_CTX *ctx);
int osa_unchecked_wait_ctx_clear_fd(ASYNC_WAIT_CTX *ctx, const void *key);

/* Refuses a call: the reason goes to the error queue. */
#define OSA_REFUSE(...) ERR_raise_data(ERR_LIB_ASYNC, ERR_R_SHOULD_NOT_HAVE_BEEN_CALLED, __VA_ARGS__)

#endif
