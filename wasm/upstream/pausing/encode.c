/*
 * Upstream's base64: it is read and written with a pause now and then. A text is read in pieces up to where its padding is,
 * since only one call for all that follows sees whether anything else does.
 */
#include "internal/deprecated.h"
#include <string.h>
#include <openssl/evp.h>
#include "async/pieces.h"

#define EVP_DecodeUpdate decode_at_once
#define EVP_EncodeUpdate encode_at_once
#include "crypto/evp/encode.c"
#undef EVP_DecodeUpdate
#undef EVP_EncodeUpdate

int EVP_DecodeUpdate(EVP_ENCODE_CTX *ctx, unsigned char *out, int *length, const unsigned char *in, int size)
{
    int written = 0, got, result;

    while (size > OSA_PIECE && memchr(in, '=', OSA_PIECE) == NULL) {
        result = decode_at_once(ctx, out + written, &got, in, OSA_PIECE);
        written += got;
        *length = written;
        if (result != 1)
            return result;
        if (!osa_kdf_worked(OSA_PIECE / 16))
            return -1;
        in += OSA_PIECE;
        size -= OSA_PIECE;
    }
    result = decode_at_once(ctx, out + written, &got, in, size);
    *length = written + got;
    return result;
}

int EVP_EncodeUpdate(EVP_ENCODE_CTX *ctx, unsigned char *out, int *length, const unsigned char *in, int size)
{
    return encode_at_once(ctx, out, length, in, size) && osa_kdf_worked((uint32_t)size / 32);
}
