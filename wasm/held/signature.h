/* What the parts of provider-signature(7) share: its context, its parameters, the question to the holder. */
#ifndef OSA_HELD_SIGNATURE_H
#define OSA_HELD_SIGNATURE_H

#include <openssl/bio.h>
#include "held.h"

typedef struct {
    osa_held_key *key;
    EVP_MD_CTX *verifier;    /* EdDSA and ML-DSA, which take a message: owns `checks` */
    EVP_PKEY_CTX *checks;
    EVP_MD_CTX *digest;      /* RSA and EC in a DigestSign or DigestVerify */
    BIO *message;            /* all of it, for a holder that hashes by itself */
    osa_bytes context;       /* ML-DSA, Ed448: FIPS 204, RFC 8032 */
} signature_ctx;

int osa_signature_takes_message(const osa_held_key *key);

/* Queues an error that says what such a key does not do; 0. */
int osa_signature_refuse(const char *what);

int osa_signature_set_params(void *ctx, const OSSL_PARAM params[]);
const OSSL_PARAM *osa_signature_settable_params(void *ctx, void *provctx);
int osa_signature_get_params(void *ctx, OSSL_PARAM params[]);
const OSSL_PARAM *osa_signature_gettable_params(void *ctx, void *provctx);

/* A number among the parameters; 0 if there is none. */
int osa_signature_int(const signature_ctx *ctx, const char *name);

/* The hash that a parameter names, and its size; NULL if none. */
const char *osa_signature_hash(const signature_ctx *ctx, const char *name, size_t *size);

/* RSA's padding, with its parameters, for the holder. */
int osa_signature_fill_rsa(signature_ctx *ctx, osa_key_request *request, size_t hash_size);

/* Asks the holder and verifies what it gives. `digest` is what an RSA or EC signature is about. */
int osa_signature_ask(signature_ctx *ctx, osa_key_request *request, const osa_bytes *digest,
                      unsigned char *signature, size_t *length, size_t room);

#endif
