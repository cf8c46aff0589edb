/* What the operations on certificates, requests and revocation lists share. Each of these crosses as its DER. */
#ifndef OSA_X509_H
#define OSA_X509_H

#include <openssl/x509.h>
#include <openssl/x509v3.h>
#include "operation.h"

/* Pairs "name\0value\0": a distinguished name's attributes in their order. */
int osa_add_name(X509_NAME *name, const osa_bytes *pairs);

/* Exactly one object; bytes behind it are an error. */
X509 *osa_read_certificate(const osa_bytes *der);
X509_REQ *osa_read_request(const osa_bytes *der);

/* Any number of them, one behind the other. */
STACK_OF(X509) *osa_read_certificates(const osa_bytes *all);

/* One field for JavaScript: a letter, the size in four bytes (little endian), the bytes. */
int osa_put(BIO *out, char tag, const void *data, size_t size);

/* The same, of what a memory BIO holds, which is emptied. */
int osa_put_bio(BIO *out, char tag, BIO *text);

/* One field for each attribute: its name, a zero, its value in UTF-8. */
int osa_put_name(BIO *out, char tag, const X509_NAME *name);
int osa_put_time(BIO *out, char tag, const ASN1_TIME *time);
int osa_put_integer(BIO *out, char tag, const ASN1_INTEGER *number);
int osa_put_extensions(BIO *out, const STACK_OF(X509_EXTENSION) *extensions);

/* Problems that are the caller's, told beside the result. */
#define OSA_X509_KEY_MISMATCH 1
#define OSA_X509_BAD_REQUEST 2

#endif
