/*
 * provider-asym_cipher(7) for RSA. A holder that does the bare RSA operation leaves the padding to us, and
 * it is looked at in constant time; one that takes the padding off itself says with a byte whether it was right.
 */
#pragma clang diagnostic ignored "-Wdeprecated-declarations"   /* the padding functions have no other form */
#include <string.h>
#include <openssl/hmac.h>
#include <openssl/rsa.h>
#include <openssl/sha.h>
#include <crypto/rsa.h>
#include "held.h"

typedef struct {
    osa_held_key *key;
    EVP_PKEY_CTX *checks;   /* encrypts with the public part; holds and checks the parameters */
} cipher_ctx;

static void *newctx(void *provctx) { return OPENSSL_zalloc(sizeof(cipher_ctx)); }

static void freectx(void *vctx)
{
    cipher_ctx *ctx = vctx;

    EVP_PKEY_CTX_free(ctx->checks);
    osa_held_key_unref(ctx->key);
    OPENSSL_free(ctx);
}

static void *dupctx(void *vctx)
{
    cipher_ctx *from = vctx, *to = newctx(NULL);

    if (to == NULL)
        return NULL;
    to->key = osa_held_key_up_ref(from->key);
    if ((to->checks = EVP_PKEY_CTX_dup(from->checks)) != NULL)
        return to;
    freectx(to);
    return NULL;
}

static int set_ctx_params(void *vctx, const OSSL_PARAM params[])
{
    return params == NULL || params->key == NULL || EVP_PKEY_CTX_set_params(((cipher_ctx *)vctx)->checks, params) > 0;
}

static int get_ctx_params(void *vctx, OSSL_PARAM params[])
{
    return EVP_PKEY_CTX_get_params(((cipher_ctx *)vctx)->checks, params) > 0;
}

static const OSSL_PARAM nothing[] = { OSSL_PARAM_END };

static const OSSL_PARAM *settable_ctx_params(void *vctx, void *provctx)
{
    cipher_ctx *ctx = vctx;

    return ctx == NULL || ctx->checks == NULL ? nothing : EVP_PKEY_CTX_settable_params(ctx->checks);
}

static const OSSL_PARAM *gettable_ctx_params(void *vctx, void *provctx)
{
    cipher_ctx *ctx = vctx;

    return ctx == NULL || ctx->checks == NULL ? nothing : EVP_PKEY_CTX_gettable_params(ctx->checks);
}

static int init(void *vctx, void *key, const OSSL_PARAM params[])
{
    cipher_ctx *ctx = vctx;

    EVP_PKEY_CTX_free(ctx->checks);
    osa_held_key_unref(ctx->key);
    ctx->key = osa_held_key_up_ref(key);
    ctx->checks = EVP_PKEY_CTX_new_from_pkey(NULL, ctx->key->public_key, OSA_DEFAULT_PROVIDER);
    return ctx->checks != NULL && EVP_PKEY_encrypt_init(ctx->checks) > 0 && set_ctx_params(ctx, params);
}

static int encrypt(void *vctx, unsigned char *out, size_t *length, size_t room, const unsigned char *in, size_t size)
{
    *length = room;
    return EVP_PKEY_encrypt(((cipher_ctx *)vctx)->checks, out, length, in, size) > 0;
}

/* ---- decrypting ---- */

typedef struct {
    int padding, implicit_rejection;
    EVP_MD *hash, *mgf1;
    osa_bytes label;
} oaep_or_pkcs1;

static EVP_MD *fetch(const char *name) { return *name == '\0' ? NULL : EVP_MD_fetch(NULL, name, NULL); }

static int read_parameters(cipher_ctx *ctx, oaep_or_pkcs1 *with)
{
    char hash[64] = "", mgf1[64] = "";
    unsigned int implicit = 1;
    OSSL_PARAM params[] = {
        OSSL_PARAM_construct_int(OSSL_ASYM_CIPHER_PARAM_PAD_MODE, &with->padding),
        OSSL_PARAM_construct_uint(OSSL_ASYM_CIPHER_PARAM_IMPLICIT_REJECTION, &implicit),
        OSSL_PARAM_construct_utf8_string(OSSL_ASYM_CIPHER_PARAM_OAEP_DIGEST, hash, sizeof(hash)),
        OSSL_PARAM_construct_utf8_string(OSSL_ASYM_CIPHER_PARAM_MGF1_DIGEST, mgf1, sizeof(mgf1)),
        OSSL_PARAM_construct_octet_ptr(OSSL_ASYM_CIPHER_PARAM_OAEP_LABEL, &with->label.data, 0),
        OSSL_PARAM_construct_end(),
    };

    if (EVP_PKEY_CTX_get_params(ctx->checks, params) <= 0)
        return 0;
    with->implicit_rejection = (int)implicit;
    if (with->padding == RSA_PKCS1_PADDING)
        return 1;
    if (with->padding != RSA_PKCS1_OAEP_PADDING) {
        OSA_FAIL(ERR_R_UNSUPPORTED, "a key held by JavaScript decrypts with OAEP or PKCS#1 v1.5 padding");
        return 0;
    }
    with->label.size = with->label.data == NULL ? 0 : params[4].return_size;
    with->hash = fetch(*hash == '\0' ? "SHA1" : hash);
    with->mgf1 = *mgf1 == '\0' ? NULL : fetch(mgf1);
    if (with->mgf1 == NULL && with->hash != NULL && EVP_MD_up_ref(with->hash))
        with->mgf1 = with->hash;
    return with->hash != NULL && with->mgf1 != NULL;
}

/* A plaintext whose padding the holder took off goes back into a block, so that both kinds end alike. */
static int rebuild_block(unsigned char *block, size_t size, const unsigned char *answer, int length)
{
    size_t plain = (size_t)length - 1;

    memset(block, 0, size);   /* as it stands, a block of wrong padding */
    if (answer[0] == 0)
        return 1;
    if (plain + 11 > size)
        return 0;
    block[1] = 2;
    memset(block + 2, 0xff, size - plain - 3);
    memcpy(block + size - plain, answer + 1, plain);
    return 1;
}

/* What the holder says it decrypted must encrypt to what it was given. */
static int is_right(cipher_ctx *ctx, const unsigned char *block, const unsigned char *in, size_t size)
{
    EVP_PKEY_CTX *raw = EVP_PKEY_CTX_new_from_pkey(NULL, ctx->key->public_key, OSA_DEFAULT_PROVIDER);
    unsigned char *again = OPENSSL_malloc(size);
    size_t length = size;
    int ok = raw != NULL && again != NULL && EVP_PKEY_encrypt_init(raw) > 0
        && EVP_PKEY_CTX_set_rsa_padding(raw, RSA_NO_PADDING) > 0
        && EVP_PKEY_encrypt(raw, again, &length, block, size) > 0
        && length == size && CRYPTO_memcmp(again, in, size) == 0;

    EVP_PKEY_CTX_free(raw);
    OPENSSL_free(again);
    if (!ok)
        OSA_FAIL(ERR_R_OPERATION_FAIL, "the holder of the key gave a plaintext that does not encrypt to what it was given");
    return ok;
}

/* The length of the message, or -1. Implicit rejection gives a synthetic message: RSA_public_encrypt(3). */
static int remove_padding(cipher_ctx *ctx, const oaep_or_pkcs1 *with, unsigned char *out,
                          const unsigned char *block, const unsigned char *in, int size)
{
    unsigned char derived[SHA256_DIGEST_LENGTH];
    int length = -1;

    if (with->padding == RSA_PKCS1_OAEP_PADDING)
        return RSA_padding_check_PKCS1_OAEP_mgf1(out, size, block, size, size, with->label.data,
                                                 (int)with->label.size, with->hash, with->mgf1);
    if (!with->implicit_rejection)
        return RSA_padding_check_PKCS1_type_2(out, size, block, size, size);
    if (HMAC(EVP_sha256(), ctx->key->rejection_secret, sizeof(ctx->key->rejection_secret), in, (size_t)size,
             derived, NULL) != NULL)
        length = ossl_rsa_padding_check_PKCS1_type_2(NULL, out, size, block, size, size, derived);
    OPENSSL_cleanse(derived, sizeof(derived));
    return length;
}

static int wrong_length(void)
{
    OSA_FAIL(ERR_R_OPERATION_FAIL, "the holder of the key gave a plaintext of a wrong length");
    return -1;
}

/* Asks, and gives the message's length or -1; `answer` and `block` have room for size + 1. */
static int ask(cipher_ctx *ctx, const oaep_or_pkcs1 *with, unsigned char *out, const unsigned char *in, size_t size,
               unsigned char *answer, unsigned char *block)
{
    int is_raw = (ctx->key->flags & OSA_HELD_KEY_RAW_DECRYPT) != 0;
    int is_oaep = with->padding == RSA_PKCS1_OAEP_PADDING;
    osa_key_request request = {
        .operation = OSA_REQUEST_DECRYPT, .padding = is_raw ? RSA_NO_PADDING : with->padding,
        .label = with->label, .data = { (void *)in, size },
        .hash = is_oaep && !is_raw ? osa_hash_name(with->hash) : NULL,
        .mgf1_hash = is_oaep && !is_raw ? osa_hash_name(with->mgf1) : NULL,
    };
    int length = osa_held_ask(ctx->key, &request, answer, size + 1);

    if (length < 0)
        return -1;
    if (is_raw) {
        if (length != (int)size)
            return wrong_length();
        return is_right(ctx, answer, in, size) ? remove_padding(ctx, with, out, answer, in, (int)size) : -1;
    }
    if (is_oaep) {
        if (length + 2 * EVP_MD_get_size(with->hash) + 2 > (int)size)
            return wrong_length();
        memcpy(out, answer, (size_t)length);
        return length;
    }
    if (length < 1 || !rebuild_block(block, size, answer, length))
        return wrong_length();
    return remove_padding(ctx, with, out, block, in, (int)size);
}

static int decrypt(void *vctx, unsigned char *out, size_t *length, size_t room, const unsigned char *in, size_t size)
{
    cipher_ctx *ctx = vctx;
    size_t modulus = (size_t)EVP_PKEY_get_size(ctx->key->public_key);
    oaep_or_pkcs1 with = { 0 };
    unsigned char *answer, *block, *whole;
    int got = -1;

    *length = modulus;
    if (out == NULL)
        return 1;
    if (room < modulus || size > modulus) {
        OSA_FAIL(ERR_R_PASSED_INVALID_ARGUMENT, "an RSA ciphertext is as long as the modulus: %d bytes, not %d",
                 (int)modulus, (int)size);
        return 0;
    }
    answer = OPENSSL_malloc(modulus + 2);
    block = OPENSSL_malloc(modulus + 2);
    /* OpenSSL's own keys take a number without its leading zeros, holders as a rule do not */
    if ((whole = OPENSSL_zalloc(modulus)) != NULL)
        memcpy(whole + modulus - size, in, size);
    if (answer != NULL && block != NULL && whole != NULL && read_parameters(ctx, &with))
        got = ask(ctx, &with, out, whole, modulus, answer, block);
    OPENSSL_free(whole);
    EVP_MD_free(with.hash);
    EVP_MD_free(with.mgf1);
    OPENSSL_clear_free(answer, modulus + 2);
    OPENSSL_clear_free(block, modulus + 2);
    if (got >= 0)
        *length = (size_t)got;
    else
        OPENSSL_cleanse(out, room);
    return got >= 0;
}

static const OSSL_DISPATCH functions[] = {
    OSA_FUNCTION(ASYM_CIPHER_NEWCTX, newctx),
    OSA_FUNCTION(ASYM_CIPHER_FREECTX, freectx),
    OSA_FUNCTION(ASYM_CIPHER_DUPCTX, dupctx),
    OSA_FUNCTION(ASYM_CIPHER_ENCRYPT_INIT, init),
    OSA_FUNCTION(ASYM_CIPHER_ENCRYPT, encrypt),
    OSA_FUNCTION(ASYM_CIPHER_DECRYPT_INIT, init),
    OSA_FUNCTION(ASYM_CIPHER_DECRYPT, decrypt),
    OSA_FUNCTION(ASYM_CIPHER_SET_CTX_PARAMS, set_ctx_params),
    OSA_FUNCTION(ASYM_CIPHER_SETTABLE_CTX_PARAMS, settable_ctx_params),
    OSA_FUNCTION(ASYM_CIPHER_GET_CTX_PARAMS, get_ctx_params),
    OSA_FUNCTION(ASYM_CIPHER_GETTABLE_CTX_PARAMS, gettable_ctx_params),
    OSA_FUNCTIONS_END,
};

const OSSL_ALGORITHM osa_held_asym_cipher[] = {
    OSA_ALGORITHM("RSA", functions),
    OSA_ALGORITHMS_END,
};
