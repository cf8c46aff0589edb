/* X509_CRL_sign_ctx(3): a certificate revocation list, RFC 5280, section 5. */
#include <stdlib.h>
#include <string.h>
#include "x509.h"
#include "async/yield.h"

static ASN1_INTEGER *read_integer(const char *hex)
{
    BIGNUM *big = NULL;
    ASN1_INTEGER *number = BN_hex2bn(&big, hex) > 0 ? BN_to_ASN1_INTEGER(big, NULL) : NULL;

    BN_free(big);
    return number;
}

static int add_reason(X509_REVOKED *entry, const char *reason)
{
    ASN1_ENUMERATED *code;
    int ok;

    if (*reason == '\0')
        return 1;   /* RFC 5280, 5.3.1: absent rather than unspecified */
    code = ASN1_ENUMERATED_new();
    ok = code != NULL && ASN1_ENUMERATED_set(code, atol(reason))
        && X509_REVOKED_add1_ext_i2d(entry, NID_crl_reason, code, 0, 0) > 0;
    ASN1_ENUMERATED_free(code);
    return ok;
}

/* Triples "serial in hex\0date\0reason\0". */
static int add_revoked(X509_CRL *crl, const osa_bytes *triples)
{
    const char *end = osa_list_end(triples);
    int ok = 1;

    for (const char *serial = triples->data; ok && serial < end;) {
        const char *date = serial + strlen(serial) + 1, *reason = date + strlen(date) + 1;
        X509_REVOKED *entry = X509_REVOKED_new();
        ASN1_INTEGER *number = read_integer(serial);
        ASN1_TIME *when = ASN1_TIME_new();

        ok = entry != NULL && number != NULL && when != NULL && ASN1_TIME_set_string_X509(when, date)
            && X509_REVOKED_set_serialNumber(entry, number) && X509_REVOKED_set_revocationDate(entry, when)
            && osa_worked(64) && add_reason(entry, reason) && X509_CRL_add0_revoked(crl, entry);
        ASN1_TIME_free(when);
        ASN1_INTEGER_free(number);
        if (!ok)
            X509_REVOKED_free(entry);
        serial = reason + strlen(reason) + 1;
    }
    return ok;
}

static int add_extensions(X509_CRL *crl, X509 *issuer, const char *number)
{
    ASN1_INTEGER *value = read_integer(number);
    X509V3_CTX ctx = { 0 };
    X509_EXTENSION *authority = NULL;
    int ok = value != NULL && X509_CRL_add1_ext_i2d(crl, NID_crl_number, value, 0, 0) > 0;

    X509V3_set_ctx(&ctx, issuer, NULL, NULL, crl, 0);
    if (ok && X509_get0_subject_key_id(issuer) != NULL)
        ok = (authority = X509V3_EXT_nconf(NULL, &ctx, "authorityKeyIdentifier", "keyid:always")) != NULL
            && X509_CRL_add_ext(crl, authority, -1);
    X509_EXTENSION_free(authority);
    ASN1_INTEGER_free(value);
    return ok;
}

static int sign(X509_CRL *crl, const osa_create_crl_args *args)
{
    EVP_MD_CTX *ctx = osa_sign_begin(args->key, args->digest, &args->options);
    int ok = ctx != NULL && X509_CRL_sign_ctx(crl, ctx) > 0;

    osa_sign_end(ctx);
    return ok;
}

int osa_create_crl(osa_create_crl_args *args)
{
    X509 *issuer = osa_read_certificate(&args->issuer);
    X509_CRL *crl = X509_CRL_new();
    ASN1_TIME *last = ASN1_TIME_new(), *next = ASN1_TIME_new();
    BIO *out = BIO_new(BIO_s_mem());
    int matches = 0, ok = issuer != NULL && crl != NULL && last != NULL && next != NULL && out != NULL;

    if (ok && (matches = X509_check_private_key(issuer, args->key)) == 0) {
        *args->problem = OSA_PROBLEM_KEY_MISMATCH;
        ERR_clear_error();
    } else if (ok) {
        ok = X509_CRL_set_version(crl, X509_CRL_VERSION_2) && ASN1_TIME_set_string_X509(last, args->last_update)
            && ASN1_TIME_set_string_X509(next, args->next_update)
            && X509_CRL_set_issuer_name(crl, X509_get_subject_name(issuer)) && X509_CRL_set1_lastUpdate(crl, last)
            && X509_CRL_set1_nextUpdate(crl, next) && add_revoked(crl, &args->revoked)
            && add_extensions(crl, issuer, args->number) && X509_CRL_sort(crl) && sign(crl, args)
            && i2d_X509_CRL_bio(out, crl);
    }
    ASN1_TIME_free(next);
    ASN1_TIME_free(last);
    X509_CRL_free(crl);
    X509_free(issuer);
    if (ok && matches)
        return osa_take_bio(out, args->crl);
    BIO_free(out);
    return ok;
}

/* 'r' serial, then 'd' date, then 'c' reason if there is one. */
static int put_revoked(BIO *out, X509_REVOKED *entry)
{
    ASN1_ENUMERATED *reason = X509_REVOKED_get_ext_d2i(entry, NID_crl_reason, NULL, NULL);
    char text[16];
    int ok = osa_put_integer(out, 'r', X509_REVOKED_get0_serialNumber(entry))
        && osa_put_time(out, 'd', X509_REVOKED_get0_revocationDate(entry));

    if (ok && reason != NULL) {
        BIO_snprintf(text, sizeof(text), "%ld", ASN1_ENUMERATED_get(reason));
        ok = osa_put(out, 'c', text, strlen(text));
    }
    ASN1_ENUMERATED_free(reason);
    return ok;
}

int osa_parse_crl(osa_parse_crl_args *args)
{
    X509_CRL *crl = osa_read_der(&args->der, ASN1_ITEM_rptr(X509_CRL));
    BIO *out = BIO_new(BIO_s_mem()), *text = BIO_new(BIO_s_mem());
    STACK_OF(X509_REVOKED) *revoked = crl == NULL ? NULL : X509_CRL_get_REVOKED(crl);
    ASN1_INTEGER *number = crl == NULL ? NULL : X509_CRL_get_ext_d2i(crl, NID_crl_number, NULL, NULL);
    int ok = crl != NULL && out != NULL && text != NULL && osa_put_name(out, 'i', X509_CRL_get_issuer(crl))
        && osa_put_time(out, 'b', X509_CRL_get0_lastUpdate(crl))
        && (X509_CRL_get0_nextUpdate(crl) == NULL || osa_put_time(out, 'a', X509_CRL_get0_nextUpdate(crl)))
        && (number == NULL || osa_put_integer(out, 'n', number))
        && osa_put_extensions(out, X509_CRL_get0_extensions(crl))
        && X509_CRL_print_ex(text, crl, XN_FLAG_ONELINE & ~ASN1_STRFLGS_ESC_MSB) > 0 && osa_put_bio(out, 't', text);

    for (int i = 0; ok && i < sk_X509_REVOKED_num(revoked); i++)
        ok = put_revoked(out, sk_X509_REVOKED_value(revoked, i)) && osa_worked(64);
    ASN1_INTEGER_free(number);
    BIO_free(text);
    X509_CRL_free(crl);
    if (ok) {
        ERR_clear_error();
        return osa_take_bio(out, args->fields);
    }
    BIO_free(out);
    return osa_failed(ERR_LIB_ASN1, ASN1_R_DECODE_ERROR, "a field of the revocation list");
}
