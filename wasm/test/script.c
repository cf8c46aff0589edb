/*
 * A job that does what a list of steps says, so that the tests in TypeScript can put any C behaviour
 * together. A step is four words: operation, two arguments, and where to store the result (0: nowhere).
 * Each of the operations names what it calls. test/support/script.ts has the same list.
 */
#include <alloca.h>
#include <errno.h>
#include <poll.h>
#include <stdlib.h>
#include <sys/eventfd.h>
#include <sys/select.h>
#include <sys/uio.h>
#include <unistd.h>
#include <openssl/crypto.h>
#include <openssl/evp.h>
#include <openssl/rand.h>
#include "../async/internal.h"
#include "test.h"

enum {
    OP_RETURN, OP_PAUSE, OP_SET_WAIT_FD, OP_CLEAR_FD, OP_GET_FD, OP_SET_STATUS, OP_CALL_CALLBACK,
    OP_RAISE, OP_SET_MARK, OP_POP_TO_MARK, OP_CLEAR_ERROR, OP_PEEK_ERROR,
    OP_BLOCK, OP_UNBLOCK, OP_CURRENT_JOB, OP_WAIT_CTX, OP_START_JOB, OP_CLEANUP_THREAD, OP_INIT_THREAD,
    OP_SET_LIBCTX, OP_GET_LIBCTX, OP_RAND, OP_SET_ERRNO, OP_GET_ERRNO,
    OP_PIPE, OP_EVENTFD, OP_READ, OP_WRITE, OP_CLOSE, OP_POLL, OP_SELECT,
    OP_TRAP, OP_OVERFLOW, OP_EXIT, OP_FILL_STACK, OP_CANCELLED, OP_GET_WAIT_CTX_OF, OP_WAIT_CTX_FREE,
    OP_ARGS, OP_ARGS_WORD, OP_PAUSE_OVER_ALLOCA, OP_FAULT,
    OP_SET_PROPERTIES, OP_FETCHES, OP_READV
};

struct step {
    int op;
    int a, b;
    int *to;
};

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

/* What sanitizers must report, and goes unnoticed without them: 0 heap, 1 freed memory, 2 C stack, 3 arithmetic. */
static __attribute__((noinline)) int fault(int kind)
{
    volatile unsigned char here[8] = { 0 }, *block = OPENSSL_zalloc(8), *volatile stack = here;
    volatile int large = 0x7fffffff, index = 8 + (kind < 0);
    int found = block == NULL ? -1 : kind == 0 ? block[index] : kind == 2 ? stack[index] : kind == 3 ? large + 1 : 0;

    OPENSSL_free((void *)block);
    return kind == 1 ? block[0] : found;
}

/* Reads into three blocks of one size. */
static int read_three(int fd, int size)
{
    char blocks[3][64];
    struct iovec list[3];

    for (int i = 0; i < 3; i++)
        list[i] = (struct iovec){ blocks[i], (size_t)size };
    return (int)readv(fd, list, 3);
}

static int no_errno(int value) { return value < 0 ? -errno : value; }

int test_script(void *args)
{
    const struct step *step = *(const struct step **)args;
    ASYNC_WAIT_CTX *ctx = NULL;
    void *custom_data;
    int fd;

    for (;; step++) {
        int result = 0;

        if (osa_current_fibre != NULL)
            ctx = ASYNC_get_wait_ctx(ASYNC_get_current_job());
        switch (step->op) {
        case OP_RETURN: return step->a;
        case OP_PAUSE: result = ASYNC_pause_job(); break;
        case OP_SET_WAIT_FD: result = ASYNC_WAIT_CTX_set_wait_fd(ctx, (void *)step->a, step->b, NULL, NULL); break;
        case OP_CLEAR_FD: result = ASYNC_WAIT_CTX_clear_fd(ctx, (void *)step->a); break;
        case OP_GET_FD: result = ASYNC_WAIT_CTX_get_fd(ctx, (void *)step->a, &fd, &custom_data) ? fd : -1; break;
        case OP_SET_STATUS: result = ASYNC_WAIT_CTX_set_status(ctx, step->a); break;
        case OP_CALL_CALLBACK: {
            ASYNC_callback_fn callback;

            result = ASYNC_WAIT_CTX_get_callback(ctx, &callback, &custom_data) ? callback(custom_data) : -1;
            break;
        }
        case OP_RAISE: ERR_raise(ERR_LIB_USER, step->a); break;
        case OP_SET_MARK: result = ERR_set_mark(); break;
        case OP_POP_TO_MARK: result = ERR_pop_to_mark(); break;
        case OP_CLEAR_ERROR: ERR_clear_error(); break;
        case OP_PEEK_ERROR: result = (int)ERR_GET_REASON(ERR_peek_last_error()); break;
        case OP_BLOCK: ASYNC_block_pause(); break;
        case OP_UNBLOCK: ASYNC_unblock_pause(); break;
        case OP_CURRENT_JOB: result = (int)ASYNC_get_current_job(); break;
        case OP_WAIT_CTX: result = (int)ctx; break;
        case OP_START_JOB: result = start(step->a); break;
        case OP_CLEANUP_THREAD: ASYNC_cleanup_thread(); break;
        case OP_INIT_THREAD: result = ASYNC_init_thread((size_t)step->a, (size_t)step->b); break;
        case OP_SET_LIBCTX: result = (int)OSSL_LIB_CTX_set0_default((OSSL_LIB_CTX *)step->a); break;
        case OP_GET_LIBCTX: result = (int)OSSL_LIB_CTX_set0_default(NULL); break;
        case OP_RAND: result = RAND_bytes((unsigned char *)step->a, step->b); break;
        case OP_SET_ERRNO: errno = step->a; break;
        case OP_GET_ERRNO: result = errno; break;
        case OP_PIPE: result = no_errno(pipe((int *)step->a)); break;
        case OP_EVENTFD: result = no_errno(eventfd((unsigned int)step->a, step->b)); break;
        case OP_READ: {
            uint64_t buffer = 0;

            result = no_errno((int)read(step->a, &buffer, (size_t)step->b));
            break;
        }
        case OP_WRITE: {
            uint64_t one = 1;

            result = no_errno((int)write(step->a, &one, (size_t)step->b));
            break;
        }
        case OP_CLOSE: result = no_errno(close(step->a)); break;
        case OP_POLL: result = poll_one(step->a, step->b); break;
        case OP_SELECT: result = select_one(step->a, step->b); break;
        case OP_TRAP: __builtin_trap();
        case OP_OVERFLOW: result = overflow(&(volatile int){ 0 }); break;
        case OP_EXIT: exit(step->a);
        case OP_FILL_STACK: fill_stack(step->a); break;
        case OP_CANCELLED: result = osa_job_is_cancelled(); break;
        case OP_GET_WAIT_CTX_OF: result = (int)ASYNC_get_wait_ctx((ASYNC_JOB *)step->a); break;
        case OP_WAIT_CTX_FREE: ASYNC_WAIT_CTX_free((ASYNC_WAIT_CTX *)step->a); break;
        case OP_ARGS: result = (int)args; break;
        case OP_ARGS_WORD: result = ((int *)args)[step->a]; break;
        case OP_PAUSE_OVER_ALLOCA: result = pause_over_alloca((size_t)step->a, step->b); break;
        case OP_FAULT: result = fault(step->a); break;
        case OP_SET_PROPERTIES: result = EVP_set_default_properties(NULL, (const char *)step->a); break;
        case OP_FETCHES: {
            EVP_MD *md = EVP_MD_fetch(NULL, (const char *)step->a, NULL);

            result = md != NULL;
            EVP_MD_free(md);
            break;
        }
        case OP_READV: result = no_errno(read_three(step->a, step->b)); break;
        default: return -1000;
        }
        if (step->to != NULL)
            *step->to = result;
    }
}
