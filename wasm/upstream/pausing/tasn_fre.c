/* Upstream's freeing of what was ASN.1 with a pause now and then in long sequences; it goes on when the job is cancelled. */
#include <openssl/asn1t.h>
#include "async/yield.h"

#define OPENSSL_sk_value(list, index) ((void)osa_kdf_worked(16), OPENSSL_sk_value(list, index))

#include "crypto/asn1/tasn_fre.c"
