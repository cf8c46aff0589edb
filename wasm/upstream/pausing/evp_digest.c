/*
 * Upstream's digests: an update with more bytes than any caller of RAND has gives the event loop its turns. What hashes a
 * message in one piece, as EdDSA, ML-DSA, SLH-DSA and HMAC with a long key do, pauses so; a cancelled job ends at once.
 */
#include "internal/deprecated.h"
#include <openssl/core_dispatch.h>
#include "async/pieces.h"

static int update_in_pieces(OSSL_FUNC_digest_update_fn *update, void *ctx, const unsigned char *data, size_t size)
{
    size_t piece = size;

    if (size <= OSA_NOT_SPLIT)
        return update(ctx, data, size);
    for (; size > 0; data += piece, size -= piece) {
        piece = size < OSA_PIECE ? size : OSA_PIECE;
        if (!update(ctx, data, piece) || !osa_kdf_worked((uint32_t)piece / 64))
            return 0;
    }
    return 1;
}

/* behind `ctx->digest->`, and an `if` that has seen that it is there */
#define dupdate(algctx, data, count) \
    dupdate == NULL ? 0 : update_in_pieces(ctx->digest->dupdate, algctx, data, count)

#include "crypto/evp/digest.c"
