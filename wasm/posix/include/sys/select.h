/*
 * select(2) for virtual handles. A handle packs a slot and a generation, so it is far larger than any
 * bitmap: an fd_set is a list, as it is on Windows, and the macros are functions with its bounds.
 */
#ifndef OSA_SYS_SELECT_H
#define OSA_SYS_SELECT_H

#define __NEED_size_t
#define __NEED_time_t
#define __NEED_suseconds_t
#define __NEED_struct_timeval
#define __NEED_struct_timespec
#define __NEED_sigset_t
#include <bits/alltypes.h>

#define FD_SETSIZE 64

typedef struct {
    unsigned int fd_count;
    int fd_array[FD_SETSIZE];
} fd_set;

static inline int osa_fd_index(int fd, const fd_set *set)
{
    for (unsigned int i = 0; i < set->fd_count; i++)
        if (set->fd_array[i] == fd)
            return (int)i;
    return -1;
}

static inline void osa_fd_set(int fd, fd_set *set)
{
    if (osa_fd_index(fd, set) < 0 && set->fd_count < FD_SETSIZE)
        set->fd_array[set->fd_count++] = fd;
}

static inline void osa_fd_clear(int fd, fd_set *set)
{
    int at = osa_fd_index(fd, set);

    if (at >= 0)
        set->fd_array[at] = set->fd_array[--set->fd_count];
}

#define FD_ZERO(set) ((void)((set)->fd_count = 0))
#define FD_SET(fd, set) osa_fd_set((fd), (set))
#define FD_CLR(fd, set) osa_fd_clear((fd), (set))
#define FD_ISSET(fd, set) (osa_fd_index((fd), (set)) >= 0)

int select(int limit, fd_set *readable, fd_set *writable, fd_set *exceptional, struct timeval *timeout);

#endif
