/* What sanitizers are told; nothing in the module without them. */
#if __has_feature(address_sanitizer)
/* Running out of memory is tested, exit() too. Freed blocks are kept for a while, but not the whole heap. */
const char *__asan_default_options(void)
{
    return "allocator_may_return_null=1:detect_leaks=0:quarantine_size_mb=16";
}
#endif
