/* X509_REQ_sign(3): a certification request, RFC 2986. */
#include "x509.h"

static int add_to_list(void *list, X509_EXTENSION *extension)
{
    return X509v3_add_ext(list, extension, -1) != NULL;
}

static int add_extensions(X509_REQ *request, const osa_bytes *pairs)
{
    STACK_OF(X509_EXTENSION) *list = NULL;
    int ok = osa_make_extensions(NULL, NULL, request, pairs, add_to_list, &list)
        && (list == NULL || X509_REQ_add_extensions(request, list));

    sk_X509_EXTENSION_pop_free(list, X509_EXTENSION_free);
    return ok;
}

int osa_create_request(osa_create_request_args *args)
{
    X509_REQ *request = X509_REQ_new();
    EVP_MD_CTX *ctx = osa_sign_begin(args->key, args->digest, &args->options);
    BIO *out = BIO_new(BIO_s_mem());
    int ok = request != NULL && ctx != NULL && out != NULL && X509_REQ_set_version(request, X509_REQ_VERSION_1)
        && osa_add_name(X509_REQ_get_subject_name(request), &args->subject)
        && X509_REQ_set_pubkey(request, args->key) && add_extensions(request, &args->extensions)
        && X509_REQ_sign_ctx(request, ctx) > 0
        && i2d_X509_REQ_bio(out, request);

    osa_sign_end(ctx);
    X509_REQ_free(request);
    if (ok)
        return osa_take_bio(out, args->request);
    BIO_free(out);
    return 0;
}
