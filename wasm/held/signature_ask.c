/* The question to the holder of a signing key, and what is made of its answer. */
#include <openssl/ec.h>
#include <openssl/rsa.h>
#include "signature.h"

/* RSA-PSS: the salt that OpenSSL's own signing would take; EVP_PKEY_CTX_set_rsa_pss_saltlen(3). */
static int resolve_salt_length(const signature_ctx *ctx, int hash_size)
{
    int bits = EVP_PKEY_get_bits(ctx->key->public_key);
    int most = (bits + 6) / 8 - hash_size - 2;
    int length = osa_signature_int(ctx, OSSL_SIGNATURE_PARAM_PSS_SALTLEN);

    if (length == RSA_PSS_SALTLEN_DIGEST)
        length = hash_size;
    else if (length == RSA_PSS_SALTLEN_AUTO_DIGEST_MAX)
        length = most < hash_size ? most : hash_size;
    else if (length == RSA_PSS_SALTLEN_AUTO || length == RSA_PSS_SALTLEN_MAX)
        length = most;
    return length <= most ? length : -1;
}

int osa_signature_fill_rsa(signature_ctx *ctx, osa_key_request *request, size_t hash_size)
{
    request->padding = osa_signature_int(ctx, OSSL_SIGNATURE_PARAM_PAD_MODE);
    if (request->padding == RSA_PKCS1_PADDING)
        return 1;
    if (request->padding != RSA_PKCS1_PSS_PADDING || request->hash == NULL)
        return osa_signature_refuse("RSA signs with PKCS#1 v1.5 or PSS padding");
    request->salt_length = resolve_salt_length(ctx, (int)hash_size);
    if (request->salt_length < 0)
        return osa_signature_refuse("the key is too short for this hash and salt");
    if ((request->mgf1_hash = osa_signature_hash(ctx, OSSL_SIGNATURE_PARAM_MGF1_DIGEST, NULL)) == NULL)
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

int osa_signature_ask(signature_ctx *ctx, osa_key_request *request, const osa_bytes *digest,
               unsigned char *signature, size_t *length, size_t room)
{
    osa_held_key *key = ctx->key;
    size_t size = (size_t)EVP_PKEY_get_size(key->public_key);
    int got, is_ec = osa_held_key_is_a(key, "EC"), is_raw = is_ec && (key->flags & OSA_HELD_KEY_RAW_ECDSA) != 0;
    int field = (EVP_PKEY_get_bits(key->public_key) + 7) / 8;
    char expected[40];

    if (room < size) {
        ERR_raise(ERR_LIB_PROV, ERR_R_PASSED_INVALID_ARGUMENT);
        return 0;
    }
    if ((got = osa_held_ask(key, request, signature, size)) < 0)
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
