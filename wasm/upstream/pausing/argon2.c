/* Upstream's Argon2 with a pause now and then, where it copies a block. */
#include <string.h>
#include "async/yield.h"

#define memcpy(to, from, size) (memcpy(to, from, size), (void)osa_kdf_worked(6))

#include "providers/implementations/kdfs/argon2.c"

/* The block that is being filled is the last one: the loops over passes and segments end here. */
void osa_argon2_stop(void *ctx)
{
    KDF_ARGON2 *argon2 = ctx;

    argon2->passes = 0;
    argon2->segment_length = 0;
}
