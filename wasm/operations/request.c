/* X509_REQ_sign(3): a certification request, RFC 2986. */
#include <string.h>
#include <openssl/x509.h>
#include <openssl/x509v3.h>
#include "operation.h"
#include "x509.h"

/* Pairs "name\0value\0": a distinguished name's attributes in their order. */
int osa_add_name(X509_NAME *name, const osa_bytes *pairs)
{
    const char *end = osa_list_end(pairs);

    for (const char *type = pairs->data; type < end;) {
        const char *value = type + strlen(type) + 1;

        if (!X509_NAME_add_entry_by_txt(name, type, MBSTRING_UTF8, (const unsigned char *)value, -1, -1, 0))
            return 0;
        type = value + strlen(value) + 1;
    }
    return 1;
}

/* Pairs "name\0value\0" in the words of x509v3_config(5). */
static int add_extensions(X509_REQ *request, const osa_bytes *pairs)
{
    const char *end = osa_list_end(pairs);
    STACK_OF(X509_EXTENSION) *list = NULL;
    X509V3_CTX ctx = { 0 };   /* X509V3_set_ctx does not set all of it */
    CONF *no_sections = NCONF_new(NULL);
    int ok = no_sections != NULL;

    X509V3_set_ctx(&ctx, NULL, NULL, request, NULL, 0);
    X509V3_set_nconf(&ctx, no_sections);
    for (const char *name = pairs->data; ok && name < end;) {
        const char *value = name + strlen(name) + 1;
        X509_EXTENSION *extension = X509V3_EXT_nconf(NULL, &ctx, name, value);

        ok = extension != NULL && X509v3_add_ext(&list, extension, -1) != NULL;
        X509_EXTENSION_free(extension);
        name = value + strlen(value) + 1;
    }
    ok = ok && (list == NULL || X509_REQ_add_extensions(request, list));
    sk_X509_EXTENSION_pop_free(list, X509_EXTENSION_free);
    NCONF_free(no_sections);
    return ok;
}

int osa_create_request_job(void *arg)
{
    osa_create_request_args *args = arg;
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
