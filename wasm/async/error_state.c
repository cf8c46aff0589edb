/*
 * One ERR_STATE per job. Upstream keeps one per thread, so that jobs which interleave would see and
 * pop each other's errors. At each switch the pointer behind err.c's thread-local key is exchanged.
 *
 * The key is private to err.c, and its shelving functions cost more than a whole switch; but while
 * the state is shelved its slot holds (void *)-1, which no other slot ever does. That finds the key.
 */
#include "crypto/async/async_local.h"
#include "crypto/err.h"
#include "internal.h"

#define THREAD_LOCAL_SLOTS 256   /* OPENSSL_CRYPTO_THREAD_LOCAL_KEY_MAX in threads_none.c */

static CRYPTO_THREAD_LOCAL error_key;

int osa_error_states_init(void)
{
    void *state;
    int found = 0;

    if (!err_shelve_state(&state))
        return 0;
    for (unsigned int slot = 0; slot < THREAD_LOCAL_SLOTS && !found; slot++) {
        error_key = slot;
        found = CRYPTO_THREAD_get_local(&error_key) == (void *)-1;
    }
    err_unshelve_state(state);
    return found;
}

void *osa_swap_error_state(void *next)
{
    void *previous = CRYPTO_THREAD_get_local(&error_key);

    CRYPTO_THREAD_set_local(&error_key, next);
    return previous;
}

int osa_error_count(const void *state)
{
    const ERR_STATE *es = state;

    return es == NULL ? 0 : (es->top - es->bottom + ERR_NUM_ERRORS) % ERR_NUM_ERRORS;
}
