/* CMS_sign(3), CMS_verify(3), CMS_encrypt(3), CMS_decrypt(3): RFC 5652. */
#include <openssl/cms.h>
#include "x509.h"

static CMS_ContentInfo *read_cms(const osa_bytes *der)
{
    const unsigned char *at = der->data;
    CMS_ContentInfo *cms = d2i_CMS_ContentInfo(NULL, &at, (long)der->size);

    if (cms != NULL && at != (const unsigned char *)der->data + der->size) {
        CMS_ContentInfo_free(cms);
        cms = NULL;
        ERR_raise_data(ERR_LIB_CMS, ERR_R_PASSED_INVALID_ARGUMENT, "bytes behind the message");
    }
    return cms;
}

static int write_cms(CMS_ContentInfo *cms, osa_bytes *out)
{
    BIO *bio = BIO_new(BIO_s_mem());

    if (bio != NULL && i2d_CMS_bio(bio, cms) > 0)
        return osa_take_bio(bio, out);
    BIO_free(bio);
    return 0;
}

static int add_signer(CMS_ContentInfo *cms, X509 *certificate, EVP_PKEY *key, const EVP_MD *md,
                      const osa_cms_sign_args *args)
{
    unsigned int flags = args->flags | (args->options.size > 0 ? CMS_KEY_PARAM : 0);
    CMS_SignerInfo *signer = CMS_add1_signer(cms, certificate, key, md, flags);

    return signer != NULL
        && (args->options.size == 0 || osa_apply_options(CMS_SignerInfo_get0_pkey_ctx(signer), &args->options));
}

/* The signers' certificates stand in the order of their keys; behind them those that only go with the message. */
int osa_cms_sign_job(void *arg)
{
    osa_cms_sign_args *args = arg;
    STACK_OF(X509) *certificates = osa_read_certificates(&args->certificates);
    EVP_PKEY **keys = args->keys.data;
    int count = (int)(args->keys.size / sizeof(*keys));
    EVP_MD *md = args->digest == NULL ? NULL : EVP_MD_fetch(NULL, args->digest, NULL);
    BIO *content = osa_source_open(&args->content);
    CMS_ContentInfo *cms = CMS_sign(NULL, NULL, NULL, NULL, args->flags | CMS_PARTIAL | CMS_BINARY);
    int ok = certificates != NULL && (md != NULL || args->digest == NULL) && content != NULL && cms != NULL
        && sk_X509_num(certificates) >= count;

    for (int i = 0; ok && i < sk_X509_num(certificates); i++)
        ok = i < count ? add_signer(cms, sk_X509_value(certificates, i), keys[i], md, args)
                       : CMS_add1_cert(cms, sk_X509_value(certificates, i));
    ok = ok && CMS_final(cms, content, NULL, args->flags | CMS_BINARY) && write_cms(cms, args->cms);
    CMS_ContentInfo_free(cms);
    BIO_free(content);
    EVP_MD_free(md);
    OSSL_STACK_OF_X509_free(certificates);
    return ok;
}

int osa_cms_verify_job(void *arg)
{
    osa_cms_verify_args *args = arg;
    STACK_OF(X509) *trusted = osa_read_certificates(&args->trusted);
    STACK_OF(X509) *others = osa_read_certificates(&args->certificates);
    CMS_ContentInfo *cms = read_cms(&args->cms);
    BIO *content = args->detached ? osa_source_open(&args->content) : NULL, *out = BIO_new(BIO_s_mem());
    X509_STORE *store = X509_STORE_new();
    int ok = trusted != NULL && others != NULL && cms != NULL && (content != NULL || !args->detached)
        && out != NULL && store != NULL && X509_STORE_set_purpose(store, X509_PURPOSE_ANY);

    for (int i = 0; ok && i < sk_X509_num(trusted); i++)
        ok = X509_STORE_add_cert(store, sk_X509_value(trusted, i));
    ok = ok && CMS_verify(cms, others, store, content, out, CMS_BINARY);
    if (ok) {
        ok = osa_take_bio(out, args->data);
        out = NULL;
    }
    BIO_free(out);
    BIO_free(content);
    X509_STORE_free(store);
    CMS_ContentInfo_free(cms);
    OSSL_STACK_OF_X509_free(trusted);
    OSSL_STACK_OF_X509_free(others);
    return ok;
}

int osa_cms_encrypt_job(void *arg)
{
    osa_cms_encrypt_args *args = arg;
    STACK_OF(X509) *recipients = osa_read_certificates(&args->recipients);
    EVP_CIPHER *cipher = EVP_CIPHER_fetch(NULL, args->cipher, NULL);
    BIO *content = osa_source_open(&args->content);
    CMS_ContentInfo *cms = NULL;
    int ok = recipients != NULL && cipher != NULL && content != NULL
        && (cms = CMS_encrypt(recipients, content, cipher, CMS_BINARY)) != NULL && write_cms(cms, args->cms);

    CMS_ContentInfo_free(cms);
    BIO_free(content);
    EVP_CIPHER_free(cipher);
    OSSL_STACK_OF_X509_free(recipients);
    return ok;
}

int osa_cms_decrypt_job(void *arg)
{
    osa_cms_decrypt_args *args = arg;
    CMS_ContentInfo *cms = read_cms(&args->cms);
    X509 *certificate = osa_read_certificate(&args->certificate);
    BIO *out = BIO_new(BIO_s_mem());
    int ok = cms != NULL && certificate != NULL && out != NULL
        && CMS_decrypt(cms, args->key, certificate, NULL, out, CMS_BINARY);

    X509_free(certificate);
    CMS_ContentInfo_free(cms);
    if (ok)
        return osa_take_bio(out, args->data);
    BIO_free(out);
    return osa_failed(ERR_LIB_CMS, CMS_R_DECRYPT_ERROR, "the content");
}
