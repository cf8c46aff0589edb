/* How what OpenSSL does at once with many bytes is divided, so that it pauses in between. */
#ifndef OSA_PIECES_H
#define OSA_PIECES_H

#include "yield.h"

/* The random number generators hash and encrypt less than this at a time, and must not pause: it stays in one piece. */
#define OSA_NOT_SPLIT 65536
#define OSA_PIECE 16384

#endif
