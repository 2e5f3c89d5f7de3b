/* Breeding, and what it counts. */
#include "trials.h"

static void draw_key(generator *g, uint32_t counter[4], uint32_t key[2]) {
    for (int i = 0; i < 4; i++) counter[i] = (uint32_t)next_word(g);
    for (int i = 0; i < 2; i++) key[i] = (uint32_t)next_word(g);
    counter[0] &= ~UINT32_C(15);
}

/* Even numbers of flips up to some. */
static ck_flips few_flips(int32_t counts) {
    uint64_t *const cumulative = ARRAY(uint64_t, counts);
    uint16_t *const guide = ARRAY(uint16_t, 256);
    for (int32_t i = 0; i < counts; i++) cumulative[i] = UINT64_MAX / (uint64_t)counts * (uint64_t)(i + 1);
    int32_t place = 0;
    for (uint64_t i = 0; i < 256; i++) {
        while (place + 1 < counts && cumulative[place] <= i << 56) place++;
        guide[i] = (uint16_t)place;
    }
    return (ck_flips){.cumulative = cumulative, .guide = guide, .counts = counts};
}

uint64_t breed_trial(const ck_kernels *kernels) {
    static const size_t sizes[] = {1, 2, 63, 64, 65, 500, 511, 512, 513, 1000, 4096, 8191, 8192};
    generator g = {30};
    uint64_t sum = NO_BYTES;
    for (size_t trial = 0; trial < 13 * 12; trial++) {
        const size_t bits = sizes[trial / 12], words = (bits + 63) / 64;
        uint32_t counter[4], key[2];
        draw_key(&g, counter, key);
        uint64_t *const first = ARRAY(uint64_t, words), *const second = ARRAY(uint64_t, words);
        uint64_t *const child = ARRAY(uint64_t, words);
        for (size_t i = 0; i < words; i++) first[i] = next_word(&g), second[i] = next_word(&g);
        if (bits % 64 != 0) {
            first[words - 1] &= (UINT64_C(1) << bits % 64) - 1;
            second[words - 1] &= (UINT64_C(1) << bits % 64) - 1;
        }
        const int kind = (int)(trial % 6);
        ck_flips flips = {.probability = next_word(&g) >> next_word(&g) % 8};
        if (kind == 1) flips = few_flips(bits < 6 ? 2 : 6);
        if (kind == 2) flips = few_flips((int32_t)(bits / 3) + 1);
        flips.inverts = kind > 3;
        kernels->breed(counter, key, first, trial % 12 < 6 ? NULL : second, kind == 0 ? NULL : &flips, bits, child);
        sum = checksum(sum, child, 8 * words);
        release_guarded();
    }
    return sum;
}

uint64_t words_trial(const ck_kernels *kernels) {
    generator g = {31};
    uint64_t sum = NO_BYTES;
    for (size_t trial = 0; trial < 30; trial++) {
        const size_t count = trial < 28 ? trial : trial * 2048 / 29;
        uint32_t counter[4], key[2];
        draw_key(&g, counter, key);
        uint64_t *const words = ARRAY(uint64_t, count);
        kernels->words(counter, key, count, words);
        sum = checksum(sum, words, 8 * count);
        release_guarded();
    }
    return sum;
}

uint64_t ones_trial(const ck_kernels *kernels) {
    generator g = {32};
    uint64_t sum = NO_BYTES;
    for (size_t words = 0; words < 70; words++) {
        uint64_t *const bits = ARRAY(uint64_t, words);
        for (size_t i = 0; i < words; i++) bits[i] = next_word(&g);
        const uint64_t count = kernels->ones(bits, words);
        sum = checksum(sum, &count, 8);
        release_guarded();
    }
    return sum;
}
