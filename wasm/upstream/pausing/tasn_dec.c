/* Upstream's decoder of ASN.1 with a pause now and then in long sequences, such as a revocation list of a million entries. */
#include <openssl/asn1t.h>
#include "async/yield.h"

/* asked before the member is the list's: who fails frees it alone */
#define OPENSSL_sk_push(list, member) (osa_kdf_worked(32) && OPENSSL_sk_push(list, member))

#include "crypto/asn1/tasn_dec.c"
