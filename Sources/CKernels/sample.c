#pragma STDC FP_CONTRACT OFF
/* Bernoulli bits: a step of the bulk generator gives 32 draws of 16 bits, lowest bits of lane 0 first. */
#include "bulk.h"
#include "paths.h"

#include <string.h>

/* 64 bytes of 0 or 1 to 64 bits: a multiplication gathers the low bits of eight bytes in the top byte. */
static inline uint64_t gather_bits(const uint8_t flags[64]) {
    uint64_t bits = 0;
    for (int i = 0; i < 8; i++) {
        uint64_t eight;
        memcpy(&eight, flags + 8 * i, 8);
        bits |= ((eight * 0x0102040810204080u) >> 56) << (8 * i);
    }
    return bits;
}

CK_INLINE void sample_body(const uint64_t key[2], uint16_t flip, const uint16_t *thresholds, size_t words, uint64_t *bits) {
    ck_bulk generator;
    ck_bulk_key(&generator, key);
    for (size_t word = 0; word < words; word++, thresholds += 64) {
        uint64_t draws[16];
        uint16_t r[64];
        uint8_t flags[64];
        ck_bulk_next(&generator, draws);
        ck_bulk_next(&generator, draws + 8);
        memcpy(r, draws, sizeof r);
        for (int j = 0; j < 64; j++) flags[j] = (uint16_t)(r[j] ^ flip) < thresholds[j];
        bits[word] = gather_bits(flags);
    }
}
CK_EVERY_PATH(void, sample, (const uint64_t key[2], uint16_t flip, const uint16_t *thresholds, size_t words, uint64_t *bits), (key, flip, thresholds, words, bits))
