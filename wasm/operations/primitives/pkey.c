/* EVP_PKEY_encrypt(3), _decrypt(3), _sign(3), _verify(3), _derive(3), _encapsulate(3) and _decapsulate(3). */
#include <openssl/x509.h>
#include "operations/operation.h"

typedef int (*start)(EVP_PKEY_CTX *ctx);
typedef int (*transform)(EVP_PKEY_CTX *ctx, unsigned char *out, size_t *length, const unsigned char *in, size_t size);

static const osa_bytes nothing;

/* Two calls, as OpenSSL has it: how much room, then the work. */
static int carry_out(EVP_PKEY_CTX *ctx, transform work, const osa_bytes *in, osa_bytes *out)
{
    unsigned char *data = NULL;
    size_t room = 0, length;
    int ok = work(ctx, NULL, &room, in->data, in->size) > 0 && (data = OPENSSL_malloc(room + 1)) != NULL
        && (length = room, work(ctx, data, &length, in->data, in->size) > 0);

    if (ok)
        *out = (osa_bytes){ data, length };
    else
        OPENSSL_clear_free(data, room + 1);
    return ok;
}

static int convert(EVP_PKEY *key, start init, transform work, const osa_bytes *options, const osa_bytes *in, osa_bytes *out)
{
    EVP_PKEY_CTX *ctx = EVP_PKEY_CTX_new_from_pkey(NULL, key, NULL);
    int ok = ctx != NULL && init(ctx) > 0 && osa_apply_options(ctx, options) && carry_out(ctx, work, in, out);

    EVP_PKEY_CTX_free(ctx);
    return ok;
}

int osa_encrypt(osa_encrypt_args *args)
{
    return convert(args->key, EVP_PKEY_encrypt_init, EVP_PKEY_encrypt, &args->options, &args->data, args->ciphertext);
}

int osa_decrypt(osa_decrypt_args *args)
{
    return convert(args->key, EVP_PKEY_decrypt_init, EVP_PKEY_decrypt, &args->options, &args->data, args->plaintext);
}

/* What is signed is a digest that the caller has made. */
int osa_sign_digest(osa_sign_digest_args *args)
{
    return convert(args->key, EVP_PKEY_sign_init, EVP_PKEY_sign, &args->options, &args->data, args->signature);
}

/* As with a message, a signature that is wrong in whatever way is an answer. */
int osa_verify_digest(osa_verify_digest_args *args)
{
    EVP_PKEY_CTX *ctx = EVP_PKEY_CTX_new_from_pkey(NULL, args->key, NULL);
    int ok = ctx != NULL && EVP_PKEY_verify_init(ctx) > 0 && osa_apply_options(ctx, &args->options);

    if (ok) {
        *args->valid = EVP_PKEY_verify(ctx, args->signature.data, args->signature.size,
                                       args->data.data, args->data.size) == 1;
        ERR_clear_error();
    }
    EVP_PKEY_CTX_free(ctx);
    return ok;
}

static int start_decapsulate(EVP_PKEY_CTX *ctx) { return EVP_PKEY_decapsulate_init(ctx, NULL); }

int osa_decapsulate(osa_decapsulate_args *args)
{
    return convert(args->key, start_decapsulate, EVP_PKEY_decapsulate, &nothing, &args->ciphertext, args->secret);
}

/* Of a peer only the public part is wanted, and a key that can't be exported would not be taken whole. */
static EVP_PKEY *public_part(EVP_PKEY *key)
{
    unsigned char *spki = NULL;
    int size = i2d_PUBKEY(key, &spki);
    const unsigned char *at = spki;
    EVP_PKEY *copy = size > 0 ? d2i_PUBKEY(NULL, &at, size) : NULL;

    OPENSSL_free(spki);
    return copy;
}

static int derive(EVP_PKEY_CTX *ctx, unsigned char *out, size_t *length, const unsigned char *in, size_t size)
{
    return EVP_PKEY_derive(ctx, out, length);
}

int osa_derive_bits(osa_derive_bits_args *args)
{
    EVP_PKEY_CTX *ctx = EVP_PKEY_CTX_new_from_pkey(NULL, args->key, NULL);
    EVP_PKEY *peer = public_part(args->peer);
    int ok = ctx != NULL && peer != NULL && EVP_PKEY_derive_init(ctx) > 0 && EVP_PKEY_derive_set_peer(ctx, peer) > 0
        && carry_out(ctx, derive, &nothing, args->secret);

    EVP_PKEY_CTX_free(ctx);
    EVP_PKEY_free(peer);
    return ok;
}

int osa_encapsulate(osa_encapsulate_args *args)
{
    EVP_PKEY_CTX *ctx = EVP_PKEY_CTX_new_from_pkey(NULL, args->key, NULL);
    osa_bytes ciphertext = { NULL, 0 }, secret = { NULL, 0 };
    size_t room = 0;
    int ok = ctx != NULL && EVP_PKEY_encapsulate_init(ctx, NULL) > 0
        && EVP_PKEY_encapsulate(ctx, NULL, &ciphertext.size, NULL, &secret.size) > 0
        && (ciphertext.data = OPENSSL_malloc(ciphertext.size + 1)) != NULL
        && (secret.data = OPENSSL_malloc((room = secret.size) + 1)) != NULL
        && EVP_PKEY_encapsulate(ctx, ciphertext.data, &ciphertext.size, secret.data, &secret.size) > 0;

    EVP_PKEY_CTX_free(ctx);
    if (ok) {
        *args->ciphertext = ciphertext;
        *args->secret = secret;
    } else {
        OPENSSL_free(ciphertext.data);
        OPENSSL_clear_free(secret.data, room + 1);
    }
    return ok;
}
