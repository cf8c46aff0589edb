#include <string.h>
#include "guard.h"
#include "test.h"

#define GUARD 16
#define GUARD_BYTE 0xa5
#define BLOCKS 4096

/* Few are live at once in what is tested; what finds no place has no guard. */
static struct {
    unsigned char *block;
    size_t size;
} guarded[BLOCKS];
static int is_on, overwritten;

size_t osa_guard_size(void) { return is_on ? GUARD : 0; }

static int place_of(const void *block)
{
    for (int i = 0; i < BLOCKS; i++)
        if (guarded[i].block == block)
            return i;
    return -1;
}

void *osa_guard(void *block, size_t size)
{
    int place = is_on && block != NULL ? place_of(NULL) : -1;

    if (place >= 0) {
        guarded[place].block = block;
        guarded[place].size = size;
        memset(guarded[place].block + size, GUARD_BYTE, GUARD);
    }
    return block;
}

static void look_at(int place)
{
    for (int i = 0; i < GUARD; i++)
        if (guarded[place].block[guarded[place].size + i] != GUARD_BYTE) {
            overwritten++;
            return;
        }
}

void osa_unguard(void *block)
{
    int place = is_on && block != NULL ? place_of(block) : -1;

    if (place < 0)
        return;
    look_at(place);
    guarded[place].block = NULL;
}

int osa_guarded_size(const void *block, size_t *size)
{
    int place = is_on && block != NULL ? place_of(block) : -1;

    if (place < 0)
        return 0;
    *size = guarded[place].size;
    return 1;
}

/* Ends what was on, and begins anew if asked to; gives the number of blocks that were overwritten meanwhile. */
int test_guard_blocks(int on)
{
    int found;

    for (int i = 0; i < BLOCKS; i++)
        if (guarded[i].block != NULL)
            look_at(i);
    memset(guarded, 0, sizeof(guarded));
    found = overwritten;
    overwritten = 0;
    is_on = on;
    return found;
}
