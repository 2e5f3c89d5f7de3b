/* The bulk generator of bulk.h with each part of its state in one vector of the compiler's, for kernels that are
   written once and become vector code of each path. */
#pragma once

#include "include/philox.h"
#include "philox.h"

#include <string.h>

/* Eight lanes. A word of Philox stands in the low half of a lane; what stands above it is never read. */
typedef uint64_t ck_lanes __attribute__((vector_size(64), aligned(8)));
typedef uint32_t ck_half_lanes __attribute__((vector_size(64), aligned(8)));

typedef struct {
    ck_lanes s0, s1, s2, s3;
} ck_lane_bulk;

/* The product of the low halves; the high halves in the place of the low ones, by what is cheaper than a shift. */
#define CK_LOW_PRODUCT(x, multiplier) (((x) & UINT32_MAX) * (uint64_t)(multiplier))
#define CK_HIGH_HALVES(x)                                                                                            \
    ((ck_lanes)__builtin_shufflevector((ck_half_lanes)(x), (ck_half_lanes)(x), 1, 1, 3, 3, 5, 5, 7, 7, 9, 9, 11, 11, \
                                       13, 13, 15, 15))

/* The draws at `first` and the seven counters after it: words 0 and 1 of each, words 2 and 3 of each. */
CK_INLINE void ck_lane_draws(const uint32_t counter[4], const uint32_t key[2], uint32_t first, ck_lanes *low,
                             ck_lanes *high) {
    const ck_lanes zero = {0};
    ck_lanes a = (ck_lanes){0, 1, 2, 3, 4, 5, 6, 7} + counter[0] + first;
    ck_lanes b = zero + counter[1], c = zero + counter[2], d = zero + counter[3];
    uint32_t key0 = key[0], key1 = key[1];
#pragma clang loop unroll(full)
    for (int round = 0; round < CK_PHILOX_ROUNDS; round++) {
        const ck_lanes p = CK_LOW_PRODUCT(a, CK_PHILOX_MULTIPLIER_0), q = CK_LOW_PRODUCT(c, CK_PHILOX_MULTIPLIER_1);
        a = CK_HIGH_HALVES(q) ^ b ^ key0;
        c = CK_HIGH_HALVES(p) ^ d ^ key1;
        b = q;
        d = p;
        key0 += CK_PHILOX_STEP_0;
        key1 += CK_PHILOX_STEP_1;
    }
    *low = (a & UINT32_MAX) | b << 32;
    *high = (c & UINT32_MAX) | d << 32;
}

/* Starts the block whose draws begin at `counter`, as ck_bulk_start. */
CK_INLINE void ck_lanes_start(ck_lane_bulk *g, const uint32_t counter[4], const uint32_t key[2]) {
    ck_lane_draws(counter, key, 0, &g->s0, &g->s1);
    ck_lane_draws(counter, key, 8, &g->s2, &g->s3);
}

CK_INLINE void ck_lanes_next(ck_lane_bulk *g, ck_lanes *out) {
    const ck_lanes s0 = g->s0, s1 = g->s1, s2 = g->s2 ^ s0, s3 = g->s3 ^ s1;
    *out = s0 + g->s3;
    g->s0 = s0 ^ s3;
    g->s1 = s1 ^ s2;
    g->s2 = s2 ^ (s1 << 17);
    g->s3 = s3 << 45 | s3 >> 19;
}

/* The first lane alone, which starts from two draws. */
typedef struct {
    uint64_t s0, s1, s2, s3;
} ck_first_lane;

CK_INLINE void ck_first_lane_start(ck_first_lane *g, const uint32_t counter[4], const uint32_t key[2]) {
    /* A call: vector code for one lane would be slower. */
    const uint32_t later[4] = {counter[0] + 8, counter[1], counter[2], counter[3]};
    uint32_t draws[8];
    ck_philox4x32_10_two(counter, later, key, draws);
    g->s0 = (uint64_t)draws[1] << 32 | draws[0];
    g->s1 = (uint64_t)draws[3] << 32 | draws[2];
    g->s2 = (uint64_t)draws[5] << 32 | draws[4];
    g->s3 = (uint64_t)draws[7] << 32 | draws[6];
}

CK_INLINE uint64_t ck_first_lane_next(ck_first_lane *g) {
    const uint64_t s0 = g->s0, s1 = g->s1, s2 = g->s2 ^ s0, s3 = g->s3 ^ s1, out = s0 + g->s3;
    g->s0 = s0 ^ s3;
    g->s1 = s1 ^ s2;
    g->s2 = s2 ^ s1 << 17;
    g->s3 = s3 << 45 | s3 >> 19;
    return out;
}
