/* What sanitizers are told, and what they know of the heap; nothing in the module without them. */
#if __has_feature(address_sanitizer)
#include <malloc.h>
#include <sanitizer/allocator_interface.h>

/* The tests run out of memory, and call exit(). Freed blocks are kept for a while, but not as many as the heap has. */
const char *__asan_default_options(void)
{
    return "allocator_may_return_null=1:detect_leaks=0:quarantine_size_mb=16";
}

struct mallinfo __wrap_mallinfo(void)
{
    return (struct mallinfo){ .uordblks = (int)__sanitizer_get_current_allocated_bytes() };
}
#endif
