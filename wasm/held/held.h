/*
 * Provider "held": keys whose private part JavaScript holds.
 *
 *     EVP_DigestSign ─▶ signature.c ─▶ request.c ─▶ host_key_request ─▶ the holder's async function
 *                                        │ read(handle): pauses the job          │
 *                                        ◀───────────── the answer ──────────────┘
 *
 * The public part is a real EVP_PKEY of the default provider, and does whatever needs no private key:
 * export, comparison, verification, and the checking of parameters.
 */
#ifndef OSA_HELD_H
#define OSA_HELD_H

#include <openssl/core.h>
#include <openssl/core_dispatch.h>
#include <openssl/core_names.h>
#include <openssl/err.h>
#include <openssl/evp.h>
#include "async/internal.h"

/* Immutable but for its references, so that a duplicate is the same key. */
typedef struct osa_held_key {
    const char *type;       /* "RSA", "EC", "ED25519", … */
    EVP_PKEY *public_key;   /* of the default provider */
    uint32_t id;            /* JavaScript's number for the holder; 0: a public key only */
    int flags;              /* OSA_HELD_KEY_… */
    int references;
    unsigned char rejection_secret[32];   /* RSA: synthetic plaintexts come from it */
} osa_held_key;

/* Parameters of the one way to make such a key: EVP_PKEY_fromdata(3) with these. */
#define OSA_PARAM_PUBLIC_KEY "osa-public-key"
#define OSA_PARAM_ID "osa-id"
#define OSA_PARAM_FLAGS "osa-flags"

#define OSA_DEFAULT_PROVIDER "provider=default"
#define OSA_HELD_PROVIDER_NAME "held"
#define OSA_HELD_PROVIDER "provider=" OSA_HELD_PROVIDER_NAME

osa_held_key *osa_held_key_up_ref(osa_held_key *key);
void osa_held_key_unref(osa_held_key *key);
int osa_held_key_is_a(const osa_held_key *key, const char *type);

/*
 * Asks the holder and waits, pausing the job. `size` is the room at `answer`; an answer that is longer gives
 * size + 1. Returns its length, or -1 with an error queued.
 */
int osa_held_ask(const osa_held_key *key, osa_key_request *request, unsigned char *answer, size_t size);

/* A hash by the name that everybody knows: "SHA256", not "SHA2-256". */
const char *osa_hash_name(const EVP_MD *md);

/* Registers the provider, beside the default one. */
int osa_held_provider_init(void);

extern const OSSL_ALGORITHM osa_held_keymgmt[];
extern const OSSL_ALGORITHM osa_held_signature[];
extern const OSSL_ALGORITHM osa_held_asym_cipher[];
extern const OSSL_ALGORITHM osa_held_keyexch[];

typedef void (*osa_any_function)(void);
#define OSA_FUNCTION(id, function) { OSSL_FUNC_##id, (osa_any_function)(function) }
#define OSA_FUNCTIONS_END { 0, NULL }
#define OSA_ALGORITHM(names, functions) { names, OSA_HELD_PROVIDER, functions, "held by JavaScript" }
#define OSA_ALGORITHMS_END { NULL, NULL, NULL, NULL }

#define OSA_FAIL(reason, ...) ERR_raise_data(ERR_LIB_PROV, reason, __VA_ARGS__)

#endif
