/* Lists of fields: how C gives JavaScript an object taken apart. */
#ifndef OSA_FIELDS_H
#define OSA_FIELDS_H

#include <stddef.h>
#include <openssl/bio.h>

/* One field: its tag in a byte, its size in four (little endian), its bytes. */
int osa_put(BIO *out, char tag, const void *data, size_t size);

/* The same, of what a memory BIO holds, which is emptied. */
int osa_put_bio(BIO *out, char tag, BIO *text);

#endif
