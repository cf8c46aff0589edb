#include "boundary/generated/boundary.h"
#include "fatal.h"

_Noreturn void osa_fatal(int reason)
{
    host_fatal(reason);
    __builtin_trap();
}
