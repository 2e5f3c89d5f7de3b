/* The bulk generator: xoshiro256+ (Blackman and Vigna 2021, <https://doi.org/10.1145/3460772>) in eight interleaved
   lanes, one for each 64-bit part of a 512-bit vector. A step yields eight words, lane 0 first.

   The state of a block is sixteen Philox draws in a row: lane l has its words 0 and 1 from draw l, its words 2 and 3
   from draw 8 + l. The lowest three bits of this generator's words obey short linear recurrences, of degree 256 and
   more; a block of weights ends after 256 steps, before the first could repeat itself, and deviates leave the lowest
   twelve bits of a word unused. */
#pragma once

#include "philox.h"

typedef struct {
    uint64_t s[4][8];
} ck_bulk;

/* Starts the block whose draws begin at `counter`, the lowest word of which is a multiple of 16. */
CK_INLINE void ck_bulk_start(ck_bulk *g, const uint32_t counter[4], const uint32_t key[2]) {
    for (uint32_t pair = 0; pair < 2; pair++)
        for (uint32_t lane = 0; lane < 8; lane++) {
            uint32_t draw[4] = {counter[0] + 8 * pair + lane, counter[1], counter[2], counter[3]};
            ck_philox4x32_10_inline(draw, key[0], key[1]);
            g->s[2 * pair][lane] = (uint64_t)draw[1] << 32 | draw[0];
            g->s[2 * pair + 1][lane] = (uint64_t)draw[3] << 32 | draw[2];
        }
}

CK_INLINE uint64_t ck_rotate(uint64_t x, int k) { return (x << k) | (x >> (64 - k)); }

CK_INLINE void ck_bulk_next(ck_bulk *g, uint64_t out[8]) {
    for (int i = 0; i < 8; i++) {
        const uint64_t s0 = g->s[0][i], s1 = g->s[1][i], s2 = g->s[2][i] ^ s0, s3 = g->s[3][i] ^ s1;
        out[i] = s0 + g->s[3][i];
        g->s[0][i] = s0 ^ s3;
        g->s[1][i] = s1 ^ s2;
        g->s[2][i] = s2 ^ (s1 << 17);
        g->s[3][i] = ck_rotate(s3, 45);
    }
}
