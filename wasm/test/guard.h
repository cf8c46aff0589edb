/* Blocks of the heap with a few bytes behind them that nobody may write to; of the blocks made while it is on. */
#ifndef OSA_GUARD_H
#define OSA_GUARD_H

#include <stddef.h>

/* How many bytes more a block has to have. */
size_t osa_guard_size(void);

/* Guards a block of this size, if it is on; gives the block. */
void *osa_guard(void *block, size_t size);

/* Looks at the guard of a block, if it has one, and forgets the block. */
void osa_unguard(void *block);

/* The size that a guarded block was asked for with; 0 if it has no guard. */
int osa_guarded_size(const void *block, size_t *size);

#endif
