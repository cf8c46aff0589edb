/* CMS_sign(3), CMS_verify(3). */
#include "cms.h"
#include "held/preimage.h"
#include "async/yield.h"

/*
 * Where none is named: CMS_add1_signer(3) has none for these, RFC 8419 and RFC 9882 have. Ed448 has to be told: the
 * RFC's, 64 bytes of SHAKE256, is not what OpenSSL makes of that name.
 */
static const EVP_MD *content_digest(const EVP_PKEY *key, const EVP_MD *md)
{
    static const char *const pure[] = { "ED25519", "ML-DSA-44", "ML-DSA-65", "ML-DSA-87" };

    for (size_t i = 0; md == NULL && i < sizeof(pure) / sizeof(*pure); i++)
        if (EVP_PKEY_is_a(key, pure[i]))
            md = EVP_sha512();
    return md;
}

static int add_signer(CMS_ContentInfo *cms, X509 *certificate, EVP_PKEY *key, const EVP_MD *md,
                      const osa_cms_sign_args *args)
{
    unsigned int flags = args->flags | (args->options.size > 0 ? CMS_KEY_PARAM : 0);
    CMS_SignerInfo *signer = CMS_add1_signer(cms, certificate, key, content_digest(key, md), flags);

    return signer != NULL
        && (args->options.size == 0 || osa_apply_options(CMS_SignerInfo_get0_pkey_ctx(signer), &args->options));
}

/* Without attributes the signature is about the content, of which OpenSSL keeps a digest only. */
static int needs_preimage(const osa_cms_sign_args *args)
{
    EVP_PKEY **keys = args->keys.data;

    for (size_t i = 0; (args->flags & CMS_NOATTR) != 0 && i < args->keys.size / sizeof(*keys); i++)
        if (osa_held_key_wants_message(keys[i]))
            return 1;
    return 0;
}

/* The content as it is hashed, with its line ends, in `storage`; OpenSSL then reads it from there. */
static BIO *offer_preimage(osa_preimage *preimage, BIO *storage, BIO *content, unsigned int flags)
{
    char *data;
    long size;

    if (!SMIME_crlf_copy(content, storage, (int)flags))
        return NULL;
    size = BIO_get_mem_data(storage, &data);
    osa_preimage_offer(preimage, data, (size_t)size);
    return osa_memory_open(data, (size_t)size);
}

/* As CMS_final, which would sign a content that has broken off. */
static int finalise(CMS_ContentInfo *cms, BIO *content, const osa_cms_sign_args *args)
{
    BIO *chain = CMS_dataInit(cms, NULL);
    int ok = chain != NULL && SMIME_crlf_copy(content, chain, (int)args->flags) && osa_source_ended(&args->content)
        && CMS_dataFinal(cms, chain);

    BIO_free_all(chain);
    return ok;
}

/* The signers' certificates stand in the order of their keys; behind them those that only go with the message. */
int osa_cms_sign(osa_cms_sign_args *args)
{
    STACK_OF(X509) *certificates = osa_read_certificates(&args->certificates);
    EVP_PKEY **keys = args->keys.data;
    int count = (int)(args->keys.size / sizeof(*keys));
    EVP_MD *md = args->digest == NULL ? NULL : EVP_MD_fetch(NULL, args->digest, NULL);
    BIO *given = osa_cms_content(&args->content, &args->flags), *content = given, *out = osa_sink_open(&args->cms);
    BIO *storage = needs_preimage(args) ? BIO_new(BIO_s_mem()) : NULL;
    CMS_ContentInfo *cms = CMS_sign(NULL, NULL, NULL, NULL, args->flags | CMS_PARTIAL);
    osa_preimage preimage = { 0 };
    int ok = certificates != NULL && (md != NULL || args->digest == NULL) && content != NULL && out != NULL
        && cms != NULL && sk_X509_num(certificates) >= count;

    for (int i = 0; ok && i < sk_X509_num(certificates); i++)
        ok = i < count ? add_signer(cms, sk_X509_value(certificates, i), keys[i], md, args)
                       : CMS_add1_cert(cms, sk_X509_value(certificates, i));
    if (ok && storage != NULL)
        ok = (content = offer_preimage(&preimage, storage, given, args->flags)) != NULL
            && osa_source_ended(&args->content);
    if (ok && (args->flags & CMS_STREAM) == 0)
        ok = finalise(cms, content, args);
    ok = ok && osa_cms_write(cms, (int)args->form, content, &args->content, args->flags, out)
        && osa_source_ended(&args->content);
    osa_preimage_withdraw(&preimage);
    ok = osa_sink_close(&args->cms, out, ok);
    CMS_ContentInfo_free(cms);
    if (content != given)
        BIO_free(content);
    BIO_free(storage);
    BIO_free_all(given);
    EVP_MD_free(md);
    OSSL_STACK_OF_X509_free(certificates);
    return ok;
}

/* A detached content that the caller has is not given back, unless there is a stream for it. */
int osa_cms_verify(osa_cms_verify_args *args)
{
    STACK_OF(X509) *others = osa_read_certificates(&args->certificates);
    X509_STORE *store = osa_trust(&args->trusted);
    BIO *part = NULL, *given = NULL, *out = osa_sink_open(&args->data);
    CMS_ContentInfo *cms = osa_cms_read(&args->cms, &part);
    int is_given = (args->flags & CMS_DETACHED) != 0;
    uint32_t binary = part != NULL && !is_given ? 0 : args->flags & CMS_BINARY;
    int ok = others != NULL && store != NULL && out != NULL && cms != NULL
        && X509_STORE_set_purpose(store, X509_PURPOSE_ANY)
        && (!is_given || (given = osa_cms_content(&args->content, &binary)) != NULL)
        && CMS_verify(cms, others, store, is_given ? given : part,
                      is_given && args->data.fd <= 0 ? NULL : out, binary);

    ok = osa_sink_close(&args->data, out, ok);
    BIO_free_all(given);
    BIO_free(part);
    X509_STORE_free(store);
    CMS_ContentInfo_free(cms);
    OSSL_STACK_OF_X509_free(others);
    return ok;
}
