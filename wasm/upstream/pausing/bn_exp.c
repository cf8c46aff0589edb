/*
 * Upstream's modular exponentiation with a pause now and then: the primality tests of a large RSA key take tens of
 * milliseconds each. A cancelled job ends at once, as each multiplication may fail.
 */
#include "internal/cryptlib.h"
#include "bn_local.h"
#include "async/yield.h"

#define bn_mul_mont_fixed_top(r, a, b, mont, ctx) \
    (bn_mul_mont_fixed_top(r, a, b, mont, ctx) && osa_bn_worked((mont)->N.top))

#include "crypto/bn/bn_exp.c"
