/* Upstream's locks, which exclude nobody where there are no threads. They are counted: no job pauses while it holds one. */
#include <openssl/crypto.h>
#include "internal/rcu.h"
#include "async/yield.h"

#define CRYPTO_THREAD_read_lock uncounted_read_lock
#define CRYPTO_THREAD_write_lock uncounted_write_lock
#define CRYPTO_THREAD_unlock uncounted_unlock
#define ossl_rcu_read_lock uncounted_rcu_read_lock
#define ossl_rcu_write_lock uncounted_rcu_write_lock
#define ossl_rcu_read_unlock uncounted_rcu_read_unlock
#define ossl_rcu_write_unlock uncounted_rcu_write_unlock
#include "crypto/threads_none.c"
#undef CRYPTO_THREAD_read_lock
#undef CRYPTO_THREAD_write_lock
#undef CRYPTO_THREAD_unlock
#undef ossl_rcu_read_lock
#undef ossl_rcu_write_lock
#undef ossl_rcu_read_unlock
#undef ossl_rcu_write_unlock

uint32_t osa_locks_held;

static int counted(int done, uint32_t change)
{
    if (done)
        osa_locks_held += change;
    return done;
}

int CRYPTO_THREAD_read_lock(CRYPTO_RWLOCK *lock) { return counted(uncounted_read_lock(lock), 1); }
int CRYPTO_THREAD_write_lock(CRYPTO_RWLOCK *lock) { return counted(uncounted_write_lock(lock), 1); }
int CRYPTO_THREAD_unlock(CRYPTO_RWLOCK *lock) { return counted(uncounted_unlock(lock), (uint32_t)-1); }

void ossl_rcu_read_lock(CRYPTO_RCU_LOCK *lock) { counted(1, 1); }
void ossl_rcu_write_lock(CRYPTO_RCU_LOCK *lock) { counted(1, 1); }
void ossl_rcu_read_unlock(CRYPTO_RCU_LOCK *lock) { counted(1, (uint32_t)-1); }
void ossl_rcu_write_unlock(CRYPTO_RCU_LOCK *lock) { counted(1, (uint32_t)-1); }
