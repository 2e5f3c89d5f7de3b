#pragma STDC FP_CONTRACT OFF
/* The book-keeping of a step: returns, lengths, and which episodes ended. */
#include "paths.h"

CK_INLINE int32_t tally_body(const double *rewards, const uint8_t *terminated, const uint8_t *truncated, int32_t limit, int32_t lanes, double *returns, int32_t *lengths, int32_t *ended) {
    int32_t count = 0;
    for (int32_t lane = 0; lane < lanes; lane++) {
        returns[lane] += rewards[lane];
        lengths[lane] += 1;
        if ((terminated[lane] | truncated[lane]) != 0 || lengths[lane] >= limit) ended[count++] = lane;
    }
    return count;
}
#define TALLY_PARAMETERS                                                                                              \
    (const double *rewards, const uint8_t *terminated, const uint8_t *truncated, int32_t limit, int32_t lanes,         \
     double *returns, int32_t *lengths, int32_t *ended)
#define TALLY_ARGUMENTS (rewards, terminated, truncated, limit, lanes, returns, lengths, ended)
CK_PORTABLE_PATH(int32_t, tally, TALLY_PARAMETERS, TALLY_ARGUMENTS)
CK_AVX2_PATH(int32_t, tally, TALLY_PARAMETERS, TALLY_ARGUMENTS)

#if CK_HAS_WIDE_PATHS
#include <immintrin.h>

CK_AVX512 int32_t ck_tally_avx512 TALLY_PARAMETERS {
    const __m512i first = _mm512_setr_epi32(0, 1, 2, 3, 4, 5, 6, 7, 8, 9, 10, 11, 12, 13, 14, 15);
    int32_t count = 0, lane = 0;
    for (; lane + 16 <= lanes; lane += 16) {
        for (int half = 0; half < 16; half += 8)
            _mm512_storeu_pd(returns + lane + half, _mm512_add_pd(_mm512_loadu_pd(returns + lane + half),
                                                                  _mm512_loadu_pd(rewards + lane + half)));
        const __m512i length = _mm512_add_epi32(_mm512_loadu_si512(lengths + lane), _mm512_set1_epi32(1));
        const __m128i flags = _mm_or_si128(_mm_loadu_si128((const __m128i *)(terminated + lane)),
                                           _mm_loadu_si128((const __m128i *)(truncated + lane)));
        const __mmask16 over = (__mmask16)(_mm_test_epi8_mask(flags, flags) | _mm512_cmpge_epi32_mask(length, _mm512_set1_epi32(limit)));
        _mm512_storeu_si512(lengths + lane, length);
        if (over == 0) continue;
        _mm512_mask_compressstoreu_epi32(ended + count, over, _mm512_add_epi32(first, _mm512_set1_epi32(lane)));
        count += __builtin_popcount(over);
    }
    const int32_t rest = tally_body(rewards + lane, terminated + lane, truncated + lane, limit, lanes - lane,
                                    returns + lane, lengths + lane, ended + count);
    for (int32_t i = 0; i < rest; i++) ended[count + i] += lane;
    return count + rest;
}
#endif
