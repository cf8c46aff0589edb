/* Pauses of long computations that wait for nothing: the event loop gets its turns, and they can be cancelled. */
#ifndef OSA_YIELD_H
#define OSA_YIELD_H

#include <stdint.h>

/* The clock is looked at after this much work, in blocks of 64 bytes: well below a millisecond. */
#define OSA_WORK 2048
extern uint32_t osa_work_done;

/* Pauses the running job, which waits for nothing; 0 when it is cancelled. Outside of a job it does nothing. */
int osa_give_turn(void);

/* The same, if it has run for a while. */
int osa_yield(void);

static inline int osa_worked(uint32_t blocks)
{
    return (osa_work_done += blocks) < OSA_WORK || osa_yield();
}

/*
 * A job pauses inside OpenSSL's key derivations only if it says that it may: one that derives a key, or reads or writes
 * something that is encrypted with a password. Other callers may be in the middle of a change that no other job must see.
 */
typedef struct osa_yielder_st {
    void (*stop)(void *arg);   /* shortens loops that cannot fail; NULL if there are none */
    void *arg;
    int arithmetic;            /* may pause in big-number arithmetic too: it holds no lock, and its numbers are its own */
} osa_yielder;

/* The one for jobs all of whose loops can fail. */
extern osa_yielder osa_yields;

/* The running job may pause in key derivations until this is called with NULL. */
void osa_set_yielder(osa_yielder *yielder);

int osa_kdf_yield(void);

static inline int osa_kdf_worked(uint32_t blocks)
{
    return (osa_work_done += blocks) < OSA_WORK || osa_kdf_yield();
}

int osa_bn_yield(void);

/* Called after a step with numbers of so many words; its time grows with their square. */
static inline int osa_bn_worked(int words)
{
    return (osa_work_done += 1 + (uint32_t)(words * words) / 64) < OSA_WORK || osa_bn_yield();
}

/* Ends the loops of a KDF_ARGON2. */
void osa_argon2_stop(void *ctx);

#endif
