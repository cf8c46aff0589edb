/* Generated from the lists in wasm/boundary/ by npm run generate; do not edit. */
#ifndef OSA_BOUNDARY_TEST_H
#define OSA_BOUNDARY_TEST_H

#include "boundary/generated/boundary.h"

/* The jobs of wasm/test. */
enum {
    TEST_JOB_SCRIPT = 0,
    TEST_JOB_DEEP = 1,
    TEST_JOB_ENDLESS = 2,
    TEST_JOB_DASYNC = 3,
};

/* The steps of a script; wasm/test/script.c says what each calls. */
enum {
    TEST_STEP_RETURN = 0,
    TEST_STEP_PAUSE = 1,
    TEST_STEP_SET_WAIT_FD = 2,
    TEST_STEP_CLEAR_FD = 3,
    TEST_STEP_GET_FD = 4,
    TEST_STEP_SET_STATUS = 5,
    TEST_STEP_CALL_CALLBACK = 6,
    TEST_STEP_RAISE = 7,
    TEST_STEP_SET_MARK = 8,
    TEST_STEP_POP_TO_MARK = 9,
    TEST_STEP_CLEAR_ERROR = 10,
    TEST_STEP_PEEK_ERROR = 11,
    TEST_STEP_BLOCK = 12,
    TEST_STEP_UNBLOCK = 13,
    TEST_STEP_CURRENT_JOB = 14,
    TEST_STEP_WAIT_CONTEXT = 15,
    TEST_STEP_START_JOB = 16,
    TEST_STEP_CLEANUP_THREAD = 17,
    TEST_STEP_INIT_THREAD = 18,
    TEST_STEP_SET_LIBCTX = 19,
    TEST_STEP_GET_LIBCTX = 20,
    TEST_STEP_RAND = 21,
    TEST_STEP_SET_ERRNO = 22,
    TEST_STEP_GET_ERRNO = 23,
    TEST_STEP_PIPE = 24,
    TEST_STEP_EVENTFD = 25,
    TEST_STEP_READ = 26,
    TEST_STEP_WRITE = 27,
    TEST_STEP_CLOSE = 28,
    TEST_STEP_POLL = 29,
    TEST_STEP_SELECT = 30,
    TEST_STEP_TRAP = 31,
    TEST_STEP_OVERFLOW = 32,
    TEST_STEP_EXIT = 33,
    TEST_STEP_FILL_STACK = 34,
    TEST_STEP_CANCELLED = 35,
    TEST_STEP_GET_WAIT_CTX_OF = 36,
    TEST_STEP_WAIT_CTX_FREE = 37,
    TEST_STEP_ARGS = 38,
    TEST_STEP_ARGS_WORD = 39,
    TEST_STEP_PAUSE_OVER_ALLOCA = 40,
    TEST_STEP_FAULT = 41,
    TEST_STEP_SET_PROPERTIES = 42,
    TEST_STEP_FETCHES = 43,
};

/* What sanitizers must report, and goes unnoticed without them. */
enum {
    TEST_FAULT_HEAP_OVERFLOW = 0,
    TEST_FAULT_USE_AFTER_FREE = 1,
    TEST_FAULT_STACK_OVERFLOW = 2,
    TEST_FAULT_INTEGER_OVERFLOW = 3,
};

/* Where the job of the cycles pauses: in its own function, or deep in the generation of an RSA key. */
enum {
    TEST_CYCLES_DEPTH1 = 0,
    TEST_CYCLES_KEYGEN = 1,
};

/* One step of a script. */
typedef struct test_step {
    int op;
    int a;
    int b;
    int *to;
} test_step;

job_fn test_function(int index);
int test_call(job_fn func, void *args);
int test_asynctest(void);
int test_cycles(int where, int count);
int test_fail_malloc(int first, int last);
void test_slice(int milliseconds);
uint32_t test_longest_stretch(void);

_Static_assert(offsetof(struct test_step, op) == 0, "test_step.op");
_Static_assert(offsetof(struct test_step, a) == 4, "test_step.a");
_Static_assert(offsetof(struct test_step, b) == 8, "test_step.b");
_Static_assert(offsetof(struct test_step, to) == 12, "test_step.to");
_Static_assert(sizeof(struct test_step) == 16, "test_step");

#endif
