#pragma STDC FP_CONTRACT OFF
/* Bernoulli bits with NEON: the eight lanes of the bulk generator are four vectors of two for each word of state. */
#include "bulk.h"
#include "paths.h"

#if CK_HAS_NEON_PATH
#include "neon.h"

/* Lanes 2i and 2i + 1. */
typedef struct {
    uint64x2_t s0, s1, s2, s3;
} bulk128;

#define ROTATED(x, k) vsriq_n_u64(vshlq_n_u64(x, k), x, 64 - (k))

CK_INLINE uint64x2_t next(bulk128 *g) {
    const uint64x2_t s0 = g->s0, s1 = g->s1, s2 = veorq_u64(g->s2, s0), s3 = veorq_u64(g->s3, s1);
    const uint64x2_t out = vaddq_u64(s0, g->s3);
    g->s0 = veorq_u64(s0, s3);
    g->s1 = veorq_u64(s1, s2);
    g->s2 = veorq_u64(s2, vshlq_n_u64(s1, 17));
    g->s3 = ROTATED(s3, 45);
    return out;
}

/* Where eight draws are below their thresholds. */
CK_INLINE uint16x8_t below(bulk128 *g, uint16x8_t flips, const uint16_t *thresholds) {
    return vcltq_u16(veorq_u16(vreinterpretq_u16_u64(next(g)), flips), vld1q_u16(thresholds));
}

/* 32 draws: a step of all lanes. */
CK_INLINE void step(bulk128 pairs[4], uint16x8_t flips, const uint16_t *thresholds, uint8x16_t flags[2]) {
#pragma clang loop unroll(full)
    for (int i = 0; i < 2; i++) {
        const uint16x8_t low = below(&pairs[2 * i], flips, thresholds + 16 * i);
        flags[i] = ck_narrowed(low, below(&pairs[2 * i + 1], flips, thresholds + 16 * i + 8));
    }
}

CK_INLINE void sample(const uint32_t counter[4], const uint32_t key[2], uint16_t flip, const uint16_t *thresholds,
                      size_t words, uint64_t *bits) {
    ck_bulk state;
    ck_bulk_start(&state, counter, key);
    bulk128 pairs[4];
    for (int i = 0; i < 4; i++)
        pairs[i] = (bulk128){vld1q_u64(&state.s[0][2 * i]), vld1q_u64(&state.s[1][2 * i]),
                             vld1q_u64(&state.s[2][2 * i]), vld1q_u64(&state.s[3][2 * i])};
    const uint16x8_t flips = vdupq_n_u16(flip);
    for (size_t word = 0; word < words; word++, thresholds += 64) {
        uint8x16_t flags[4];
        step(pairs, flips, thresholds, flags);
        step(pairs, flips, thresholds + 32, flags + 2);
        bits[word] = ck_gathered(flags[0], flags[1], flags[2], flags[3]);
    }
}

void ck_sample_neon(const uint32_t counter[4], const uint32_t key[2], uint16_t flip, const uint16_t *thresholds,
                    size_t words, uint64_t *bits) {
    /* Flips of 0 vanish in compilation. */
    if (flip == 0) sample(counter, key, 0, thresholds, words, bits);
    else sample(counter, key, flip, thresholds, words, bits);
}
#endif
