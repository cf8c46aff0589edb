#include "wipe.h"
#include "crypto/pkcs12/p12_decr.c"
