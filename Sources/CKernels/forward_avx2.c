#pragma STDC FP_CONTRACT OFF
/* Binary networks with AVX2: hidden layers in groups of 64 units. A word of input is 16 nibbles; the weights' nibbles
   of one position stand together, a byte a unit, so that a shuffle of the table of the input's nibble gives 32 units
   their mismatches. Counts gather in bytes, and in 16-bit numbers where a byte is too small. */
#include "forward_groups.h"

#if CK_HAS_WIDE_PATHS
#include <immintrin.h>

#define WORD_BYTES 1024 /* of a group's weights for one word of input */
#define WORDS_A_BYTE 3  /* whose counts fit a byte: 192 */

CK_INLINE size_t group_bytes(const ck_layer *layer, ck_form form) {
    return WORD_BYTES * (size_t)layer->words + (form == CK_BYTES ? 64 : 128);
}

static size_t layer_bytes(const ck_layer *layer, ck_form form) {
    return (size_t)((layer->outputs + 63) / 64) * group_bytes(layer, form);
}

/* Where the 16-bit threshold of a unit stands: as unpacking bytes of a half group orders them. */
CK_INLINE int32_t short_place(int32_t unit) {
    const int32_t half = unit / 32, byte = unit % 32, lane = byte / 16, in_lane = byte % 16;
    return 32 * half + 16 * (in_lane / 8) + 8 * lane + in_lane % 8;
}

CK_AVX2 static void store_group(const ck_layer *layer, ck_form form, const uint64_t *bits, size_t first,
                                const int32_t *thresholds, int32_t units, uint8_t *group) {
    uint8_t *const bytes = group + WORD_BYTES * (size_t)layer->words;
    int16_t *const shorts = (int16_t *)bytes;
    for (int32_t word = 0; word < layer->words; word++)
        for (int32_t unit = 0; unit < 64; unit++) {
            const uint64_t row =
                unit < units ? ck_row_word(bits, first + (size_t)unit * (size_t)layer->inputs, layer->inputs, word) : 0;
            for (int32_t k = 0; k < 16; k++) group[WORD_BYTES * word + 64 * k + unit] = row >> (4 * k) & 15;
        }
    for (int32_t unit = 0; unit < 64; unit++) {
        /* A unit past the last has threshold 0 and never fires. */
        const int32_t threshold = unit < units ? ck_hidden_threshold(layer, thresholds[unit]) : 0;
        if (form == CK_BYTES) bytes[unit] = (uint8_t)threshold;
        else shorts[short_place(unit)] = (int16_t)threshold;
    }
}

/* Counts are compared as signed numbers. */
static const ck_grouping grouping = {126, 32766, group_bytes, layer_bytes, store_group};

CK_AVX2 size_t ck_network_bytes_avx2(const ck_layer *layers, int32_t layer_count) {
    return ck_groups_network_bytes(layers, layer_count, &grouping);
}

CK_AVX2 void ck_store_avx2(const ck_layer *layers, int32_t layer_count, const uint64_t *bits, const int32_t *thresholds,
                           uint8_t *network) {
    ck_groups_store(layers, layer_count, bits, thresholds, network, &grouping);
}

/* Row n: the mismatches of nibble n with each of the 16 nibbles. */
static const uint8_t mismatches[16][16] __attribute__((aligned(64))) = {
    {0, 1, 1, 2, 1, 2, 2, 3, 1, 2, 2, 3, 2, 3, 3, 4}, {1, 0, 2, 1, 2, 1, 3, 2, 2, 1, 3, 2, 3, 2, 4, 3},
    {1, 2, 0, 1, 2, 3, 1, 2, 2, 3, 1, 2, 3, 4, 2, 3}, {2, 1, 1, 0, 3, 2, 2, 1, 3, 2, 2, 1, 4, 3, 3, 2},
    {1, 2, 2, 3, 0, 1, 1, 2, 2, 3, 3, 4, 1, 2, 2, 3}, {2, 1, 3, 2, 1, 0, 2, 1, 3, 2, 4, 3, 2, 1, 3, 2},
    {2, 3, 1, 2, 1, 2, 0, 1, 3, 4, 2, 3, 2, 3, 1, 2}, {3, 2, 2, 1, 2, 1, 1, 0, 4, 3, 3, 2, 3, 2, 2, 1},
    {1, 2, 2, 3, 2, 3, 3, 4, 0, 1, 1, 2, 1, 2, 2, 3}, {2, 1, 3, 2, 3, 2, 4, 3, 1, 0, 2, 1, 2, 1, 3, 2},
    {2, 3, 1, 2, 3, 4, 2, 3, 1, 2, 0, 1, 2, 3, 1, 2}, {3, 2, 2, 1, 4, 3, 3, 2, 2, 1, 1, 0, 3, 2, 2, 1},
    {2, 3, 3, 4, 1, 2, 2, 3, 1, 2, 2, 3, 0, 1, 1, 2}, {3, 2, 4, 3, 2, 1, 3, 2, 2, 1, 3, 2, 1, 0, 2, 1},
    {3, 4, 2, 3, 2, 3, 1, 2, 2, 3, 1, 2, 1, 2, 0, 1}, {4, 3, 3, 2, 3, 2, 2, 1, 3, 2, 2, 1, 2, 1, 1, 0},
};

/* Adds a word's mismatches to the byte counts of a group. */
CK_INLINE256 void count_word(uint64_t x, const __m256i *weights, __m256i counts[2]) {
#pragma clang loop unroll(full)
    for (int k = 0; k < 16; k++) {
        const __m256i table = _mm256_broadcastsi128_si256(*(const __m128i *)mismatches[x >> (4 * k) & 15]);
        counts[0] = _mm256_add_epi8(counts[0], _mm256_shuffle_epi8(table, _mm256_load_si256(weights + 2 * k)));
        counts[1] = _mm256_add_epi8(counts[1], _mm256_shuffle_epi8(table, _mm256_load_si256(weights + 2 * k + 1)));
    }
}

/* Which of a group's units fire. */
CK_INLINE256 uint64_t group_of_bytes(const uint64_t *x, int32_t words, const uint8_t *group) {
    __m256i counts[2] = {_mm256_setzero_si256(), _mm256_setzero_si256()};
    for (int32_t word = 0; word < words; word++, group += WORD_BYTES)
        count_word(x[word], (const __m256i *)group, counts);
    const __m256i *const thresholds = (const __m256i *)group;
    const uint64_t low = (uint32_t)_mm256_movemask_epi8(_mm256_cmpgt_epi8(thresholds[0], counts[0]));
    const uint64_t high = (uint32_t)_mm256_movemask_epi8(_mm256_cmpgt_epi8(thresholds[1], counts[1]));
    return low | high << 32;
}

CK_INLINE256 uint64_t group_of_shorts(const uint64_t *x, int32_t words, const uint8_t *group) {
    const __m256i zero = _mm256_setzero_si256();
    __m256i sums[4] = {zero, zero, zero, zero};
    for (int32_t word = 0; word < words;) {
        const int32_t end = word + WORDS_A_BYTE < words ? word + WORDS_A_BYTE : words;
        __m256i counts[2] = {zero, zero};
        for (; word < end; word++, group += WORD_BYTES) count_word(x[word], (const __m256i *)group, counts);
        for (int half = 0; half < 2; half++) {
            sums[2 * half] = _mm256_add_epi16(sums[2 * half], _mm256_unpacklo_epi8(counts[half], zero));
            sums[2 * half + 1] = _mm256_add_epi16(sums[2 * half + 1], _mm256_unpackhi_epi8(counts[half], zero));
        }
    }
    const __m256i *const thresholds = (const __m256i *)group;
    uint64_t bits = 0;
    for (int half = 0; half < 2; half++) {
        const __m256i low = _mm256_cmpgt_epi16(thresholds[2 * half], sums[2 * half]);
        const __m256i high = _mm256_cmpgt_epi16(thresholds[2 * half + 1], sums[2 * half + 1]);
        bits |= (uint64_t)(uint32_t)_mm256_movemask_epi8(_mm256_packs_epi16(low, high)) << (32 * half);
    }
    return bits;
}

/* A hidden layer of `lanes` inputs of one network: a group's weights stay in the nearest cache for all. */
CK_INLINE256 void hidden(const ck_layer *layer, ck_form form, const uint8_t *memory, const uint64_t *const x[],
                         uint64_t *const y[], int lanes) {
    const int32_t groups = (layer->outputs + 63) / 64;
    for (int32_t group = 0; group < groups; group++, memory += group_bytes(layer, form))
        for (int lane = 0; lane < lanes; lane++)
            y[lane][group] = form == CK_BYTES ? group_of_bytes(x[lane], layer->words, memory)
                                              : group_of_shorts(x[lane], layer->words, memory);
}

/* One hidden layer of at most 64 units over at most 64 inputs. `count` outputs, a compile-time number if it is 1. */
CK_INLINE256 void run_small(const ck_pass *pass, int32_t lanes, int32_t count) {
    for (int32_t lane = 0; lane < lanes; lane++) {
        const uint8_t *const memory = ck_network(pass, lane);
        const uint64_t h = group_of_bytes(ck_input(pass, lane), 1, memory);
        ck_word_output(memory + WORD_BYTES + 64, h, count, ck_output(pass, lane));
    }
}

CK_AVX2 static int32_t run_groups(const void *context, int32_t lanes) {
    const ck_pass *const pass = context;
    const int32_t widest = ck_widest(pass), *const slots = pass->slots;
    for (int32_t lane = 0; lane < lanes;) {
        int32_t shared = 1;
        while (shared < CK_FORWARD_LANES && lane + shared < lanes && slots[lane + shared] == slots[lane]) shared++;
        ck_groups_run(pass, lane, shared, widest, hidden, &grouping);
        lane += shared;
    }
    return 0;
}

CK_GROUPS_FORWARD(CK_AVX2, avx2)
#endif
