/*
 * Revocation lists for X509_verify_cert(3). A delta list tells of changes to a complete one (RFC 5280, 5.2.4). Upstream
 * takes one for complete unless it is told to use deltas (openssl#31040), and then passes over all but the first that
 * fits, and over any whose complete list does not say that there are some. So what may be used is chosen here.
 */
#include "crypto/x509.h"
#include "x509.h"

/* Both lack the extension, or both have it once and alike. */
static int have_alike(const X509_CRL *one, const X509_CRL *other, int type)
{
    int at = X509_CRL_get_ext_by_NID(one, type, -1), at_other = X509_CRL_get_ext_by_NID(other, type, -1);

    if (at < 0 || at_other < 0)
        return at < 0 && at_other < 0;
    return X509_CRL_get_ext_by_NID(one, type, at) < 0 && X509_CRL_get_ext_by_NID(other, type, at_other) < 0
        && ASN1_OCTET_STRING_cmp(X509_EXTENSION_get_data(X509_CRL_get_ext(one, at)),
                                 X509_EXTENSION_get_data(X509_CRL_get_ext(other, at_other))) == 0;
}

static int is_delta(const X509_CRL *list)
{
    /* Also one whose indicator can't be read: it is no complete list. */
    return X509_CRL_get_ext_by_NID(list, NID_delta_crl, -1) >= 0;
}

/* RFC 5280, 6.3.3 (c): of the same issuer and scope, and the complete list is not older than what the delta builds on. */
static int builds_on(const X509_CRL *delta, const X509_CRL *complete)
{
    return !is_delta(complete) && complete->crl_number != NULL && delta->crl_number != NULL
        && delta->base_crl_number != NULL && (delta->flags & EXFLAG_INVALID) == 0
        && (delta->idp_flags & (IDP_INVALID | IDP_INDIRECT | IDP_REASONS)) == 0
        && X509_NAME_cmp(X509_CRL_get_issuer(delta), X509_CRL_get_issuer(complete)) == 0
        && have_alike(delta, complete, NID_authority_key_identifier)
        && have_alike(delta, complete, NID_issuing_distribution_point)
        && ASN1_INTEGER_cmp(delta->base_crl_number, complete->crl_number) <= 0;
}

/* It tells of something that this complete list does not have. */
static int amends(const X509_CRL *delta, const X509_CRL *complete)
{
    return builds_on(delta, complete) && ASN1_INTEGER_cmp(delta->crl_number, complete->crl_number) > 0;
}

/* A newer delta for the same complete list has all that this one has. */
static int is_newest(const X509_CRL *delta, const X509_CRL *complete, const STACK_OF(X509_CRL) *lists)
{
    for (int i = 0; i < sk_X509_CRL_num(lists); i++) {
        const X509_CRL *other = sk_X509_CRL_value(lists, i);

        if (is_delta(other) && amends(other, complete) && ASN1_INTEGER_cmp(other->crl_number, delta->crl_number) > 0)
            return 0;
    }
    return 1;
}

/* What of a delta list there is use for: none without its complete list, none either where that is newer. */
static void judge(const X509_CRL *delta, const STACK_OF(X509_CRL) *lists, int *is_known, int *is_wanted)
{
    *is_known = *is_wanted = 0;
    for (int i = 0; i < sk_X509_CRL_num(lists); i++) {
        X509_CRL *complete = sk_X509_CRL_value(lists, i);

        *is_known |= builds_on(delta, complete);
        if (amends(delta, complete) && is_newest(delta, complete, lists)) {
            *is_wanted = 1;
            complete->flags |= EXFLAG_FRESHEST;   /* else upstream does not look for it */
        }
    }
}

static STACK_OF(X509_CRL) *read_all(const osa_bytes *all)
{
    const unsigned char *at = all->data, *end = at + all->size;
    STACK_OF(X509_CRL) *lists = sk_X509_CRL_new_null();

    while (lists != NULL && at < end) {
        X509_CRL *one = d2i_X509_CRL(NULL, &at, (long)(end - at));

        if (one == NULL || !sk_X509_CRL_push(lists, one)) {
            X509_CRL_free(one);
            sk_X509_CRL_pop_free(lists, X509_CRL_free);
            return NULL;
        }
    }
    return lists;
}

int osa_add_crls(X509_STORE *store, const osa_bytes *all, osa_deltas *deltas)
{
    STACK_OF(X509_CRL) *lists = read_all(all);
    int ok = lists != NULL;

    *deltas = OSA_DELTAS_NONE;
    for (int i = 0; ok && i < sk_X509_CRL_num(lists); i++) {
        X509_CRL *one = sk_X509_CRL_value(lists, i);
        int is_known = 1, is_wanted = 1;

        if (is_delta(one)) {
            judge(one, lists, &is_known, &is_wanted);
            if (!is_known)
                *deltas = OSA_DELTAS_INCOMPLETE;
            else if (is_wanted && *deltas == OSA_DELTAS_NONE)
                *deltas = OSA_DELTAS_USED;
        }
        ok = !is_wanted || X509_STORE_add_crl(store, one);
    }
    sk_X509_CRL_pop_free(lists, X509_CRL_free);
    return ok;
}
