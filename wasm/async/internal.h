/* What the files of wasm/ share among themselves; nothing here is seen by upstream's code. */
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

/* What sanitizers' own reports come through: a report of it would be one without end. */
#define OSA_CARRIES_REPORTS __attribute__((no_sanitize("address", "undefined")))

/* Ends the instance if the running job is beyond the end of its C stack: at each allocation and call to JavaScript. */
OSA_CARRIES_REPORTS void osa_check_stack(void);

/*
 * An allocation has failed. Not all of OpenSSL notices what then goes wrong: a derived key may be another one, a message
 * may lack its content. So an operation in which it has happened fails, whatever it has come to.
 */
void osa_note_out_of_memory(void);

/* An operation of ours begins in the running job: it pauses inside of OpenSSL's own loops too. yield.h */
void osa_begin_operation(void);

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

/* The C allocator, with the bytes in use counted: nothing is wiped. upstream/wiping/mem.c */
void *osa_heap_alloc(size_t size);
void osa_heap_free(void *memory);

/* Allocators of the C stacks: ASYNC_set_mem_functions(3). */
void *osa_stack_alloc(size_t *size);
void osa_stack_free(void *stack);

/* An idle job without its C stack, which went back to the allocator: 0 if there is no memory for another. */
void osa_give_stack_back(async_fibre *fibre);
int osa_take_stack(async_fibre *fibre);

/* The pool keeps the stacks of so many idle jobs at least; while it is emptied, jobs come as they are. */
void osa_keep_idle_stacks(size_t count);
void osa_empty_pool(int emptying);

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
