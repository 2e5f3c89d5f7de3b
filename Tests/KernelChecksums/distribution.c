/* Drawing from the distribution, and what its gradient is made of. */
#include "trials.h"

/* The word counts of the trials of one block: all small ones, and a whole block. */
static size_t words_of(int trial) { return trial < 20 ? (size_t)trial : CK_BLOCK_WEIGHTS / 64; }

static void draw_key(generator *g, uint32_t counter[4], uint32_t key[2]) {
    for (int i = 0; i < 4; i++) counter[i] = (uint32_t)next_word(g);
    for (int i = 0; i < 2; i++) key[i] = (uint32_t)next_word(g);
    counter[0] &= ~UINT32_C(15);
}

uint64_t sample_trial(const ck_kernels *kernels) {
    generator g = {2};
    uint64_t sum = NO_BYTES;
    for (int trial = 0; trial < 48; trial++) {
        const size_t words = words_of(trial % 24);
        uint32_t counter[4], key[2];
        draw_key(&g, counter, key);
        uint16_t *const thresholds = ARRAY(uint16_t, 64 * words);
        uint64_t *const bits = ARRAY(uint64_t, words);
        for (size_t j = 0; j < 64 * words; j++)
            thresholds[j] = next_word(&g) % 8 == 0 ? (next_word(&g) % 2 == 0 ? 0 : 65535) : (uint16_t)next_word(&g);
        kernels->sample(counter, key, trial < 24 ? 0 : 65535, thresholds, words, bits);
        sum = checksum(sum, bits, 8 * words);
        release_guarded();
    }
    return sum;
}

uint64_t normal_trial(const ck_kernels *kernels) {
    generator g = {3};
    uint64_t sum = NO_BYTES;
    for (size_t trial = 0; trial < 43; trial++) {
        const size_t count = trial < 40 ? trial : CK_BLOCK_WEIGHTS - (trial - 40);
        uint32_t counter[4], key[2];
        draw_key(&g, counter, key);
        double *const deviates = ARRAY(double, count);
        kernels->normal(counter, key, trial % 2 == 0 ? 1.0 : -1.0, count, deviates);
        sum = checksum(sum, deviates, 8 * count);
        release_guarded();
    }
    return sum;
}

uint64_t accumulate_trial(const ck_kernels *kernels) {
    /* Ranks, sums just within 16 bits and just past, and what needs 32. */
    static const int32_t largest[] = {0, 1, 63, 4095, 4096, 32767, 32768, 1000000};
    generator g = {4};
    uint64_t sum = NO_BYTES;
    for (size_t trial = 0; trial < 400; trial++) {
        const size_t words = trial % 10 == 9 ? 128 : 1 + trial % 10, stride = words + trial % 3;
        const int32_t individuals = trial % 50 == 49 ? 1000 : (int32_t)(next_word(&g) % 70), size = largest[trial / 50];
        uint64_t *const bits = ARRAY(uint64_t, stride *(size_t)individuals);
        int32_t *const utilities = ARRAY(int32_t, individuals), *const sums = ARRAY(int32_t, 64 * words);
        for (size_t i = 0; i < stride * (size_t)individuals; i++)
            bits[i] = trial % 4 == 0 ? ~UINT64_C(0) : next_word(&g);
        const int kind = (int)(next_word(&g) % 4);
        for (int32_t i = 0; i < individuals; i++)
            utilities[i] = kind == 0 ? size : kind == 1 ? -size : (int32_t)next_integer(&g, -size, size);
        for (size_t j = 0; j < 64 * words; j++) sums[j] = (int32_t)next_integer(&g, -100000, 100000);
        kernels->accumulate(bits, stride, utilities, individuals, words, sums);
        sum = checksum(sum, sums, 256 * words);
        release_guarded();
    }
    /* Both ends of 32 bits. */
    for (int64_t end = INT32_MIN; end <= INT32_MAX; end += UINT32_MAX) {
        const uint64_t bits[3] = {~UINT64_C(0), 0x5555555555555555u, ~UINT64_C(0)};
        const int32_t utilities[3] = {(int32_t)(end / 2), 0, (int32_t)(end - end / 2)};
        int32_t sums[64] = {0};
        kernels->accumulate(bits, 1, utilities, 3, 1, sums);
        sum = checksum(sum, sums, sizeof sums);
    }
    return sum;
}

static size_t count_of(int trial) { return trial < 70 ? (size_t)trial : 1000; }

uint64_t probabilities_trial(const ck_kernels *kernels) {
    static const double special[] = {
        0.0,   -0.0,      __builtin_inf(), -__builtin_inf(), __builtin_nan(""), -__builtin_nan(""), 708.5, -745.2,
        800.0, 0x1p-1074, 1e308,           -1e308,
    };
    generator g = {5};
    uint64_t sum = NO_BYTES;
    for (int trial = 0; trial < 80; trial++) {
        const size_t count = count_of(trial);
        double *const logits = ARRAY(double, count), *const probabilities = ARRAY(double, count);
        uint16_t *const thresholds = ARRAY(uint16_t, count);
        const double range = trial % 2 == 0 ? 12.0 : 760.0;
        for (size_t j = 0; j < count; j++)
            logits[j] = next_word(&g) % 8 == 0 ? special[next_word(&g) % (sizeof special / sizeof *special)]
                                               : next_real(&g, -range, range);
        kernels->probabilities(logits, count, probabilities, thresholds);
        sum = checksum(checksum(sum, probabilities, 8 * count), thresholds, 2 * count);
        release_guarded();
    }
    return sum;
}

/* Probabilities, the ends included. */
static double *probabilities_of(generator *g, size_t count) {
    double *const p = ARRAY(double, count);
    for (size_t j = 0; j < count; j++) {
        const uint64_t kind = next_word(g) % 16;
        p[j] = kind == 0 ? 0.0 : kind == 1 ? 1.0 : kind == 2 ? 0x1p-1060 : next_real(g, 0.0, 1.0);
    }
    return p;
}

uint64_t gradient_trial(const ck_kernels *kernels) {
    generator g = {6};
    uint64_t sum = NO_BYTES;
    for (int trial = 0; trial < 160; trial++) {
        const size_t count = count_of(trial / 2);
        int32_t *const sums = ARRAY(int32_t, count);
        double *const gradient = ARRAY(double, count);
        for (size_t j = 0; j < count; j++) sums[j] = (int32_t)next_word(&g);
        const double *const p = probabilities_of(&g, count);
        const double scale = next_real(&g, 0.0, 0.01), total = next_real(&g, -1e6, 1e6);
        const double epsilon = next_real(&g, 1e-6, 0.2);
        kernels->bernoulli_gradient(sums, p, count, scale, total, trial % 2, epsilon, gradient);
        sum = checksum(sum, gradient, 8 * count);
        release_guarded();
    }
    return sum;
}

uint64_t entropy_trial(const ck_kernels *kernels) {
    generator g = {7};
    uint64_t sum = NO_BYTES;
    for (int trial = 0; trial < 80; trial++) {
        const size_t count = count_of(trial);
        const double entropy = kernels->entropy(probabilities_of(&g, count), count);
        sum = checksum(sum, &entropy, 8);
        release_guarded();
    }
    return sum;
}
