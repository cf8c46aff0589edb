/*
 * Upstream's cache of a certificate's extensions. For each distribution point with a name relative to the issuer
 * (nameRelativeToCRLIssuer) it keeps the whole name, and a certificate may have as many as fit: one of 100 KiB comes
 * to hundreds of megabytes (CVE-2026-35189). Here such a certificate is invalid. A list has one such point, so its cache
 * is not longer than the list.
 */
#include <openssl/err.h>
#include <openssl/x509v3.h>

/*
 * All names of a certificate's relative points together, in bytes of DER. RFC 5280 advises against such points, and its
 * names have less than 1 KiB; in memory a name is about ten times as large.
 */
#define RELATIVE_NAMES_LIMIT (64 * 1024)

/* The name that a point's is relative to, as upstream chooses it. */
static const X509_NAME *relative_to(const X509 *certificate, const DIST_POINT *point)
{
    for (int i = 0; i < sk_GENERAL_NAME_num(point->CRLissuer); i++) {
        const GENERAL_NAME *name = sk_GENERAL_NAME_value(point->CRLissuer, i);

        if (name->type == GEN_DIRNAME)
            return name->d.directoryName;
    }
    return X509_get_issuer_name(certificate);
}

static int is_within_limit(const X509 *certificate, const STACK_OF(DIST_POINT) *points)
{
    size_t total = 0;

    for (int i = 0; i < sk_DIST_POINT_num(points); i++) {
        const DIST_POINT *point = sk_DIST_POINT_value(points, i);
        int size;

        if (point->distpoint == NULL || point->distpoint->type != 1)
            continue;
        size = i2d_X509_NAME(relative_to(certificate, point), NULL);
        if (size < 0 || (total += (size_t)size) > RELATIVE_NAMES_LIMIT)
            return 0;
    }
    return 1;
}

static void *bounded_extension(const X509 *certificate, int type, int *critical, int *at)
{
    void *value = X509_get_ext_d2i(certificate, type, critical, at);

    if (type != NID_crl_distribution_points || value == NULL || is_within_limit(certificate, value))
        return value;
    CRL_DIST_POINTS_free(value);
    *critical = -2;   /* what upstream says of an extension that is there and can't be used */
    ERR_raise_data(ERR_LIB_X509, X509_R_INVALID_DISTPOINT, "relative names of more than %d bytes", RELATIVE_NAMES_LIMIT);
    return NULL;
}

#define X509_get_ext_d2i bounded_extension
#include "crypto/x509/v3_purp.c"
