/*
 * Upstream's ciphers: a long update gives the event loop its turns, in the modes that take their input in as many pieces
 * as one likes. What decrypts a file or a message in one piece, as PKCS#12 does, pauses so.
 */
#include "internal/deprecated.h"
#include <openssl/core_dispatch.h>
#include <openssl/evp.h>
#include "async/pieces.h"

static int takes_pieces(const EVP_CIPHER *cipher)
{
    int mode = EVP_CIPHER_get_mode(cipher);

    return mode == EVP_CIPH_CBC_MODE || mode == EVP_CIPH_CTR_MODE || mode == EVP_CIPH_GCM_MODE;
}

static int update_in_pieces(const EVP_CIPHER *cipher, OSSL_FUNC_cipher_update_fn *update, void *ctx, unsigned char *out,
                            size_t *length, size_t room, const unsigned char *in, size_t size)
{
    size_t piece = size, written = 0, got;

    if (size <= OSA_NOT_SPLIT || !takes_pieces(cipher))
        return update(ctx, out, length, room, in, size);
    for (; size > 0; in += piece, size -= piece) {
        piece = size < OSA_PIECE ? size : OSA_PIECE;
        if (!update(ctx, out == NULL ? NULL : out + written, &got, room - written, in, piece)
            || !osa_kdf_worked((uint32_t)piece / 64))
            return 0;
        written += got;
    }
    *length = written;
    return 1;
}

/* behind `ctx->cipher->`, and an `if` that has seen that it is there */
#define cupdate(algctx, out, length, room, in, size) \
    cupdate == NULL ? 0 : update_in_pieces(ctx->cipher, ctx->cipher->cupdate, algctx, out, length, room, in, size)

#include "crypto/evp/evp_enc.c"
