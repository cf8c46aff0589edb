/* X509_sign_ctx(3): a certificate, RFC 5280. */
#include <string.h>
#include "x509.h"

/* RFC 5280, 4.2: not more than one of a kind. At once, since the later ones look at those before. */
static int add_extension(void *certificate, X509_EXTENSION *extension)
{
    return X509_get_ext_by_OBJ(certificate, X509_EXTENSION_get_object(extension), -1) < 0
        && X509_add_ext(certificate, extension, -1);
}

/* Those of the request that are named and that the issuer has not set himself. */
static int copy_extensions(X509 *certificate, X509_REQ *request, const osa_bytes *names)
{
    const char *end = osa_list_end(names);
    STACK_OF(X509_EXTENSION) *list = request == NULL ? NULL : X509_REQ_get_extensions(request);
    int ok = 1;

    for (const char *name = names->data; ok && name < end; name += strlen(name) + 1) {
        ASN1_OBJECT *type = OBJ_txt2obj(name, 0);
        int at = type == NULL ? -1 : X509v3_get_ext_by_OBJ(list, type, -1);

        ok = type != NULL;
        if (at >= 0 && X509_get_ext_by_OBJ(certificate, type, -1) < 0)
            ok = X509_add_ext(certificate, X509v3_get_ext(list, at), -1);
        ASN1_OBJECT_free(type);
    }
    sk_X509_EXTENSION_pop_free(list, X509_EXTENSION_free);
    return ok;
}

static int set_serial(X509 *certificate, const osa_bytes *serial)
{
    BIGNUM *number = BN_bin2bn(serial->data, (int)serial->size, NULL);
    int ok = number != NULL && BN_to_ASN1_INTEGER(number, X509_get_serialNumber(certificate)) != NULL;

    BN_free(number);
    return ok;
}

/* The certified key: the one given, the request's, or the signer's own. */
static int set_key(X509 *certificate, const osa_create_certificate_args *args, X509_REQ *request)
{
    const unsigned char *at = args->public_key.data;
    EVP_PKEY *given = at == NULL ? NULL : d2i_PUBKEY(NULL, &at, (long)args->public_key.size);
    EVP_PKEY *key = args->public_key.data != NULL ? given
        : request != NULL ? X509_REQ_get0_pubkey(request) : args->key;
    int ok = key != NULL && X509_set_pubkey(certificate, key);

    EVP_PKEY_free(given);
    return ok;
}

static int set_names(X509 *certificate, const osa_create_certificate_args *args, X509 *issuer, X509_REQ *request)
{
    if (request != NULL && args->subject.size == 0) {
        if (!X509_set_subject_name(certificate, X509_REQ_get_subject_name(request)))
            return 0;
    } else if (!osa_add_name(X509_get_subject_name(certificate), &args->subject)) {
        return 0;
    }
    return X509_set_issuer_name(certificate, X509_get_subject_name(issuer));
}

static int sign(X509 *certificate, const osa_create_certificate_args *args)
{
    EVP_MD_CTX *ctx = osa_sign_begin(args->key, args->digest, &args->options);
    int ok = ctx != NULL && X509_sign_ctx(certificate, ctx) > 0;

    osa_sign_end(ctx);
    return ok;
}

/* What the caller has got wrong, if anything. */
static int problem(const osa_create_certificate_args *args, X509 *issuer, X509_REQ *request)
{
    EVP_PKEY *key = request == NULL ? NULL : X509_REQ_get0_pubkey(request);

    if (issuer != NULL && !X509_check_private_key(issuer, args->key))
        return OSA_PROBLEM_KEY_MISMATCH;
    if (request != NULL && (key == NULL || X509_REQ_verify(request, key) != 1))
        return OSA_PROBLEM_BAD_REQUEST;
    return 0;
}

int osa_create_certificate(osa_create_certificate_args *args)
{
    X509 *certificate = X509_new();
    X509 *issuer = args->issuer.data == NULL ? NULL : osa_read_certificate(&args->issuer);
    X509_REQ *request = args->request.data == NULL ? NULL : osa_read_der(&args->request, ASN1_ITEM_rptr(X509_REQ));
    X509 *above = issuer == NULL ? certificate : issuer;
    BIO *out = BIO_new(BIO_s_mem());
    int found = 0, ok = certificate != NULL && out != NULL && (args->issuer.data == NULL || issuer != NULL)
        && (args->request.data == NULL || request != NULL);

    if (ok && (found = problem(args, issuer, request)) != 0) {
        *args->problem = found;
        ERR_clear_error();
    } else if (ok) {
        ok = X509_set_version(certificate, X509_VERSION_3) && set_serial(certificate, &args->serial)
            && ASN1_TIME_set_string_X509(X509_getm_notBefore(certificate), args->not_before)
            && ASN1_TIME_set_string_X509(X509_getm_notAfter(certificate), args->not_after)
            && set_key(certificate, args, request) && set_names(certificate, args, above, request)
            && osa_make_extensions(above, certificate, request, &args->extensions, add_extension, certificate)
            && copy_extensions(certificate, request, &args->copied) && sign(certificate, args)
            && i2d_X509_bio(out, certificate);
    }
    X509_REQ_free(request);
    X509_free(issuer);
    X509_free(certificate);
    if (ok && found == 0)
        return osa_take_bio(out, args->certificate);
    BIO_free(out);
    return ok;
}
