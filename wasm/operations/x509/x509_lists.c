/* Certificates by the list: their DER, one behind the other. */
#include "x509.h"
#include "async/yield.h"

STACK_OF(X509) *osa_read_certificates(const osa_bytes *all)
{
    const unsigned char *at = all->data, *end = at + all->size;
    STACK_OF(X509) *list = sk_X509_new_null();

    while (list != NULL && at < end) {
        X509 *one = d2i_X509(NULL, &at, (long)(end - at));

        if (one == NULL || !osa_worked(64) || !sk_X509_push(list, one)) {
            X509_free(one);
            OSSL_STACK_OF_X509_free(list);
            return NULL;
        }
    }
    return list;
}

int osa_write_certificates(BIO *out, const STACK_OF(X509) *list)
{
    int ok = 1;

    for (int i = 0; ok && i < sk_X509_num(list); i++)
        ok = i2d_X509_bio(out, sk_X509_value(list, i)) && osa_worked(64);
    return ok;
}

X509_STORE *osa_trust(const osa_bytes *certificates)
{
    STACK_OF(X509) *trusted = osa_read_certificates(certificates);
    X509_STORE *store = X509_STORE_new();
    int ok = trusted != NULL && store != NULL;

    for (int i = 0; ok && i < sk_X509_num(trusted); i++)
        ok = X509_STORE_add_cert(store, sk_X509_value(trusted, i)) && osa_worked(64);
    OSSL_STACK_OF_X509_free(trusted);
    if (ok)
        return store;
    X509_STORE_free(store);
    return NULL;
}
