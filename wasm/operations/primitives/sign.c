/* EVP_DigestSign(3) and EVP_DigestVerify(3) over bytes or a stream. */
#include "operations/operation.h"

static int update_sign(void *ctx, const void *data, size_t size) { return EVP_DigestSignUpdate(ctx, data, size); }
static int update_verify(void *ctx, const void *data, size_t size) { return EVP_DigestVerifyUpdate(ctx, data, size); }

typedef struct {
    EVP_MD_CTX *ctx;
    osa_bytes signature;
    int valid;
} whole_message;

static int sign_whole(void *arg, const void *data, size_t size)
{
    whole_message *whole = arg;

    return EVP_DigestSign(whole->ctx, whole->signature.data, &whole->signature.size, data, size) > 0;
}

static int verify_whole(void *arg, const void *data, size_t size)
{
    whole_message *whole = arg;

    whole->valid = EVP_DigestVerify(whole->ctx, whole->signature.data, whole->signature.size, data, size);
    return 1;
}

int osa_sign(osa_sign_args *args)
{
    EVP_MD_CTX *ctx = osa_sign_begin(args->key, args->digest, &args->options);
    whole_message whole = { ctx, { NULL, (size_t)EVP_PKEY_get_size(args->key) }, 0 };
    size_t room = whole.signature.size;
    int is_whole = osa_key_takes_message(args->key);
    int ok = ctx != NULL && (whole.signature.data = OPENSSL_malloc(room + 1)) != NULL;

    if (ctx != NULL)
        EVP_MD_CTX_set_flags(ctx, EVP_MD_CTX_FLAG_FINALISE);   /* no copy of what is collected */
    ok = ok && (is_whole ? osa_as_whole(&args->data, sign_whole, &whole)
                         : osa_each_piece(&args->data, update_sign, ctx)
                               && EVP_DigestSignFinal(ctx, whole.signature.data, &whole.signature.size) > 0);
    osa_sign_end(ctx);
    if (ok)
        *args->signature = whole.signature;
    else
        OPENSSL_clear_free(whole.signature.data, room + 1);
    return ok;
}

/* A signature that does not verify is an answer, not a failure, whatever is wrong with it. */
int osa_verify(osa_verify_args *args)
{
    EVP_MD_CTX *ctx = EVP_MD_CTX_new();
    EVP_PKEY_CTX *options;
    whole_message whole = { ctx, args->signature, 0 };
    int ok = ctx != NULL && EVP_DigestVerifyInit_ex(ctx, &options, args->digest, NULL, NULL, args->key, NULL) > 0
        && osa_apply_options(options, &args->options);

    if (ok && osa_key_takes_message(args->key))
        ok = osa_as_whole(&args->data, verify_whole, &whole);
    else if (ok && (ok = osa_each_piece(&args->data, update_verify, ctx)))
        whole.valid = EVP_DigestVerifyFinal(ctx, args->signature.data, args->signature.size);
    EVP_MD_CTX_free(ctx);
    if (ok) {
        *args->valid = whole.valid == 1;
        ERR_clear_error();
    }
    return ok;
}
