/*
 * Checked fronts for the functions whose misuse is undefined upstream. Each refuses with an entry in
 * the error queue and leaves memory as it was; what is defined upstream goes through unchanged.
 */
#include "crypto/async/async_local.h"
#include "crypto/cryptlib.h"
#include "internal.h"

int ASYNC_start_job(ASYNC_JOB **job, ASYNC_WAIT_CTX *ctx, int *ret,
                    int (*func)(void *), void *args, size_t size)
{
    if (job == NULL || ret == NULL || (*job == NULL && func == NULL)) {
        ERR_raise_data(ERR_LIB_ASYNC, ERR_R_PASSED_NULL_PARAMETER,
                       "ASYNC_start_job needs job, ret and, for a new job, func");
        return ASYNC_ERR;
    }
    if (osa_current_fibre != NULL) {
        OSA_REFUSE("ASYNC_start_job was called inside a job; start it after this job has paused");
        return ASYNC_ERR;
    }
    if (*job != NULL && !osa_job_is_paused(*job)) {
        OSA_REFUSE("ASYNC_start_job was given a job that is not paused; it has finished or never was one");
        return ASYNC_ERR;
    }
    return osa_unchecked_start_job(job, ctx, ret, func, args, size);
}

int ASYNC_pause_job(void)
{
    async_fibre *fibre = osa_current_fibre;
    int paused;

    if (fibre == NULL)
        return 1;
    if (osa_host_depth != 0 && async_get_ctx()->blocked == 0) {
        OSA_REFUSE("ASYNC_pause_job was called from a JavaScript function that C code had called; "
                   "return to C first");
        return 0;
    }
    paused = osa_unchecked_pause_job();
    fibre = osa_current_fibre;   /* the same one; looked up again, it need not be saved in the frame */
    if (fibre->cancelled) {
        /* once is enough: code that goes on trying would push out what it has to say itself */
        if (fibre->cancelled++ == 1)
            ERR_raise_data(ERR_LIB_ASYNC, ERR_R_INTERRUPTED_OR_CANCELLED, "the job was cancelled");
        return 0;
    }
    return paused;
}

/* Marks a paused job: its ASYNC_pause_job fails from then on, so that C unwinds and frees. */
int osa_cancel_job(ASYNC_JOB *job)
{
    async_fibre *fibre = (async_fibre *)job;

    if (fibre == NULL || (fibre != osa_current_fibre && !osa_job_is_paused(job))) {
        OSA_REFUSE("the job to cancel is neither running nor paused");
        return 0;
    }
    if (!fibre->cancelled) {
        fibre->cancelled = 1;
        osa_counters.jobs_cancelled++;
    }
    return 1;
}

/* For C code that waits in a loop of its own: has somebody cancelled the running job? */
int osa_job_is_cancelled(void)
{
    return osa_current_fibre != NULL && osa_current_fibre->cancelled;
}

/* A second call replaces an idle pool without leaking it, and is refused while jobs are live. */
int ASYNC_init_thread(size_t max_size, size_t init_size)
{
    if (init_size <= max_size) {
        if (osa_counters.jobs_live > 0) {
            OSA_REFUSE("ASYNC_init_thread was called while %u jobs are live; let them finish first",
                       osa_counters.jobs_live);
            return 0;
        }
        ASYNC_cleanup_thread();
        osa_keep_idle_stacks(init_size);
    }
    return osa_unchecked_init_thread(max_size, init_size);
}

void ASYNC_cleanup_thread(void)
{
    if (osa_current_fibre != NULL)
        OSA_REFUSE("ASYNC_cleanup_thread was called inside a job");
    else if (osa_counters.jobs_live > 0)
        OSA_REFUSE("ASYNC_cleanup_thread was called while %u jobs are paused; finish or cancel them first",
                   osa_counters.jobs_live);
    else {
        osa_empty_pool(1);
        osa_unchecked_cleanup_thread();
        osa_empty_pool(0);
    }
}

ASYNC_WAIT_CTX *ASYNC_get_wait_ctx(ASYNC_JOB *job)
{
    if (job == NULL) {
        ERR_raise(ERR_LIB_ASYNC, ERR_R_PASSED_NULL_PARAMETER);
        return NULL;
    }
    return osa_unchecked_get_wait_ctx(job);
}

/* async.c calls this in each ASYNC_init_thread, and the list that it adds to is never taken from. */
int osa_init_thread_start(const void *index, void *arg, OSSL_thread_stop_handler_fn handler)
{
    static int done;

    return done || (done = ossl_init_thread_start(index, arg, handler));
}

/* async.c calls this after each resume, for a job that was started without a wait context too. */
void osa_reset_counts(ASYNC_WAIT_CTX *ctx)
{
    if (ctx != NULL)
        async_wait_ctx_reset_counts(ctx);
}

ASYNC_WAIT_CTX *ASYNC_WAIT_CTX_new(void)
{
    ASYNC_WAIT_CTX *ctx = osa_unchecked_wait_ctx_new();

    osa_counters.wait_contexts += ctx != NULL;
    return ctx;
}

static ASYNC_WAIT_CTX *being_freed;

void ASYNC_WAIT_CTX_free(ASYNC_WAIT_CTX *ctx)
{
    ASYNC_WAIT_CTX *outer = being_freed;

    if (ctx == NULL || ctx == outer)
        return;
    being_freed = ctx;
    osa_counters.wait_contexts--;
    osa_unchecked_wait_ctx_free(ctx);
    being_freed = outer;
}

int ASYNC_WAIT_CTX_clear_fd(ASYNC_WAIT_CTX *ctx, const void *key)
{
    if (ctx == being_freed) {
        OSA_REFUSE("ASYNC_WAIT_CTX_clear_fd was called from a cleanup function of the same wait context");
        return 0;
    }
    return osa_unchecked_wait_ctx_clear_fd(ctx, key);
}
