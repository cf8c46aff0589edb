#include "wipe.h"
#include "providers/implementations/encode_decode/decode_epki2pki.c"
