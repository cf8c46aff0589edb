/*
 * The idle jobs of the pool, in a list that runs through the jobs themselves. Upstream keeps them in a stack that has to
 * grow while a job is given back, and loses the job when there is no memory for that. There is one pool at a time.
 */
#include "crypto/async/async_local.h"
#include "internal.h"

static async_fibre *idle;

int osa_push_idle_job(OPENSSL_STACK *unused, const void *job)
{
    async_fibre *fibre = (async_fibre *)job;

    fibre->next_idle = idle;
    idle = fibre;
    return 1;
}

void *osa_pop_idle_job(OPENSSL_STACK *unused)
{
    async_fibre *fibre = idle;

    if (fibre != NULL)
        idle = fibre->next_idle;
    return fibre;
}
