/*
 * Fibres: how a job's C frames leave the wasm stack and come back.
 *
 * OpenSSL switches only dispatcher -> job and job -> dispatcher, so the switch is asymmetric: entering
 * a job is an ordinary call from the dispatcher, leaving it unwinds the job's frames alone.
 *
 *     JS ── ASYNC_start_job ── swapcontext ── fibre_enter ┊ async_start_func ── func ── … ── swapcontext
 *     └────────────── dispatcher's frames ──────────────┘ ┊ └──────────── the job's frames ───────────┘
 *                never unwound, keep their C stack        ┊      unwound at a pause, rewound at a resume
 *
 *   the job's two stacks while it is paused:
 *
 *     fibre->stack   [canary| . . . . . . . . . . |used C frames]   high end: where C starts
 *     fibre->frames  [Asyncify's record of the wasm locals, exact size]
 *
 * Invariants
 *  - a pause unwinds into `scratch`; what was used is moved to the fibre and the scratch is zeroed;
 *  - no import stands between the two when frames move (osa_host_depth == 0),
 *    so no JavaScript ever runs twice;
 *  - fibre_enter, and the job's entry from it, are called through volatile pointers: link-time inlining
 *    would otherwise merge them with instrumented callers, and a pause would unwind the dispatcher too.
 */
#include <errno.h>
#include <string.h>
#include <unistd.h>
#include <wasm_simd128.h>
#include "crypto/async/async_local.h"
#include <openssl/crypto.h>
#include "fatal.h"
#include "internal.h"
#include "stack.h"
#include "yield.h"

#define ASYNCIFY(name) __attribute__((import_module("asyncify"), import_name(#name)))
extern void asyncify_start_unwind(void *record) ASYNCIFY(start_unwind);
extern void asyncify_stop_unwind(void) ASYNCIFY(stop_unwind);
extern void asyncify_start_rewind(void *record) ASYNCIFY(start_rewind);
extern void asyncify_stop_rewind(void) ASYNCIFY(stop_rewind);

/* The C stack pointer is a wasm global that C cannot name. */
void *osa_get_stack_pointer(void);
void osa_set_stack_pointer(void *address);
__asm__(".globaltype __stack_pointer, i32\n"
        ".globl osa_get_stack_pointer\n"
        ".type osa_get_stack_pointer,@function\n"
        "osa_get_stack_pointer:\n"
        "  .functype osa_get_stack_pointer () -> (i32)\n"
        "  global.get __stack_pointer\n"
        "  end_function\n"
        ".globl osa_set_stack_pointer\n"
        ".type osa_set_stack_pointer,@function\n"
        "osa_set_stack_pointer:\n"
        "  .functype osa_set_stack_pointer (i32) -> ()\n"
        "  local.get 0\n"
        "  global.set __stack_pointer\n"
        "  end_function\n");

/* upstream's private status of a job whose function has returned (async.c) */
#define UPSTREAM_JOB_STOPPING 3

_Static_assert(offsetof(struct async_job_st, fibrectx) == 0, "a fibre's address is its job's");
_Static_assert(offsetof(struct async_ctx_st, dispatcher) == 0, "the dispatcher's address is its ctx's");

/* Frames are never larger than the engine's own stack, about 1 MiB; untouched pages cost nothing. */
#define SCRATCH_SIZE (1u << 20)
static _Alignas(16) unsigned char scratch[SCRATCH_SIZE];
static struct { void *position; void *end; } record;   /* the layout that Asyncify prescribes */

osa_stats osa_counters;
async_fibre *osa_current_fibre;
uint32_t osa_host_depth;
static int rewinding;
static int pause_result;
static uint64_t magic_salt;

static uint64_t fibre_magic(const async_fibre *fibre)
{
    return magic_salt ^ (uint64_t)(uintptr_t)fibre;
}

int async_local_init(void)
{
    /* A guessable salt only weakens a check against programming errors, so no entropy is no failure. */
    if (magic_salt == 0 && getentropy(&magic_salt, sizeof(magic_salt)) != 0)
        magic_salt = (uintptr_t)&magic_salt;
    magic_salt |= 1;
    return osa_error_states_init();
}

void async_local_deinit(void) { }
void async_local_cleanup(void) { }
int ASYNC_is_capable(void) { return 1; }

void async_fibre_init_dispatcher(async_fibre *fibre)
{
    memset(fibre, 0, sizeof(*fibre));
}

void osa_check_stack(void)
{
    if (osa_current_fibre != NULL && (unsigned char *)osa_get_stack_pointer() < stack_low(osa_current_fibre))
        osa_fatal(OSA_FATAL_STACK_OVERFLOW);
}

void osa_note_out_of_memory(void)
{
    if (osa_current_fibre != NULL)
        osa_current_fibre->out_of_memory = 1;
}

void osa_begin_operation(void)
{
    if (osa_current_fibre != NULL)
        osa_current_fibre->yielder = &osa_yields;
}

int osa_end_operation(int result)
{
    if (osa_current_fibre == NULL || !osa_current_fibre->out_of_memory)
        return result;
    ERR_raise(ERR_LIB_CRYPTO, ERR_R_MALLOC_FAILURE);
    return 0;
}

/* ---- saved frames ---- */

static void drop_frames(async_fibre *fibre)
{
    OPENSSL_clear_free(fibre->frames, fibre->frames_capacity);
    osa_counters.frame_bytes -= (uint32_t)fibre->frames_capacity;
    fibre->frames = NULL;
    fibre->frames_size = fibre->frames_capacity = 0;
}

/* Moves the record out of the scratch, which is left zeroed. 0: no memory, the scratch is untouched. */
static int keep_frames(async_fibre *fibre)
{
    size_t size = (size_t)((unsigned char *)record.position - scratch);
    size_t rounded = (size + 15) & ~(size_t)15;
    unsigned char *to;

    if (rounded > fibre->frames_capacity || rounded < fibre->frames_capacity / 2) {
        if ((to = OPENSSL_malloc(rounded)) == NULL)
            return 0;
        drop_frames(fibre);
        fibre->frames = to;
        fibre->frames_capacity = rounded;
        osa_counters.frame_bytes += (uint32_t)rounded;
    }
    fibre->frames_size = size;
    if (size > osa_counters.frame_high_water)
        osa_counters.frame_high_water = (uint32_t)size;
    to = fibre->frames;
    for (size_t i = 0; i < rounded; i += 16) {
        wasm_v128_store(to + i, wasm_v128_load(scratch + i));
        wasm_v128_store(scratch + i, wasm_i64x2_splat(0));
    }
    return 1;
}

/* ---- the switch ---- */

static void (*volatile fibre_entry)(void) = async_start_func;

static void rewind_from(unsigned char *frames, size_t size, void *stack_pointer)
{
    record.position = frames + size;
    record.end = frames + size;
    rewinding = 1;
    osa_set_stack_pointer(stack_pointer);
}

/* The job is over: its errors go to the caller, its secrets go away, the next job starts from the entry. */
static void finish(async_fibre *fibre)
{
    size_t size = (size_t)((unsigned char *)record.position - scratch);
    void *callers;

    fibre->out_of_memory = 0;
    fibre->state = OSA_FIBRE_FRESH;
    fibre->blocked = 0;
    fibre->locks = 0;
    fibre->yielder = NULL;
    fibre->cancelled = 0;
    fibre->saved_errno = 0;
    OPENSSL_cleanse(scratch, size);
    wipe_stack(fibre);
    drop_frames(fibre);
    if (osa_error_count(fibre->error_state) > 0)
        OSSL_ERR_STATE_restore(fibre->error_state);
    callers = osa_swap_error_state(fibre->error_state);
    ERR_clear_error();
    osa_swap_error_state(callers);
    osa_counters.jobs_live--;
    osa_counters.jobs_finished++;
}

/* On the job's C stack from here on, until it has unwound; called with the frames to rewind, if any. */
static void run_frames(async_fibre *fibre)
{
    void *dispatcher_stack = osa_get_stack_pointer();

    if (fibre->state == OSA_FIBRE_SUSPENDED) {
        pause_result = 1;
        rewind_from(fibre->frames, fibre->frames_size, fibre->stack_pointer);
        fibre->state = OSA_FIBRE_RUNNING;
        asyncify_start_rewind(&record);
    } else {
        fibre->state = OSA_FIBRE_RUNNING;
        osa_set_stack_pointer(stack_high(fibre));
    }
    for (;;) {
        fibre_entry();
        asyncify_stop_unwind();
        osa_set_stack_pointer(dispatcher_stack);
        osa_current_fibre = NULL;
        if (((ASYNC_JOB *)fibre)->status == UPSTREAM_JOB_STOPPING || keep_frames(fibre))
            break;
        osa_current_fibre = fibre;
        /* No memory to keep the frames: put them straight back, and let the pause fail in the job. */
        pause_result = 0;
        rewind_from(scratch, (size_t)((unsigned char *)record.position - scratch), fibre->stack_pointer);
        asyncify_start_rewind(&record);
    }
}

/*
 * On the dispatcher's stack: an ordinary call that returns when the job has paused or ended, with what
 * OpenSSL keeps per thread swapped for the job's own meanwhile. Asyncify leaves the function that calls
 * stop_unwind as it is, so all that happens per switch is written here and not in its callers.
 */
static __attribute__((noinline)) void fibre_enter(async_ctx *ctx, async_fibre *fibre)
{
    uint32_t callers_depth = osa_host_depth;
    unsigned int callers_blocked = ctx->blocked;
    uint32_t callers_locks = osa_locks_held;
    int callers_errno = errno;

    if (fibre->state == OSA_FIBRE_FRESH) {
        osa_counters.jobs_live++;
        fibre->serial = ++osa_counters.jobs_started;
    } else {
        osa_counters.jobs_paused--;
    }
    osa_host_depth = 0;
    ctx->blocked = fibre->blocked;
    osa_locks_held = fibre->locks;
    errno = fibre->saved_errno;
    fibre->error_state = osa_swap_error_state(fibre->error_state);
    osa_current_fibre = fibre;

    run_frames(fibre);

    fibre->error_state = osa_swap_error_state(fibre->error_state);
    fibre->saved_errno = errno;
    errno = callers_errno;
    fibre->blocked = ctx->blocked;
    ctx->blocked = callers_blocked;
    fibre->locks = osa_locks_held;
    osa_locks_held = callers_locks;
    osa_host_depth = callers_depth;
    check_canary(fibre);
    if (((ASYNC_JOB *)fibre)->status == UPSTREAM_JOB_STOPPING) {
        finish(fibre);
    } else {
        /* a large frame may step over the canary without a trace */
        if ((unsigned char *)fibre->stack_pointer < stack_low(fibre))
            osa_fatal(OSA_FATAL_STACK_OVERFLOW);
        fibre->state = OSA_FIBRE_SUSPENDED;
        osa_counters.jobs_paused++;
        osa_counters.pauses++;
    }
}

static void (*volatile enter)(async_ctx *, async_fibre *) = fibre_enter;

/*
 * Upstream's way in and out. On the job's stack it is reached twice per pause: first it unwinds, then it
 * ends the rewind. Asyncify leaves it as it is, since it calls start_unwind: one frame less to save.
 */
__attribute__((noinline)) int async_fibre_swapcontext(async_fibre *o, async_fibre *n, int r)
{
    (void)r;
    if (osa_current_fibre == NULL) {
        enter((async_ctx *)o, n);
        return 1;
    }
    if (rewinding) {
        rewinding = 0;
        asyncify_stop_rewind();
        return pause_result;
    }
    o->stack_pointer = osa_get_stack_pointer();
    record.position = scratch;
    record.end = scratch + SCRATCH_SIZE;
    asyncify_start_unwind(&record);
    return 0;
}

int osa_take_stack(async_fibre *fibre)
{
    size_t size = 0;

    if ((fibre->stack = osa_stack_alloc(&size)) == NULL)
        return 0;
    if (size < OSA_STACK_SIZE_MIN) {
        osa_stack_free(fibre->stack);
        fibre->stack = NULL;
        return 0;
    }
    fibre->stack_size = size;
    osa_counters.stack_bytes += (uint32_t)size;
    zero_stack(fibre);
    set_canary(fibre);
    return 1;
}

void osa_give_stack_back(async_fibre *fibre)
{
    if (fibre->stack == NULL)
        return;
    osa_counters.stack_bytes -= (uint32_t)fibre->stack_size;
    osa_stack_free(fibre->stack);
    fibre->stack = NULL;
}

int async_fibre_makecontext(async_fibre *fibre)
{
    memset(fibre, 0, sizeof(*fibre));
    fibre->guard = ~fibre_magic(fibre);
    if (!osa_take_stack(fibre) || (fibre->error_state = OSSL_ERR_STATE_new()) == NULL) {
        osa_give_stack_back(fibre);
        memset(fibre, 0, sizeof(*fibre));
        return 0;
    }
    fibre->magic = fibre_magic(fibre);
    osa_counters.jobs_allocated++;
    return 1;
}

/* Must take a zeroed fibre: upstream frees a job whose makecontext failed. */
void async_fibre_free(async_fibre *fibre)
{
    if (fibre->magic == 0)
        return;
    osa_counters.jobs_allocated--;
    drop_frames(fibre);
    OSSL_ERR_STATE_free(fibre->error_state);
    osa_give_stack_back(fibre);
    OPENSSL_cleanse(fibre, sizeof(*fibre));
}

/* Looks at whatever is there: free memory, or what never was a job. */
__attribute__((no_sanitize("address"))) static int is_fibre(const ASYNC_JOB *job)
{
    const async_fibre *fibre = (const async_fibre *)job;
    uintptr_t memory_size = (uintptr_t)__builtin_wasm_memory_size(0) << 16;

    return ((uintptr_t)job & 7) == 0 && (uintptr_t)job <= memory_size - sizeof(*job)
        && fibre->magic == fibre_magic(fibre);
}

int osa_job_is_paused(const ASYNC_JOB *job)
{
    return is_fibre(job) && ((const async_fibre *)job)->state == OSA_FIBRE_SUSPENDED;
}

/* Tells a job that is running or paused from others that had its address; 0 for anything else. */
uint32_t osa_job_serial(ASYNC_JOB *job)
{
    const async_fibre *fibre = (const async_fibre *)job;

    return is_fibre(job) && fibre->state != OSA_FIBRE_FRESH ? fibre->serial : 0;
}

/* Of a paused job: how deep its C stack is at the pause, the bytes of its saved frames, and whether it waits for nothing. */
void osa_job_memory(const ASYNC_JOB *job, osa_step *step)
{
    const async_fibre *fibre = (const async_fibre *)job;

    step->stack_used = (uint32_t)(stack_high(fibre) - (unsigned char *)fibre->stack_pointer);
    step->frame_bytes = (uint32_t)fibre->frames_capacity;
    step->has_work = fibre->has_work;
}
