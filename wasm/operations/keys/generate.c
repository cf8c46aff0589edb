/* Keys: generated in a job that yields at each candidate (EVP_PKEY_CTX_set_cb(3)), and in long arithmetic. */
#include "operations/operation.h"
#include "async/yield.h"

/* Called by OpenSSL at each candidate, test and prime; 0 ends the generation. */
static int at_candidate(EVP_PKEY_CTX *ctx)
{
    uint32_t id = (uint32_t)(uintptr_t)EVP_PKEY_CTX_get_app_data(ctx);
    int go_on = 1;

    if (osa_job_is_cancelled())
        return 0;
    if (id != 0)
        OSA_HOST_CALL(go_on, host_progress(id, EVP_PKEY_CTX_get_keygen_info(ctx, 0),
                                           EVP_PKEY_CTX_get_keygen_info(ctx, 1)));
    return go_on && osa_give_turn();
}

int osa_generate_key(osa_generate_key_args *args)
{
    osa_yielder yielder = { NULL, NULL, 1 };
    EVP_PKEY_CTX *ctx = EVP_PKEY_CTX_new_from_name(NULL, args->algorithm, NULL);
    EVP_PKEY *key = NULL;
    int ok = ctx != NULL && EVP_PKEY_keygen_init(ctx) > 0 && osa_apply_options(ctx, &args->options);

    if (ok) {
        EVP_PKEY_CTX_set_app_data(ctx, (void *)(uintptr_t)args->progress);
        EVP_PKEY_CTX_set_cb(ctx, at_candidate);
        osa_set_yielder(&yielder);
        ok = EVP_PKEY_generate(ctx, &key) > 0;
        osa_set_yielder(NULL);
    }
    *args->key = key;
    EVP_PKEY_CTX_free(ctx);
    return ok;
}
