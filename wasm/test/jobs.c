/* Jobs that a list of steps can't express, and the cycles that the bench counts. */
#include <alloca.h>
#include <string.h>
#include <openssl/engine.h>
#include <openssl/evp.h>
#include <openssl/rsa.h>
#include "async/internal.h"
#include "bridge/bridge.h"
#include "test.h"

void engine_load_dasync_int(void);

/* args: depth, pauses at the bottom. 1 if each frame's locals and alloca memory came through. */
static __attribute__((noinline)) int descend(int depth, int pauses)
{
    volatile double local = depth * 1.5;
    size_t size = 16 + (size_t)(depth * 7 % 90);
    unsigned char *dynamic = alloca(size);
    int below = 1;

    memset(dynamic, depth & 0xff, size);
    if (depth > 0)
        below = descend(depth - 1, pauses);
    else
        for (int i = 0; i < pauses; i++)
            below &= ASYNC_pause_job();
    for (size_t i = 0; i < size; i++)
        below &= dynamic[i] == (depth & 0xff);
    return below && local == depth * 1.5;
}

int test_deep(void *args)
{
    const int *wanted = args;

    return descend(wanted[0], wanted[1]);
}

/* Pauses until it is cancelled; args: nothing, or how often at the most. */
int test_endless(void *args)
{
    int left = args == NULL ? -1 : *(int *)args;

    while (left-- != 0)
        if (!ASYNC_pause_job())
            return 0;
    return 1;
}

/* args: where 20 bytes of SHA-1("abc") go; through upstream's dasync engine, which pauses three times. */
int test_dasync(void *args)
{
    unsigned char *out = *(unsigned char **)args;
    EVP_MD_CTX *ctx = EVP_MD_CTX_new();
    ENGINE *engine;
    int ok;

    /* loading it twice would free the methods of the first, which a paused job may be in */
    if ((engine = ENGINE_by_id("dasync")) == NULL) {
        engine_load_dasync_int();
        ERR_clear_error();
        engine = ENGINE_by_id("dasync");
    }
    ok = engine != NULL && ENGINE_init(engine)
        && EVP_DigestInit_ex(ctx, EVP_sha1(), engine)
        && EVP_DigestUpdate(ctx, "abc", 3)
        && EVP_DigestFinal_ex(ctx, out, NULL);
    EVP_MD_CTX_free(ctx);
    if (engine != NULL)
        ENGINE_finish(engine);
    ENGINE_free(engine);
    return ok;
}

job_fn test_function(int index)
{
    static const job_fn jobs[] = {
        [TEST_JOB_SCRIPT] = test_script,
        [TEST_JOB_DEEP] = test_deep,
        [TEST_JOB_ENDLESS] = test_endless,
        [TEST_JOB_DASYNC] = test_dasync,
    };

    return jobs[index];
}

int test_call(job_fn func, void *args) { return func(args); }

int test_asynctest(void) { return osa_asynctest_main(1, (char *[]){ "asynctest", NULL }); }

/* ---- the bench's cycles: test_cycles(where, count), and the same in bench/native/cycles.c ---- */

static int remaining;

static int pause_often(EVP_PKEY_CTX *ctx)
{
    (void)ctx;
    while (remaining-- > 0)
        if (!ASYNC_pause_job())
            break;
    return 0;
}

static int pause_in_keygen(void *args)
{
    EVP_PKEY_CTX *ctx = EVP_PKEY_CTX_new_from_name(NULL, "RSA", NULL);
    EVP_PKEY *key = NULL;

    (void)args;
    EVP_PKEY_keygen_init(ctx);
    EVP_PKEY_CTX_set_rsa_keygen_bits(ctx, 2048);
    EVP_PKEY_CTX_set_cb(ctx, pause_often);
    EVP_PKEY_generate(ctx, &key);
    EVP_PKEY_CTX_free(ctx);
    ERR_clear_error();
    return 1;
}

int test_cycles(int where, int count)
{
    ASYNC_WAIT_CTX *wait_ctx = ASYNC_WAIT_CTX_new();
    ASYNC_JOB *job = NULL;
    int ret, cycles = 0;

    remaining = count;
    while (ASYNC_start_job(&job, wait_ctx, &ret, where == TEST_CYCLES_DEPTH1 ? test_endless : pause_in_keygen,
                           &count, sizeof(count)) == ASYNC_PAUSE)
        cycles++;
    ASYNC_WAIT_CTX_free(wait_ctx);
    return cycles;
}
