/* EVP_KDF(3) in a job that pauses inside of the derivation: wasm/upstream/pausing/. */
#include <string.h>
#include <openssl/core_names.h>
#include <openssl/kdf.h>
#include <openssl/params.h>
#include "operations/operation.h"
#include "crypto/evp.h"
#include "crypto/evp/evp_local.h"
#include "async/yield.h"

/* "name:value" texts, each with a zero behind it. */
static int set_numbers(EVP_KDF_CTX *ctx, const osa_bytes *numbers)
{
    const char *end = osa_list_end(numbers);
    const OSSL_PARAM *settable = EVP_KDF_CTX_settable_params(ctx);
    int ok = settable != NULL;

    for (const char *text = numbers->data; ok && text < end; text += strlen(text) + 1) {
        OSSL_PARAM params[] = { OSSL_PARAM_construct_end(), OSSL_PARAM_construct_end() };
        const char *colon = strchr(text, ':');
        char name[32] = "";

        ok = colon != NULL && (size_t)(colon - text) < sizeof(name);
        if (ok)
            memcpy(name, text, (size_t)(colon - text));
        ok = ok && OSSL_PARAM_allocate_from_text(params, settable, name, colon + 1, strlen(colon + 1), NULL)
            && EVP_KDF_CTX_set_params(ctx, params);
        OPENSSL_free(params[0].data);
    }
    return ok;
}

int osa_kdf(osa_kdf_args *args)
{
    EVP_KDF *kdf = EVP_KDF_fetch(NULL, args->algorithm, NULL);
    EVP_KDF_CTX *ctx = EVP_KDF_CTX_new(kdf);
    const struct { const char *name; const osa_bytes *bytes; } inputs[] = {
        { OSSL_KDF_PARAM_PASSWORD, &args->password }, { OSSL_KDF_PARAM_KEY, &args->key },
        { OSSL_KDF_PARAM_SALT, &args->salt }, { OSSL_KDF_PARAM_INFO, &args->info },
        { OSSL_KDF_PARAM_SECRET, &args->secret }, { OSSL_KDF_PARAM_ARGON2_AD, &args->associated_data },
    };
    OSSL_PARAM params[8], *param = params;
    osa_bytes out = { OPENSSL_malloc(args->length), args->length };
    int ok = ctx != NULL && out.data != NULL && set_numbers(ctx, &args->numbers);

    if (args->hash != NULL)
        *param++ = OSSL_PARAM_construct_utf8_string(OSSL_KDF_PARAM_DIGEST, (char *)args->hash, 0);
    for (size_t i = 0; i < sizeof(inputs) / sizeof(inputs[0]); i++)
        if (inputs[i].bytes->data != NULL)
            *param++ = OSSL_PARAM_construct_octet_string(inputs[i].name, inputs[i].bytes->data, inputs[i].bytes->size);
    *param = OSSL_PARAM_construct_end();
    if (ok) {
        osa_yielder argon2 = { osa_argon2_stop, ctx->algctx, 0 };

        osa_set_yielder(strcmp(args->algorithm, "ARGON2ID") == 0 ? &argon2 : &osa_yields);
        ok = EVP_KDF_derive(ctx, out.data, out.size, params) > 0;
        osa_set_yielder(NULL);
    }
    /* a cancelled derivation may have ended without an error, and then with anything */
    ok = ok && !osa_job_is_cancelled();
    EVP_KDF_CTX_free(ctx);
    EVP_KDF_free(kdf);
    if (ok)
        *args->derived = out;
    else
        OPENSSL_clear_free(out.data, out.size);
    return ok;
}
