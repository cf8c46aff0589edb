/*
 * What a digest was made of. CMS without signed attributes has OpenSSL sign a bare digest; a holder that hashes by
 * itself needs the message. So whoever has it offers it for the time of the call, and the provider takes it if its
 * hash is the digest.
 */
#ifndef OSA_PREIMAGE_H
#define OSA_PREIMAGE_H

#include <openssl/async.h>
#include <openssl/evp.h>
#include "boundary/generated/boundary.h"

/* It lies on the stack of the job that offers it. */
typedef struct osa_preimage_st {
    struct osa_preimage_st *next;
    ASYNC_JOB *job;
    osa_bytes message;
} osa_preimage;

void osa_preimage_offer(osa_preimage *preimage, const void *data, size_t size);
void osa_preimage_withdraw(osa_preimage *preimage);

/* The running job's message with this digest; 0 if there is none. */
int osa_preimage_find(const char *hash, const osa_bytes *digest, osa_bytes *message);

/* 1 if the key's holder hashes by itself. */
int osa_held_key_wants_message(const EVP_PKEY *key);

#endif
