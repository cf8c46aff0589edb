/* What the operations on certificates, requests and revocation lists share. Each of these crosses as its DER. */
#ifndef OSA_X509_H
#define OSA_X509_H

#include <openssl/x509.h>
#include <openssl/x509v3.h>
#include "operations/fields.h"
#include "operations/operation.h"

/* Pairs "name\0value\0": a distinguished name's attributes in their order. */
int osa_add_name(X509_NAME *name, const osa_bytes *pairs);

/* Calls `add` with each of the extensions that pairs "name\0value\0" say in the words of x509v3_config(5). */
int osa_make_extensions(X509 *issuer, X509 *subject, X509_REQ *request, const osa_bytes *pairs,
                        int (*add)(void *to, X509_EXTENSION *extension), void *to);

/* Exactly one object; bytes behind it are an error. */
void *osa_read_der(const osa_bytes *der, const ASN1_ITEM *type);
X509 *osa_read_certificate(const osa_bytes *der);

/* Any number of them, one behind the other. */
STACK_OF(X509) *osa_read_certificates(const osa_bytes *all);
int osa_write_certificates(BIO *out, const STACK_OF(X509) *list);

/* A store that trusts these certificates, and no other. */
X509_STORE *osa_trust(const osa_bytes *certificates);

/* One field for each attribute: its name, a zero, its value in UTF-8. */
int osa_put_name(BIO *out, char tag, const X509_NAME *name);
int osa_put_time(BIO *out, char tag, const ASN1_TIME *time);
int osa_put_integer(BIO *out, char tag, const ASN1_INTEGER *number);
int osa_put_extensions(BIO *out, const STACK_OF(X509_EXTENSION) *extensions);

#endif
