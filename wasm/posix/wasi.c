/*
 * What the C library expects of an operating system, on top of the imports of module "host".
 * Defining WASI's calls here keeps them out of the import list, which then is the boundary's alone.
 */
#include <errno.h>
#include <unistd.h>
#include <wasi/api.h>
#include "async/fatal.h"
#include "boundary/generated/boundary.h"

int getentropy(void *buffer, size_t size)
{
    if (host_entropy(buffer, size) == 0)
        return 0;
    errno = EIO;
    return -1;
}

void __wasi_proc_exit(__wasi_exitcode_t code)
{
    (void)code;
    osa_fatal(OSA_FATAL_EXIT);
}

__wasi_errno_t __wasi_clock_time_get(__wasi_clockid_t id, __wasi_timestamp_t precision, __wasi_timestamp_t *time)
{
    double milliseconds = host_clock(id != __WASI_CLOCKID_REALTIME);

    (void)precision;
    /* a broken clock may say NaN or infinity */
    *time = milliseconds > 0 && milliseconds < 1e13 ? (__wasi_timestamp_t)(milliseconds * 1e6) : 0;
    return __WASI_ERRNO_SUCCESS;
}

__wasi_errno_t __wasi_clock_res_get(__wasi_clockid_t id, __wasi_timestamp_t *resolution)
{
    (void)id;
    *resolution = 1000000;
    return __WASI_ERRNO_SUCCESS;
}

/* There is no environment: OpenSSL's variables must not change what a page does. */
__wasi_errno_t __wasi_environ_sizes_get(__wasi_size_t *count, __wasi_size_t *size)
{
    *count = *size = 0;
    return __WASI_ERRNO_SUCCESS;
}

__wasi_errno_t __wasi_environ_get(uint8_t **environment, uint8_t *buffer)
{
    (void)environment;
    (void)buffer;
    return __WASI_ERRNO_SUCCESS;
}

/* There are no folders to list. */
int __syscall_getdents64(int fd, intptr_t entries, size_t count)
{
    (void)fd, (void)entries, (void)count;
    return -ENOSYS;
}

/* ---- the heap: grown in steps, never past the limit that JavaScript set ---- */

static size_t memory_limit;

void osa_set_memory_limit(size_t bytes) { memory_limit = bytes; }

int __real_emscripten_resize_heap(size_t size);

int __wrap_emscripten_resize_heap(size_t size)
{
    size_t now = (size_t)__builtin_wasm_memory_size(0) << 16;
    size_t generous = now + now / 8 + (1u << 20);

    if (memory_limit != 0 && size > memory_limit)
        return 0;
    if (memory_limit != 0 && generous > memory_limit)
        generous = memory_limit;
    if (generous > size && generous > now && __real_emscripten_resize_heap(generous))
        return 1;
    return __real_emscripten_resize_heap(size);
}

/* JavaScript takes a new view whenever the buffer has changed; nobody has to be told. */
void emscripten_notify_memory_growth(size_t memory)
{
    (void)memory;
}
