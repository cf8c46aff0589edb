/* d2i_X509_CRL(3): what a revocation list says, RFC 5280, section 5. */
#include <string.h>
#include "x509.h"

/* The serial, then the date, then the reason if there is one. */
static int put_revoked(BIO *out, X509_REVOKED *entry)
{
    ASN1_ENUMERATED *reason = X509_REVOKED_get_ext_d2i(entry, NID_crl_reason, NULL, NULL);
    char text[16];
    int ok = osa_put_integer(out, OSA_FIELD_REVOKED_SERIAL, X509_REVOKED_get0_serialNumber(entry))
        && osa_put_time(out, OSA_FIELD_REVOKED_DATE, X509_REVOKED_get0_revocationDate(entry));

    if (ok && reason != NULL) {
        BIO_snprintf(text, sizeof(text), "%ld", ASN1_ENUMERATED_get(reason));
        ok = osa_put(out, OSA_FIELD_REVOKED_REASON, text, strlen(text));
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
    int ok = crl != NULL && out != NULL && text != NULL
        && osa_put_name(out, OSA_FIELD_ISSUER, X509_CRL_get_issuer(crl))
        && osa_put_time(out, OSA_FIELD_LAST_UPDATE, X509_CRL_get0_lastUpdate(crl))
        && (X509_CRL_get0_nextUpdate(crl) == NULL
            || osa_put_time(out, OSA_FIELD_NEXT_UPDATE, X509_CRL_get0_nextUpdate(crl)))
        && (number == NULL || osa_put_integer(out, OSA_FIELD_CRL_NUMBER, number))
        && osa_put_extensions(out, X509_CRL_get0_extensions(crl))
        && X509_CRL_print_ex(text, crl, XN_FLAG_ONELINE & ~ASN1_STRFLGS_ESC_MSB) > 0
        && osa_put_bio(out, OSA_FIELD_TEXT, text);

    for (int i = 0; ok && i < sk_X509_REVOKED_num(revoked); i++)
        ok = put_revoked(out, sk_X509_REVOKED_value(revoked, i));
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
