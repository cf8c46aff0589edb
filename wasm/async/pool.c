/*
 * The idle jobs of the pool, in lists that run through the jobs themselves. Upstream keeps them in a stack that has to
 * grow while a job is given back, and loses the job when there is no memory for that. There is one pool at a time.
 *
 * A few hundred keep their C stacks, so that starting one costs little. Those of the others go back to the heap: else a
 * rush of jobs would keep its memory for good.
 */
#include "crypto/async/async_local.h"
#include "internal.h"

#define KEPT 256

static async_fibre *idle, *bare;
static size_t idle_count, kept = KEPT;
static int emptying;

void osa_keep_idle_stacks(size_t count) { kept = count > KEPT ? count : KEPT; }
void osa_empty_pool(int now) { emptying = now; }

static void put(async_fibre **list, async_fibre *fibre)
{
    fibre->next_idle = *list;
    *list = fibre;
}

static async_fibre *take(async_fibre **list)
{
    async_fibre *fibre = *list;

    if (fibre != NULL)
        *list = fibre->next_idle;
    return fibre;
}

int osa_push_idle_job(OPENSSL_STACK *unused, const void *job)
{
    async_fibre *fibre = (async_fibre *)job;

    if (idle_count < kept) {
        idle_count++;
        put(&idle, fibre);
    } else {
        osa_give_stack_back(fibre);
        put(&bare, fibre);
    }
    return 1;
}

void *osa_pop_idle_job(OPENSSL_STACK *unused)
{
    async_fibre *fibre = take(&idle);

    if (fibre != NULL) {
        idle_count--;
        return fibre;
    }
    fibre = take(&bare);
    if (fibre == NULL || emptying || osa_take_stack(fibre))
        return fibre;
    put(&bare, fibre);
    return NULL;
}
