#include "wipe.h"
#include "providers/implementations/encode_decode/decode_der2key.c"
