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

CK_INLINE void accumulate_body(const uint64_t *bits, size_t stride, const int32_t *utilities, int32_t individuals, size_t words, int32_t *sums) {
    for (size_t word = 0; word < words; word++, sums += 64) {
        const uint64_t *row = bits + word;
        for (int32_t i = 0; i < individuals; i++, row += stride)
            if (utilities[i] != 0) add_where_set(*row, utilities[i], sums);
    }
}
CK_EVERY_PATH(void, accumulate, (const uint64_t *bits, size_t stride, const int32_t *utilities, int32_t individuals, size_t words, int32_t *sums), (bits, stride, utilities, individuals, words, sums))
