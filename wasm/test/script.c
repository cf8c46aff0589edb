/*
 * A job that does what a list of steps says, so that the tests in TypeScript can put any C behaviour
 * together. A step is what to do, two arguments, and where to store the result (NULL: nowhere).
 * Each names what it calls.
 */
#include <alloca.h>
#include <errno.h>
#include <poll.h>
#include <stdlib.h>
#include <sys/eventfd.h>
#include <sys/select.h>
#include <unistd.h>
#include <openssl/crypto.h>
#include <openssl/evp.h>
#include <openssl/rand.h>
#include "async/internal.h"
#include "test.h"

static int nothing(void *args)
{
    (void)args;
    return 77;
}

/* a = the job to resume, or 0 for a new one */
static int start(int a)
{
    ASYNC_JOB *job = (ASYNC_JOB *)a;
    int ret = 0;

    return ASYNC_start_job(&job, NULL, &ret, nothing, NULL, 0);
}

static int poll_one(int fd, int timeout)
{
    struct pollfd one = { .fd = fd, .events = POLLIN };
    int ready = poll(&one, 1, timeout);

    return ready < 0 ? -errno : ready == 0 ? 0 : one.revents;
}

static int select_one(int fd, int timeout)
{
    struct timeval time = { .tv_sec = timeout / 1000, .tv_usec = timeout % 1000 * 1000 };
    fd_set set;
    int ready;

    FD_ZERO(&set);
    FD_SET(fd, &set);
    ready = select(fd + 1, &set, NULL, NULL, timeout < 0 ? NULL : &time);
    return ready < 0 ? -errno : ready + 10 * (FD_ISSET(fd, &set) != 0);
}

/* Runs over the end of the C stack in small steps, as real recursion does. */
static __attribute__((noinline)) int overflow(volatile int *deeper)
{
    volatile int here[64];

    for (int i = 0; i < 64; i++)
        here[i] = deeper[0] + i;
    return *deeper > 400 ? here[7] : overflow(&(volatile int){ *deeper + 1 }) + here[3];
}

/* Leaves a pattern in dead stack frames, for the wiping test. */
static __attribute__((noinline)) void fill_stack(int pattern)
{
    volatile int here[512];

    for (int i = 0; i < 512; i++)
        here[i] = pattern;
}

/* 1 if a large block on the C stack is the same after a pause; of an `untouched` one all but the last byte. */
static __attribute__((noinline)) int pause_over_alloca(size_t size, int untouched)
{
    volatile unsigned char *block = alloca(size);   /* so that each byte is really read back */

    if (untouched) {
        block += size - 1;
        size = 1;
    }
    for (size_t i = 0; i < size; i++)
        block[i] = (unsigned char)(i * 31 + (i >> 8));
    if (!ASYNC_pause_job())
        return 0;
    for (size_t i = 0; i < size; i++)
        if (block[i] != (unsigned char)(i * 31 + (i >> 8)))
            return 0;
    return 1;
}

/* What sanitizers must report, and goes unnoticed without them: one of TEST_FAULT_. */
static __attribute__((noinline)) int fault(int kind)
{
    volatile unsigned char here[8] = { 0 }, *block = OPENSSL_zalloc(8), *volatile stack = here;
    volatile int large = 0x7fffffff, index = 8 + (kind < 0);
    int found = block == NULL ? -1
        : kind == TEST_FAULT_HEAP_OVERFLOW    ? block[index]
        : kind == TEST_FAULT_STACK_OVERFLOW   ? stack[index]
        : kind == TEST_FAULT_INTEGER_OVERFLOW ? large + 1
                                              : 0;

    OPENSSL_free((void *)block);
    return kind == TEST_FAULT_USE_AFTER_FREE ? block[0] : found;
}

static int no_errno(int value) { return value < 0 ? -errno : value; }

int test_script(void *args)
{
    const test_step *step = *(const test_step **)args;
    ASYNC_WAIT_CTX *ctx = NULL;
    void *custom_data;
    int fd;

    for (;; step++) {
        int result = 0;

        if (osa_current_fibre != NULL)
            ctx = ASYNC_get_wait_ctx(ASYNC_get_current_job());
        switch (step->op) {
        case TEST_STEP_RETURN: return step->a;
        case TEST_STEP_PAUSE: result = ASYNC_pause_job(); break;
        case TEST_STEP_SET_WAIT_FD: result = ASYNC_WAIT_CTX_set_wait_fd(ctx, (void *)step->a, step->b, NULL, NULL); break;
        case TEST_STEP_CLEAR_FD: result = ASYNC_WAIT_CTX_clear_fd(ctx, (void *)step->a); break;
        case TEST_STEP_GET_FD: result = ASYNC_WAIT_CTX_get_fd(ctx, (void *)step->a, &fd, &custom_data) ? fd : -1; break;
        case TEST_STEP_SET_STATUS: result = ASYNC_WAIT_CTX_set_status(ctx, step->a); break;
        case TEST_STEP_CALL_CALLBACK: {
            ASYNC_callback_fn callback;

            result = ASYNC_WAIT_CTX_get_callback(ctx, &callback, &custom_data) ? callback(custom_data) : -1;
            break;
        }
        case TEST_STEP_RAISE: ERR_raise(ERR_LIB_USER, step->a); break;
        case TEST_STEP_SET_MARK: result = ERR_set_mark(); break;
        case TEST_STEP_POP_TO_MARK: result = ERR_pop_to_mark(); break;
        case TEST_STEP_CLEAR_ERROR: ERR_clear_error(); break;
        case TEST_STEP_PEEK_ERROR: result = (int)ERR_GET_REASON(ERR_peek_last_error()); break;
        case TEST_STEP_BLOCK: ASYNC_block_pause(); break;
        case TEST_STEP_UNBLOCK: ASYNC_unblock_pause(); break;
        case TEST_STEP_CURRENT_JOB: result = (int)ASYNC_get_current_job(); break;
        case TEST_STEP_WAIT_CONTEXT: result = (int)ctx; break;
        case TEST_STEP_START_JOB: result = start(step->a); break;
        case TEST_STEP_CLEANUP_THREAD: ASYNC_cleanup_thread(); break;
        case TEST_STEP_INIT_THREAD: result = ASYNC_init_thread((size_t)step->a, (size_t)step->b); break;
        case TEST_STEP_SET_LIBCTX: result = (int)OSSL_LIB_CTX_set0_default((OSSL_LIB_CTX *)step->a); break;
        case TEST_STEP_GET_LIBCTX: result = (int)OSSL_LIB_CTX_set0_default(NULL); break;
        case TEST_STEP_RAND: result = RAND_bytes((unsigned char *)step->a, step->b); break;
        case TEST_STEP_SET_ERRNO: errno = step->a; break;
        case TEST_STEP_GET_ERRNO: result = errno; break;
        case TEST_STEP_PIPE: result = no_errno(pipe((int *)step->a)); break;
        case TEST_STEP_EVENTFD: result = no_errno(eventfd((unsigned int)step->a, step->b)); break;
        case TEST_STEP_READ: {
            uint64_t buffer = 0;

            result = no_errno((int)read(step->a, &buffer, (size_t)step->b));
            break;
        }
        case TEST_STEP_WRITE: {
            uint64_t one = 1;

            result = no_errno((int)write(step->a, &one, (size_t)step->b));
            break;
        }
        case TEST_STEP_CLOSE: result = no_errno(close(step->a)); break;
        case TEST_STEP_POLL: result = poll_one(step->a, step->b); break;
        case TEST_STEP_SELECT: result = select_one(step->a, step->b); break;
        case TEST_STEP_TRAP: __builtin_trap();
        case TEST_STEP_OVERFLOW: result = overflow(&(volatile int){ 0 }); break;
        case TEST_STEP_EXIT: exit(step->a);
        case TEST_STEP_FILL_STACK: fill_stack(step->a); break;
        case TEST_STEP_CANCELLED: result = osa_job_is_cancelled(); break;
        case TEST_STEP_GET_WAIT_CTX_OF: result = (int)ASYNC_get_wait_ctx((ASYNC_JOB *)step->a); break;
        case TEST_STEP_WAIT_CTX_FREE: ASYNC_WAIT_CTX_free((ASYNC_WAIT_CTX *)step->a); break;
        case TEST_STEP_ARGS: result = (int)args; break;
        case TEST_STEP_ARGS_WORD: result = ((int *)args)[step->a]; break;
        case TEST_STEP_PAUSE_OVER_ALLOCA: result = pause_over_alloca((size_t)step->a, step->b); break;
        case TEST_STEP_FAULT: result = fault(step->a); break;
        case TEST_STEP_SET_PROPERTIES: result = EVP_set_default_properties(NULL, (const char *)step->a); break;
        case TEST_STEP_FETCHES: {
            EVP_MD *md = EVP_MD_fetch(NULL, (const char *)step->a, NULL);

            result = md != NULL;
            EVP_MD_free(md);
            break;
        }
        default: return -1000;
        }
        if (step->to != NULL)
            *step->to = result;
    }
}
