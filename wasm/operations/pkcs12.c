/* PKCS12_parse(3), PKCS12_create(3): RFC 7292, RFC 9579. */
#include <string.h>
#include <openssl/pkcs12.h>
#include "operations/x509/x509.h"
#include "async/yield.h"

/* A password is a text with a zero at its end, or none at all: these are different things in PKCS#12. */
int osa_read_pkcs12(osa_read_pkcs12_args *args)
{
    PKCS12 *file = osa_read_der(&args->data, ASN1_ITEM_rptr(PKCS12));
    STACK_OF(X509) *others = NULL;
    X509 *certificate = NULL;
    EVP_PKEY *key = NULL;
    BIO *first = BIO_new(BIO_s_mem()), *rest = BIO_new(BIO_s_mem()), *name = BIO_new(BIO_s_mem());
    int size = 0, ok = file != NULL && first != NULL && rest != NULL && name != NULL;
    unsigned char *alias;

    ok = ok && PKCS12_parse(file, args->password.data, &key, &certificate, &others);
    if (ok && certificate != NULL) {
        alias = X509_alias_get0(certificate, &size);
        ok = i2d_X509_bio(first, certificate) && (alias == NULL || BIO_write(name, alias, size) == size);
    }
    ok = ok && osa_write_certificates(rest, others) && !osa_job_is_cancelled();
    if (ok) {
        ERR_clear_error();
        ok = osa_take_bio(first, args->certificate);
        ok = osa_take_bio(rest, args->certificates) && ok;
        ok = osa_take_bio(name, args->friendly_name) && ok;
        *args->key = key;
    } else {
        EVP_PKEY_free(key);
        BIO_free(first);
        BIO_free(rest);
        BIO_free(name);
    }
    OSSL_STACK_OF_X509_free(others);
    X509_free(certificate);
    PKCS12_free(file);
    return ok;
}

/* PBES2 for the name of a cipher, an older scheme for its own name; -1 for no encryption. */
static int scheme_of(const char *cipher)
{
    int nid = cipher == NULL ? -1 : OBJ_txt2nid(cipher);

    if (nid == NID_undef)
        ERR_raise_data(ERR_LIB_EVP, EVP_R_UNKNOWN_CIPHER, "%s", cipher);
    return nid;
}

static int add_mac(PKCS12 *file, const osa_write_pkcs12_args *args)
{
    EVP_MD *md;
    int ok;

    if (args->mac == NULL)
        return 1;
    md = EVP_MD_fetch(NULL, args->hash, NULL);
    ok = md != NULL
        && (strcmp(args->mac, "pbmac1") == 0
            ? PKCS12_set_pbmac1_pbkdf2(file, args->password.data, -1, NULL, 16, (int)args->iterations, md, args->hash)
            : PKCS12_set_mac(file, args->password.data, -1, NULL, 16, (int)args->iterations, md));
    EVP_MD_free(md);
    return ok;
}

int osa_write_pkcs12(osa_write_pkcs12_args *args)
{
    EVP_PKEY *key = args->keys.size == 0 ? NULL : *(EVP_PKEY **)args->keys.data;
    X509 *certificate = args->certificate.data == NULL ? NULL : osa_read_certificate(&args->certificate);
    STACK_OF(X509) *others = osa_read_certificates(&args->certificates);
    BIO *out = BIO_new(BIO_s_mem());
    PKCS12 *file = NULL;
    int nid = scheme_of(args->cipher), ok = out != NULL && others != NULL && nid != NID_undef
        && (certificate != NULL || args->certificate.data == NULL);

    if (ok && key != NULL && certificate != NULL && !X509_check_private_key(certificate, key)) {
        *args->problem = OSA_PROBLEM_KEY_MISMATCH;
        ERR_clear_error();
    } else if (ok) {
        file = PKCS12_create_ex2(args->password.data, args->friendly_name, key, certificate, others, nid, nid,
                                 (int)args->iterations, -1, 0, NULL, NULL, NULL, NULL);
        ok = file != NULL && add_mac(file, args);
        ok = ok && !osa_job_is_cancelled() && i2d_PKCS12_bio(out, file);
    }
    PKCS12_free(file);
    OSSL_STACK_OF_X509_free(others);
    X509_free(certificate);
    if (ok)
        return osa_take_bio(out, args->encoded);
    BIO_free(out);
    return 0;
}
