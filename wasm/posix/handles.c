/*
 * File descriptors are virtual handles of the table in src/handles/handle-table.ts. pipe, eventfd, read,
 * write, close and fcntl work on them, as poll and select do (poll.c), so that an engine written for POSIX runs
 * unchanged. What would block waits as poll does; where it can't, read gives EAGAIN.
 */
#include <errno.h>
#include <fcntl.h>
#include <poll.h>
#include <stdarg.h>
#include <sys/eventfd.h>
#include <unistd.h>
#include <wasi/api.h>
#include "async/internal.h"

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

OSA_CARRIES_REPORTS
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
