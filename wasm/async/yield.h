/* Pauses of long computations that wait for nothing: the event loop gets its turns, and they can be cancelled. */
#ifndef OSA_YIELD_H
#define OSA_YIELD_H

#include <stdint.h>

/* The clock is looked at after this much work, in blocks of 64 bytes: well below a millisecond. */
#define OSA_WORK 2048
extern uint32_t osa_work_done;
extern double osa_slice;

/* Pauses the running job, which waits for nothing; 0 when it is cancelled. Outside of a job it does nothing. */
int osa_give_turn(void);

/* The same, if it has run for a while. */
int osa_yield(void);

static inline int osa_worked(uint32_t blocks)
{
    return (osa_work_done += blocks) < OSA_WORK || osa_yield();
}

/* How many of OpenSSL's locks are held: what they keep from others is half done, so nobody pauses meanwhile. */
extern uint32_t osa_locks_held;

/*
 * How a job pauses inside of OpenSSL's own loops. Our operations do without saying so, at any place where no lock is held;
 * a job in C of somebody else's never does.
 */
typedef struct osa_yielder_st {
    void (*stop)(void *arg);   /* makes loops that cannot fail short; NULL if there are none */
    void *arg;
    int arithmetic;            /* in big-number arithmetic too: no lock is held around it, and nobody else has the numbers */
} osa_yielder;

/* For jobs whose loops may all fail. */
extern osa_yielder osa_yields;

/* The running job pauses so until this is called with NULL, for the way of operations whose loops may all fail. */
void osa_set_yielder(osa_yielder *yielder);

int osa_kdf_yield(void);

static inline int osa_kdf_worked(uint32_t blocks)
{
    return (osa_work_done += blocks) < OSA_WORK || osa_kdf_yield();
}

int osa_bn_yield(void);

/* After a step with numbers of so many words, which takes time in proportion to their square. */
static inline int osa_bn_worked(int words)
{
    return (osa_work_done += 1 + (uint32_t)(words * words) / 64) < OSA_WORK || osa_bn_yield();
}

/* Ends the loops of a KDF_ARGON2. */
void osa_argon2_stop(void *ctx);

#endif
