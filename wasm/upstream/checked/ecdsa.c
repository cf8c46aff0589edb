/*
 * Upstream's ECDSA. When there is no memory for the encoding of a signature, it reports success and a length of -1,
 * and whoever asked would read beyond the signature.
 */
#include "internal/deprecated.h"

#define ossl_ecdsa_sign unchecked_ecdsa_sign
#define ossl_ecdsa_deterministic_sign unchecked_ecdsa_deterministic_sign
#include "crypto/ec/ecdsa_ossl.c"
#undef ossl_ecdsa_sign
#undef ossl_ecdsa_deterministic_sign

int ossl_ecdsa_sign(int type, const unsigned char *digest, int digest_size, unsigned char *signature,
                    unsigned int *size, const BIGNUM *kinv, const BIGNUM *r, EC_KEY *key)
{
    return unchecked_ecdsa_sign(type, digest, digest_size, signature, size, kinv, r, key) > 0 && (int)*size > 0;
}

int ossl_ecdsa_deterministic_sign(const unsigned char *digest, int digest_size, unsigned char *signature,
                                  unsigned int *size, EC_KEY *key, unsigned int nonce_type, const char *hash,
                                  OSSL_LIB_CTX *libctx, const char *properties)
{
    return unchecked_ecdsa_deterministic_sign(digest, digest_size, signature, size, key, nonce_type, hash, libctx,
                                        properties) > 0
        && (int)*size > 0;
}
