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

void ck_sample_portable(const uint32_t counter[4], const uint32_t key[2], uint16_t flip, const uint16_t *thresholds,
                        size_t words, uint64_t *bits) {
    ck_bulk generator;
    ck_bulk_start(&generator, counter, key);
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

#if CK_HAS_WIDE_PATHS
#include <immintrin.h>

typedef struct {
    __m512i s0, s1, s2, s3;
} bulk512;

/* The draws at `first` and the seven counters after it: words 0 and 1 of each, words 2 and 3 of each. */
CK_INLINE512 void draw512(const uint32_t counter[4], uint32_t first, const uint32_t key[2], __m512i *low,
                          __m512i *high) {
    /* A word stands in the low half of a lane; what stands above it is never read. */
    __m512i a = _mm512_add_epi64(_mm512_set1_epi64(first), _mm512_setr_epi64(0, 1, 2, 3, 4, 5, 6, 7));
    __m512i b = _mm512_set1_epi64(counter[1]), c = _mm512_set1_epi64(counter[2]), d = _mm512_set1_epi64(counter[3]);
    __m512i key0 = _mm512_set1_epi64(key[0]), key1 = _mm512_set1_epi64(key[1]);
#pragma clang loop unroll(full)
    for (int round = 0; round < CK_PHILOX_ROUNDS; round++) {
        const __m512i p = _mm512_mul_epu32(a, _mm512_set1_epi64(CK_PHILOX_MULTIPLIER_0));
        const __m512i q = _mm512_mul_epu32(c, _mm512_set1_epi64(CK_PHILOX_MULTIPLIER_1));
        a = _mm512_ternarylogic_epi64(_mm512_srli_epi64(q, 32), b, key0, 0x96);
        c = _mm512_ternarylogic_epi64(_mm512_srli_epi64(p, 32), d, key1, 0x96);
        b = q;
        d = p;
        key0 = _mm512_add_epi32(key0, _mm512_set1_epi64(CK_PHILOX_STEP_0));
        key1 = _mm512_add_epi32(key1, _mm512_set1_epi64(CK_PHILOX_STEP_1));
    }
    const __mmask16 upper = 0xaaaa;
    *low = _mm512_mask_blend_epi32(upper, a, _mm512_slli_epi64(b, 32));
    *high = _mm512_mask_blend_epi32(upper, c, _mm512_slli_epi64(d, 32));
}

CK_INLINE512 __m512i next512(bulk512 *g) {
    const __m512i s0 = g->s0, s1 = g->s1, out = _mm512_add_epi64(s0, g->s3), s3 = _mm512_xor_si512(g->s3, s1);
    g->s1 = _mm512_ternarylogic_epi64(s1, g->s2, s0, 0x96);
    g->s2 = _mm512_ternarylogic_epi64(g->s2, s0, _mm512_slli_epi64(s1, 17), 0x96);
    g->s0 = _mm512_xor_si512(s0, s3);
    g->s3 = _mm512_rol_epi64(s3, 45);
    return out;
}

#define SAMPLE512(mask)                                                                         \
    _Pragma("clang loop unroll_count(4)") for (size_t half = 0; half < 2 * words; half++) {     \
        const __m512i draws = next512(&g), limits = _mm512_loadu_si512(thresholds + 32 * half); \
        _store_mask32((__mmask32 *)bits + half, mask);                                          \
    }

CK_AVX512 void ck_sample_avx512(const uint32_t counter[4], const uint32_t key[2], uint16_t flip,
                                const uint16_t *thresholds, size_t words, uint64_t *bits) {
    bulk512 g;
    draw512(counter, counter[0], key, &g.s0, &g.s1);
    draw512(counter, counter[0] + 8, key, &g.s2, &g.s3);
    if (flip == 0) {
        SAMPLE512(_mm512_cmplt_epu16_mask(draws, limits))
    } else {
        const __m512i flips = _mm512_set1_epi16((short)flip);
        SAMPLE512(_mm512_cmplt_epu16_mask(_mm512_xor_si512(draws, flips), limits))
    }
}

/* Lanes 0 to 3 or 4 to 7. */
typedef struct {
    __m256i s0, s1, s2, s3;
} bulk256;

CK_INLINE256 __m256i rotated256(__m256i x, int k) {
    return _mm256_or_si256(_mm256_slli_epi64(x, k), _mm256_srli_epi64(x, 64 - k));
}

CK_INLINE256 __m256i next256(bulk256 *g) {
    const __m256i s0 = g->s0, s1 = g->s1, out = _mm256_add_epi64(s0, g->s3);
    const __m256i s2 = _mm256_xor_si256(g->s2, s0), s3 = _mm256_xor_si256(g->s3, s1);
    g->s0 = _mm256_xor_si256(s0, s3);
    g->s1 = _mm256_xor_si256(s1, s2);
    g->s2 = _mm256_xor_si256(s2, _mm256_slli_epi64(s1, 17));
    g->s3 = rotated256(s3, 45);
    return out;
}

/* Where 16 draws are below their thresholds: all ones. */
CK_INLINE256 __m256i below256(__m256i draws, const uint16_t *thresholds) {
    const __m256i reached =
        _mm256_cmpeq_epi16(_mm256_max_epu16(draws, _mm256_loadu_si256((const __m256i *)thresholds)), draws);
    return _mm256_xor_si256(reached, _mm256_set1_epi16(-1));
}

CK_INLINE256 uint32_t half_word256(bulk256 *a, bulk256 *b, __m256i flips, const uint16_t *thresholds) {
    const __m256i low = below256(_mm256_xor_si256(next256(a), flips), thresholds);
    const __m256i high = below256(_mm256_xor_si256(next256(b), flips), thresholds + 16);
    return (uint32_t)_mm256_movemask_epi8(_mm256_permute4x64_epi64(_mm256_packs_epi16(low, high), 0xd8));
}

CK_AVX2 void ck_sample_avx2(const uint32_t counter[4], const uint32_t key[2], uint16_t flip, const uint16_t *thresholds,
                            size_t words, uint64_t *bits) {
    ck_bulk state;
    ck_bulk_start(&state, counter, key);
    bulk256 halves[2];
    for (int half = 0; half < 2; half++) {
        const __m256i *const s = (const __m256i *)&state.s[0][4 * half];
        halves[half] = (bulk256){_mm256_loadu_si256(s), _mm256_loadu_si256(s + 2), _mm256_loadu_si256(s + 4),
                                 _mm256_loadu_si256(s + 6)};
    }
    const __m256i flips = _mm256_set1_epi16((short)flip);
    for (size_t word = 0; word < words; word++, thresholds += 64) {
        const uint64_t low = half_word256(&halves[0], &halves[1], flips, thresholds);
        bits[word] = low | (uint64_t)half_word256(&halves[0], &halves[1], flips, thresholds + 32) << 32;
    }
}
#endif
