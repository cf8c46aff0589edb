/*
 * Bare emscripten_fiber, the switch that Emscripten itself offers: two fibres that hand over to each
 * other, and nothing else. It is what one would build a job on without driving Asyncify from C.
 */
#include <emscripten/emscripten.h>
#include <emscripten/fiber.h>

#define C_STACK 65536
#define ASYNCIFY_STACK 65536

static emscripten_fiber_t dispatcher, job;
static _Alignas(16) char job_stack[C_STACK], job_frames[ASYNCIFY_STACK], dispatcher_frames[ASYNCIFY_STACK];
static int cycles;

static void job_function(void *args)
{
    (void)args;
    for (;;)
        emscripten_fiber_swap(&job, &dispatcher);
}

EMSCRIPTEN_KEEPALIVE void prepare(void)
{
    emscripten_fiber_init_from_current_context(&dispatcher, dispatcher_frames, sizeof(dispatcher_frames));
    emscripten_fiber_init(&job, job_function, 0, job_stack, sizeof(job_stack), job_frames, sizeof(job_frames));
}

/* What it returns is lost: the caller's own frames are unwound too. counted() has it. */
EMSCRIPTEN_KEEPALIVE void run(int count)
{
    for (cycles = 0; cycles < count; cycles++)
        emscripten_fiber_swap(&dispatcher, &job);
}

EMSCRIPTEN_KEEPALIVE int counted(void) { return cycles; }
