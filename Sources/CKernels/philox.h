#pragma STDC FP_CONTRACT OFF

/* Philox4x32-10: a counter-based generator, 128 random bits for each of 2^128 counters and 2^64 keys.
 *
 * Salmon, Moraes, Dror and Shaw, "Parallel random numbers: as easy as 1, 2, 3", SC 2011, section 4.3. Any block is made
 * alone, so a draw needs an address instead of a state. Without branches: a loop over counters vectorizes. */
#pragma once

#include "inline.h"

#include <stdint.h>

/* Multipliers of the first and the third word, and what a round adds to the key: the golden ratio, and the square root
   of 3 less 1. */
#define CK_PHILOX_MULTIPLIER_0 0xd2511f53
#define CK_PHILOX_MULTIPLIER_1 0xcd9e8d57
#define CK_PHILOX_STEP_0 0x9e3779b9
#define CK_PHILOX_STEP_1 0xbb67ae85
#define CK_PHILOX_ROUNDS 10

/* In place, word by word: the compiler keeps a struct that is returned in pairs of words, at the price of twice the
   products. */
CK_INLINE void ck_philox_round(uint32_t words[4], uint32_t key0, uint32_t key1) {
    const uint64_t first = (uint64_t)words[0] * CK_PHILOX_MULTIPLIER_0;
    const uint64_t second = (uint64_t)words[2] * CK_PHILOX_MULTIPLIER_1;
    words[0] = (uint32_t)(second >> 32) ^ words[1] ^ key0;
    words[1] = (uint32_t)second;
    words[2] = (uint32_t)(first >> 32) ^ words[3] ^ key1;
    words[3] = (uint32_t)first;
}

/* Replaces a counter by its draw. */
CK_INLINE void ck_philox4x32_10_inline(uint32_t words[4], uint32_t key0, uint32_t key1) {
    for (int round = 0; round < CK_PHILOX_ROUNDS; round++) {
        ck_philox_round(words, key0, key1);
        key0 += CK_PHILOX_STEP_0;
        key1 += CK_PHILOX_STEP_1;
    }
}
