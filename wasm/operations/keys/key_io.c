/* Keys in whatever form they come, OSSL_DECODER(3), and go: RFC 5958, RFC 5280; under a password with PBES2 of RFC 8018. */
#include <string.h>
#include <openssl/decoder.h>
#include <openssl/encoder.h>
#include <openssl/pem.h>
#include <openssl/pkcs12.h>
#include <openssl/provider.h>
#include <openssl/x509.h>
#include "crypto/evp.h"
#include "async/yield.h"
#include "held/held.h"
#include "operations/operation.h"

/* What the decoders are told when they meet something encrypted. */
typedef struct {
    const osa_bytes *password;
    int asked;
} password_source;

/* There is no terminal to ask at: without a password it is noted that one is wanted. */
static int give_password(char *password, size_t size, size_t *length, const OSSL_PARAM params[], void *arg)
{
    password_source *source = arg;

    source->asked = 1;
    if (source->password->data == NULL || source->password->size > size)
        return 0;
    memcpy(password, source->password->data, source->password->size);
    *length = source->password->size;
    return 1;
}

/* The first key of `selection`; among PEM blocks all those that are no key are passed over. */
static EVP_PKEY *read_key(const osa_bytes *data, int is_pem, int selection, password_source *source)
{
    EVP_PKEY *key = NULL;
    BIO *in = osa_memory_open(data->data, data->size);
    OSSL_DECODER_CTX *ctx = OSSL_DECODER_CTX_new_for_pkey(&key, is_pem ? "PEM" : NULL, NULL, NULL, selection, NULL,
                                                          NULL);
    int ok = in != NULL && ctx != NULL && OSSL_DECODER_CTX_set_passphrase_cb(ctx, give_password, source);
    int left = (int)data->size, before;

    do {
        before = left;
        if (ok && OSSL_DECODER_from_bio(ctx, in) && key != NULL)
            break;
        left = ok ? (int)BIO_pending(in) : 0;
    } while (is_pem && !source->asked && left > 0 && left < before);
    if (key != NULL && !is_pem && BIO_pending(in) != 0) {
        ERR_raise_data(ERR_LIB_OSSL_DECODER, ERR_R_PASSED_INVALID_ARGUMENT, "bytes behind the key");
        EVP_PKEY_free(key);
        key = NULL;
    }
    OSSL_DECODER_CTX_free(ctx);
    BIO_free(in);
    return key;
}

int osa_import_key(osa_import_key_args *args)
{
    password_source source = { &args->password, 0 };
    int is_pem = memmem(args->data.data, args->data.size, "-----BEGIN ", 11) != NULL;
    EVP_PKEY *key;

    key = read_key(&args->data, is_pem, EVP_PKEY_KEYPAIR, &source);
    if (key == NULL && !source.asked)
        key = read_key(&args->data, is_pem, EVP_PKEY_PUBLIC_KEY, &source);
    if (key == NULL && source.asked && args->password.data != NULL) {
        ERR_raise_data(ERR_LIB_OSSL_DECODER, ERR_R_PASSED_INVALID_ARGUMENT,
                       "the password is wrong, or the key is damaged");
        return 0;
    }
    if (key == NULL && !source.asked)
        return 0;
    ERR_clear_error();   /* of the forms that it was not */
    *args->key = key;
    *args->wanted = key == NULL;
    return 1;
}

/* PBES2 with its parameters: RFC 8018, appendix A. */
static X509_ALGOR *encryption(const osa_export_key_args *args)
{
    EVP_CIPHER *cipher = EVP_CIPHER_fetch(NULL, args->cipher, NULL);
    X509_ALGOR *algorithm = NULL;
    char prf[64];
    int nid;

    if (cipher != NULL && args->scrypt_n != 0) {
        algorithm = PKCS5_pbe2_set_scrypt(cipher, NULL, 0, NULL, args->scrypt_n, args->scrypt_r, args->scrypt_p);
    } else if (cipher != NULL) {
        BIO_snprintf(prf, sizeof(prf), "hmacWith%s", args->hash);
        if ((nid = OBJ_txt2nid(prf)) == NID_undef)
            ERR_raise_data(ERR_LIB_EVP, EVP_R_UNSUPPORTED_PRF, "%s", args->hash);
        else
            algorithm = PKCS5_pbe2_set_iv_ex(cipher, (int)args->iterations, NULL, 0, NULL, nid, NULL);
    }
    EVP_CIPHER_free(cipher);
    return algorithm;
}

static int write_encrypted(BIO *out, const osa_export_key_args *args)
{
    PKCS8_PRIV_KEY_INFO *plain = EVP_PKEY2PKCS8(args->key);
    X509_ALGOR *algorithm = plain == NULL ? NULL : encryption(args);
    X509_SIG *encrypted = NULL;
    int ok;

    if (algorithm != NULL)
        encrypted = PKCS8_set0_pbe_ex(args->password.data, (int)args->password.size, plain, algorithm, NULL, NULL);
    if (encrypted == NULL)
        X509_ALGOR_free(algorithm);
    ok = encrypted != NULL && !osa_job_is_cancelled()
        && (args->form == OSA_KEY_PRIVATE_PEM ? PEM_write_bio_PKCS8(out, encrypted) : i2d_PKCS8_bio(out, encrypted));
    PKCS8_PRIV_KEY_INFO_free(plain);
    X509_SIG_free(encrypted);
    return ok;
}

/* PKCS#1 and SEC 1, where a key has such a form. */
static int write_traditional(BIO *out, EVP_PKEY *key, const char *encoding)
{
    OSSL_ENCODER_CTX *ctx = OSSL_ENCODER_CTX_new_for_pkey(key, EVP_PKEY_KEYPAIR, encoding, "type-specific", NULL);
    int ok = ctx != NULL && OSSL_ENCODER_to_bio(ctx, out);

    OSSL_ENCODER_CTX_free(ctx);
    return ok;
}

static int write_plain(BIO *out, EVP_PKEY *key, int form)
{
    switch (form) {
    case OSA_KEY_PRIVATE_PEM:
        return PEM_write_bio_PKCS8PrivateKey(out, key, NULL, NULL, 0, NULL, NULL);
    case OSA_KEY_PUBLIC_PEM:
        return PEM_write_bio_PUBKEY(out, key);
    case OSA_KEY_PRIVATE_DER:
        return i2d_PKCS8PrivateKey_bio(out, key, NULL, NULL, 0, NULL, NULL);
    case OSA_KEY_PUBLIC_DER:
        return i2d_PUBKEY_bio(out, key);
    case OSA_KEY_PUBLIC_TEXT:
        return EVP_PKEY_print_public(out, key, 0, NULL) > 0;
    case OSA_KEY_TRADITIONAL_PEM:
        return write_traditional(out, key, "PEM");
    default:
        return write_traditional(out, key, "DER");
    }
}

/* A private key's encoding passes through a buffer that is wiped when it is freed, and when it grows. */
int osa_export_key(osa_export_key_args *args)
{
    BIO *out = BIO_new(BIO_s_secmem());
    int ok = out != NULL && (args->cipher == NULL ? write_plain(out, args->key, (int)args->form)
                                                  : write_encrypted(out, args));

    if (ok)
        return osa_take_bio(out, args->encoded);
    BIO_free(out);
    return 0;
}

int osa_key_write(EVP_PKEY *key, int form, osa_bytes *out)
{
    BIO *bio = BIO_new(BIO_s_secmem());

    if (bio != NULL && write_plain(bio, key, form))
        return osa_take_bio(bio, out);
    BIO_free(bio);
    return 0;
}

EVP_PKEY *osa_key_read_public(const void *data, size_t size)
{
    const unsigned char *at = data;
    EVP_PKEY *key = NULL;
    OSSL_DECODER_CTX *ctx = OSSL_DECODER_CTX_new_for_pkey(&key, NULL, "SubjectPublicKeyInfo", NULL,
                                                          EVP_PKEY_PUBLIC_KEY, NULL, NULL);

    if (ctx == NULL || !OSSL_DECODER_from_data(ctx, &at, &size) || size != 0) {
        EVP_PKEY_free(key);
        key = NULL;
    }
    OSSL_DECODER_CTX_free(ctx);
    return key;
}

int osa_key_has_private(EVP_PKEY *key)
{
    return evp_keymgmt_util_has(key, OSSL_KEYMGMT_SELECT_PRIVATE_KEY);
}

int osa_key_is_a(EVP_PKEY *key, const char *name)
{
    const OSSL_PROVIDER *provider = EVP_PKEY_get0_provider(key);

    if (!EVP_PKEY_is_a(key, name))
        return 0;
    return provider != NULL && strcmp(OSSL_PROVIDER_get0_name(provider), OSA_HELD_PROVIDER_NAME) == 0 ? 2 : 1;
}
