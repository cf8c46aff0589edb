/*
 * Waiting for virtual handles: poll(2) and select(2).
 *
 * Nothing can become ready while C keeps the thread. So what would block waits by pausing the job: the
 * handles go into the job's wait context, under keys of this file's own, until one is ready. Outside of
 * a job, or while pausing is blocked, an endless poll gives EDEADLK, and a timed one times out.
 */
#include <errno.h>
#include <poll.h>
#include <sys/select.h>
#include "async/internal.h"

static char timer_key;   /* its address is the key of the timeout's handle */

/* A pause that really left the job: it may be refused (cancelled) or a no-op (blocked, no job). */
static int suspend(void)
{
    uint32_t pauses = osa_counters.pauses;

    if (osa_current_fibre == NULL || !ASYNC_pause_job())
        return 0;
    return osa_counters.pauses != pauses;
}

static int count_ready(struct pollfd *fds, nfds_t count)
{
    int ready = 0;

    for (nfds_t i = 0; i < count; i++) {
        int events = fds[i].fd < 0 ? 0 : host_handle_events(fds[i].fd);

        fds[i].revents = (short)(events & (fds[i].events | POLLERR | POLLHUP | POLLNVAL));
        ready += fds[i].revents != 0;
    }
    return ready;
}

/* Names the handles in the job's wait context; 0 if one lacks, without which the wait might never end. */
static int watch(ASYNC_WAIT_CTX *ctx, const struct pollfd *fds, nfds_t count, int timer)
{
    int all = 1;

    for (nfds_t i = 0; ctx != NULL && i < count; i++)
        if (fds[i].fd >= 0)
            all &= ASYNC_WAIT_CTX_set_wait_fd(ctx, &fds[i], fds[i].fd, NULL, NULL);
    if (ctx != NULL && timer >= 0)
        all &= ASYNC_WAIT_CTX_set_wait_fd(ctx, &timer_key, timer, NULL, NULL);
    return all;
}

static void unwatch(ASYNC_WAIT_CTX *ctx, const struct pollfd *fds, nfds_t count)
{
    for (nfds_t i = 0; ctx != NULL && i < count; i++)
        ASYNC_WAIT_CTX_clear_fd(ctx, &fds[i]);
    if (ctx != NULL)
        ASYNC_WAIT_CTX_clear_fd(ctx, &timer_key);
}

int poll(struct pollfd *fds, nfds_t count, int timeout)
{
    int ready = count_ready(fds, count);
    ASYNC_JOB *job = ASYNC_get_current_job();
    ASYNC_WAIT_CTX *ctx = job == NULL ? NULL : ASYNC_get_wait_ctx(job);
    double deadline = timeout > 0 ? host_clock(1) + timeout : 0;
    int timer = -1;

    if (ready != 0 || timeout == 0)
        return ready;
    if (job == NULL || osa_host_depth != 0) {
        if (timeout > 0)
            return 0;
        errno = EDEADLK;
        return -1;
    }
    if (timeout > 0 && (timer = host_handle_timer(timeout)) < 0) {
        errno = -timer;
        return -1;
    }
    if (!watch(ctx, fds, count, timer)) {
        errno = ENOMEM;
        ready = -1;
    }
    while (ready >= 0 && (ready = count_ready(fds, count)) == 0
           && (timeout < 0 || host_clock(1) < deadline)) {
        if (!suspend()) {
            if (timeout > 0 && !osa_job_is_cancelled())
                break;   /* as outside of a job: time passes for nobody else */
            errno = osa_job_is_cancelled() ? EINTR : EDEADLK;
            ready = -1;
            break;
        }
    }
    unwatch(ctx, fds, count);
    if (timer >= 0)
        host_handle_close(timer);
    return ready;
}

/* An fd_set here is a short list, not a bitmap: handles are large numbers (sys/select.h). */
static nfds_t collect(struct pollfd *to, nfds_t count, const fd_set *set, short events)
{
    for (unsigned int i = 0; set != NULL && i < set->fd_count; i++) {
        nfds_t at = 0;

        while (at < count && to[at].fd != set->fd_array[i])
            at++;
        if (at == count) {
            to[count].fd = set->fd_array[i];
            to[count++].events = 0;
        }
        to[at].events |= events;
    }
    return count;
}

static int keep_ready(fd_set *set, const struct pollfd *fds, nfds_t count, short events)
{
    fd_set kept = { 0 };

    for (unsigned int i = 0; set != NULL && i < set->fd_count; i++)
        for (nfds_t at = 0; at < count; at++)
            if (fds[at].fd == set->fd_array[i] && (fds[at].revents & events) != 0)
                FD_SET(fds[at].fd, &kept);
    if (set != NULL)
        *set = kept;
    return (int)kept.fd_count;
}

int select(int limit, fd_set *readable, fd_set *writable, fd_set *exceptional, struct timeval *timeout)
{
    struct pollfd fds[3 * FD_SETSIZE];
    nfds_t count = 0;
    int ready;

    (void)limit;
    count = collect(fds, count, readable, POLLIN);
    count = collect(fds, count, writable, POLLOUT);
    count = collect(fds, count, exceptional, POLLPRI);
    ready = poll(fds, count, timeout == NULL ? -1 : (int)(timeout->tv_sec * 1000 + (timeout->tv_usec + 999) / 1000));
    if (ready < 0)
        return -1;
    for (nfds_t i = 0; i < count; i++) {
        if (fds[i].revents & POLLNVAL) {
            errno = EBADF;
            return -1;
        }
    }
    return keep_ready(readable, fds, count, POLLIN | POLLHUP | POLLERR)
        + keep_ready(writable, fds, count, POLLOUT | POLLERR)
        + keep_ready(exceptional, fds, count, POLLPRI);
}
