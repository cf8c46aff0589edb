#include "wipe.h"
#include "crypto/asn1/a_i2d_fp.c"
