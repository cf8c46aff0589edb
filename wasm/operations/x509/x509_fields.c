/* Certificates, requests and revocation lists taken apart into fields for JavaScript. */
#include <string.h>
#include "x509.h"

void *osa_read_der(const osa_bytes *der, const ASN1_ITEM *type)
{
    const unsigned char *at = der->data;
    ASN1_VALUE *object = ASN1_item_d2i(NULL, &at, (long)der->size, type);

    if (object != NULL && at != (const unsigned char *)der->data + der->size) {
        ERR_raise_data(ERR_LIB_ASN1, ASN1_R_TOO_LONG, "bytes behind the object");
        ASN1_item_free(object, type);
        return NULL;
    }
    return object;
}

X509 *osa_read_certificate(const osa_bytes *der)
{
    return osa_read_der(der, ASN1_ITEM_rptr(X509));
}

int osa_put_name(BIO *out, char tag, const X509_NAME *name)
{
    BIO *text = BIO_new(BIO_s_mem());
    int ok = text != NULL;

    for (int i = 0; ok && i < X509_NAME_entry_count(name); i++) {
        const X509_NAME_ENTRY *entry = X509_NAME_get_entry(name, i);
        const ASN1_OBJECT *type = X509_NAME_ENTRY_get_object(entry);
        int nid = OBJ_obj2nid(type);
        unsigned char *value = NULL;
        int size = ASN1_STRING_to_UTF8(&value, X509_NAME_ENTRY_get_data(entry));
        char oid[128];

        if (nid == NID_undef)
            OBJ_obj2txt(oid, sizeof(oid), type, 1);
        else
            OPENSSL_strlcpy(oid, OBJ_nid2sn(nid), sizeof(oid));
        ok = size >= 0 && BIO_write(text, oid, (int)strlen(oid) + 1) > 0
            && (size == 0 || BIO_write(text, value, size) == size) && osa_put_bio(out, tag, text);
        OPENSSL_free(value);
    }
    BIO_free(text);
    return ok;
}

int osa_put_time(BIO *out, char tag, const ASN1_TIME *time)
{
    ASN1_GENERALIZEDTIME *full = ASN1_TIME_to_generalizedtime(time, NULL);
    int ok = full != NULL && osa_put(out, tag, ASN1_STRING_get0_data(full), (size_t)ASN1_STRING_length(full));

    ASN1_GENERALIZEDTIME_free(full);
    return ok;
}

int osa_put_integer(BIO *out, char tag, const ASN1_INTEGER *number)
{
    BIGNUM *big = ASN1_INTEGER_to_BN(number, NULL);
    char *hex = big == NULL ? NULL : BN_bn2hex(big);
    int ok = hex != NULL && osa_put(out, tag, hex, strlen(hex));

    OPENSSL_free(hex);
    BN_free(big);
    return ok;
}

/* "DNS\0example.org", one field a name; kinds other than these are in the extension's text only. */
static int put_alternative(BIO *out, const GENERAL_NAME *name)
{
    BIO *text = BIO_new(BIO_s_mem());
    int type, ok = text != NULL;
    const ASN1_STRING *value = GENERAL_NAME_get0_value(name, &type);
    const char *kind = type == GEN_DNS ? "DNS" : type == GEN_EMAIL ? "email" : type == GEN_URI ? "URI"
        : type == GEN_IPADD ? "IP" : NULL;

    if (kind != NULL)
        ok = ok && BIO_write(text, kind, (int)strlen(kind) + 1) > 0
            && (ASN1_STRING_length(value) == 0
                || BIO_write(text, ASN1_STRING_get0_data(value), ASN1_STRING_length(value)) > 0)
            && osa_put_bio(out, 'g', text);
    BIO_free(text);
    return ok;
}

int osa_put_extensions(BIO *out, const STACK_OF(X509_EXTENSION) *extensions)
{
    BIO *text = BIO_new(BIO_s_mem());
    int ok = text != NULL;

    for (int i = 0; ok && i < sk_X509_EXTENSION_num(extensions); i++) {
        X509_EXTENSION *extension = sk_X509_EXTENSION_value(extensions, i);
        const ASN1_OBJECT *type = X509_EXTENSION_get_object(extension);
        char oid[128];

        OBJ_obj2txt(oid, sizeof(oid), type, 1);
        ok = BIO_printf(text, "%s", oid) > 0 && BIO_write(text, "", 1) == 1
            && BIO_printf(text, "%d", X509_EXTENSION_get_critical(extension)) > 0;
        if (ok && !X509V3_EXT_print(text, extension, 0, 0))
            ok = ASN1_STRING_print_ex(text, X509_EXTENSION_get_data(extension), ASN1_STRFLGS_DUMP_ALL) >= 0;
        ok = ok && osa_put_bio(out, 'e', text);
    }
    BIO_free(text);
    if (ok) {
        int critical;
        GENERAL_NAMES *names = X509V3_get_d2i(extensions, NID_subject_alt_name, &critical, NULL);

        for (int i = 0; ok && i < sk_GENERAL_NAME_num(names); i++)
            ok = put_alternative(out, sk_GENERAL_NAME_value(names, i));
        GENERAL_NAMES_free(names);
    }
    return ok;
}

static int put_key(BIO *out, X509_PUBKEY *key)
{
    unsigned char *der = NULL;
    int size = i2d_X509_PUBKEY(key, &der), ok = size > 0 && osa_put(out, 'k', der, (size_t)size);

    OPENSSL_free(der);
    return ok;
}

int osa_parse_certificate(osa_parse_certificate_args *args)
{
    X509 *object = osa_read_certificate(&args->der);
    BIO *out = BIO_new(BIO_s_mem()), *text = BIO_new(BIO_s_mem());
    unsigned char hash[EVP_MAX_MD_SIZE];
    unsigned int size;
    int ok = object != NULL && out != NULL && text != NULL && osa_put_name(out, 's', X509_get_subject_name(object))
        && osa_put_name(out, 'i', X509_get_issuer_name(object))
        && osa_put_integer(out, 'n', X509_get0_serialNumber(object))
        && osa_put_time(out, 'b', X509_get0_notBefore(object)) && osa_put_time(out, 'a', X509_get0_notAfter(object))
        && X509_digest(object, EVP_sha256(), hash, &size) && osa_put(out, 'f', hash, size)
        && put_key(out, X509_get_X509_PUBKEY(object)) && osa_put_extensions(out, X509_get0_extensions(object))
        && X509_print_ex(text, object, XN_FLAG_ONELINE & ~ASN1_STRFLGS_ESC_MSB, 0) > 0
        && osa_put_bio(out, 't', text);

    BIO_free(text);
    X509_free(object);
    if (ok) {
        ERR_clear_error();
        return osa_take_bio(out, args->fields);
    }
    BIO_free(out);
    return osa_failed(ERR_LIB_ASN1, ASN1_R_DECODE_ERROR, "a field of the certificate");
}

int osa_parse_request(osa_parse_request_args *args)
{
    X509_REQ *object = osa_read_der(&args->der, ASN1_ITEM_rptr(X509_REQ));
    STACK_OF(X509_EXTENSION) *extensions = object == NULL ? NULL : X509_REQ_get_extensions(object);
    BIO *out = BIO_new(BIO_s_mem()), *text = BIO_new(BIO_s_mem());
    EVP_PKEY *key = object == NULL ? NULL : X509_REQ_get0_pubkey(object);
    int ok = object != NULL && out != NULL && text != NULL
        && osa_put_name(out, 's', X509_REQ_get_subject_name(object)) && put_key(out, X509_REQ_get_X509_PUBKEY(object))
        && osa_put_extensions(out, extensions)
        && osa_put(out, 'y', key != NULL && X509_REQ_verify(object, key) == 1 ? "1" : "0", 1)
        && X509_REQ_print_ex(text, object, XN_FLAG_ONELINE & ~ASN1_STRFLGS_ESC_MSB, 0) > 0
        && osa_put_bio(out, 't', text);

    BIO_free(text);
    sk_X509_EXTENSION_pop_free(extensions, X509_EXTENSION_free);
    X509_REQ_free(object);
    if (ok) {
        ERR_clear_error();
        return osa_take_bio(out, args->fields);
    }
    BIO_free(out);
    return osa_failed(ERR_LIB_ASN1, ASN1_R_DECODE_ERROR, "a field of the request");
}
