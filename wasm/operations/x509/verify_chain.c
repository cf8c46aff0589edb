/* X509_verify_cert(3): a chain to one of the certificates that the caller trusts. */
#include <stdlib.h>
#include <string.h>
#include "x509.h"
#include "async/yield.h"

#define CRL_CHECK_LEAF 1
#define CRL_CHECK_CHAIN 2

static int add_crls(X509_STORE *store, const osa_bytes *all)
{
    const unsigned char *at = all->data, *end = at + all->size;
    int ok = 1;

    while (ok && at < end) {
        X509_CRL *one = d2i_X509_CRL(NULL, &at, (long)(end - at));

        ok = one != NULL && X509_STORE_add_crl(store, one) && osa_worked(64);
        X509_CRL_free(one);
    }
    return ok;
}

static int set_purpose(X509_STORE_CTX *ctx, const char *name)
{
    int index = X509_PURPOSE_get_by_sname(name);

    return index >= 0 && X509_STORE_CTX_set_purpose(ctx, X509_PURPOSE_get_id(X509_PURPOSE_get0(index)));
}

static int set_parameters(X509_STORE_CTX *ctx, const osa_verify_chain_args *args)
{
    X509_VERIFY_PARAM *param = X509_STORE_CTX_get0_param(ctx);
    unsigned long flags = args->crl_check == CRL_CHECK_CHAIN ? X509_V_FLAG_CRL_CHECK | X509_V_FLAG_CRL_CHECK_ALL
        : args->crl_check == CRL_CHECK_LEAF ? X509_V_FLAG_CRL_CHECK : 0;

    if (args->at != NULL)
        X509_VERIFY_PARAM_set_time(param, (time_t)strtoll(args->at, NULL, 10));
    X509_VERIFY_PARAM_set_auth_level(param, (int)args->auth_level);
    return X509_VERIFY_PARAM_set_flags(param, flags) && (args->purpose == NULL || set_purpose(ctx, args->purpose))
        && (args->hostname == NULL || X509_VERIFY_PARAM_set1_host(param, args->hostname, 0))
        && (args->email == NULL || X509_VERIFY_PARAM_set1_email(param, args->email, 0))
        && (args->ip == NULL || X509_VERIFY_PARAM_set1_ip_asc(param, args->ip));
}

/* A chain that does not hold is an answer; an error is only what could not be tried. */
static int answer(X509_STORE_CTX *ctx, osa_verify_chain_args *args, int valid)
{
    int code = valid ? X509_V_OK : X509_STORE_CTX_get_error(ctx);
    X509 *current = X509_STORE_CTX_get_current_cert(ctx);
    BIO *chain = BIO_new(BIO_s_mem()), *where = BIO_new(BIO_s_mem()), *reason = BIO_new(BIO_s_mem());
    int ok = chain != NULL && where != NULL && reason != NULL && (valid || code != X509_V_OK)
        && code != X509_V_ERR_OUT_OF_MEM
        && (valid ? osa_write_certificates(chain, X509_STORE_CTX_get0_chain(ctx))
                  : current == NULL || i2d_X509_bio(where, current))
        && BIO_puts(reason, X509_verify_cert_error_string(code)) >= 0;

    if (!ok) {
        BIO_free(chain);
        BIO_free(where);
        BIO_free(reason);
        return 0;
    }
    *args->code = code;
    *args->depth = X509_STORE_CTX_get_error_depth(ctx);
    ok = osa_take_bio(chain, args->chain);
    ok = osa_take_bio(where, args->current) && ok;
    return osa_take_bio(reason, args->reason) && ok;
}

int osa_verify_chain(osa_verify_chain_args *args)
{
    X509 *certificate = osa_read_certificate(&args->certificate);
    STACK_OF(X509) *untrusted = osa_read_certificates(&args->untrusted);
    X509_STORE *store = osa_trust(&args->trusted);
    X509_STORE_CTX *ctx = X509_STORE_CTX_new();
    int ok = certificate != NULL && untrusted != NULL && store != NULL && ctx != NULL
        && add_crls(store, &args->crls) && X509_STORE_CTX_init(ctx, store, certificate, untrusted)
        && set_parameters(ctx, args) && answer(ctx, args, X509_verify_cert(ctx) > 0);

    if (ok)
        ERR_clear_error();
    X509_STORE_CTX_free(ctx);
    X509_STORE_free(store);
    OSSL_STACK_OF_X509_free(untrusted);
    X509_free(certificate);
    return ok;
}
