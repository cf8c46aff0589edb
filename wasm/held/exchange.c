/* provider-keyexch(7): ECDH, with the key derivation that CMS asks for, X25519 and X448. RFC 7748, RFC 5753 */
#include <string.h>
#include <openssl/kdf.h>
#include <openssl/x509.h>
#include "held.h"

typedef struct {
    osa_held_key *key, *peer;
    char kdf[32], digest[64];   /* "" or "X963KDF", and its hash */
    size_t kdf_length;
    osa_bytes ukm;
} exchange_ctx;

static void *newctx(void *provctx) { return OPENSSL_zalloc(sizeof(exchange_ctx)); }

static void freectx(void *vctx)
{
    exchange_ctx *ctx = vctx;

    osa_held_key_unref(ctx->key);
    osa_held_key_unref(ctx->peer);
    OPENSSL_clear_free(ctx->ukm.data, ctx->ukm.size);
    OPENSSL_free(ctx);
}

static void *dupctx(void *vctx)
{
    exchange_ctx *from = vctx, *to = OPENSSL_memdup(from, sizeof(*from));

    if (to == NULL)
        return NULL;
    osa_held_key_up_ref(to->key);
    osa_held_key_up_ref(to->peer);
    if (from->ukm.data != NULL && (to->ukm.data = OPENSSL_memdup(from->ukm.data, from->ukm.size)) == NULL) {
        freectx(to);
        return NULL;
    }
    return to;
}

/* ---- parameters of ECDH: EVP_PKEY_CTX_set_ecdh_kdf_type(3) ---- */

static int set_text(const OSSL_PARAM params[], const char *name, char *text, size_t size)
{
    const OSSL_PARAM *param = OSSL_PARAM_locate_const(params, name);

    return param == NULL || OSSL_PARAM_get_utf8_string(param, &text, size);
}

static int set_ctx_params(void *vctx, const OSSL_PARAM params[])
{
    exchange_ctx *ctx = vctx;
    const OSSL_PARAM *length, *ukm;
    void *data = NULL;
    size_t size = 0;

    if (params == NULL)
        return 1;
    /* the cofactor of these curves is 1, so its mode is of no consequence */
    if (!set_text(params, OSSL_EXCHANGE_PARAM_KDF_TYPE, ctx->kdf, sizeof(ctx->kdf))
        || !set_text(params, OSSL_EXCHANGE_PARAM_KDF_DIGEST, ctx->digest, sizeof(ctx->digest)))
        return 0;
    if (*ctx->kdf != '\0' && OPENSSL_strcasecmp(ctx->kdf, OSSL_KDF_NAME_X963KDF) != 0)
        return 0;
    length = OSSL_PARAM_locate_const(params, OSSL_EXCHANGE_PARAM_KDF_OUTLEN);
    if (length != NULL && !OSSL_PARAM_get_size_t(length, &ctx->kdf_length))
        return 0;
    if ((ukm = OSSL_PARAM_locate_const(params, OSSL_EXCHANGE_PARAM_KDF_UKM)) == NULL)
        return 1;
    if (ukm->data != NULL && ukm->data_size != 0 && !OSSL_PARAM_get_octet_string(ukm, &data, 0, &size))
        return 0;
    OPENSSL_clear_free(ctx->ukm.data, ctx->ukm.size);
    ctx->ukm = (osa_bytes){ data, size };
    return 1;
}

static int get_ctx_params(void *vctx, OSSL_PARAM params[])
{
    exchange_ctx *ctx = vctx;
    OSSL_PARAM *kdf = OSSL_PARAM_locate(params, OSSL_EXCHANGE_PARAM_KDF_TYPE);
    OSSL_PARAM *digest = OSSL_PARAM_locate(params, OSSL_EXCHANGE_PARAM_KDF_DIGEST);
    OSSL_PARAM *length = OSSL_PARAM_locate(params, OSSL_EXCHANGE_PARAM_KDF_OUTLEN);
    OSSL_PARAM *ukm = OSSL_PARAM_locate(params, OSSL_EXCHANGE_PARAM_KDF_UKM);

    return (kdf == NULL || OSSL_PARAM_set_utf8_string(kdf, ctx->kdf))
        && (digest == NULL || OSSL_PARAM_set_utf8_string(digest, ctx->digest))
        && (length == NULL || OSSL_PARAM_set_size_t(length, ctx->kdf_length))
        && (ukm == NULL || OSSL_PARAM_set_octet_ptr(ukm, ctx->ukm.data, ctx->ukm.size));
}

static const OSSL_PARAM known[] = {
    OSSL_PARAM_int(OSSL_EXCHANGE_PARAM_EC_ECDH_COFACTOR_MODE, NULL),
    OSSL_PARAM_utf8_string(OSSL_EXCHANGE_PARAM_KDF_TYPE, NULL, 0),
    OSSL_PARAM_utf8_string(OSSL_EXCHANGE_PARAM_KDF_DIGEST, NULL, 0),
    OSSL_PARAM_size_t(OSSL_EXCHANGE_PARAM_KDF_OUTLEN, NULL),
    OSSL_PARAM_octet_string(OSSL_EXCHANGE_PARAM_KDF_UKM, NULL, 0),
    OSSL_PARAM_END,
};

static const OSSL_PARAM *known_ctx_params(void *vctx, void *provctx) { return known; }

/* ---- deriving ---- */

static int init(void *vctx, void *key, const OSSL_PARAM params[])
{
    exchange_ctx *ctx = vctx;

    osa_held_key_unref(ctx->key);
    ctx->key = osa_held_key_up_ref(key);
    return set_ctx_params(ctx, params);
}

static int set_peer(void *vctx, void *vpeer)
{
    exchange_ctx *ctx = vctx;
    osa_held_key *peer = vpeer;

    if (ctx->key == NULL || !osa_held_key_is_a(peer, ctx->key->type)
        || (osa_held_key_is_a(peer, "EC") && EVP_PKEY_parameters_eq(peer->public_key, ctx->key->public_key) != 1)) {
        OSA_FAIL(ERR_R_PASSED_INVALID_ARGUMENT, "the other side's key is of another algorithm or curve");
        return 0;
    }
    osa_held_key_unref(ctx->peer);
    ctx->peer = osa_held_key_up_ref(peer);
    return 1;
}

static size_t shared_size(const osa_held_key *key)
{
    if (osa_held_key_is_a(key, "EC"))
        return (size_t)(EVP_PKEY_get_bits(key->public_key) + 7) / 8;
    return osa_held_key_is_a(key, "X25519") ? 32 : 56;
}

/* The shared secret itself; `secret` has room for `size`. */
static int ask(exchange_ctx *ctx, unsigned char *secret, size_t size)
{
    static const unsigned char zeros[66];
    unsigned char *point = NULL, *spki = NULL;
    size_t point_size = EVP_PKEY_get1_encoded_public_key(ctx->peer->public_key, &point);
    int spki_size = i2d_PUBKEY(ctx->peer->public_key, &spki), got = -1;

    if (point_size > 0 && spki_size > 0) {
        osa_key_request request = {
            .operation = OSA_REQUEST_DERIVE, .data = { point, point_size }, .label = { spki, (size_t)spki_size },
        };

        got = osa_held_ask(ctx->key, &request, secret, size);
    }
    OPENSSL_free(point);
    OPENSSL_free(spki);
    if (got < 0)
        return 0;
    if (got == (int)size && CRYPTO_memcmp(secret, zeros, size) != 0)
        return 1;
    OSA_FAIL(ERR_R_OPERATION_FAIL, got == (int)size ? "the shared secret is zero: the other side's key is of low order"
                                                    : "the holder of the key gave a secret of a wrong length");
    OPENSSL_cleanse(secret, size);
    return 0;
}

static int x963(exchange_ctx *ctx, unsigned char *out, const unsigned char *secret, size_t size)
{
    EVP_KDF *kdf = EVP_KDF_fetch(NULL, OSSL_KDF_NAME_X963KDF, NULL);
    EVP_KDF_CTX *kctx = EVP_KDF_CTX_new(kdf);
    OSSL_PARAM params[] = {
        OSSL_PARAM_construct_utf8_string(OSSL_KDF_PARAM_DIGEST, ctx->digest, 0),
        OSSL_PARAM_construct_octet_string(OSSL_KDF_PARAM_KEY, (void *)secret, size),
        OSSL_PARAM_construct_octet_string(OSSL_KDF_PARAM_INFO, ctx->ukm.data, ctx->ukm.size),
        OSSL_PARAM_construct_end(),
    };
    int ok = kctx != NULL && EVP_KDF_derive(kctx, out, ctx->kdf_length, params) > 0;

    EVP_KDF_CTX_free(kctx);
    EVP_KDF_free(kdf);
    return ok;
}

static int derive(void *vctx, unsigned char *out, size_t *length, size_t room)
{
    exchange_ctx *ctx = vctx;
    unsigned char secret[66];   /* P-521 */
    size_t size, wanted;
    int ok;

    if (ctx->key == NULL || ctx->peer == NULL)
        return 0;
    size = shared_size(ctx->key);
    wanted = *ctx->kdf != '\0' ? ctx->kdf_length : size;
    *length = wanted;
    if (out == NULL)
        return 1;
    if (room < wanted) {
        ERR_raise(ERR_LIB_PROV, ERR_R_PASSED_INVALID_ARGUMENT);
        return 0;
    }
    ok = ask(ctx, secret, size);
    if (ok && *ctx->kdf != '\0')
        ok = x963(ctx, out, secret, size);
    else if (ok)
        memcpy(out, secret, size);
    OPENSSL_cleanse(secret, sizeof(secret));
    return ok;
}

#define COMMON                                      \
    OSA_FUNCTION(KEYEXCH_NEWCTX, newctx),           \
    OSA_FUNCTION(KEYEXCH_FREECTX, freectx),         \
    OSA_FUNCTION(KEYEXCH_DUPCTX, dupctx),           \
    OSA_FUNCTION(KEYEXCH_INIT, init),               \
    OSA_FUNCTION(KEYEXCH_SET_PEER, set_peer),       \
    OSA_FUNCTION(KEYEXCH_DERIVE, derive)

static const OSSL_DISPATCH plain_functions[] = { COMMON, OSA_FUNCTIONS_END };

static const OSSL_DISPATCH ecdh_functions[] = {
    COMMON,
    OSA_FUNCTION(KEYEXCH_SET_CTX_PARAMS, set_ctx_params),
    OSA_FUNCTION(KEYEXCH_SETTABLE_CTX_PARAMS, known_ctx_params),
    OSA_FUNCTION(KEYEXCH_GET_CTX_PARAMS, get_ctx_params),
    OSA_FUNCTION(KEYEXCH_GETTABLE_CTX_PARAMS, known_ctx_params),
    OSA_FUNCTIONS_END,
};

const OSSL_ALGORITHM osa_held_keyexch[] = {
    OSA_ALGORITHM("ECDH", ecdh_functions),
    OSA_ALGORITHM("X25519", plain_functions),
    OSA_ALGORITHM("X448", plain_functions),
    OSA_ALGORITHMS_END,
};
