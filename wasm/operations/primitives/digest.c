/* EVP_DigestInit(3) and EVP_MAC(3) with HMAC, over bytes or a stream. */
#include <openssl/core_names.h>
#include "async/yield.h"
#include "operations/operation.h"

static int update_digest(void *ctx, const void *data, size_t size) { return EVP_DigestUpdate(ctx, data, size); }
static int update_mac(void *ctx, const void *data, size_t size) { return EVP_MAC_update(ctx, data, size); }

/* An output of any length, with a pause now and then. */
static int squeeze(EVP_MD_CTX *ctx, const osa_bytes *digest)
{
    int ok = 1;

    for (size_t at = 0, piece; ok && at < digest->size; at += piece) {
        piece = digest->size - at < OSA_CHUNK ? digest->size - at : OSA_CHUNK;
        ok = EVP_DigestSqueeze(ctx, (unsigned char *)digest->data + at, piece) && osa_worked((uint32_t)piece / 64);
    }
    return ok;
}

int osa_digest(osa_digest_args *args)
{
    EVP_MD *md = EVP_MD_fetch(NULL, args->algorithm, NULL);
    EVP_MD_CTX *ctx = EVP_MD_CTX_new();
    osa_bytes digest = { NULL, args->length > 0 ? args->length : EVP_MAX_MD_SIZE };
    unsigned int size = 0;
    int ok = md != NULL && ctx != NULL && (digest.data = OPENSSL_malloc(digest.size)) != NULL;

    /* before the data is read, which may take long */
    if (ok && EVP_MD_xof(md) != (args->length > 0)) {
        ERR_raise(ERR_LIB_EVP, EVP_R_NOT_XOF_OR_INVALID_LENGTH);
        ok = 0;
    }
    ok = ok && EVP_DigestInit_ex2(ctx, md, NULL) && osa_each_piece(&args->data, update_digest, ctx)
        && (args->length > 0 ? squeeze(ctx, &digest)
                             : EVP_DigestFinal_ex(ctx, digest.data, &size));
    EVP_MD_CTX_free(ctx);
    EVP_MD_free(md);
    if (ok) {
        if (args->length == 0)
            digest.size = size;
        *args->digest = digest;
    } else {
        OPENSSL_free(digest.data);
    }
    return ok;
}

int osa_hmac(osa_hmac_args *args)
{
    OSSL_PARAM params[] = {
        OSSL_PARAM_construct_utf8_string(OSSL_MAC_PARAM_DIGEST, (char *)args->hash, 0),
        OSSL_PARAM_construct_end()
    };
    EVP_MAC *mac = EVP_MAC_fetch(NULL, "HMAC", NULL);
    EVP_MAC_CTX *ctx = mac == NULL ? NULL : EVP_MAC_CTX_new(mac);   /* it does not look */
    osa_bytes out = { OPENSSL_malloc(EVP_MAX_MD_SIZE), 0 };
    int ok = ctx != NULL && out.data != NULL && EVP_MAC_init(ctx, args->key.data, args->key.size, params)
        && osa_each_piece(&args->data, update_mac, ctx)
        && EVP_MAC_final(ctx, out.data, &out.size, EVP_MAX_MD_SIZE);

    EVP_MAC_CTX_free(ctx);
    EVP_MAC_free(mac);
    if (ok)
        *args->mac = out;
    else
        OPENSSL_clear_free(out.data, EVP_MAX_MD_SIZE);
    return ok;
}
