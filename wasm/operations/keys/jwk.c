/* Keys taken apart into their members and put together from them, for JSON Web Keys: RFC 7517, 7518, 8037, 9964. */
#include <string.h>
#include <openssl/bn.h>
#include <openssl/core_names.h>
#include <openssl/params.h>
#include "operations/fields.h"
#include "operations/operation.h"

#define MAX_MEMBERS 9

/* The kinds of members: a number (big endian here and in a JWK), octets, a text; '-' is one that the key has not. */
#define NUMBER 'n'
#define OCTETS 'o'
#define TEXT 't'
#define ABSENT '-'

static int put_number(BIO *out, EVP_PKEY *key, const char *name)
{
    BIGNUM *number = NULL;
    unsigned char *bytes = NULL;
    size_t size = 0;
    int ok = EVP_PKEY_get_bn_param(key, name, &number);

    if (ok) {
        size = (size_t)BN_num_bytes(number);
        ok = (bytes = OPENSSL_malloc(size + 1)) != NULL && BN_bn2bin(number, bytes) == (int)size
            && osa_put(out, NUMBER, bytes, size);
    }
    OPENSSL_clear_free(bytes, size);
    BN_clear_free(number);
    return ok;
}

static int put_octets(BIO *out, EVP_PKEY *key, const char *name)
{
    unsigned char *bytes = NULL;
    size_t size = 0, got = 0;
    int ok = EVP_PKEY_get_octet_string_param(key, name, NULL, 0, &size) && (bytes = OPENSSL_malloc(size + 1)) != NULL
        && EVP_PKEY_get_octet_string_param(key, name, bytes, size, &got) && osa_put(out, OCTETS, bytes, got);

    OPENSSL_clear_free(bytes, size);
    return ok;
}

static int put_text(BIO *out, EVP_PKEY *key, const char *name)
{
    char text[64];
    size_t size = 0;

    return EVP_PKEY_get_utf8_string_param(key, name, text, sizeof(text), &size) && osa_put(out, TEXT, text, size);
}

/*
 * Members one by one, each name with its kind before it: EVP_PKEY_todata(3) would leave copies of private ones in
 * memory that is freed as it is.
 */
int osa_key_members(osa_key_members_args *args)
{
    const char *end = osa_list_end(&args->names);
    BIO *out = BIO_new(BIO_s_secmem());
    int ok = out != NULL;

    for (const char *name = args->names.data; ok && name < end; name += strlen(name) + 1) {
        int has = *name == NUMBER ? put_number(out, args->key, name + 1)
            : *name == OCTETS     ? put_octets(out, args->key, name + 1)
                                  : put_text(out, args->key, name + 1);

        ok = has || osa_put(out, ABSENT, NULL, 0);
    }
    ERR_clear_error();
    if (ok)
        return osa_take_bio(out, args->members);
    BIO_free(out);
    return 0;
}

/*
 * Members as JavaScript lays them out: kind, size in four bytes, name and a zero, value; a text has a zero too. They
 * stay where they are.
 */
static int read_members(const osa_bytes *bytes, OSSL_PARAM *params, int count)
{
    unsigned char *at = bytes->data, *end = at + bytes->size;

    while (at < end && count < MAX_MEMBERS) {
        size_t size = at[1] | at[2] << 8 | at[3] << 16 | (size_t)at[4] << 24, name = strlen((char *)at + 5) + 1;
        unsigned char *value = at + 5 + name;

        size -= name;
        if (*at == NUMBER) {
            for (size_t i = 0; i < size / 2; i++) {   /* to the processor's order */
                unsigned char byte = value[i];

                value[i] = value[size - 1 - i];
                value[size - 1 - i] = byte;
            }
            params[count++] = OSSL_PARAM_construct_BN((char *)at + 5, value, size);
        } else if (*at == OCTETS) {
            params[count++] = OSSL_PARAM_construct_octet_string((char *)at + 5, value, size);
        } else {
            params[count++] = OSSL_PARAM_construct_utf8_string((char *)at + 5, (char *)value, size - 1);
        }
        at = value + size;
    }
    params[count] = OSSL_PARAM_construct_end();
    return count;
}

static EVP_PKEY *make(const char *algorithm, int selection, OSSL_PARAM *params)
{
    EVP_PKEY_CTX *ctx = EVP_PKEY_CTX_new_from_name(NULL, algorithm, NULL);
    EVP_PKEY *key = NULL;

    if (ctx == NULL || EVP_PKEY_fromdata_init(ctx) <= 0 || EVP_PKEY_fromdata(ctx, &key, selection, params) <= 0) {
        EVP_PKEY_free(key);
        key = NULL;
    }
    EVP_PKEY_CTX_free(ctx);
    return key;
}

static int is_odd_above_one(const BIGNUM *number)
{
    return BN_is_odd(number) && !BN_is_one(number);
}

/* Whether a * b is 1 modulo m. */
static int are_inverse(const BIGNUM *a, const BIGNUM *b, const BIGNUM *m, BN_CTX *ctx)
{
    BIGNUM *product = BN_CTX_get(ctx), *modulus = BN_CTX_get(ctx);

    if (modulus == NULL || BN_copy(modulus, m) == NULL)
        return 0;
    BN_set_flags(modulus, BN_FLG_CONSTTIME);
    return BN_mul(product, a, b, ctx) && BN_div(NULL, product, product, modulus, ctx) && BN_is_one(product);
}

/* Whether `given` is d modulo prime - 1, and d the inverse of e there. */
static int fits_prime(const BIGNUM *prime, const BIGNUM *e, const BIGNUM *d, const BIGNUM *given, int *d_is_wrong,
                      BN_CTX *ctx)
{
    BIGNUM *less = BN_CTX_get(ctx), *rest = BN_CTX_get(ctx);

    if (rest == NULL || !BN_sub(less, prime, BN_value_one()))
        return 0;
    BN_set_flags(less, BN_FLG_CONSTTIME);
    *d_is_wrong = !are_inverse(e, d, less, ctx);
    return BN_div(NULL, rest, d, less, ctx) && BN_cmp(rest, given) == 0;
}

/*
 * The member that does not go with the others, or 0: RFC 8017, section 3.2. Not by EVP_PKEY_check(3), which tests for
 * seconds, and without a pause, that the factors are prime.
 */
static int rsa_problem(BIGNUM *const m[], int count, BN_CTX *ctx)
{
    BIGNUM *product = BN_CTX_get(ctx);
    int d_is_wrong = 0, d_is_wrong_too = 0, dp, dq;

    if (!is_odd_above_one(m[0]))
        return 1;
    if (!is_odd_above_one(m[1]) || BN_cmp(m[1], m[0]) >= 0)
        return 2;
    if (count == 2)
        return 0;
    if (!is_odd_above_one(m[3]))
        return 4;
    if (!is_odd_above_one(m[4]))
        return 5;
    if (product == NULL || !BN_mul(product, m[3], m[4], ctx) || BN_cmp(product, m[0]) != 0)
        return 1;
    dp = fits_prime(m[3], m[1], m[2], m[5], &d_is_wrong, ctx);
    dq = fits_prime(m[4], m[1], m[2], m[6], &d_is_wrong_too, ctx);
    if (d_is_wrong || d_is_wrong_too || BN_cmp(m[2], m[0]) >= 0)
        return 3;
    if (!dp || !dq)
        return dp ? 7 : 6;
    return are_inverse(m[7], m[4], m[3], ctx) && BN_cmp(m[7], m[3]) < 0 ? 0 : 8;
}

/* 0, or the number of the member that is wrong, in the order n e d p q dp dq qi, from 1; -1 if it could not be checked. */
static int check_rsa(const OSSL_PARAM *params, int count)
{
    BN_CTX *ctx = BN_CTX_new();
    BIGNUM *members[MAX_MEMBERS] = { NULL };
    int problem = -1, ok = ctx != NULL && (count == 2 || count == 8);

    for (int i = 0; ok && i < count; i++)
        ok = OSSL_PARAM_get_BN(params + i, members + i);
    if (ok) {
        BN_CTX_start(ctx);
        problem = rsa_problem(members, count, ctx);
        BN_CTX_end(ctx);
    }
    for (int i = 0; i < count; i++)
        BN_clear_free(members[i]);
    BN_CTX_free(ctx);
    return problem;
}

/* The private members must go with the public ones. */
static int check_pair(EVP_PKEY *key)
{
    EVP_PKEY_CTX *ctx = EVP_PKEY_CTX_new_from_pkey(NULL, key, NULL);
    int ok = ctx != NULL && EVP_PKEY_check(ctx) > 0;

    EVP_PKEY_CTX_free(ctx);
    return ok;
}

int osa_key_from_members(osa_key_from_members_args *args)
{
    OSSL_PARAM params[MAX_MEMBERS + 1];
    int publics = read_members(&args->public_members, params, 0), problem = 0;
    int count = read_members(&args->private_members, params, publics);
    int is_rsa = strcmp(args->algorithm, "RSA") == 0, is_private = count > publics;
    EVP_PKEY *key = NULL;

    if (is_rsa && (problem = check_rsa(params, count)) < 0)
        return 0;
    if (problem == 0 && (key = make(args->algorithm, EVP_PKEY_PUBLIC_KEY, params)) == NULL)
        problem = OSA_PROBLEM_JWK_PUBLIC;
    if (problem == 0 && is_private) {
        EVP_PKEY_free(key);
        key = make(args->algorithm, EVP_PKEY_KEYPAIR, params);
        if (key == NULL || (!is_rsa && !check_pair(key)))
            problem = OSA_PROBLEM_JWK_PRIVATE;
    }
    if (problem != 0) {
        EVP_PKEY_free(key);
        key = NULL;
    }
    ERR_clear_error();
    *args->problem = problem;
    *args->key = key;
    return 1;
}
