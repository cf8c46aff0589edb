/* Keys: generated in a job that yields at each candidate (EVP_PKEY_CTX_set_cb(3)), read and written. */
#include <openssl/core_names.h>
#include <openssl/decoder.h>
#include <openssl/provider.h>
#include <string.h>
#include <openssl/pem.h>
#include <openssl/x509.h>
#include "operation.h"
#include "yield.h"

/* Called by OpenSSL at each candidate, test and prime; 0 ends the generation. */
static int at_candidate(EVP_PKEY_CTX *ctx)
{
    uint32_t id = (uint32_t)(uintptr_t)EVP_PKEY_CTX_get_app_data(ctx);
    ASYNC_JOB *job = ASYNC_get_current_job();
    ASYNC_WAIT_CTX *wait_ctx;
    int go_on = 1;

    if (osa_job_is_cancelled())
        return 0;
    if (id != 0)
        OSA_HOST_CALL(go_on, host_progress(id, EVP_PKEY_CTX_get_keygen_info(ctx, 0),
                                           EVP_PKEY_CTX_get_keygen_info(ctx, 1)));
    if (!go_on || job == NULL)
        return go_on;
    if ((wait_ctx = ASYNC_get_wait_ctx(job)) != NULL)
        ASYNC_WAIT_CTX_set_status(wait_ctx, ASYNC_STATUS_EAGAIN);   /* nothing to wait for */
    return ASYNC_pause_job();
}

int osa_generate_key_job(void *arg)
{
    osa_generate_key_args *args = arg;
    EVP_PKEY_CTX *ctx = EVP_PKEY_CTX_new_from_name(NULL, args->algorithm, NULL);
    EVP_PKEY *key = NULL;
    int ok = ctx != NULL && EVP_PKEY_keygen_init(ctx) > 0 && osa_apply_options(ctx, &args->options);

    if (ok) {
        EVP_PKEY_CTX_set_app_data(ctx, (void *)(uintptr_t)args->progress);
        EVP_PKEY_CTX_set_cb(ctx, at_candidate);
        osa_set_yielder(&osa_yields);
        ok = EVP_PKEY_generate(ctx, &key) > 0;
        osa_set_yielder(NULL);
    }
    *args->key = key;
    EVP_PKEY_CTX_free(ctx);
    return ok;
}

int osa_key_write(EVP_PKEY *key, int form, osa_bytes *out)
{
    /* a private key's encoding passes through this buffer only, which is wiped when it is freed */
    BIO *bio = BIO_new(BIO_s_secmem());
    char *data;
    int ok = 0;

    if (bio == NULL)
        return 0;
    if (form == OSA_KEY_PRIVATE_PEM)
        ok = PEM_write_bio_PKCS8PrivateKey(bio, key, NULL, NULL, 0, NULL, NULL);
    else if (form == OSA_KEY_PUBLIC_PEM)
        ok = PEM_write_bio_PUBKEY(bio, key);
    else if (form == OSA_KEY_PRIVATE_DER)
        ok = i2d_PKCS8PrivateKey_bio(bio, key, NULL, NULL, 0, NULL, NULL);
    else if (form == OSA_KEY_PUBLIC_DER)
        ok = i2d_PUBKEY_bio(bio, key);
    if (ok) {
        out->size = (size_t)BIO_get_mem_data(bio, &data);
        out->data = OPENSSL_memdup(data, out->size);
        ok = out->data != NULL;
    }
    BIO_free(bio);
    return ok;
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

int osa_key_is_a(EVP_PKEY *key, const char *name)
{
    const OSSL_PROVIDER *provider = EVP_PKEY_get0_provider(key);

    if (!EVP_PKEY_is_a(key, name))
        return 0;
    return provider != NULL && strcmp(OSSL_PROVIDER_get0_name(provider), "host") == 0 ? 2 : 1;
}
