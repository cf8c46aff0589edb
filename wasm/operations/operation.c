#include <string.h>
#include "operation.h"
#include "async/yield.h"

int osa_apply_options(EVP_PKEY_CTX *ctx, const osa_bytes *options)
{
    const char *end = osa_list_end(options);
    char name[64];

    for (const char *text = options->data; text < end; text += strlen(text) + 1) {
        const char *colon = strchr(text, ':');

        if (colon == NULL || (size_t)(colon - text) >= sizeof(name))
            return 0;
        memcpy(name, text, (size_t)(colon - text));
        name[colon - text] = '\0';
        if (EVP_PKEY_CTX_ctrl_str(ctx, name, colon + 1) <= 0) {
            ERR_raise_data(ERR_LIB_EVP, EVP_R_INVALID_OPERATION, "%s", text);
            return 0;
        }
    }
    return 1;
}

EVP_MD_CTX *osa_sign_begin(EVP_PKEY *key, const char *digest, const osa_bytes *options)
{
    EVP_MD_CTX *ctx = EVP_MD_CTX_new();
    EVP_PKEY_CTX *parameters;

    if (ctx != NULL && EVP_DigestSignInit_ex(ctx, &parameters, digest, NULL, NULL, key, NULL) > 0
        && osa_apply_options(parameters, options)) {
        return ctx;
    }
    EVP_MD_CTX_free(ctx);
    return NULL;
}

void osa_sign_end(EVP_MD_CTX *ctx)
{
    EVP_MD_CTX_free(ctx);
}

int osa_failed(int lib, int reason, const char *text)
{
    if (ERR_peek_error() == 0)
        ERR_raise_data(lib, reason, "%s", text);
    return 0;
}

int osa_key_takes_message(const EVP_PKEY *key)
{
    const char *name = EVP_PKEY_get0_type_name(key);

    return name != NULL && (strncmp(name, "ED", 2) == 0 || strncmp(name, "ML-DSA", 6) == 0
                            || strncmp(name, "SLH-DSA", 7) == 0);
}
