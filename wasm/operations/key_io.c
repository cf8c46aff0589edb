/* Keys in whatever form they come, OSSL_DECODER(3); and under a password, RFC 5958 with PBES2 of RFC 8018. */
#include <string.h>
#include <openssl/decoder.h>
#include <openssl/pkcs12.h>
#include <openssl/x509.h>
#include "operation.h"

/* There is no terminal to ask at: it is noted that a password is wanted. */
static int note_wanted(char *password, size_t size, size_t *length, const OSSL_PARAM params[], void *wanted)
{
    *(int *)wanted = 1;
    return 0;
}

int osa_import_key_job(void *arg)
{
    osa_import_key_args *args = arg;
    const unsigned char *at = args->data.data;
    size_t left = args->data.size;
    EVP_PKEY *key = NULL;
    int wanted = 0, is_pem = left > 10 && memcmp(at, "-----BEGIN", 10) == 0;
    OSSL_DECODER_CTX *ctx = OSSL_DECODER_CTX_new_for_pkey(&key, NULL, NULL, NULL, 0, NULL, NULL);
    int ok = ctx != NULL
        && (args->password.data != NULL
            ? OSSL_DECODER_CTX_set_passphrase(ctx, args->password.data, args->password.size)
            : OSSL_DECODER_CTX_set_passphrase_cb(ctx, note_wanted, &wanted))
        && OSSL_DECODER_from_data(ctx, &at, &left);

    if (ok && left != 0 && !is_pem) {
        ERR_raise_data(ERR_LIB_OSSL_DECODER, ERR_R_PASSED_INVALID_ARGUMENT, "bytes behind the key");
        ok = 0;
    }
    OSSL_DECODER_CTX_free(ctx);
    if (ok || wanted) {
        ERR_clear_error();   /* of the forms that it was not */
        *args->key = ok ? key : NULL;
        *args->wanted = !ok;
        return 1;
    }
    EVP_PKEY_free(key);
    return 0;
}

int osa_export_key_job(void *arg)
{
    osa_export_key_args *args = arg;
    PKCS8_PRIV_KEY_INFO *plain = EVP_PKEY2PKCS8(args->key);
    EVP_CIPHER *cipher = EVP_CIPHER_fetch(NULL, args->cipher, NULL);
    X509_SIG *encrypted = plain == NULL || cipher == NULL ? NULL
        : PKCS8_encrypt_ex(NID_hmacWithSHA256, cipher, args->password.data, (int)args->password.size, NULL, 0,
                           (int)args->iterations, plain, NULL, NULL);
    BIO *out = BIO_new(BIO_s_mem());
    int ok = encrypted != NULL && out != NULL && i2d_PKCS8_bio(out, encrypted);

    PKCS8_PRIV_KEY_INFO_free(plain);
    EVP_CIPHER_free(cipher);
    X509_SIG_free(encrypted);
    if (ok)
        return osa_take_bio(out, args->encoded);
    BIO_free(out);
    return 0;
}
