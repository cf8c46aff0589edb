/* The C allocator, which can be told to fail: wasm/build.sh puts these in the place of the C library's functions. */
#include <errno.h>
#include <stdlib.h>
#include "boundary/generated/boundary_test.h"

void *__real_malloc(size_t size);
void *__real_calloc(size_t count, size_t size);
void *__real_realloc(void *memory, size_t size);
void *__real_aligned_alloc(size_t alignment, size_t size);
int __real_posix_memalign(void **memory, size_t alignment, size_t size);

static int first_failure, last_failure, allocations;

int test_fail_malloc(int first, int last)
{
    int before = allocations;

    first_failure = first;
    last_failure = last;
    allocations = 0;
    return before;
}

static int fails(void)
{
    allocations++;
    if (first_failure == 0 || allocations < first_failure || allocations > last_failure)
        return 0;
    errno = ENOMEM;
    return 1;
}

void *__wrap_malloc(size_t size) { return fails() ? NULL : __real_malloc(size); }
void *__wrap_calloc(size_t count, size_t size) { return fails() ? NULL : __real_calloc(count, size); }
void *__wrap_realloc(void *memory, size_t size) { return fails() ? NULL : __real_realloc(memory, size); }
void *__wrap_aligned_alloc(size_t alignment, size_t size)
{
    return fails() ? NULL : __real_aligned_alloc(alignment, size);
}

int __wrap_posix_memalign(void **memory, size_t alignment, size_t size)
{
    return fails() ? ENOMEM : __real_posix_memalign(memory, alignment, size);
}
