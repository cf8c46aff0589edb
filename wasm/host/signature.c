/*
 * provider-signature(7). The parameters live in a verifying context of the public key, which checks them as
 * OpenSSL always does, names the AlgorithmIdentifier, and in the end verifies what the holder gave.
 */
#include <string.h>
#include <openssl/bio.h>
#include <openssl/ec.h>
#include <openssl/objects.h>
#include <openssl/rsa.h>
#include "host.h"
#include "preimage.h"

typedef struct {
    osa_host_key *key;
    EVP_MD_CTX *verifier;    /* EdDSA and ML-DSA, which take a message: owns `checks` */
    EVP_PKEY_CTX *checks;
    EVP_MD_CTX *digest;      /* RSA and EC in a DigestSign or DigestVerify */
    BIO *message;            /* all of it, for a holder that hashes by itself */
    osa_bytes context;       /* ML-DSA, Ed448: FIPS 204, RFC 8032 */
} signature_ctx;

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
    osa_host_key_unref(ctx->key);
    OPENSSL_free(ctx);
}

static void *dupctx(void *vctx)
{
    signature_ctx *from = vctx, *to = newctx(NULL, NULL);
    char *text;
    long size;

    if (to == NULL)
        return NULL;
    to->key = osa_host_key_up_ref(from->key);
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

/* ---- parameters ---- */

static int takes_message(const osa_host_key *key)
{
    return !osa_host_key_is_a(key, "RSA") && !osa_host_key_is_a(key, "EC");
}

static int refuse(const char *what)
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
            return refuse(fixed[i].name);
    }
    if (given != NULL && (!OSSL_PARAM_get_utf8_string_ptr(given, &instance)
                          || OPENSSL_strcasecmp(instance, ctx->key->type) != 0))
        return refuse("only the pure instance of EdDSA");
    if (OSSL_PARAM_locate_const(params, OSSL_SIGNATURE_PARAM_TEST_ENTROPY) != NULL)
        return refuse(OSSL_SIGNATURE_PARAM_TEST_ENTROPY);
    return 1;
}

static int set_ctx_params(void *vctx, const OSSL_PARAM params[])
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

static const OSSL_PARAM *settable_ctx_params(void *vctx, void *provctx)
{
    signature_ctx *ctx = vctx;

    return ctx == NULL || ctx->checks == NULL ? nothing : EVP_PKEY_CTX_settable_params(ctx->checks);
}

static int get_ctx_params(void *vctx, OSSL_PARAM params[])
{
    signature_ctx *ctx = vctx;

    return ctx->checks != NULL && EVP_PKEY_CTX_get_params(ctx->checks, params) > 0;
}

static const OSSL_PARAM *gettable_ctx_params(void *vctx, void *provctx)
{
    signature_ctx *ctx = vctx;

    return ctx == NULL || ctx->checks == NULL ? nothing : EVP_PKEY_CTX_gettable_params(ctx->checks);
}

static int get_int(const signature_ctx *ctx, const char *name)
{
    int value = 0;
    OSSL_PARAM params[] = { OSSL_PARAM_construct_int(name, &value), OSSL_PARAM_construct_end() };

    return EVP_PKEY_CTX_get_params(ctx->checks, params) > 0 ? value : 0;
}

const char *osa_hash_name(const EVP_MD *md) { return OBJ_nid2sn(EVP_MD_get_type(md)); }

/* The hash that a parameter names; NULL if none. */
static const char *get_hash(const signature_ctx *ctx, const char *name, size_t *size)
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

/* ---- the beginning: local, since TLS begins with every algorithm to see which of them work ---- */

static int begin(signature_ctx *ctx, osa_host_key *key, const OSSL_PARAM params[])
{
    reset(ctx);
    if (key != NULL) {
        osa_host_key_unref(ctx->key);
        ctx->key = osa_host_key_up_ref(key);
    }
    if (ctx->key == NULL)
        return 0;
    if (takes_message(ctx->key))
        return (ctx->verifier = EVP_MD_CTX_new()) != NULL
            && EVP_DigestVerifyInit_ex(ctx->verifier, &ctx->checks, NULL, NULL, OSA_DEFAULT_PROVIDER,
                                       ctx->key->public_key, NULL) > 0
            && set_ctx_params(ctx, params);
    ctx->checks = EVP_PKEY_CTX_new_from_pkey(NULL, ctx->key->public_key, OSA_DEFAULT_PROVIDER);
    return ctx->checks != NULL && EVP_PKEY_verify_init(ctx->checks) > 0;
}

static int init(void *vctx, void *key, const OSSL_PARAM params[])
{
    return begin(vctx, key, params) && set_ctx_params(vctx, params);
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
    if (takes_message(ctx->key))
        return hash == NULL || *hash == '\0' || refuse("it signs the message itself, without a digest");
    if (hash == NULL || *hash == '\0') {
        if (EVP_PKEY_get_default_digest_name(ctx->key->public_key, preferred, sizeof(preferred)) <= 0)
            return 0;
        hash = preferred;
    }
    digest[0] = OSSL_PARAM_construct_utf8_string(OSSL_SIGNATURE_PARAM_DIGEST, (char *)hash, 0);
    if (EVP_PKEY_CTX_set_params(ctx->checks, digest) <= 0 || !set_ctx_params(ctx, params)
        || (md = EVP_MD_fetch(NULL, hash, NULL)) == NULL)
        return 0;
    ok = (ctx->digest = EVP_MD_CTX_new()) != NULL && EVP_DigestInit_ex2(ctx->digest, md, NULL)
        && ((ctx->key->flags & OSA_HOST_KEY_MESSAGE) == 0 || (ctx->message = BIO_new(BIO_s_mem())) != NULL);
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
        return refuse("its holder wants the whole message, and this is too long");
    return BIO_write(ctx->message, data, (int)size) == (int)size;
}

/* ---- the end: asks the holder, and looks at what it gave ---- */

/* RSA-PSS: the salt that OpenSSL's own signing would take; EVP_PKEY_CTX_set_rsa_pss_saltlen(3). */
static int resolve_salt_length(const signature_ctx *ctx, int hash_size)
{
    int bits = EVP_PKEY_get_bits(ctx->key->public_key);
    int most = (bits + 6) / 8 - hash_size - 2;
    int length = get_int(ctx, OSSL_SIGNATURE_PARAM_PSS_SALTLEN);

    if (length == RSA_PSS_SALTLEN_DIGEST)
        length = hash_size;
    else if (length == RSA_PSS_SALTLEN_AUTO_DIGEST_MAX)
        length = most < hash_size ? most : hash_size;
    else if (length == RSA_PSS_SALTLEN_AUTO || length == RSA_PSS_SALTLEN_MAX)
        length = most;
    return length <= most ? length : -1;
}

static int fill_rsa(signature_ctx *ctx, osa_key_request *request, size_t hash_size)
{
    request->padding = get_int(ctx, OSSL_SIGNATURE_PARAM_PAD_MODE);
    if (request->padding == RSA_PKCS1_PADDING)
        return 1;
    if (request->padding != RSA_PKCS1_PSS_PADDING || request->hash == NULL)
        return refuse("RSA signs with PKCS#1 v1.5 or PSS padding");
    request->salt_length = resolve_salt_length(ctx, (int)hash_size);
    if (request->salt_length < 0)
        return refuse("the key is too short for this hash and salt");
    if ((request->mgf1_hash = get_hash(ctx, OSSL_SIGNATURE_PARAM_MGF1_DIGEST, NULL)) == NULL)
        request->mgf1_hash = request->hash;
    return EVP_PKEY_CTX_set_rsa_pss_saltlen(ctx->checks, request->salt_length) > 0;
}

/* r and s side by side, to ECDSA-Sig-Value; the length, or -1 */
static int raw_to_der(unsigned char *signature, size_t length, size_t size)
{
    ECDSA_SIG *both = ECDSA_SIG_new();
    BIGNUM *r = BN_bin2bn(signature, (int)length / 2, NULL);
    BIGNUM *s = BN_bin2bn(signature + length / 2, (int)length / 2, NULL);
    unsigned char *out = signature;
    int result = -1;

    if (both != NULL && r != NULL && s != NULL && ECDSA_SIG_set0(both, r, s)) {
        r = s = NULL;
        if (i2d_ECDSA_SIG(both, NULL) <= (int)size)
            result = i2d_ECDSA_SIG(both, &out);
    }
    BN_free(r);
    BN_free(s);
    ECDSA_SIG_free(both);
    return result;
}

static int wrong_length(int length, const char *expected)
{
    OSA_FAIL(ERR_R_OPERATION_FAIL, "the holder of the key gave a signature of %d bytes, not %s", length, expected);
    return 0;
}

/* `data` goes to the holder; `digest` is what an RSA or EC signature is about. */
static int ask(signature_ctx *ctx, osa_key_request *request, const osa_bytes *digest,
               unsigned char *signature, size_t *length, size_t room)
{
    osa_host_key *key = ctx->key;
    size_t size = (size_t)EVP_PKEY_get_size(key->public_key);
    int got, is_ec = osa_host_key_is_a(key, "EC"), is_raw = is_ec && (key->flags & OSA_HOST_KEY_RAW_ECDSA) != 0;
    int field = (EVP_PKEY_get_bits(key->public_key) + 7) / 8;
    char expected[40];

    if (room < size) {
        ERR_raise(ERR_LIB_PROV, ERR_R_PASSED_INVALID_ARGUMENT);
        return 0;
    }
    if ((got = osa_host_ask(key, request, signature, size)) < 0)
        return 0;
    BIO_snprintf(expected, sizeof(expected), is_ec && !is_raw ? "at most %d" : "%d", is_raw ? 2 * field : (int)size);
    if (is_raw ? got != 2 * field : is_ec ? got > (int)size : got != (int)size)
        return wrong_length(got, expected);
    if (is_raw && (got = raw_to_der(signature, (size_t)got, size)) < 0)
        return 0;
    *length = (size_t)got;
    if (ctx->verifier != NULL
        ? EVP_DigestVerify(ctx->verifier, signature, *length, request->data.data, request->data.size) == 1
        : EVP_PKEY_verify(ctx->checks, signature, *length, digest->data, digest->size) == 1)
        return 1;
    OSA_FAIL(ERR_R_OPERATION_FAIL, "the holder of the key gave a signature that its public key does not verify");
    OPENSSL_cleanse(signature, *length);
    return 0;
}

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
    request->hash = get_hash(ctx, OSSL_SIGNATURE_PARAM_DIGEST, &hash_size);
    if (request->prehashed && (ctx->key->flags & OSA_HOST_KEY_MESSAGE) != 0) {
        if (!osa_preimage_find(request->hash, digest, &request->data))
            return refuse("its holder hashes by itself, but all that it was given is a digest");
        request->prehashed = 0;
    }
    if (hash_size != 0 && digest->size != hash_size)
        return refuse("the digest is not of the length of its hash");
    if (osa_host_key_is_a(ctx->key, "RSA") && !fill_rsa(ctx, request, hash_size))
        return 0;
    return ask(ctx, request, digest, signature, length, room);
}

static int sign(void *vctx, unsigned char *signature, size_t *length, size_t room,
                const unsigned char *digest, size_t size)
{
    signature_ctx *ctx = vctx;
    osa_bytes data = { (void *)digest, size };
    osa_key_request request = { .prehashed = 1, .data = data };

    if (signature == NULL)
        return give_size(ctx, length);
    if (takes_message(ctx->key))
        return refuse("it signs the message itself; use EVP_DigestSign");
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
    if (!takes_message(ctx->key))
        return update(ctx, data, size) && digest_sign_final(ctx, signature, length, room);
    return ask(ctx, &request, NULL, signature, length, room);
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

    if (!takes_message(ctx->key))
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
    OSA_FUNCTION(SIGNATURE_SET_CTX_PARAMS, set_ctx_params),       \
    OSA_FUNCTION(SIGNATURE_SETTABLE_CTX_PARAMS, settable_ctx_params), \
    OSA_FUNCTION(SIGNATURE_GET_CTX_PARAMS, get_ctx_params),       \
    OSA_FUNCTION(SIGNATURE_GETTABLE_CTX_PARAMS, gettable_ctx_params)

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

#define ALGORITHM(name, functions) { name, "provider=host", functions, "held by JavaScript" }

const OSSL_ALGORITHM osa_host_signature[] = {
    ALGORITHM("RSA", digest_functions),
    ALGORITHM("ECDSA", digest_functions),
    ALGORITHM("ED25519", message_functions),
    ALGORITHM("ED448", message_functions),
    ALGORITHM("ML-DSA-44", message_functions),
    ALGORITHM("ML-DSA-65", message_functions),
    ALGORITHM("ML-DSA-87", message_functions),
    { NULL, NULL, NULL, NULL },
};
