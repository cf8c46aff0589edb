/*
 * Upstream's scrypt with a pause now and then, in scryptBlockMix. That cannot fail: once the job is cancelled its
 * `r` becomes 0, so that it does nothing, and scryptROMix's loops have only a pass over memory left to do.
 */
#include <string.h>
#include "async/yield.h"

/* What stands for scryptBlockMix's parameter in the other functions: never set, so nothing of this is left there. */
static uint64_t r;

#define memcpy(to, from, size) (memcpy(to, from, size), (void)(r != 0 && !osa_kdf_worked(1) && (r = 0)))

#include "providers/implementations/kdfs/scrypt.c"
