/*
 * File descriptors are virtual handles of the table in src/async/handle-table.ts. pipe, eventfd, read,
 * write, close, poll and select work on them, so that an engine written for POSIX runs unchanged.
 *
 * Nothing can become ready while C keeps the thread. So what would block waits by pausing the job: the
 * handles go into the job's wait context, under keys of this file's own, until one is ready. Outside of
 * a job, or while pausing is blocked, read gives EAGAIN, an endless poll EDEADLK, a timed one times out.
 */
#include <errno.h>
#include <fcntl.h>
#include <poll.h>
#include <stdarg.h>
#include <sys/eventfd.h>
#include <sys/select.h>
#include <unistd.h>
#include <wasi/api.h>
#include <openssl/crypto.h>
#include "../async/internal.h"

/* The host's functions give a negative errno. */
static int result(int value)
{
    if (value >= 0)
        return value;
    errno = -value;
    return -1;
}

int pipe(int fds[2]) { return result(host_handle_pipe(fds)); }

int pipe2(int fds[2], int flags)
{
    if (pipe(fds) != 0)
        return -1;
    if (flags & O_NONBLOCK) {
        host_handle_nonblock(fds[0], 1);
        host_handle_nonblock(fds[1], 1);
    }
    return 0;
}

int eventfd(unsigned int initial, int flags)
{
    int fd = result(host_handle_event(initial, flags & EFD_SEMAPHORE));

    if (fd >= 0 && (flags & EFD_NONBLOCK))
        host_handle_nonblock(fd, 1);
    return fd;
}

/* ---- waiting ---- */

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
    if (timeout > 0 && (timer = host_handle_timer(timeout)) < 0)
        return result(timer);
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

/* ---- reading and writing: behind read(2), write(2), fsync(2), close(2) and stdio ---- */

/*
 * What would block waits as poll does, unless the handle is O_NONBLOCK. 1: try again; 0: it can't wait, or
 * need not; negative: the wait was cancelled.
 */
static int wait_for(int fd, short events, int outcome)
{
    struct pollfd one = { .fd = fd, .events = events };

    if (outcome != -EAGAIN || osa_current_fibre == NULL || host_handle_nonblock(fd, -1) != 0)
        return 0;
    if (poll(&one, 1, -1) >= 0)
        return 1;
    return errno == EINTR ? -EINTR : 0;
}

static int read_or_wait(int fd, void *buffer, size_t size)
{
    int got, again;

    do {
        got = host_handle_read(fd, buffer, size);
        again = wait_for(fd, POLLIN, got);
    } while (again > 0);
    return again < 0 ? again : got;
}

/* All of it, as write(2) does where it may wait. */
static int write_or_wait(int fd, const unsigned char *buffer, size_t size)
{
    size_t done = 0;
    int put, again;

    do {
        put = host_handle_write(fd, buffer + done, size - done);
        done += put > 0 ? (size_t)put : 0;
        again = put > 0 ? done < size : wait_for(fd, POLLOUT, put);
    } while (again > 0);
    return done > 0 ? (int)done : again < 0 ? again : put;
}

__wasi_errno_t __wasi_fd_read(__wasi_fd_t fd, const __wasi_iovec_t *iovs, size_t count, __wasi_size_t *done)
{
    *done = 0;
    for (size_t i = 0; i < count; i++) {
        int got = read_or_wait((int)fd, iovs[i].buf, iovs[i].buf_len);

        if (got < 0 && *done == 0)
            return (__wasi_errno_t)-got;
        if (got <= 0)
            break;
        *done += (size_t)got;
        if ((size_t)got < iovs[i].buf_len)
            break;
    }
    return __WASI_ERRNO_SUCCESS;
}

__wasi_errno_t __wasi_fd_write(__wasi_fd_t fd, const __wasi_ciovec_t *iovs, size_t count, __wasi_size_t *done)
{
    *done = 0;
    for (size_t i = 0; i < count; i++) {
        int put = (int)iovs[i].buf_len;

        if (fd == STDOUT_FILENO || fd == STDERR_FILENO) {
            OSA_HOST_RUN(host_log((int)fd, iovs[i].buf, iovs[i].buf_len));
        } else {
            put = write_or_wait((int)fd, iovs[i].buf, iovs[i].buf_len);
        }
        if (put < 0 && *done == 0)
            return (__wasi_errno_t)-put;
        if (put < 0)
            break;
        *done += (size_t)put;
    }
    return __WASI_ERRNO_SUCCESS;
}

__wasi_errno_t __wasi_fd_sync(__wasi_fd_t fd)
{
    int left, again;

    do {
        left = host_handle_sync((int)fd);
        again = wait_for((int)fd, POLLOUT, left);
    } while (again > 0);
    return (__wasi_errno_t)-(again < 0 ? again : left);
}

__wasi_errno_t __wasi_fd_close(__wasi_fd_t fd)
{
    int closed;

    OSA_HOST_CALL(closed, host_handle_close((int)fd));   /* who is asked for an answer hears of it at once */
    return closed < 0 ? (__wasi_errno_t)-closed : __WASI_ERRNO_SUCCESS;
}

__wasi_errno_t __wasi_fd_seek(__wasi_fd_t fd, __wasi_filedelta_t offset, __wasi_whence_t whence, __wasi_filesize_t *at)
{
    (void)fd, (void)offset, (void)whence, (void)at;
    return __WASI_ERRNO_SPIPE;
}

int fcntl(int fd, int command, ...)
{
    va_list arguments;
    int flags;

    va_start(arguments, command);
    flags = va_arg(arguments, int);
    va_end(arguments);
    if (command == F_GETFL) {
        int nonblocking = host_handle_nonblock(fd, -1);

        return nonblocking < 0 ? result(nonblocking) : nonblocking ? O_RDWR | O_NONBLOCK : O_RDWR;
    }
    if (command == F_SETFL)
        return result(host_handle_nonblock(fd, (flags & O_NONBLOCK) != 0));
    errno = EINVAL;
    return -1;
}
