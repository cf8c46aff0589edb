/* The parameters of a signature: a verifying context of the public key holds and checks them. */
#include <openssl/objects.h>
#include "signature.h"

int osa_signature_takes_message(const osa_held_key *key)
{
    return !osa_held_key_is_a(key, "RSA") && !osa_held_key_is_a(key, "EC");
}

int osa_signature_refuse(const char *what)
{
    OSA_FAIL(ERR_R_UNSUPPORTED, "a key held by JavaScript: %s", what);
    return 0;
}

/* What the holder could not be told, or would not do, is refused rather than ignored. */
static int is_possible(const signature_ctx *ctx, const OSSL_PARAM params[])
{
    static const struct { const char *name; int wanted; } fixed[] = {
        { OSSL_SIGNATURE_PARAM_NONCE_TYPE, 0 },
        { OSSL_SIGNATURE_PARAM_MESSAGE_ENCODING, 1 },
        { OSSL_SIGNATURE_PARAM_MU, 0 },
        { OSSL_SIGNATURE_PARAM_DETERMINISTIC, 0 },
    };
    const OSSL_PARAM *given = OSSL_PARAM_locate_const(params, OSSL_SIGNATURE_PARAM_INSTANCE);
    const char *instance;
    int value;

    for (size_t i = 0; i < sizeof(fixed) / sizeof(*fixed); i++) {
        const OSSL_PARAM *param = OSSL_PARAM_locate_const(params, fixed[i].name);

        if (param != NULL && (!OSSL_PARAM_get_int(param, &value) || value != fixed[i].wanted))
            return osa_signature_refuse(fixed[i].name);
    }
    if (given != NULL && (!OSSL_PARAM_get_utf8_string_ptr(given, &instance)
                          || OPENSSL_strcasecmp(instance, ctx->key->type) != 0))
        return osa_signature_refuse("only the pure instance of EdDSA");
    if (OSSL_PARAM_locate_const(params, OSSL_SIGNATURE_PARAM_TEST_ENTROPY) != NULL)
        return osa_signature_refuse(OSSL_SIGNATURE_PARAM_TEST_ENTROPY);
    return 1;
}

int osa_signature_set_params(void *vctx, const OSSL_PARAM params[])
{
    signature_ctx *ctx = vctx;
    const OSSL_PARAM *context;
    void *data = NULL;
    size_t size = 0;

    if (params == NULL || params->key == NULL)
        return 1;
    if (ctx->checks == NULL || !is_possible(ctx, params) || EVP_PKEY_CTX_set_params(ctx->checks, params) <= 0)
        return 0;
    if ((context = OSSL_PARAM_locate_const(params, OSSL_SIGNATURE_PARAM_CONTEXT_STRING)) == NULL)
        return 1;
    if (!OSSL_PARAM_get_octet_string(context, &data, 0, &size))
        return 0;
    OPENSSL_free(ctx->context.data);
    ctx->context = (osa_bytes){ data, size };
    return 1;
}

static const OSSL_PARAM nothing[] = { OSSL_PARAM_END };

const OSSL_PARAM *osa_signature_settable_params(void *vctx, void *provctx)
{
    signature_ctx *ctx = vctx;

    return ctx == NULL || ctx->checks == NULL ? nothing : EVP_PKEY_CTX_settable_params(ctx->checks);
}

int osa_signature_get_params(void *vctx, OSSL_PARAM params[])
{
    signature_ctx *ctx = vctx;

    return ctx->checks != NULL && EVP_PKEY_CTX_get_params(ctx->checks, params) > 0;
}

const OSSL_PARAM *osa_signature_gettable_params(void *vctx, void *provctx)
{
    signature_ctx *ctx = vctx;

    return ctx == NULL || ctx->checks == NULL ? nothing : EVP_PKEY_CTX_gettable_params(ctx->checks);
}

int osa_signature_int(const signature_ctx *ctx, const char *name)
{
    int value = 0;
    OSSL_PARAM params[] = { OSSL_PARAM_construct_int(name, &value), OSSL_PARAM_construct_end() };

    return EVP_PKEY_CTX_get_params(ctx->checks, params) > 0 ? value : 0;
}

const char *osa_hash_name(const EVP_MD *md) { return OBJ_nid2sn(EVP_MD_get_type(md)); }

const char *osa_signature_hash(const signature_ctx *ctx, const char *name, size_t *size)
{
    char text[64] = "";
    OSSL_PARAM params[] = {
        OSSL_PARAM_construct_utf8_string(name, text, sizeof(text)), OSSL_PARAM_construct_end(),
    };
    const char *known = NULL;
    EVP_MD *md;

    if (EVP_PKEY_CTX_get_params(ctx->checks, params) <= 0 || text[0] == '\0')
        return NULL;
    if ((md = EVP_MD_fetch(NULL, text, NULL)) != NULL) {
        known = osa_hash_name(md);
        if (size != NULL)
            *size = (size_t)EVP_MD_get_size(md);
        EVP_MD_free(md);
    }
    return known;
}
