/* Upstream's PEM, line by line, with a pause now and then; a cancelled job finds no more lines. */
#include "internal/deprecated.h"
#include <openssl/bio.h>
#include "async/yield.h"

#define BIO_gets(bio, buffer, size) (osa_kdf_worked(4) ? BIO_gets(bio, buffer, size) : -1)

#include "crypto/pem/pem_lib.c"
