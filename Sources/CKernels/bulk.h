#pragma once
/* The bulk generator: xoshiro256++ (Blackman and Vigna 2021, <https://doi.org/10.1145/3460772>) in eight interleaved
   lanes, one for each 64-bit part of a 512-bit vector. A step yields eight words, lane 0 first.
   A block's 128-bit key (a Philox draw) is spread over the 8 x 256 bits of state by SplitMix64's output function,
   which maps distinct counters to distinct words. */
#include <stdint.h>

typedef struct {
    uint64_t s[4][8];
} ck_bulk;

static inline uint64_t ck_mix(uint64_t z) {
    z = (z ^ (z >> 30)) * 0xbf58476d1ce4e5b9u;
    z = (z ^ (z >> 27)) * 0x94d049bb133111ebu;
    return z ^ (z >> 31);
}

static inline uint64_t ck_rotate(uint64_t x, int k) { return (x << k) | (x >> (64 - k)); }

static inline void ck_bulk_key(ck_bulk *g, const uint64_t key[2]) {
    for (int word = 0; word < 4; word++)
        for (int lane = 0; lane < 8; lane++)
            g->s[word][lane] = ck_mix(key[word & 1] + (uint64_t)(8 * word + lane + 1) * 0x9e3779b97f4a7c15u);
}

static inline void ck_bulk_next(ck_bulk *g, uint64_t out[8]) {
    for (int i = 0; i < 8; i++) {
        const uint64_t s0 = g->s[0][i], s1 = g->s[1][i], s2 = g->s[2][i] ^ s0, s3 = g->s[3][i] ^ s1;
        out[i] = ck_rotate(s0 + g->s[3][i], 23) + s0;
        g->s[0][i] = s0 ^ s3;
        g->s[1][i] = s1 ^ s2;
        g->s[2][i] = s2 ^ (s1 << 17);
        g->s[3][i] = ck_rotate(s3, 45);
    }
}
