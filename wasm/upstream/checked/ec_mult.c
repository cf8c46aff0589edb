/*
 * Upstream's multiplication of a point by a secret. It adds the group's cardinality to the secret, so that all are equally
 * long, with additions whose result is as long as its value: where a carry fits into no word of the cardinality, as with
 * Brainpool's curves, time tells whether there was one, and that gives a nonce's first bit away (CVE-2026-54872). Here
 * both sums have one word more than the cardinality, whatever stands in it.
 */
#include "internal/deprecated.h"
#include "crypto/bn.h"
#include "crypto/bn/bn_local.h"
#include "internal/constant_time.h"

/* A word of a number, 0 beyond its value. How many words it has may be secret, how many it has room for is not. */
static BN_ULONG word_of(const BIGNUM *number, int index)
{
    return index < number->dmax
        ? number->d[index] & constant_time_lt_bn((BN_ULONG)index, (BN_ULONG)number->top) : 0;
}

static int add_at_full_length(BIGNUM *sum, const BIGNUM *secret, const BIGNUM *cardinality)
{
    int length = cardinality->top + 1;
    BN_ULONG carry = 0;

    if (bn_wexpand(sum, length) == NULL)
        return 0;
    for (int i = 0; i < length; i++) {
        BN_ULONG one = word_of(secret, i), part = one + carry;
        BN_ULONG all = part + (i < cardinality->top ? cardinality->d[i] : 0);

        carry = (constant_time_lt_bn(part, carry) | constant_time_lt_bn(all, part)) & 1;
        sum->d[i] = all;
    }
    sum->top = length;
    sum->neg = 0;
    sum->flags |= BN_FLG_FIXED_TOP;
    return 1;
}

#define BN_add add_at_full_length
#include "crypto/ec/ec_mult.c"
