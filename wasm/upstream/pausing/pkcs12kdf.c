/* Upstream's derivation of PKCS#12, RFC 7292 appendix B, with a pause now and then; a cancelled job ends at once. */
#include <openssl/evp.h>
#include "async/yield.h"

#define EVP_DigestFinal_ex(ctx, out, size) (EVP_DigestFinal_ex(ctx, out, size) && osa_kdf_worked(2))

#include "providers/implementations/kdfs/pkcs12kdf.c"
