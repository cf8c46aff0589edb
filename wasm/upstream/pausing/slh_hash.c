/*
 * Upstream's hashes of SLH-DSA with a pause now and then: the slow parameter sets take seconds for a signature. A
 * cancelled job ends at once, as each of them may fail.
 */
#include "internal/deprecated.h"
#include <openssl/evp.h>
#include "async/yield.h"

#define EVP_DigestFinal_ex(ctx, out, size) (EVP_DigestFinal_ex(ctx, out, size) && osa_kdf_worked(2))
#define EVP_DigestFinalXOF(ctx, out, size) (EVP_DigestFinalXOF(ctx, out, size) && osa_kdf_worked(4))

#include "crypto/slh_dsa/slh_hash.c"
