/* What the operations share: each is a job function that reads osa_x_args and sets its results on success only. */
#ifndef OSA_OPERATION_H
#define OSA_OPERATION_H

#include <openssl/bio.h>
#include <openssl/err.h>
#include <openssl/evp.h>
#include "async/internal.h"
#include "boundary/generated/boundary_operations.h"

/* Bytes that stay where they are; NULL with an error if they are more than a BIO can count. */
BIO *osa_memory_open(const void *data, size_t size);

/* Bytes in memory, or those of a virtual handle, whose read pauses the job. */
BIO *osa_source_open(const osa_source *source);

/* Calls `use` with each piece of a source. Pauses the job now and then. 0 if `use` or the stream fails, or by cancelling. */
int osa_each_piece(const osa_source *source, int (*use)(void *arg, const void *data, size_t size), void *arg);

/* Calls `use` once, with all of a source. */
int osa_as_whole(const osa_source *source, int (*use)(void *arg, const void *data, size_t size), void *arg);

/* 1 at the end of a source; 0 with an error if it has failed, which OpenSSL's own loops take for the end. */
int osa_source_ended(const osa_source *source);

/* All of a source in a memory BIO. */
BIO *osa_source_collect(const osa_source *source);

/* Where a result goes: memory, or a virtual handle, whose write pauses the job while its reader is full. */
BIO *osa_sink_open(const osa_sink *sink);

/*
 * Frees the BIO. If all is well this is the end of the result: bytes in memory are JavaScript's, those of a
 * handle have arrived. 0 if it is not, or the stream has failed.
 */
int osa_sink_close(const osa_sink *sink, BIO *out, int ok);

/* Moves what a memory BIO holds into `out`, which JavaScript frees, and frees the BIO; 0 if there is none. */
int osa_take_bio(BIO *memory, osa_bytes *out);

/* "name:value" texts, each with a zero behind it: EVP_PKEY_CTX_ctrl_str(3). */
int osa_apply_options(EVP_PKEY_CTX *ctx, const osa_bytes *options);

/*
 * Begins an EVP_DigestSign(3), with a hash or the key's default; NULL if it can't. Until the end, which frees the
 * context, a slow signature pauses now and then.
 */
EVP_MD_CTX *osa_sign_begin(EVP_PKEY *key, const char *digest, const osa_bytes *options);
void osa_sign_end(EVP_MD_CTX *ctx);

/* OpenSSL fails without a word now and then; an error that gives no reason helps nobody. Gives 0. */
int osa_failed(int lib, int reason, const char *text);

/* 1 if the key has a signature algorithm that takes the message in one piece: EdDSA, ML-DSA, SLH-DSA. */
int osa_key_takes_message(const EVP_PKEY *key);

/* Where a list of texts ends; an empty one has no address to count from. */
static inline const char *osa_list_end(const osa_bytes *list)
{
    return list->size == 0 ? list->data : (const char *)list->data + list->size;
}

/* Bytes are read this many at a time. */
#define OSA_CHUNK 16384

#endif
