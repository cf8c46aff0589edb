/* provider-keymgmt(7): a public key of the default provider, and the number of who holds the private one. */
#include <string.h>
#include <openssl/rand.h>
#include "held.h"

static osa_held_key *new_key(const char *type)
{
    osa_held_key *key = OPENSSL_zalloc(sizeof(*key));

    if (key != NULL) {
        key->type = type;
        key->references = 1;
    }
    return key;
}

osa_held_key *osa_held_key_up_ref(osa_held_key *key)
{
    if (key != NULL)
        key->references++;
    return key;
}

void osa_held_key_unref(osa_held_key *key)
{
    if (key == NULL || --key->references > 0)
        return;
    if (key->id != 0)
        OSA_HOST_RUN(host_key_free(key->id));
    EVP_PKEY_free(key->public_key);
    OPENSSL_clear_free(key, sizeof(*key));
}

int osa_held_key_is_a(const osa_held_key *key, const char *type)
{
    return strcmp(key->type, type) == 0;
}

static int has(const void *keydata, int selection)
{
    const osa_held_key *key = keydata;

    if (key == NULL || key->public_key == NULL)
        return 0;
    return (selection & OSSL_KEYMGMT_SELECT_PRIVATE_KEY) == 0 || key->id != 0;
}

/* The private part is whose the public part is. */
static int match(const void *one, const void *other, int selection)
{
    const osa_held_key *a = one, *b = other;

    if ((selection & OSSL_KEYMGMT_SELECT_KEYPAIR) != 0)
        return EVP_PKEY_eq(a->public_key, b->public_key) == 1;
    return EVP_PKEY_parameters_eq(a->public_key, b->public_key) == 1;
}

static EVP_PKEY *import_public(const char *type, const OSSL_PARAM params[])
{
    EVP_PKEY_CTX *ctx = EVP_PKEY_CTX_new_from_name(NULL, type, OSA_DEFAULT_PROVIDER);
    EVP_PKEY *key = NULL;

    if (ctx != NULL && EVP_PKEY_fromdata_init(ctx) > 0)
        EVP_PKEY_fromdata(ctx, &key, EVP_PKEY_PUBLIC_KEY, (OSSL_PARAM *)params);
    EVP_PKEY_CTX_free(ctx);
    return key;
}

/* Ours, by osa_held_key_new; or somebody's public key, to derive with. A private key never comes in. */
static int import(void *keydata, int selection, const OSSL_PARAM params[])
{
    osa_held_key *key = keydata;
    const OSSL_PARAM *given = OSSL_PARAM_locate_const(params, OSA_PARAM_PUBLIC_KEY);
    const OSSL_PARAM *id = OSSL_PARAM_locate_const(params, OSA_PARAM_ID);
    const OSSL_PARAM *flags = OSSL_PARAM_locate_const(params, OSA_PARAM_FLAGS);
    uint32_t address;

    if (key->public_key != NULL || OSSL_PARAM_locate_const(params, OSSL_PKEY_PARAM_PRIV_KEY) != NULL
        || OSSL_PARAM_locate_const(params, OSSL_PKEY_PARAM_RSA_D) != NULL)
        return 0;
    if (given == NULL)
        return (key->public_key = import_public(key->type, params)) != NULL;
    if (id == NULL || flags == NULL || !OSSL_PARAM_get_uint32(given, &address)
        || !OSSL_PARAM_get_int(flags, &key->flags) || !EVP_PKEY_up_ref((EVP_PKEY *)address))
        return 0;
    key->public_key = (EVP_PKEY *)address;
    if (osa_held_key_is_a(key, "RSA") && RAND_priv_bytes(key->rejection_secret, sizeof(key->rejection_secret)) <= 0)
        return 0;
    return OSSL_PARAM_get_uint32(id, &key->id);
}

static int export(void *keydata, int selection, OSSL_CALLBACK *callback, void *arg)
{
    osa_held_key *key = keydata;

    if ((selection & OSSL_KEYMGMT_SELECT_PRIVATE_KEY) != 0)
        return 0;
    return EVP_PKEY_export(key->public_key, selection, callback, arg);
}

static const OSSL_PARAM types[] = {
    OSSL_PARAM_utf8_string(OSSL_PKEY_PARAM_GROUP_NAME, NULL, 0),
    OSSL_PARAM_octet_string(OSSL_PKEY_PARAM_PUB_KEY, NULL, 0),
    OSSL_PARAM_BN(OSSL_PKEY_PARAM_RSA_N, NULL, 0),
    OSSL_PARAM_BN(OSSL_PKEY_PARAM_RSA_E, NULL, 0),
    OSSL_PARAM_END,
};

static const OSSL_PARAM *public_types(int selection)
{
    return (selection & OSSL_KEYMGMT_SELECT_PRIVATE_KEY) != 0 ? NULL : types;
}

static int get_params(void *keydata, OSSL_PARAM params[])
{
    osa_held_key *key = keydata;
    OSSL_PARAM *flags = OSSL_PARAM_locate(params, OSA_PARAM_FLAGS);

    return (flags == NULL || OSSL_PARAM_set_int(flags, key->flags)) && EVP_PKEY_get_params(key->public_key, params);
}

static const OSSL_PARAM *gettable_params(void *provctx)
{
    static const OSSL_PARAM list[] = {
        OSSL_PARAM_int(OSSL_PKEY_PARAM_BITS, NULL),
        OSSL_PARAM_int(OSSL_PKEY_PARAM_SECURITY_BITS, NULL),
        OSSL_PARAM_int(OSSL_PKEY_PARAM_MAX_SIZE, NULL),
        OSSL_PARAM_utf8_string(OSSL_PKEY_PARAM_DEFAULT_DIGEST, NULL, 0),
        OSSL_PARAM_utf8_string(OSSL_PKEY_PARAM_MANDATORY_DIGEST, NULL, 0),
        OSSL_PARAM_utf8_string(OSSL_PKEY_PARAM_GROUP_NAME, NULL, 0),
        OSSL_PARAM_octet_string(OSSL_PKEY_PARAM_PUB_KEY, NULL, 0),
        OSSL_PARAM_BN(OSSL_PKEY_PARAM_RSA_N, NULL, 0),
        OSSL_PARAM_BN(OSSL_PKEY_PARAM_RSA_E, NULL, 0),
        OSSL_PARAM_int(OSA_PARAM_FLAGS, NULL),
        OSSL_PARAM_END,
    };

    return list;
}

/* All of it is the same key; a part, such as the curve that CMS takes over for the other side's key, is a new one. */
static void *duplicate(const void *keydata, int selection)
{
    osa_held_key *from = (osa_held_key *)keydata, *to;

    if ((selection & OSSL_KEYMGMT_SELECT_PRIVATE_KEY) != 0)
        return osa_held_key_up_ref(from);
    if ((to = new_key(from->type)) == NULL)
        return NULL;
    if ((selection & OSSL_KEYMGMT_SELECT_PUBLIC_KEY) != 0)
        to->public_key = EVP_PKEY_dup(from->public_key);
    else if ((to->public_key = EVP_PKEY_new()) != NULL && !EVP_PKEY_copy_parameters(to->public_key, from->public_key)) {
        EVP_PKEY_free(to->public_key);
        to->public_key = NULL;
    }
    if (to->public_key != NULL)
        return to;
    osa_held_key_unref(to);
    return NULL;
}

/* Without this, OpenSSL would take a new public key for set. A held key does not change. */
static int set_params(void *keydata, const OSSL_PARAM params[])
{
    osa_held_key *key = keydata;

    return key->id == 0 && key->references == 1 && EVP_PKEY_set_params(key->public_key, (OSSL_PARAM *)params);
}

static const OSSL_PARAM *settable_params(void *provctx)
{
    static const OSSL_PARAM list[] = {
        OSSL_PARAM_octet_string(OSSL_PKEY_PARAM_ENCODED_PUBLIC_KEY, NULL, 0),
        OSSL_PARAM_END,
    };

    return list;
}

static const char *ec_operation(int operation)
{
    return operation == OSSL_OP_KEYEXCH ? "ECDH" : "ECDSA";
}

/* A keymgmt is told nothing of its algorithm when it makes a key, so each has a function of its own. */
#define KEYMGMT(name, algorithm, ...)                                                    \
    static void *name##_new(void *provctx) { return new_key(algorithm); }                \
    static const OSSL_DISPATCH name##_functions[] = {                                    \
        OSA_FUNCTION(KEYMGMT_NEW, name##_new),                                           \
        OSA_FUNCTION(KEYMGMT_FREE, osa_held_key_unref),                                  \
        OSA_FUNCTION(KEYMGMT_HAS, has),                                                  \
        OSA_FUNCTION(KEYMGMT_MATCH, match),                                              \
        OSA_FUNCTION(KEYMGMT_DUP, duplicate),                                            \
        OSA_FUNCTION(KEYMGMT_IMPORT, import),                                            \
        OSA_FUNCTION(KEYMGMT_IMPORT_TYPES, public_types),                                \
        OSA_FUNCTION(KEYMGMT_EXPORT, export),                                            \
        OSA_FUNCTION(KEYMGMT_EXPORT_TYPES, public_types),                                \
        OSA_FUNCTION(KEYMGMT_GET_PARAMS, get_params),                                    \
        OSA_FUNCTION(KEYMGMT_GETTABLE_PARAMS, gettable_params),                          \
        OSA_FUNCTION(KEYMGMT_SET_PARAMS, set_params),                                    \
        OSA_FUNCTION(KEYMGMT_SETTABLE_PARAMS, settable_params),                          \
        __VA_ARGS__                                                                      \
        OSA_FUNCTIONS_END,                                                               \
    }

KEYMGMT(rsa, "RSA", );
KEYMGMT(ec, "EC", OSA_FUNCTION(KEYMGMT_QUERY_OPERATION_NAME, ec_operation), );
KEYMGMT(ed25519, "ED25519", );
KEYMGMT(ed448, "ED448", );
KEYMGMT(x25519, "X25519", );
KEYMGMT(x448, "X448", );
KEYMGMT(ml_dsa_44, "ML-DSA-44", );
KEYMGMT(ml_dsa_65, "ML-DSA-65", );
KEYMGMT(ml_dsa_87, "ML-DSA-87", );

const OSSL_ALGORITHM osa_held_keymgmt[] = {
    OSA_ALGORITHM("RSA", rsa_functions),
    OSA_ALGORITHM("EC", ec_functions),
    OSA_ALGORITHM("ED25519", ed25519_functions),
    OSA_ALGORITHM("ED448", ed448_functions),
    OSA_ALGORITHM("X25519", x25519_functions),
    OSA_ALGORITHM("X448", x448_functions),
    OSA_ALGORITHM("ML-DSA-44", ml_dsa_44_functions),
    OSA_ALGORITHM("ML-DSA-65", ml_dsa_65_functions),
    OSA_ALGORITHM("ML-DSA-87", ml_dsa_87_functions),
    OSA_ALGORITHMS_END,
};

EVP_PKEY *osa_held_key_new(EVP_PKEY *public_key, uint32_t id, int flags)
{
    uint32_t address = (uint32_t)(uintptr_t)public_key;
    OSSL_PARAM params[] = {
        OSSL_PARAM_construct_uint32(OSA_PARAM_PUBLIC_KEY, &address),
        OSSL_PARAM_construct_uint32(OSA_PARAM_ID, &id),
        OSSL_PARAM_construct_int(OSA_PARAM_FLAGS, &flags),
        OSSL_PARAM_construct_end(),
    };
    EVP_PKEY_CTX *ctx = EVP_PKEY_CTX_new_from_name(NULL, EVP_PKEY_get0_type_name(public_key), OSA_HELD_PROVIDER);
    EVP_PKEY *key = NULL;

    if (ctx != NULL && EVP_PKEY_fromdata_init(ctx) > 0)
        EVP_PKEY_fromdata(ctx, &key, EVP_PKEY_KEYPAIR, params);
    EVP_PKEY_CTX_free(ctx);
    return key;
}
