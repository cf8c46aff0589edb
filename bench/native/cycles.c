/*
 * Native OpenSSL on ucontext beside which the module is measured: the two jobs of test_cycles in
 * wasm/test/jobs.c, and what a paused job keeps in memory.
 *
 *     native                            rounds of cycles per second, as one line of JSON
 *     native serve                      a line `depth1 COUNT` or `keygen COUNT` on stdin is answered by
 *                                       one line of JSON, so that rounds can alternate with others'
 *     native memory depth1|keygen JOBS  resident bytes per paused job; a process of its own for each
 */
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <time.h>
#include <unistd.h>
#include <openssl/async.h>
#include <openssl/crypto.h>
#include <openssl/err.h>
#include <openssl/evp.h>
#include <openssl/rsa.h>

#define ROUNDS 7
#define CYCLES_PER_ROUND 500000
#define KEY_BITS 2048

enum place { DEPTH1, KEYGEN };

static const char *const place_names[] = { "depth1", "keygen" };

/* Processor time: what other processes do in between does not count. */
static double seconds(void)
{
    struct timespec now;

    clock_gettime(CLOCK_PROCESS_CPUTIME_ID, &now);
    return (double)now.tv_sec + (double)now.tv_nsec * 1e-9;
}

static void die(const char *why)
{
    fprintf(stderr, "native: %s\n", why);
    ERR_print_errors_fp(stderr);
    exit(1);
}

/* ---- the jobs; the same as in wasm/test/jobs.c ---- */

static int pause_at_depth1(void *args)
{
    int left = *(int *)args;

    while (left-- != 0)
        if (!ASYNC_pause_job())
            return 0;
    return 1;
}

static int remaining;

/* All pauses in the first call, which then gives up: the pause is measured, not the search for primes. */
static int pause_often(EVP_PKEY_CTX *ctx)
{
    (void)ctx;
    while (remaining-- > 0)
        if (!ASYNC_pause_job())
            break;
    return 0;
}

/* As osa_generate_key_job: one pause at each candidate. */
static int pause_once(EVP_PKEY_CTX *ctx)
{
    (void)ctx;
    return ASYNC_pause_job();
}

static int generate_key(int (*at_candidate)(EVP_PKEY_CTX *))
{
    EVP_PKEY_CTX *ctx = EVP_PKEY_CTX_new_from_name(NULL, "RSA", NULL);
    EVP_PKEY *key = NULL;

    EVP_PKEY_keygen_init(ctx);
    EVP_PKEY_CTX_set_rsa_keygen_bits(ctx, KEY_BITS);
    EVP_PKEY_CTX_set_cb(ctx, at_candidate);
    EVP_PKEY_generate(ctx, &key);
    EVP_PKEY_free(key);
    EVP_PKEY_CTX_free(ctx);
    ERR_clear_error();
    return 1;
}

static int pause_in_keygen(void *args)
{
    (void)args;
    return generate_key(pause_often);
}

static int pause_at_candidates(void *args)
{
    (void)args;
    return generate_key(pause_once);
}

/* ---- cycles ---- */

static double time_cycles(enum place place, int count)
{
    ASYNC_WAIT_CTX *wait_ctx = ASYNC_WAIT_CTX_new();
    ASYNC_JOB *job = NULL;
    double start;
    int ret, cycles = 0;

    remaining = count;
    start = seconds();
    while (ASYNC_start_job(&job, wait_ctx, &ret, place == DEPTH1 ? pause_at_depth1 : pause_in_keygen,
                           &count, sizeof(count)) == ASYNC_PAUSE)
        cycles++;
    start = seconds() - start;
    ASYNC_WAIT_CTX_free(wait_ctx);
    if (cycles != count)
        die("the job did not pause as often as it should");
    return start;
}

static void serve(void)
{
    char line[64], where[16];
    int count;

    while (fgets(line, sizeof(line), stdin) != NULL) {
        if (sscanf(line, "%15s %d", where, &count) != 2 || count <= 0)
            die("serve: expected a place and a count");
        printf("{\"seconds\":%.9f}\n", time_cycles(strcmp(where, "keygen") == 0 ? KEYGEN : DEPTH1, count));
        fflush(stdout);
    }
}

/* ---- memory ---- */

static long resident_bytes(void)
{
    FILE *file = fopen("/proc/self/statm", "r");
    long total, resident;

    if (file == NULL || fscanf(file, "%ld %ld", &total, &resident) != 2)
        die("/proc/self/statm cannot be read");
    fclose(file);
    return resident * sysconf(_SC_PAGESIZE);
}

static ASYNC_JOB *start(enum place place)
{
    ASYNC_JOB *job = NULL;
    int ret, forever = -1;

    if (ASYNC_start_job(&job, ASYNC_WAIT_CTX_new(), &ret, place == DEPTH1 ? pause_at_depth1 : pause_at_candidates,
                        &forever, sizeof(forever)) != ASYNC_PAUSE)
        die("a job did not pause");
    return job;
}

static double bytes_per_job(enum place place, int jobs)
{
    long before;

    start(place);           /* what is allocated once is no job's */
    before = resident_bytes();
    for (int i = 0; i < jobs; i++)
        start(place);
    return (double)(resident_bytes() - before) / jobs;
}

/* ---- by itself ---- */

static void print_rounds(enum place place)
{
    printf("\"%s\":[", place_names[place]);
    for (int round = 0; round < ROUNDS; round++)
        printf("%s%.0f", round == 0 ? "" : ",", CYCLES_PER_ROUND / time_cycles(place, CYCLES_PER_ROUND));
    printf("]");
}

int main(int argc, char **argv)
{
    if (!ASYNC_is_capable())
        die("this OpenSSL has no ASYNC");
    if (argc == 2 && strcmp(argv[1], "serve") == 0) {
        serve();
    } else if (argc == 4 && strcmp(argv[1], "memory") == 0) {
        printf("{\"bytesPerJob\":%.0f}\n",
               bytes_per_job(strcmp(argv[2], "keygen") == 0 ? KEYGEN : DEPTH1, atoi(argv[3])));
    } else if (argc == 1) {
        printf("{\"version\":\"%s\",\"cyclesPerSecond\":{", OpenSSL_version(OPENSSL_VERSION));
        print_rounds(DEPTH1);
        printf(",");
        print_rounds(KEYGEN);
        printf("}}\n");
    } else {
        die("arguments: none, `serve`, or `memory depth1|keygen JOBS`");
    }
    return 0;
}
