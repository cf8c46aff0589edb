/*
 * One call per turn of the runner in src/async/runner/runner.ts: it starts or resumes a job and reports all that
 * the runner has to know, so that a round trip crosses the boundary once.
 */
#include "async/internal.h"
#include "bridge.h"

/* The runner's own error queue: a job's errors must not mix with those of whoever calls C directly. */
static ERR_STATE *runner_errors;

int osa_runner_init(void)
{
    return runner_errors != NULL || (runner_errors = OSSL_ERR_STATE_new()) != NULL;
}

int osa_start_job(ASYNC_JOB *job, ASYNC_WAIT_CTX *ctx, job_fn func, void *args, size_t size, osa_step *step)
{
    void *callers = osa_swap_error_state(runner_errors);
    size_t count;

    ERR_clear_error();
    step->ret = 0;
    step->result = ASYNC_start_job(&job, ctx, &step->ret, func, args, size);
    step->job = job;
    osa_swap_error_state(callers);
    step->num_errors = (uint32_t)osa_error_count(runner_errors);
    step->num_fds = 0;
    step->status = ASYNC_STATUS_UNSUPPORTED;
    step->stack_used = step->frame_bytes = 0;
    step->has_work = 0;
    if (step->result == ASYNC_PAUSE)
        osa_job_memory(job, step);
    if (step->result != ASYNC_PAUSE || (ctx = ASYNC_get_wait_ctx(job)) == NULL)
        return step->result;
    step->status = ASYNC_WAIT_CTX_get_status(ctx);
    ASYNC_WAIT_CTX_get_all_fds(ctx, NULL, &count);
    if (count <= OSA_STEP_FDS)
        ASYNC_WAIT_CTX_get_all_fds(ctx, step->fds, &count);
    step->num_fds = (uint32_t)count;
    return step->result;
}

int osa_take_error(int runners, osa_error *error)
{
    void *callers = runners ? osa_swap_error_state(runner_errors) : NULL;
    const char *file, *func, *data;
    int flags;
    unsigned long code = ERR_get_error_all(&file, &error->line, &func, &data, &flags);

    if (runners)
        osa_swap_error_state(callers);
    error->code = (uint32_t)code;
    error->library = (void *)ERR_lib_error_string(code);
    error->reason = (void *)ERR_reason_error_string(code);
    error->file = (void *)file;
    error->func = (void *)func;
    error->data = (flags & ERR_TXT_STRING) ? (void *)data : NULL;
    return code != 0;
}
