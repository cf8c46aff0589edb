/*
 * provider-signature(7). The parameters live in a verifying context of the public key, which checks them as
 * OpenSSL always does, names the AlgorithmIdentifier, and in the end verifies what the holder gave.
 */
#include "preimage.h"
#include "signature.h"

static void reset(signature_ctx *ctx)
{
    if (ctx->verifier == NULL)
        EVP_PKEY_CTX_free(ctx->checks);
    EVP_MD_CTX_free(ctx->verifier);
    EVP_MD_CTX_free(ctx->digest);
    BIO_free(ctx->message);
    OPENSSL_free(ctx->context.data);
    ctx->verifier = ctx->digest = NULL;
    ctx->checks = NULL;
    ctx->message = NULL;
    ctx->context = (osa_bytes){ NULL, 0 };
}

static void *newctx(void *provctx, const char *properties)
{
    return OPENSSL_zalloc(sizeof(signature_ctx));
}

static void freectx(void *vctx)
{
    signature_ctx *ctx = vctx;

    reset(ctx);
    osa_held_key_unref(ctx->key);
    OPENSSL_free(ctx);
}

static void *dupctx(void *vctx)
{
    signature_ctx *from = vctx, *to = newctx(NULL, NULL);
    char *text;
    long size;

    if (to == NULL)
        return NULL;
    to->key = osa_held_key_up_ref(from->key);
    if (from->verifier != NULL) {
        if ((to->verifier = EVP_MD_CTX_dup(from->verifier)) == NULL)
            goto failed;
        to->checks = EVP_MD_CTX_get_pkey_ctx(to->verifier);
    } else if (from->checks != NULL && (to->checks = EVP_PKEY_CTX_dup(from->checks)) == NULL) {
        goto failed;
    }
    if (from->digest != NULL && (to->digest = EVP_MD_CTX_dup(from->digest)) == NULL)
        goto failed;
    if (from->message != NULL) {
        size = BIO_get_mem_data(from->message, &text);
        if ((to->message = BIO_new(BIO_s_mem())) == NULL || BIO_write(to->message, text, (int)size) != size)
            goto failed;
    }
    if (from->context.data != NULL) {
        to->context = from->context;
        if ((to->context.data = OPENSSL_memdup(from->context.data, from->context.size)) == NULL)
            goto failed;
    }
    return to;
failed:
    freectx(to);
    return NULL;
}

/* ---- the beginning: local, since TLS begins with every algorithm to see which of them work ---- */

static int begin(signature_ctx *ctx, osa_held_key *key, const OSSL_PARAM params[])
{
    reset(ctx);
    if (key != NULL) {
        osa_held_key_unref(ctx->key);
        ctx->key = osa_held_key_up_ref(key);
    }
    if (ctx->key == NULL)
        return 0;
    if (osa_signature_takes_message(ctx->key))
        return (ctx->verifier = EVP_MD_CTX_new()) != NULL
            && EVP_DigestVerifyInit_ex(ctx->verifier, &ctx->checks, NULL, NULL, OSA_DEFAULT_PROVIDER,
                                       ctx->key->public_key, NULL) > 0
            && osa_signature_set_params(ctx, params);
    ctx->checks = EVP_PKEY_CTX_new_from_pkey(NULL, ctx->key->public_key, OSA_DEFAULT_PROVIDER);
    return ctx->checks != NULL && EVP_PKEY_verify_init(ctx->checks) > 0;
}

static int init(void *vctx, void *key, const OSSL_PARAM params[])
{
    return begin(vctx, key, params) && osa_signature_set_params(vctx, params);
}

static int digest_init(void *vctx, const char *hash, void *vkey, const OSSL_PARAM params[])
{
    signature_ctx *ctx = vctx;
    char preferred[64];
    OSSL_PARAM digest[] = { OSSL_PARAM_construct_end(), OSSL_PARAM_construct_end() };
    EVP_MD *md;
    int ok;

    if (!begin(ctx, vkey, params))
        return 0;
    if (osa_signature_takes_message(ctx->key))
        return hash == NULL || *hash == '\0' || osa_signature_refuse("it signs the message itself, without a digest");
    if (hash == NULL || *hash == '\0') {
        if (EVP_PKEY_get_default_digest_name(ctx->key->public_key, preferred, sizeof(preferred)) <= 0)
            return 0;
        hash = preferred;
    }
    digest[0] = OSSL_PARAM_construct_utf8_string(OSSL_SIGNATURE_PARAM_DIGEST, (char *)hash, 0);
    if (EVP_PKEY_CTX_set_params(ctx->checks, digest) <= 0 || !osa_signature_set_params(ctx, params)
        || (md = EVP_MD_fetch(NULL, hash, NULL)) == NULL)
        return 0;
    ok = (ctx->digest = EVP_MD_CTX_new()) != NULL && EVP_DigestInit_ex2(ctx->digest, md, NULL)
        && ((ctx->key->flags & OSA_HELD_KEY_MESSAGE) == 0 || (ctx->message = BIO_new(BIO_s_mem())) != NULL);
    EVP_MD_free(md);
    return ok;
}

static int update(void *vctx, const unsigned char *data, size_t size)
{
    signature_ctx *ctx = vctx;

    if (ctx->digest == NULL || !EVP_DigestUpdate(ctx->digest, data, size))
        return 0;
    if (ctx->message == NULL || size == 0)
        return 1;
    if (size > INT32_MAX || BIO_get_mem_data(ctx->message, NULL) > (long)(INT32_MAX - size))
        return osa_signature_refuse("its holder wants the whole message, and this is too long");
    return BIO_write(ctx->message, data, (int)size) == (int)size;
}

/* ---- the end ---- */

static int give_size(signature_ctx *ctx, size_t *length)
{
    *length = (size_t)EVP_PKEY_get_size(ctx->key->public_key);
    return 1;
}

static int sign_digest(signature_ctx *ctx, osa_key_request *request, const osa_bytes *digest,
                       unsigned char *signature, size_t *length, size_t room)
{
    size_t hash_size = 0;

    request->operation = OSA_REQUEST_SIGN;
    request->hash = osa_signature_hash(ctx, OSSL_SIGNATURE_PARAM_DIGEST, &hash_size);
    if (request->prehashed && (ctx->key->flags & OSA_HELD_KEY_MESSAGE) != 0) {
        if (!osa_preimage_find(request->hash, digest, &request->data))
            return osa_signature_refuse("its holder hashes by itself, but all that it was given is a digest");
        request->prehashed = 0;
    }
    if (hash_size != 0 && digest->size != hash_size)
        return osa_signature_refuse("the digest is not of the length of its hash");
    if (osa_held_key_is_a(ctx->key, "RSA") && !osa_signature_fill_rsa(ctx, request, hash_size))
        return 0;
    return osa_signature_ask(ctx, request, digest, signature, length, room);
}

static int sign(void *vctx, unsigned char *signature, size_t *length, size_t room,
                const unsigned char *digest, size_t size)
{
    signature_ctx *ctx = vctx;
    osa_bytes data = { (void *)digest, size };
    osa_key_request request = { .prehashed = 1, .data = data };

    if (signature == NULL)
        return give_size(ctx, length);
    if (osa_signature_takes_message(ctx->key))
        return osa_signature_refuse("it signs the message itself; use EVP_DigestSign");
    return sign_digest(ctx, &request, &data, signature, length, room);
}

static int digest_sign_final(void *vctx, unsigned char *signature, size_t *length, size_t room)
{
    signature_ctx *ctx = vctx;
    unsigned char md[EVP_MAX_MD_SIZE];
    unsigned int md_size;
    osa_bytes digest;
    osa_key_request request = { .prehashed = ctx->message == NULL };

    if (signature == NULL)
        return give_size(ctx, length);
    if (ctx->digest == NULL || !EVP_DigestFinal_ex(ctx->digest, md, &md_size))
        return 0;
    request.data = digest = (osa_bytes){ md, md_size };
    if (ctx->message != NULL)
        request.data.size = (size_t)BIO_get_mem_data(ctx->message, (char **)&request.data.data);
    return sign_digest(ctx, &request, &digest, signature, length, room);
}

static int digest_sign(void *vctx, unsigned char *signature, size_t *length, size_t room,
                       const unsigned char *data, size_t size)
{
    signature_ctx *ctx = vctx;
    osa_key_request request = {
        .operation = OSA_REQUEST_SIGN, .label = ctx->context, .data = { (void *)data, size },
    };

    if (signature == NULL)
        return give_size(ctx, length);
    if (!osa_signature_takes_message(ctx->key))
        return update(ctx, data, size) && digest_sign_final(ctx, signature, length, room);
    return osa_signature_ask(ctx, &request, NULL, signature, length, room);
}

/* ---- verifying with such a key: the public part does it ---- */

static int verify(void *vctx, const unsigned char *signature, size_t length, const unsigned char *digest, size_t size)
{
    return EVP_PKEY_verify(((signature_ctx *)vctx)->checks, signature, length, digest, size);
}

static int digest_verify_final(void *vctx, const unsigned char *signature, size_t length)
{
    signature_ctx *ctx = vctx;
    unsigned char md[EVP_MAX_MD_SIZE];
    unsigned int md_size;

    return ctx->digest != NULL && EVP_DigestFinal_ex(ctx->digest, md, &md_size)
        ? EVP_PKEY_verify(ctx->checks, signature, length, md, md_size) : 0;
}

static int digest_verify(void *vctx, const unsigned char *signature, size_t length,
                         const unsigned char *data, size_t size)
{
    signature_ctx *ctx = vctx;

    if (!osa_signature_takes_message(ctx->key))
        return update(ctx, data, size) ? digest_verify_final(ctx, signature, length) : 0;
    return EVP_DigestVerify(ctx->verifier, signature, length, data, size);
}

#define COMMON                                                    \
    OSA_FUNCTION(SIGNATURE_NEWCTX, newctx),                       \
    OSA_FUNCTION(SIGNATURE_FREECTX, freectx),                     \
    OSA_FUNCTION(SIGNATURE_DUPCTX, dupctx),                       \
    OSA_FUNCTION(SIGNATURE_DIGEST_SIGN_INIT, digest_init),        \
    OSA_FUNCTION(SIGNATURE_DIGEST_SIGN, digest_sign),             \
    OSA_FUNCTION(SIGNATURE_DIGEST_VERIFY_INIT, digest_init),      \
    OSA_FUNCTION(SIGNATURE_DIGEST_VERIFY, digest_verify),         \
    OSA_FUNCTION(SIGNATURE_SET_CTX_PARAMS, osa_signature_set_params),       \
    OSA_FUNCTION(SIGNATURE_SETTABLE_CTX_PARAMS, osa_signature_settable_params), \
    OSA_FUNCTION(SIGNATURE_GET_CTX_PARAMS, osa_signature_get_params),       \
    OSA_FUNCTION(SIGNATURE_GETTABLE_CTX_PARAMS, osa_signature_gettable_params)

static const OSSL_DISPATCH digest_functions[] = {
    COMMON,
    OSA_FUNCTION(SIGNATURE_SIGN_INIT, init),
    OSA_FUNCTION(SIGNATURE_SIGN, sign),
    OSA_FUNCTION(SIGNATURE_VERIFY_INIT, init),
    OSA_FUNCTION(SIGNATURE_VERIFY, verify),
    OSA_FUNCTION(SIGNATURE_DIGEST_SIGN_UPDATE, update),
    OSA_FUNCTION(SIGNATURE_DIGEST_SIGN_FINAL, digest_sign_final),
    OSA_FUNCTION(SIGNATURE_DIGEST_VERIFY_UPDATE, update),
    OSA_FUNCTION(SIGNATURE_DIGEST_VERIFY_FINAL, digest_verify_final),
    OSA_FUNCTIONS_END,
};

static const OSSL_DISPATCH message_functions[] = { COMMON, OSA_FUNCTIONS_END };

const OSSL_ALGORITHM osa_held_signature[] = {
    OSA_ALGORITHM("RSA", digest_functions),
    OSA_ALGORITHM("ECDSA", digest_functions),
    OSA_ALGORITHM("ED25519", message_functions),
    OSA_ALGORITHM("ED448", message_functions),
    OSA_ALGORITHM("ML-DSA-44", message_functions),
    OSA_ALGORITHM("ML-DSA-65", message_functions),
    OSA_ALGORITHM("ML-DSA-87", message_functions),
    OSA_ALGORITHMS_END,
};
