#include "held.h"
#include "preimage.h"

static osa_preimage *offered;

void osa_preimage_offer(osa_preimage *preimage, const void *data, size_t size)
{
    *preimage = (osa_preimage){ offered, ASYNC_get_current_job(), { (void *)data, size } };
    offered = preimage;
}

void osa_preimage_withdraw(osa_preimage *preimage)
{
    osa_preimage **at = &offered;

    while (*at != NULL && *at != preimage)
        at = &(*at)->next;
    if (*at != NULL)
        *at = preimage->next;
}

int osa_preimage_find(const char *hash, const osa_bytes *digest, osa_bytes *message)
{
    ASYNC_JOB *job = ASYNC_get_current_job();
    unsigned char md[EVP_MAX_MD_SIZE];
    size_t size;

    for (osa_preimage *one = offered; one != NULL && hash != NULL; one = one->next) {
        if (one->job == job && EVP_Q_digest(NULL, hash, NULL, one->message.data, one->message.size, md, &size)
            && size == digest->size && CRYPTO_memcmp(md, digest->data, size) == 0) {
            *message = one->message;
            return 1;
        }
    }
    return 0;
}

int osa_held_key_wants_message(const EVP_PKEY *key)
{
    int flags;

    return EVP_PKEY_get_int_param(key, OSA_PARAM_FLAGS, &flags) && (flags & OSA_HELD_KEY_MESSAGE) != 0;
}
