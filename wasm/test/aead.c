/* Messages of no bytes under authenticating ciphers: the tag is all that there is, and so is what has to be looked at. */
#include <openssl/err.h>
#include <openssl/evp.h>
#include "test.h"

static const char *const ciphers[] = { "AES-128-GCM", "AES-128-OCB", "ChaCha20-Poly1305", "AES-128-GCM-SIV" };
static const unsigned char key[32] = { 1 }, nonce[12] = { 2 }, header[5] = "head";

#define TAG 16

static int begin(EVP_CIPHER_CTX *ctx, const EVP_CIPHER *cipher, int encrypts, int has_header, unsigned char *tag)
{
    int size;

    return EVP_CipherInit_ex2(ctx, cipher, key, nonce, encrypts, NULL)
        && (tag == NULL || EVP_CIPHER_CTX_ctrl(ctx, EVP_CTRL_AEAD_SET_TAG, TAG, tag) > 0)
        && (!has_header || EVP_CipherUpdate(ctx, NULL, &size, header, sizeof(header)));
}

/* Through EVP_Cipher(3) with no input, which is how libssl ends a record, or through EVP_CipherFinal(3). */
static int end(EVP_CIPHER_CTX *ctx, int by_cipher)
{
    unsigned char out[TAG];
    int size = 0;

    return by_cipher ? EVP_Cipher(ctx, out, NULL, 0) >= 0 : EVP_CipherFinal_ex(ctx, out, &size) > 0;
}

/* 1: accepted, 0: refused, -1: could not be tried. */
int test_empty_message(int which, int has_header, int is_forged, int by_cipher)
{
    EVP_CIPHER *cipher = EVP_CIPHER_fetch(NULL, ciphers[which], NULL);
    EVP_CIPHER_CTX *ctx = EVP_CIPHER_CTX_new();
    unsigned char tag[TAG];
    int verdict = -1;

    if (cipher != NULL && ctx != NULL && begin(ctx, cipher, 1, has_header, NULL) && end(ctx, 0)
        && EVP_CIPHER_CTX_ctrl(ctx, EVP_CTRL_AEAD_GET_TAG, TAG, tag) > 0) {
        tag[TAG - 1] ^= is_forged;
        EVP_CIPHER_CTX_reset(ctx);
        if (begin(ctx, cipher, 0, has_header, tag))
            verdict = end(ctx, by_cipher);
    }
    EVP_CIPHER_CTX_free(ctx);
    EVP_CIPHER_free(cipher);
    ERR_clear_error();
    return verdict;
}
