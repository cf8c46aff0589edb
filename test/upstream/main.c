/*
 * The way in to upstream's programs. Without PAUSE in the environment it is their own main. With it, all of
 * that runs as one ASYNC job, which pauses at each operation of a provider (pausing.c); the event loop resumes it.
 */
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <emscripten.h>
#include <openssl/crypto.h>
#include "async/fatal.h"
#include "async/internal.h"
#include "pausing.h"

/* The program's recursion is no part of what is tested, so its job has the room of a main program. */
#define JOB_STACK (1u << 20)

static struct { int argc; char **argv; } arguments;
static ASYNC_JOB *job;
static ASYNC_WAIT_CTX *wait_ctx;

_Noreturn void osa_fatal(int reason)
{
    fprintf(stderr, "fatal: OSA_FATAL_ %d of wasm/boundary/generated/boundary.h\n", reason);
    abort();
}

static int program(void *unused)
{
    (void)unused;
    return upstream_main(arguments.argc, arguments.argv);
}

/* One turn of the job; ends the process with the program's exit status when it has finished. */
EMSCRIPTEN_KEEPALIVE void upstream_turn(void)
{
    int ret = EXIT_FAILURE;

    switch (ASYNC_start_job(&job, wait_ctx, &ret, program, NULL, 0)) {
    case ASYNC_PAUSE:
        return;
    case ASYNC_FINISH:
        ASYNC_WAIT_CTX_free(wait_ctx);
        pausing_report();
        if (osa_counters.jobs_live != 0 || osa_counters.wait_contexts != 0)
            fprintf(stderr, "%u jobs and %u wait contexts are left\n", osa_counters.jobs_live, osa_counters.wait_contexts);
        exit(ret);
    default:
        fprintf(stderr, "the job could not be started or resumed\n");
        exit(EXIT_FAILURE);
    }
}

int main(int argc, char **argv)
{
    const char *pause = getenv("PAUSE");

    arguments.argc = argc;
    arguments.argv = argv;
    if (pause == NULL || *pause == '\0')
        return upstream_main(argc, argv);

    /* what runs once must have run before a job may pause, see osa_init; nothing of a provider is loaded */
    if (!OPENSSL_init_crypto(OPENSSL_INIT_ASYNC | OPENSSL_INIT_LOAD_CRYPTO_STRINGS | OPENSSL_INIT_ADD_ALL_CIPHERS
                             | OPENSSL_INIT_ADD_ALL_DIGESTS, NULL)
        || !osa_set_stack_size(JOB_STACK)
        || (wait_ctx = ASYNC_WAIT_CTX_new()) == NULL)
        return EXIT_FAILURE;
    pausing_enabled = 1;
    emscripten_exit_with_live_runtime();   /* host.mjs calls upstream_turn from here on */
}
