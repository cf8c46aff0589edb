/* A held key as C code uses it by itself: with memory of its own around the result, and contexts that are copied. */
#include <string.h>
#include <openssl/evp.h>
#include <openssl/rsa.h>
#include "async/internal.h"
#include "test.h"

enum { GUARD = 256, PATTERN = 0xa5 };

static int count_other(const unsigned char *bytes, size_t size, int than)
{
    int found = 0;

    for (size_t i = 0; i < size; i++)
        found += bytes[i] != than;
    return found;
}

/* results: the return value, the length, bytes written behind the end, bytes of `out` that are not zero */
static int decrypt(const test_held_args *args, int padding)
{
    EVP_PKEY_CTX *ctx = EVP_PKEY_CTX_new_from_pkey(NULL, args->key, NULL);
    size_t modulus = (size_t)EVP_PKEY_get_size(args->key), length = modulus;
    unsigned char *out = OPENSSL_malloc(modulus + GUARD);
    int ok = ctx != NULL && out != NULL && EVP_PKEY_decrypt_init(ctx) > 0
        && EVP_PKEY_CTX_set_rsa_padding(ctx, padding) > 0;

    if (ok) {
        memset(out, PATTERN, modulus + GUARD);
        args->results[0] = EVP_PKEY_decrypt(ctx, out, &length, args->in, args->size);
        args->results[1] = (int)length;
        args->results[2] = count_other(out + modulus, GUARD, PATTERN);
        args->results[3] = count_other(out, modulus, 0);
    }
    OPENSSL_free(out);
    EVP_PKEY_CTX_free(ctx);
    return ok;
}

static int finish(const test_held_args *args, EVP_MD_CTX *ctx, int half)
{
    unsigned char signature[1024];
    EVP_MD_CTX *check = EVP_MD_CTX_new();
    size_t length = sizeof(signature);
    int ok = check != NULL
        && EVP_DigestSignUpdate(ctx, args->in + half, args->size - (size_t)half) > 0
        && EVP_DigestSignFinal(ctx, signature, &length) > 0
        && EVP_DigestVerifyInit_ex(check, NULL, "SHA256", NULL, NULL, args->key, NULL) > 0
        && EVP_DigestVerify(check, signature, length, args->in, args->size) == 1;

    EVP_MD_CTX_free(check);
    return ok;
}

/* results: whether each of two contexts, one copied from the other in the middle of the message, signs all of it */
static int copy(const test_held_args *args)
{
    EVP_MD_CTX *first = EVP_MD_CTX_new(), *second = EVP_MD_CTX_new();
    int half = (int)args->size / 2;
    int ok = first != NULL && second != NULL
        && EVP_DigestSignInit_ex(first, NULL, "SHA256", NULL, NULL, args->key, NULL) > 0
        && EVP_DigestSignUpdate(first, args->in, (size_t)half) > 0
        && EVP_MD_CTX_copy_ex(second, first) > 0;

    if (ok) {
        args->results[0] = finish(args, second, half);
        args->results[1] = finish(args, first, half);
    }
    EVP_MD_CTX_free(first);
    EVP_MD_CTX_free(second);
    return ok;
}

/* results: what EVP_PKEY_sign(3) makes of a digest that is to be one of SHA-256 */
static int sign_digest(const test_held_args *args)
{
    EVP_PKEY_CTX *ctx = EVP_PKEY_CTX_new_from_pkey(NULL, args->key, NULL);
    unsigned char signature[1024];
    size_t length = sizeof(signature);
    int ok = ctx != NULL && EVP_PKEY_sign_init(ctx) > 0 && EVP_PKEY_CTX_set_signature_md(ctx, EVP_sha256()) > 0;

    if (ok)
        args->results[0] = EVP_PKEY_sign(ctx, signature, &length, args->in, args->size);
    EVP_PKEY_CTX_free(ctx);
    return ok;
}

/* args: a test_held_args; 1 if there are results */
int test_held(void *arg)
{
    const test_held_args *args = arg;

    switch (args->what) {
    case TEST_HELD_OAEP: return decrypt(args, RSA_PKCS1_OAEP_PADDING);
    case TEST_HELD_PKCS1: return decrypt(args, RSA_PKCS1_PADDING);
    case TEST_HELD_COPY: return copy(args);
    case TEST_HELD_DIGEST: return sign_digest(args);
    default: return 0;
    }
}
