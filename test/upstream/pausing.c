/*
 * The built-in providers, with their tables of functions exchanged for copies: a signature, a key exchange, a cipher,
 * a key encapsulation and an asymmetric cipher first pauses the job that it runs in, then does what it always did.
 *
 * Random generators may not pause, since all jobs share them and their locks are held meanwhile; but they are made
 * of ciphers. So their functions block pauses, as a provider that pauses has to be called.
 *
 * The linker's --wrap puts this between provider_predefined.c and the providers.
 */
#include <stdio.h>
#include <stdlib.h>
#include <openssl/core.h>
#include <openssl/core_dispatch.h>
#include "async/internal.h"
#include "pausing.h"

int pausing_enabled;

static struct { unsigned int pausing, blocked; } operations;
static unsigned int generating;   /* calls of random generators that have not returned */

void pausing_report(void)
{
    fprintf(stderr, "pausing: %u operations, %u pauses, %u more in random generators\n", operations.pausing,
            osa_counters.pauses, operations.blocked);
}

/* ---- trampolines: one per function of a provider, since C has no closures ---- */

enum kind { PAUSES, BLOCKS };
typedef void (*function)(void);
typedef struct { function original; enum kind kind; } slot;

static void before(enum kind kind)
{
    unsigned int pauses = osa_counters.pauses;

    if (kind == BLOCKS) {
        ASYNC_block_pause();
        generating++;
        return;
    }
    if (!ASYNC_pause_job() || (osa_counters.pauses == pauses) != (generating > 0)) {
        fprintf(stderr, "ASYNC_pause_job failed, or did not do what it should\n");
        abort();
    }
    if (generating == 0)
        operations.pausing++;
    else
        operations.blocked++;
}

static void after(enum kind kind)
{
    if (kind == PAUSES)
        return;
    generating--;
    ASYNC_unblock_pause();
}

/* In wasm a function's type is how many 32-bit words it takes, and all of these give one back. */
typedef uintptr_t word;
#define P1 word a
#define P3 P1, word b, word c
#define P4 P3, word d
#define P5 P4, word e
#define P6 P5, word f
#define P7 P6, word g
#define P8 P7, word h
#define A1 a
#define A3 A1, b, c
#define A4 A3, d
#define A5 A4, e
#define A6 A5, f
#define A7 A6, g
#define A8 A7, h

#define TRAMPOLINE(n, i)                                                    \
    static word call_##n##_##i(P##n)                                        \
    {                                                                       \
        word result;                                                        \
                                                                            \
        before(slots_##n[0x##i].kind);                                      \
        result = ((word (*)(P##n))slots_##n[0x##i].original)(A##n);         \
        after(slots_##n[0x##i].kind);                                       \
        return result;                                                      \
    }
#define NAME(n, i) (function)call_##n##_##i,

#define X16(X, n, i) X(n, i##0) X(n, i##1) X(n, i##2) X(n, i##3) X(n, i##4) X(n, i##5) X(n, i##6) X(n, i##7) \
    X(n, i##8) X(n, i##9) X(n, i##a) X(n, i##b) X(n, i##c) X(n, i##d) X(n, i##e) X(n, i##f)
#define X128(X, n) X16(X, n, 0) X16(X, n, 1) X16(X, n, 2) X16(X, n, 3) X16(X, n, 4) X16(X, n, 5) X16(X, n, 6) X16(X, n, 7)
#define SLOTS 128

#define ARITY(n)                                                            \
    static slot slots_##n[SLOTS];                                           \
    X128(TRAMPOLINE, n)                                                     \
    static const function calls_##n[SLOTS] = { X128(NAME, n) };
ARITY(1) ARITY(3) ARITY(4) ARITY(5) ARITY(6) ARITY(7) ARITY(8)

static const struct { slot *slots; const function *calls; } arities[] = {
    [1] = { slots_1, calls_1 }, [3] = { slots_3, calls_3 }, [4] = { slots_4, calls_4 }, [5] = { slots_5, calls_5 },
    [6] = { slots_6, calls_6 }, [7] = { slots_7, calls_7 }, [8] = { slots_8, calls_8 },
};

static function trampoline(function original, int arity, enum kind kind)
{
    slot *slots = arities[arity].slots;

    for (int i = 0; i < SLOTS; i++) {
        if (slots[i].original == NULL)
            slots[i] = (slot){ original, kind };
        if (slots[i].original == original && slots[i].kind == kind)
            return arities[arity].calls[i];
    }
    fprintf(stderr, "more than %d functions of %d arguments: raise SLOTS\n", SLOTS, arity);
    abort();
}

/* ---- which functions they are ---- */

static const struct { int operation, function, arity; enum kind kind; } changed[] = {
    { OSSL_OP_SIGNATURE, OSSL_FUNC_SIGNATURE_SIGN, 6, PAUSES },
    { OSSL_OP_SIGNATURE, OSSL_FUNC_SIGNATURE_SIGN_MESSAGE_FINAL, 4, PAUSES },
    { OSSL_OP_SIGNATURE, OSSL_FUNC_SIGNATURE_VERIFY, 5, PAUSES },
    { OSSL_OP_SIGNATURE, OSSL_FUNC_SIGNATURE_VERIFY_MESSAGE_FINAL, 1, PAUSES },
    { OSSL_OP_SIGNATURE, OSSL_FUNC_SIGNATURE_VERIFY_RECOVER, 6, PAUSES },
    { OSSL_OP_SIGNATURE, OSSL_FUNC_SIGNATURE_DIGEST_SIGN, 6, PAUSES },
    { OSSL_OP_SIGNATURE, OSSL_FUNC_SIGNATURE_DIGEST_SIGN_FINAL, 4, PAUSES },
    { OSSL_OP_SIGNATURE, OSSL_FUNC_SIGNATURE_DIGEST_VERIFY, 5, PAUSES },
    { OSSL_OP_SIGNATURE, OSSL_FUNC_SIGNATURE_DIGEST_VERIFY_FINAL, 3, PAUSES },
    { OSSL_OP_KEYEXCH, OSSL_FUNC_KEYEXCH_DERIVE, 4, PAUSES },
    { OSSL_OP_CIPHER, OSSL_FUNC_CIPHER_UPDATE, 6, PAUSES },
    { OSSL_OP_CIPHER, OSSL_FUNC_CIPHER_FINAL, 4, PAUSES },
    { OSSL_OP_CIPHER, OSSL_FUNC_CIPHER_CIPHER, 6, PAUSES },
    { OSSL_OP_ASYM_CIPHER, OSSL_FUNC_ASYM_CIPHER_ENCRYPT, 6, PAUSES },
    { OSSL_OP_ASYM_CIPHER, OSSL_FUNC_ASYM_CIPHER_DECRYPT, 6, PAUSES },
    { OSSL_OP_KEM, OSSL_FUNC_KEM_ENCAPSULATE, 5, PAUSES },
    { OSSL_OP_KEM, OSSL_FUNC_KEM_DECAPSULATE, 5, PAUSES },
    { OSSL_OP_RAND, OSSL_FUNC_RAND_INSTANTIATE, 6, BLOCKS },
    { OSSL_OP_RAND, OSSL_FUNC_RAND_UNINSTANTIATE, 1, BLOCKS },
    { OSSL_OP_RAND, OSSL_FUNC_RAND_GENERATE, 7, BLOCKS },
    { OSSL_OP_RAND, OSSL_FUNC_RAND_RESEED, 6, BLOCKS },
    { OSSL_OP_RAND, OSSL_FUNC_RAND_NONCE, 5, BLOCKS },
    { OSSL_OP_RAND, OSSL_FUNC_RAND_GET_SEED, 8, BLOCKS },
};

static function changed_function(int operation, const OSSL_DISPATCH *entry)
{
    for (size_t i = 0; i < sizeof(changed) / sizeof(*changed); i++)
        if (changed[i].operation == operation && changed[i].function == entry->function_id)
            return trampoline(entry->function, changed[i].arity, changed[i].kind);
    return entry->function;
}

/* ---- copies of the tables; they live as long as the providers, which is always ---- */

static void *allocate(size_t count, size_t size)
{
    void *memory = calloc(count, size);

    if (memory == NULL)
        abort();
    return memory;
}

static const OSSL_DISPATCH *changed_dispatch(int operation, const OSSL_DISPATCH *from)
{
    OSSL_DISPATCH *to;
    size_t count = 0;

    while (from[count].function_id != 0)
        count++;
    to = allocate(count + 1, sizeof(*to));
    for (size_t i = 0; i < count; i++)
        to[i] = (OSSL_DISPATCH){ from[i].function_id, changed_function(operation, &from[i]) };
    return to;
}

static const OSSL_ALGORITHM *changed_algorithms(int operation, const OSSL_ALGORITHM *from)
{
    static struct { const OSSL_ALGORITHM *from, *to; } known[2 * OSSL_OP__HIGHEST];
    OSSL_ALGORITHM *to;
    size_t count = 0, i = 0;

    if (from == NULL)
        return NULL;
    for (; known[i].from != NULL; i++)
        if (known[i].from == from)
            return known[i].to;
    while (from[count].algorithm_names != NULL)
        count++;
    to = allocate(count + 1, sizeof(*to));
    for (size_t at = 0; at < count; at++) {
        to[at] = from[at];
        to[at].implementation = changed_dispatch(operation, from[at].implementation);
    }
    known[i].from = from;
    known[i].to = to;
    return to;
}

/* ---- the providers ---- */

#define PROVIDER(name)                                                                                              \
    static OSSL_FUNC_provider_query_operation_fn *query_##name;                                                     \
    static const OSSL_ALGORITHM *changed_query_##name(void *provctx, int operation, int *no_cache)                  \
    {                                                                                                               \
        return changed_algorithms(operation, query_##name(provctx, operation, no_cache));                           \
    }                                                                                                               \
    OSSL_provider_init_fn __real_ossl_##name##_provider_init, __wrap_ossl_##name##_provider_init;                   \
    int __wrap_ossl_##name##_provider_init(const OSSL_CORE_HANDLE *handle, const OSSL_DISPATCH *in,                 \
                                           const OSSL_DISPATCH **out, void **provctx)                               \
    {                                                                                                               \
        static OSSL_DISPATCH table[32];                                                                             \
        const OSSL_DISPATCH *from;                                                                                  \
        size_t at = 0;                                                                                              \
                                                                                                                    \
        if (!__real_ossl_##name##_provider_init(handle, in, out, provctx))                                          \
            return 0;                                                                                               \
        if (!pausing_enabled)                                                                                       \
            return 1;                                                                                               \
        for (from = *out; from->function_id != 0; from++, at++) {                                                   \
            table[at] = *from;                                                                                      \
            if (from->function_id == OSSL_FUNC_PROVIDER_QUERY_OPERATION) {                                          \
                query_##name = OSSL_FUNC_provider_query_operation(from);                                            \
                table[at].function = (function)changed_query_##name;                                                \
            }                                                                                                       \
        }                                                                                                           \
        *out = table;                                                                                               \
        return 1;                                                                                                   \
    }
PROVIDER(default)
PROVIDER(legacy)
