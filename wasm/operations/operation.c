#include <string.h>
#include "operation.h"
#include "yield.h"

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

int osa_each_piece(const osa_source *source, int whole, int (*use)(void *, const void *, size_t), void *arg)
{
    BIO *in = osa_source_open(source), *all = whole ? BIO_new(BIO_s_mem()) : NULL;
    unsigned char *buffer = OPENSSL_malloc(OSA_CHUNK);
    char *data;
    int got = -1, ok = in != NULL && buffer != NULL && (all != NULL || !whole);

    while (ok && (got = BIO_read(in, buffer, OSA_CHUNK)) > 0)
        ok = (whole ? BIO_write(all, buffer, got) == got : use(arg, buffer, (size_t)got))
            && osa_worked((uint32_t)got / 64);   /* bytes in memory make no pause of their own */
    /* a BIO of a handle fails without a word, and what the stream threw is the cause of an error only */
    if (ok && got < 0 && source->fd > 0 && !osa_job_is_cancelled())
        ERR_raise_data(ERR_LIB_BIO, ERR_R_SYS_LIB, "the stream of bytes failed");
    ok = ok && (got == 0 || (source->fd <= 0 && BIO_eof(in)));
    if (ok && whole) {
        size_t size = (size_t)BIO_get_mem_data(all, &data);

        ok = use(arg, data, size);
    }
    OPENSSL_clear_free(buffer, OSA_CHUNK);
    BIO_free(all);
    BIO_free(in);
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
