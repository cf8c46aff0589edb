#include <string.h>
#include "operation.h"

BIO *osa_source_open(const osa_source *source)
{
    return source->fd > 0 ? BIO_new_fd(source->fd, BIO_NOCLOSE)
                          : BIO_new_mem_buf(source->data == NULL ? "" : source->data, (int)source->size);
}

int osa_take_bio(BIO *memory, osa_bytes *out)
{
    char *data;
    long size = memory == NULL ? 0 : BIO_get_mem_data(memory, &data);
    int ok = memory != NULL && (out->data = OPENSSL_malloc(size > 0 ? (size_t)size : 1)) != NULL;

    if (ok) {
        memcpy(out->data, data, (size_t)size);
        out->size = (size_t)size;
    }
    BIO_free(memory);
    return ok;
}

int osa_apply_options(EVP_PKEY_CTX *ctx, const osa_bytes *options)
{
    const char *end = (const char *)options->data + options->size;
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

int osa_key_takes_message(const EVP_PKEY *key)
{
    const char *name = EVP_PKEY_get0_type_name(key);

    return name != NULL && (strncmp(name, "ED", 2) == 0 || strncmp(name, "ML-DSA", 6) == 0
                            || strncmp(name, "SLH-DSA", 7) == 0);
}
