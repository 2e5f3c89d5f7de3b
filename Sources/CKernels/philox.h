#pragma STDC FP_CONTRACT OFF

/* Philox4x32-10: a counter-based generator, 128 random bits for each of 2^128 counters and 2^64 keys.
 *
 * Salmon, Moraes, Dror and Shaw, "Parallel random numbers: as easy as 1, 2, 3", SC 2011, section 4.3. Any block is made
 * alone, so a draw needs an address instead of a state. Without branches: a loop over counters vectorizes. */
#pragma once

#include "inline.h"

#include <stdint.h>

typedef struct {
    uint32_t words[4];
} ck_philox_block;

/* Multipliers of the first and the third word, and what a round adds to the key: the golden ratio, and the square root
   of 3 less 1. */
#define CK_PHILOX_MULTIPLIER_0 0xd2511f53
#define CK_PHILOX_MULTIPLIER_1 0xcd9e8d57
#define CK_PHILOX_STEP_0 0x9e3779b9
#define CK_PHILOX_STEP_1 0xbb67ae85
#define CK_PHILOX_ROUNDS 10

CK_INLINE ck_philox_block ck_philox4x32_10_inline(ck_philox_block counter, uint32_t key0, uint32_t key1) {
    uint32_t a = counter.words[0], b = counter.words[1], c = counter.words[2], d = counter.words[3];
    for (int round = 0; round < CK_PHILOX_ROUNDS; round++) {
        uint64_t first = (uint64_t)a * CK_PHILOX_MULTIPLIER_0;
        uint64_t second = (uint64_t)c * CK_PHILOX_MULTIPLIER_1;
        a = (uint32_t)(second >> 32) ^ b ^ key0;
        b = (uint32_t)second;
        c = (uint32_t)(first >> 32) ^ d ^ key1;
        d = (uint32_t)first;
        key0 += CK_PHILOX_STEP_0;
        key1 += CK_PHILOX_STEP_1;
    }
    ck_philox_block block = {{a, b, c, d}};
    return block;
}
