/* For what of upstream frees the encoding of a private key as it is, where it is read or written: here it is wiped. */
#ifndef OSA_WIPE_H
#define OSA_WIPE_H

#include <malloc.h>
#include <openssl/crypto.h>

#undef OPENSSL_free
#define OPENSSL_free(memory) OPENSSL_clear_free(memory, (memory) == NULL ? 0 : malloc_usable_size(memory))

#endif
