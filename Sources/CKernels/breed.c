#pragma STDC FP_CONTRACT OFF
/* Breeding: uniform crossover and flip mutation of a block of bits. The draws are those of one bulk generator. What
   chooses between two parents comes first: a word of draws for each word of bits, to the end of the step. Flips come
   after it: where they are few, from the first lane alone. */
#include "lanes.h"
#include "paths.h"

#define BLOCK_WORDS (CK_BLOCK_WEIGHTS / 64)

/* Positions up to this many are kept in a list, which is faster than a set of bits. */
#define LISTED 8

/* Takes each bit from `first` where a draw is 1, else from `second`. */
CK_INLINE void mix(ck_lane_bulk *g, const uint64_t *first, const uint64_t *second, size_t words, uint64_t *child) {
    ck_lanes draws, a, b;
    size_t word = 0;
    for (; word + 8 <= words; word += 8) {
        ck_lanes_next(g, &draws);
        memcpy(&a, first + word, 64);
        memcpy(&b, second + word, 64);
        a = (a & draws) | (b & ~draws);
        memcpy(child + word, &a, 64);
    }
    if (word == words) return;
    uint64_t mask[8];
    ck_lanes_next(g, &draws);
    memcpy(mask, &draws, 64);
    for (int i = 0; word < words; i++, word++) child[word] = (first[word] & mask[i]) | (second[word] & ~mask[i]);
}

/* Positions below a size, all equally likely: the halves of words, the low half first. Lemire 2019, "Fast random
   integer generation in an interval". */
typedef struct {
    ck_first_lane *g;
    uint64_t word;
    uint32_t size, rejected;
    int has_half;
} positions;

CK_INLINE uint32_t next_position(positions *p) {
    while (1) {
        p->word = p->has_half ? p->word >> 32 : ck_first_lane_next(p->g);
        p->has_half = !p->has_half;
        const uint64_t product = (p->word & UINT32_MAX) * p->size;
        if ((uint32_t)product >= p->rejected) return (uint32_t)(product >> 32);
    }
}

/* Flips as many different bits as a draw says, each set of so many equally likely. */
CK_INLINE void flip_few(ck_first_lane *g, const ck_flips *flips, size_t bits, uint64_t *child) {
    const uint64_t draw = ck_first_lane_next(g);
    int32_t count = flips->guide[draw >> 56], drawn = 0;
    while (count < flips->counts - 1 && draw >= flips->cumulative[count]) count++;
    if (count == 0) return;
    const uint32_t size = (uint32_t)bits;
    positions p = {g, 0, size, (0 - size) % size, 0};
    if (count <= LISTED) {
        uint32_t list[LISTED];
        while (drawn < count) {
            const uint32_t position = next_position(&p);
            int is_new = 1;
            for (int32_t i = 0; i < drawn; i++) is_new &= list[i] != position;
            if (!is_new) continue;
            list[drawn++] = position;
            child[position / 64] ^= UINT64_C(1) << position % 64;
        }
        return;
    }
    const size_t words = (bits + 63) / 64;
    uint64_t flipped[BLOCK_WORDS];
    memset(flipped, 0, 8 * words);
    while (drawn < count) {
        const uint32_t position = next_position(&p);
        const uint64_t bit = UINT64_C(1) << position % 64;
        drawn += (flipped[position / 64] & bit) == 0;
        flipped[position / 64] |= bit;
    }
    for (size_t word = 0; word < words; word++) child[word] ^= flipped[word];
}

/* Digits that decide hardly ever all bits of a step. */
#define SURELY_NEEDED 8

/* Flips each bit where a number of 64 random digits, drawn from its highest on, is below the probability: for the eight
   words of a step together, until all of their bits are decided. */
CK_INLINE void flip_many(ck_lane_bulk *g, const ck_flips *flips, size_t bits, uint64_t *child) {
    const size_t words = (bits + 63) / 64;
    for (size_t word = 0; word < words; word += 8) {
        ck_lanes below = {0}, undecided = ~below, draws;
        for (int place = 0; place < 64; place++) {
            const uint64_t digit = 0 - (flips->probability >> (63 - place) & 1);
            ck_lanes_next(g, &draws);
            below |= undecided & digit & ~draws;
            undecided &= ~(digit ^ draws);
            if (place + 1 >= SURELY_NEEDED && __builtin_reduce_or(undecided) == 0) break;
        }
        uint64_t flipped[8];
        memcpy(flipped, &below, 64);
        for (size_t i = 0; i < 8 && word + i < words; i++) child[word + i] ^= flipped[i];
    }
}

CK_KERNEL(void, breed,
          (const uint32_t counter[4], const uint32_t key[2], const uint64_t *first, const uint64_t *second,
           const ck_flips *flips, size_t bits, uint64_t *child),
          (counter, key, first, second, flips, bits, child)) {
    const size_t words = (bits + 63) / 64;
    const int has_few = flips != NULL && flips->counts > 0;
    ck_lane_bulk generator;
    ck_first_lane lane;
    if (second != NULL) {
        ck_lanes_start(&generator, counter, key);
        mix(&generator, first, second, words, child);
        lane = (ck_first_lane){generator.s0[0], generator.s1[0], generator.s2[0], generator.s3[0]};
    } else {
        if (has_few) ck_first_lane_start(&lane, counter, key);
        if (flips != NULL && !has_few) ck_lanes_start(&generator, counter, key);
        if (child != first) memcpy(child, first, 8 * words);
    }
    if (flips == NULL) return;
    if (has_few) flip_few(&lane, flips, bits, child);
    else flip_many(&generator, flips, bits, child);
    if (flips->inverts)
        for (size_t word = 0; word < words; word++) child[word] = ~child[word];
    if (bits % 64 != 0) child[words - 1] &= (UINT64_C(1) << bits % 64) - 1;
}

/* The words of a block of the bulk generator, one step after the other. */
CK_KERNEL(void, words, (const uint32_t counter[4], const uint32_t key[2], size_t count, uint64_t *words),
          (counter, key, count, words)) {
    ck_lane_bulk generator;
    ck_lanes draws;
    ck_lanes_start(&generator, counter, key);
    for (size_t first = 0; first < count; first += 8) {
        ck_lanes_next(&generator, &draws);
        if (count - first >= 8) memcpy(words + first, &draws, 64);
        else memcpy(words + first, &draws, 8 * (count - first));
    }
}
