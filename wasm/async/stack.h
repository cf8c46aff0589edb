/*
 * The C stacks of jobs. A fresh one is zero, so that its high-water mark can be read off and wiping is
 * exact; the canary at its low end tells when C ran over it.
 */
#ifndef OSA_STACK_H
#define OSA_STACK_H

#include <stdint.h>
#include <wasm_simd128.h>
#include <openssl/crypto.h>
#include "fatal.h"
#include "internal.h"

static inline unsigned char *stack_low(const async_fibre *fibre)
{
    return (unsigned char *)(((uintptr_t)fibre->stack + 15) & ~(uintptr_t)15);
}

static inline unsigned char *stack_high(const async_fibre *fibre)
{
    return (unsigned char *)(((uintptr_t)fibre->stack + fibre->stack_size) & ~(uintptr_t)15);
}

#define CANARY_SIZE 16

static inline void set_canary(async_fibre *fibre)
{
    wasm_v128_store(stack_low(fibre), wasm_i64x2_splat((int64_t)fibre->guard));
}

static inline void check_canary(const async_fibre *fibre)
{
    v128_t found = wasm_v128_load(stack_low(fibre));

    if (wasm_v128_any_true(wasm_v128_xor(found, wasm_i64x2_splat((int64_t)fibre->guard))))
        osa_fatal(OSA_FATAL_STACK_OVERFLOW);
}

/* The lowest address above the canary that was ever written, to 16 bytes. */
static inline unsigned char *deepest_use(const async_fibre *fibre)
{
    unsigned char *p = stack_low(fibre) + CANARY_SIZE, *high = stack_high(fibre);

    while (high - p >= 64
           && !wasm_v128_any_true(wasm_v128_or(
                  wasm_v128_or(wasm_v128_load(p), wasm_v128_load(p + 16)),
                  wasm_v128_or(wasm_v128_load(p + 32), wasm_v128_load(p + 48)))))
        p += 64;
    while (p < high && !wasm_v128_any_true(wasm_v128_load(p)))
        p += 16;
    return p;
}

static inline void wipe_stack(async_fibre *fibre)
{
    unsigned char *used = deepest_use(fibre);
    size_t depth = (size_t)(stack_high(fibre) - used);

    if (depth > osa_counters.stack_high_water)
        osa_counters.stack_high_water = (uint32_t)depth;
    OPENSSL_cleanse(used, depth);
}

/* Recycled memory may hold anything; fresh pages are only read, so they stay unmapped. */
static inline void zero_stack(async_fibre *fibre)
{
    for (unsigned char *p = stack_low(fibre); p < stack_high(fibre); p += 16)
        if (wasm_v128_any_true(wasm_v128_load(p)))
            wasm_v128_store(p, wasm_i64x2_splat(0));
}

#endif
