/* C stacks of the jobs: ASYNC_set_mem_functions(3) with the rules of upstream's POSIX arch. */
#include <openssl/crypto.h>
#include "crypto/async/async_local.h"
#include "internal.h"

static size_t stack_size = OSA_STACK_SIZE_DEFAULT;
static int allow_customize = 1;

/* A stack that is freed is zero already: wiping it again would only make all of its pages resident. */
static void *default_alloc(size_t *size)
{
    void *stack = osa_heap_alloc(*size);

    if (stack == NULL)
        ERR_raise(ERR_LIB_CRYPTO, ERR_R_MALLOC_FAILURE);
    return stack;
}

static void default_free(void *stack) { osa_heap_free(stack); }

static ASYNC_stack_alloc_fn stack_alloc = default_alloc;
static ASYNC_stack_free_fn stack_free = default_free;

/* Before the first stack is allocated; 0 afterwards, or for a size that is too small or unaligned. */
int osa_set_stack_size(size_t size)
{
    if (!allow_customize || size < OSA_STACK_SIZE_MIN || size % 16 != 0)
        return 0;
    stack_size = size;
    return 1;
}

size_t osa_get_stack_size(void) { return stack_size; }

void *osa_stack_alloc(size_t *size)
{
    allow_customize = 0;
    *size = stack_size;
    return stack_alloc(size);
}

void osa_stack_free(void *stack) { stack_free(stack); }

int ASYNC_set_mem_functions(ASYNC_stack_alloc_fn alloc_fn, ASYNC_stack_free_fn free_fn)
{
    if (!allow_customize)
        return 0;
    if (alloc_fn != NULL)
        stack_alloc = alloc_fn;
    if (free_fn != NULL)
        stack_free = free_fn;
    return 1;
}

void ASYNC_get_mem_functions(ASYNC_stack_alloc_fn *alloc_fn, ASYNC_stack_free_fn *free_fn)
{
    if (alloc_fn != NULL)
        *alloc_fn = stack_alloc;
    if (free_fn != NULL)
        *free_fn = stack_free;
}
