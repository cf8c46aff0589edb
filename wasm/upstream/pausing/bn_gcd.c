/* Upstream's greatest common divisor and modular inverse with a pause now and then: the last step of an RSA key. */
#include "internal/cryptlib.h"
#include "bn_local.h"
#include "async/yield.h"

#define BN_div(quotient, remainder, a, b, ctx) (BN_div(quotient, remainder, a, b, ctx) && osa_bn_worked((b)->top))
#define BN_rshift1(r, a) (BN_rshift1(r, a) && osa_bn_worked(8))   /* with an addition and two swaps beside it */

#include "crypto/bn/bn_gcd.c"
