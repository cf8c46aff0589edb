#include "wipe.h"
#include "providers/implementations/encode_decode/decode_pem2der.c"
