/*
 * Upstream's allocator, which wipes here whatever is freed. What reads and writes private keys frees its copies of them as
 * they are, in a dozen places. And code that runs over the end of its stack allocates something sooner or later: an
 * overflow that left the canary alone is found then.
 */
#include <malloc.h>
#include <stdlib.h>
#include <string.h>
#include <openssl/crypto.h>
#include "async/internal.h"

/* What is in use is counted: to walk the heap for it would take as long as there are blocks. */
void *osa_heap_alloc(size_t size)
{
    void *memory = malloc(size);

    if (memory != NULL)
        osa_counters.heap_bytes += (uint32_t)malloc_usable_size(memory);
    return memory;
}

void osa_heap_free(void *memory)
{
    if (memory != NULL)
        osa_counters.heap_bytes -= (uint32_t)malloc_usable_size(memory);
    free(memory);
}

static void *allocate(size_t size)
{
    void *memory;

    osa_check_stack();
    if ((memory = osa_heap_alloc(size)) == NULL)
        osa_note_out_of_memory();
    return memory;
}

static void wipe_and_free(void *memory)
{
    if (memory != NULL)
        OPENSSL_cleanse(memory, malloc_usable_size(memory));
    osa_heap_free(memory);
}

/* A block that has to move leaves nothing at its old place. */
static void *wipe_and_move(void *memory, size_t size)
{
    size_t old = memory == NULL ? 0 : malloc_usable_size(memory);
    void *moved;

    if (memory != NULL && size <= old && size >= old / 2)
        return memory;
    if ((moved = allocate(size)) == NULL)
        return NULL;
    if (memory != NULL)
        memcpy(moved, memory, size < old ? size : old);
    wipe_and_free(memory);
    return moved;
}

static int allocate_aligned(void **memory, size_t alignment, size_t size)
{
    int failed = posix_memalign(memory, alignment, size);

    if (!failed)
        osa_counters.heap_bytes += (uint32_t)malloc_usable_size(*memory);
    return failed;
}

#define posix_memalign(memory, alignment, size) allocate_aligned(memory, alignment, size)
#define malloc(size) allocate(size)
#define free(memory) wipe_and_free(memory)
#define realloc(memory, size) wipe_and_move(memory, size)

#include "crypto/mem.c"
