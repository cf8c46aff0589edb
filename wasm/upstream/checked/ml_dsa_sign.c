/*
 * Upstream's ML-DSA. It does not look whether the mask of a signature could be made: without memory for the hash, it
 * signs with what happens to be in the mask's place, and that tells of the secret key. Here such a signature fails.
 */
#include "ml_dsa_local.h"

/* A signature pauses while it hashes a long message, before it makes masks; so each leaves this as it has to be. */
static int is_masked = 1;

static int checked_expand_mask(POLY *out, const uint8_t *seed, size_t seed_size, uint32_t gamma1, EVP_MD_CTX *ctx,
                               const EVP_MD *md)
{
    int done = ossl_ml_dsa_poly_expand_mask(out, seed, seed_size, gamma1, ctx, md);

    is_masked &= done;
    return done;
}

#define ossl_ml_dsa_poly_expand_mask checked_expand_mask
#define ossl_ml_dsa_sign unchecked_ml_dsa_sign
#include "crypto/ml_dsa/ml_dsa_sign.c"
#undef ossl_ml_dsa_sign

int ossl_ml_dsa_sign(const ML_DSA_KEY *key, int is_mu, const uint8_t *message, size_t message_size,
                     const uint8_t *context, size_t context_size, const uint8_t *random, size_t random_size,
                     int encode, unsigned char *signature, size_t *size, size_t room)
{
    int done, masked;

    done = unchecked_ml_dsa_sign(key, is_mu, message, message_size, context, context_size, random, random_size,
                                 encode, signature, size, room);
    masked = is_masked;
    is_masked = 1;
    if (masked)
        return done;
    OPENSSL_cleanse(signature, key->params->sig_len);
    return 0;
}
