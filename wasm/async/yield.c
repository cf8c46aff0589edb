#include "internal.h"
#include "yield.h"

/* Milliseconds that a job runs between two pauses: half of the runner's own time slice. Tests make it 0. */
double osa_slice = 4;

uint32_t osa_work_done;
osa_yielder osa_yields;

int osa_give_turn(void)
{
    async_fibre *fibre = osa_current_fibre;
    ASYNC_WAIT_CTX *wait_ctx = fibre == NULL ? NULL : ASYNC_get_wait_ctx((ASYNC_JOB *)fibre);
    int status, go_on;

    if (fibre == NULL)
        return ASYNC_pause_job();
    /* whoever does not know of has_work takes it for one that is to be tried again */
    status = wait_ctx == NULL ? 0 : ASYNC_WAIT_CTX_get_status(wait_ctx);
    if (wait_ctx != NULL)
        ASYNC_WAIT_CTX_set_status(wait_ctx, ASYNC_STATUS_EAGAIN);
    fibre->has_work = 1;
    go_on = ASYNC_pause_job();
    fibre->has_work = 0;
    if (wait_ctx != NULL)
        ASYNC_WAIT_CTX_set_status(wait_ctx, status);   /* the next pause may wait for something */
    return go_on;
}

int osa_yield(void)
{
    static uint32_t switches, calls;
    static double resumed;
    uint32_t switches_now = osa_counters.pauses + osa_counters.jobs_started;
    int go_on = !osa_job_is_cancelled();
    double now;

    osa_work_done = go_on ? 0 : OSA_WORK - 1;   /* a cancelled job is told so each time */
    if (osa_current_fibre == NULL || osa_host_depth != 0 || osa_locks_held != 0)
        return go_on;
    /* one that cannot end at once goes on pausing, but need not ask for the time as often */
    if (!go_on && ++calls % 256 != 0)
        return 0;
    now = host_clock(1);
    if (switches != switches_now) {   /* the job has been resumed since: its slice begins */
        switches = switches_now;
        resumed = now;
    }
    if (now - resumed < osa_slice)
        return go_on;
    return osa_give_turn();
}

void osa_set_yielder(osa_yielder *yielder)
{
    if (osa_current_fibre != NULL)
        osa_current_fibre->yielder = yielder == NULL ? &osa_yields : yielder;
}

static osa_yielder *current_yielder(void)
{
    return osa_current_fibre == NULL ? NULL : osa_current_fibre->yielder;
}

int osa_kdf_yield(void)
{
    osa_yielder *yielder = current_yielder();

    if (yielder == NULL) {
        osa_work_done = 0;
        return 1;
    }
    if (osa_yield())
        return 1;
    if (yielder->stop != NULL)
        yielder->stop(yielder->arg);
    return 0;
}

int osa_bn_yield(void)
{
    osa_yielder *yielder = current_yielder();

    if (yielder != NULL && yielder->arithmetic)
        return osa_yield();
    osa_work_done = 0;
    return 1;
}
