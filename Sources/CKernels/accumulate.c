#pragma STDC FP_CONTRACT OFF
/* The sum over individuals of utility x bit, for every weight. Utilities are integers (ranks, or fixed-point values
   whose sums fit 32 bits), so that the sums are exact and no order of summation exists. */
#include "paths.h"

static inline void add_where_set(uint64_t word, int32_t utility, int32_t *sums) {
    const uint32_t halves[2] = {(uint32_t)word, (uint32_t)(word >> 32)};
    for (int h = 0; h < 2; h++)
        for (int j = 0; j < 32; j++) {
            const uint32_t bit = UINT32_C(1) << j;
            sums[32 * h + j] += (halves[h] & bit) == bit ? utility : 0;
        }
}

#define ACCUMULATE_PARAMETERS \
    (const uint64_t *bits, size_t stride, const int32_t *utilities, int32_t individuals, size_t words, int32_t *sums)
#define ACCUMULATE_ARGUMENTS (bits, stride, utilities, individuals, words, sums)

CK_INLINE void accumulate_body ACCUMULATE_PARAMETERS {
    for (size_t word = 0; word < words; word++, sums += 64) {
        const uint64_t *row = bits + word;
        for (int32_t i = 0; i < individuals; i++, row += stride)
            if (utilities[i] != 0) add_where_set(*row, utilities[i], sums);
    }
}
CK_PORTABLE_PATH(void, accumulate, ACCUMULATE_PARAMETERS, ACCUMULATE_ARGUMENTS)
CK_AVX2_PATH(void, accumulate, ACCUMULATE_PARAMETERS, ACCUMULATE_ARGUMENTS)

#if CK_HAS_WIDE_PATHS
#include <immintrin.h>

/* Cache lines to fetch ahead: rows are too far apart for the hardware to follow. */
#define AHEAD 4

/* Whether no sum of some of these utilities leaves 16 bits. */
static int fit_16_bits(const int32_t *utilities, int32_t individuals) {
    int64_t least = 0, most = 0;
    for (int32_t i = 0; i < individuals; i++) *(utilities[i] < 0 ? &least : &most) += utilities[i];
    return least >= INT16_MIN && most <= INT16_MAX;
}

/* `words` words, a compile-time number, with 32 sums of 16 bits a vector. */
CK_INLINE512 void add_16_bits(const uint64_t *bits, size_t stride, const int32_t *utilities, int32_t individuals,
                              int32_t *sums, int words) {
    __m512i partial[16];
#pragma clang loop unroll(full)
    for (int j = 0; j < 2 * words; j++) partial[j] = _mm512_setzero_si512();
    for (int32_t i = 0; i < individuals; i++, bits += stride) {
        const __m512i utility = _mm512_set1_epi16((short)utilities[i]);
        const uint32_t *const masks = (const uint32_t *)bits;
        _mm_prefetch((const char *)(bits + 8 * AHEAD), _MM_HINT_T0);
#pragma clang loop unroll(full)
        for (int j = 0; j < 2 * words; j++)
            partial[j] = _mm512_mask_add_epi16(partial[j], masks[j], partial[j], utility);
    }
#pragma clang loop unroll(full)
    for (int j = 0; j < 2 * words; j++) {
        int32_t *const target = sums + 32 * j;
        const __m512i low = _mm512_cvtepi16_epi32(_mm512_castsi512_si256(partial[j]));
        const __m512i high = _mm512_cvtepi16_epi32(_mm512_extracti64x4_epi64(partial[j], 1));
        _mm512_storeu_si512(target, _mm512_add_epi32(_mm512_loadu_si512(target), low));
        _mm512_storeu_si512(target + 16, _mm512_add_epi32(_mm512_loadu_si512(target + 16), high));
    }
}

/* `words` words, a compile-time number, with 16 sums of 32 bits a vector. */
CK_INLINE512 void add_32_bits(const uint64_t *bits, size_t stride, const int32_t *utilities, int32_t individuals,
                              int32_t *sums, int words) {
    __m512i partial[16];
#pragma clang loop unroll(full)
    for (int j = 0; j < 4 * words; j++) partial[j] = _mm512_loadu_si512(sums + 16 * j);
    for (int32_t i = 0; i < individuals; i++, bits += stride) {
        const __m512i utility = _mm512_set1_epi32(utilities[i]);
        const uint16_t *const masks = (const uint16_t *)bits;
        _mm_prefetch((const char *)(bits + 8 * AHEAD), _MM_HINT_T0);
#pragma clang loop unroll(full)
        for (int j = 0; j < 4 * words; j++)
            partial[j] = _mm512_mask_add_epi32(partial[j], masks[j], partial[j], utility);
    }
#pragma clang loop unroll(full)
    for (int j = 0; j < 4 * words; j++) _mm512_storeu_si512(sums + 16 * j, partial[j]);
}

CK_AVX512 void ck_accumulate_avx512 ACCUMULATE_PARAMETERS {
    size_t word = 0;
    if (fit_16_bits(utilities, individuals)) {
        for (; word + 8 <= words; word += 8)
            add_16_bits(bits + word, stride, utilities, individuals, sums + 64 * word, 8);
        for (; word < words; word++) add_16_bits(bits + word, stride, utilities, individuals, sums + 64 * word, 1);
    } else {
        for (; word + 4 <= words; word += 4)
            add_32_bits(bits + word, stride, utilities, individuals, sums + 64 * word, 4);
        for (; word < words; word++) add_32_bits(bits + word, stride, utilities, individuals, sums + 64 * word, 1);
    }
}
#endif
