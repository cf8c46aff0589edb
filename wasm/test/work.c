/*
 * How much is done between two turns of the event loop, in bytes: what OpenSSL hashes, encrypts, reads as lines or puts
 * into lists goes through here in the test module, whatever asked for it (wasm/build.sh).
 */
#include <openssl/bio.h>
#include "async/internal.h"
#include "async/yield.h"

static uint32_t longest, stretch, switches;

static void worked(size_t bytes)
{
    uint32_t switches_now = osa_counters.pauses + osa_counters.jobs_started;

    if (switches != switches_now) {
        switches = switches_now;
        stretch = 0;
    }
    stretch += (uint32_t)bytes;
    if (stretch > longest)
        longest = stretch;
}

void test_slice(int milliseconds) { osa_slice = milliseconds; }

uint32_t test_longest_stretch(void)
{
    uint32_t found = longest;

    longest = stretch = 0;
    return found;
}

#define HASH(update) \
    int __real_##update(void *ctx, const void *data, size_t size); \
    int __wrap_##update(void *ctx, const void *data, size_t size) \
    { \
        worked(size); \
        return __real_##update(ctx, data, size); \
    }

HASH(MD5_Update)
HASH(SHA1_Update)
HASH(SHA224_Update)
HASH(SHA256_Update)
HASH(SHA384_Update)
HASH(SHA512_Update)
HASH(ossl_blake2b_update)
HASH(ossl_blake2s_update)

size_t __real_SHA3_absorb(void *state, const unsigned char *data, size_t size, size_t rate);
size_t __wrap_SHA3_absorb(void *state, const unsigned char *data, size_t size, size_t rate)
{
    worked(size);
    return __real_SHA3_absorb(state, data, size, rate);
}

void __real_SHA3_squeeze(void *state, unsigned char *out, size_t size, size_t rate, int next);
void __wrap_SHA3_squeeze(void *state, unsigned char *out, size_t size, size_t rate, int next)
{
    worked(size);
    __real_SHA3_squeeze(state, out, size, rate, next);
}

#define CBC(crypt) \
    void __real_##crypt(const void *in, void *out, size_t size, const void *key, void *iv, void *block); \
    void __wrap_##crypt(const void *in, void *out, size_t size, const void *key, void *iv, void *block) \
    { \
        worked(size); \
        __real_##crypt(in, out, size, key, iv, block); \
    }

CBC(CRYPTO_cbc128_encrypt)
CBC(CRYPTO_cbc128_decrypt)

#define GCM(crypt) \
    int __real_##crypt(void *ctx, const void *in, void *out, size_t size); \
    int __wrap_##crypt(void *ctx, const void *in, void *out, size_t size) \
    { \
        worked(size); \
        return __real_##crypt(ctx, in, out, size); \
    }

GCM(CRYPTO_gcm128_encrypt)
GCM(CRYPTO_gcm128_decrypt)

int __real_BIO_gets(BIO *bio, char *line, int size);
int __wrap_BIO_gets(BIO *bio, char *line, int size)
{
    int got = __real_BIO_gets(bio, line, size);

    worked(got > 0 ? (size_t)got : 0);
    return got;
}

int __real_OPENSSL_sk_push(void *list, const void *member);
int __wrap_OPENSSL_sk_push(void *list, const void *member)
{
    worked(64);
    return __real_OPENSSL_sk_push(list, member);
}
