/*
 * Trampolines: where C calls a function that JavaScript gave. Each is small, runs the import with
 * osa_host_depth raised, and is told nothing by an exception: the host catches and returns a status.
 */
#include "async/internal.h"
#include "bridge.h"

int osa_js_callback(void *id)
{
    int result;

    OSA_HOST_CALL(result, host_callback((uint32_t)(uintptr_t)id));
    return result;
}

int osa_call_callback(ASYNC_callback_fn callback, void *arg)
{
    return callback(arg);
}

void osa_js_cleanup(ASYNC_WAIT_CTX *ctx, const void *key, OSSL_ASYNC_FD fd, void *custom_data)
{
    OSA_HOST_RUN(host_fd_cleanup(ctx, key, fd, custom_data));
}

void *osa_js_stack_alloc(size_t *size)
{
    void *stack;

    OSA_HOST_CALL(stack, host_stack_alloc(size));
    return stack;
}

void osa_js_stack_free(void *stack)
{
    OSA_HOST_RUN(host_stack_free(stack));
}

/*
 * A job written in JavaScript. Its frames can't be suspended, so C steps it and pauses between the
 * steps: a step returns what it came to, having left a promise or a request to pause behind.
 */
int osa_js_job(void *args)
{
    uint32_t id = ((osa_js_args *)args)->id;
    int pause_result = 1, step;

    for (;;) {
        OSA_HOST_CALL(step, host_job_step(id, pause_result));
        if (step != OSA_JS_PAUSE)
            return step;
        pause_result = ASYNC_pause_job();
    }
}
