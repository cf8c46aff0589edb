/* Upstream's DSA, which reports success and a length of -1 as its ECDSA does: see ecdsa.c. */
#include "internal/deprecated.h"

#define ossl_dsa_sign_int unchecked_dsa_sign
#include "crypto/dsa/dsa_sign.c"
#undef ossl_dsa_sign_int

int ossl_dsa_sign_int(int type, const unsigned char *digest, int digest_size, unsigned char *signature,
                      unsigned int *size, DSA *key, unsigned int nonce_type, const char *hash,
                      OSSL_LIB_CTX *libctx, const char *properties)
{
    return unchecked_dsa_sign(type, digest, digest_size, signature, size, key, nonce_type, hash, libctx, properties) > 0
        && (int)*size > 0;
}
