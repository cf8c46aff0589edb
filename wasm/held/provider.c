/* provider(7): registered at load, beside the default provider. */
#include <openssl/provider.h>
#include "held.h"

static const OSSL_ALGORITHM *query(void *provctx, int operation, int *no_cache)
{
    *no_cache = 0;
    switch (operation) {
    case OSSL_OP_KEYMGMT: return osa_held_keymgmt;
    case OSSL_OP_SIGNATURE: return osa_held_signature;
    case OSSL_OP_ASYM_CIPHER: return osa_held_asym_cipher;
    case OSSL_OP_KEYEXCH: return osa_held_keyexch;
    default: return NULL;
    }
}

static const OSSL_PARAM *gettable_params(void *provctx)
{
    static const OSSL_PARAM list[] = {
        OSSL_PARAM_utf8_ptr(OSSL_PROV_PARAM_NAME, NULL, 0),
        OSSL_PARAM_int(OSSL_PROV_PARAM_STATUS, NULL),
        OSSL_PARAM_END,
    };

    return list;
}

static int get_params(void *provctx, OSSL_PARAM params[])
{
    OSSL_PARAM *name = OSSL_PARAM_locate(params, OSSL_PROV_PARAM_NAME);
    OSSL_PARAM *status = OSSL_PARAM_locate(params, OSSL_PROV_PARAM_STATUS);

    return (name == NULL || OSSL_PARAM_set_utf8_ptr(name, "Keys that JavaScript holds"))
        && (status == NULL || OSSL_PARAM_set_int(status, 1));
}

static int initialise(const OSSL_CORE_HANDLE *handle, const OSSL_DISPATCH *in, const OSSL_DISPATCH **out, void **provctx)
{
    static const OSSL_DISPATCH functions[] = {
        OSA_FUNCTION(PROVIDER_QUERY_OPERATION, query),
        OSA_FUNCTION(PROVIDER_GETTABLE_PARAMS, gettable_params),
        OSA_FUNCTION(PROVIDER_GET_PARAMS, get_params),
        OSA_FUNCTIONS_END,
    };

    *out = functions;
    *provctx = (void *)handle;
    return 1;
}

/*
 * "?provider=default" is only a preference: ordinary keys stay with the default provider, and a key that
 * can't be exported to it is still found with its own.
 */
int osa_held_provider_init(void)
{
    return OSSL_PROVIDER_add_builtin(NULL, OSA_HELD_PROVIDER_NAME, initialise)
        && OSSL_PROVIDER_try_load(NULL, OSA_HELD_PROVIDER_NAME, 1) != NULL
        && EVP_set_default_properties(NULL, "?" OSA_DEFAULT_PROVIDER);
}
