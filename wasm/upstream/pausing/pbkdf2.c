/* Upstream's PBKDF2 with a pause now and then; a cancelled job ends at once, as HMAC_Final may fail. */
#include "internal/deprecated.h"
#include <openssl/hmac.h>
#include "async/yield.h"

/* four blocks: two of the hash, and what it takes to copy the contexts */
#define HMAC_Final(ctx, out, size) (HMAC_Final(ctx, out, size) && osa_kdf_worked(4))

#include "providers/implementations/kdfs/pbkdf2.c"
