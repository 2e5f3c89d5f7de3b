#pragma STDC FP_CONTRACT OFF
/* Observations to bits: every encoder counts the thresholds that a value reaches, compared in float32. */
#include "paths.h"

static inline void set_ones(uint64_t *bits, int32_t first, int32_t count) {
    while (count > 0) {
        const int32_t offset = first % 64, room = 64 - offset, part = count < room ? count : room;
        bits[first / 64] |= (~UINT64_C(0) >> (64 - part)) << offset;
        first += part, count -= part;
    }
}

#define ENCODE_PARAMETERS                                                                                          \
    (const ck_encoder *encoder, const float *observations, size_t value_stride, size_t lane_stride, int32_t lanes, \
     uint64_t *bits, size_t stride)
#define ENCODE_ARGUMENTS (encoder, observations, value_stride, lane_stride, lanes, bits, stride)

/* Whether lanes stand side by side, each with one word of bits, and no value has more than `most` thresholds. */
CK_INLINE int is_compact(const ck_encoder *encoder, size_t lane_stride, size_t stride, int32_t most) {
    return lane_stride == 1 && stride == 1 && encoder->longest <= most;
}

/* CK_TOGETHER lanes of a compact encoder. */
CK_INLINE void encode_together(const ck_encoder *encoder, const float *observations, size_t value_stride,
                               uint64_t bits[CK_TOGETHER]) {
    uint64_t words[CK_TOGETHER] = {0};
    int32_t position = 0;
    for (int32_t v = 0; v < encoder->values; v++) {
        const float *const thresholds = encoder->thresholds + encoder->starts[v];
        const int32_t count = encoder->starts[v + 1] - encoder->starts[v];
        float values[CK_TOGETHER];
        int32_t reached[CK_TOGETHER] = {0};
        for (int lane = 0; lane < CK_TOGETHER; lane++)
            values[lane] = observations[(size_t)v * value_stride + (size_t)lane];
        for (int32_t i = 0; i < count; i++)
            for (int lane = 0; lane < CK_TOGETHER; lane++) reached[lane] += values[lane] >= thresholds[i];
        for (int lane = 0; lane < CK_TOGETHER; lane++) {
            const uint64_t next = UINT64_C(1) << reached[lane];
            words[lane] |= (encoder->is_one_hot ? next : next - 1) << position;
        }
        position += count + (encoder->is_one_hot ? 1 : 0);
    }
    for (int lane = 0; lane < CK_TOGETHER; lane++) bits[lane] = words[lane];
}

CK_INLINE void encode_alone(const ck_encoder *encoder, const float *observation, size_t value_stride, uint64_t *bits,
                            size_t stride) {
    int32_t position = 0;
    for (size_t word = 0; word < stride; word++) bits[word] = 0;
    for (int32_t v = 0; v < encoder->values; v++) {
        const float value = observation[(size_t)v * value_stride];
        const float *const thresholds = encoder->thresholds + encoder->starts[v];
        const int32_t count = encoder->starts[v + 1] - encoder->starts[v];
        int32_t reached = 0;
        for (int32_t i = 0; i < count; i++) reached += value >= thresholds[i];
        if (encoder->is_one_hot) {
            set_ones(bits, position + reached, 1);
            position += count + 1;
        } else {
            set_ones(bits, position, reached);
            position += count;
        }
    }
}

CK_INLINE void encode_body ENCODE_PARAMETERS {
    int32_t lane = 0;
    if (is_compact(encoder, lane_stride, stride, 63))
        for (; lane + CK_TOGETHER <= lanes; lane += CK_TOGETHER)
            encode_together(encoder, observations + lane, value_stride, bits + lane);
    for (; lane < lanes; lane++)
        encode_alone(encoder, observations + (size_t)lane * lane_stride, value_stride, bits + (size_t)lane * stride,
                     stride);
}
CK_PORTABLE_PATH(void, encode, ENCODE_PARAMETERS, ENCODE_ARGUMENTS)
CK_AVX2_PATH(void, encode, ENCODE_PARAMETERS, ENCODE_ARGUMENTS)

#if CK_HAS_WIDE_PATHS
#include <immintrin.h>

/* How many of at most 16 ascending thresholds, followed by NaN, each of 16 values reaches: a search by halves. */
CK_INLINE512 __m512i reached(__m512 values, __m512 thresholds) {
    __m512i count = _mm512_setzero_si512();
#pragma clang loop unroll(full)
    for (int step = 8; step > 0; step /= 2) {
        const __m512i probe = _mm512_add_epi32(count, _mm512_set1_epi32(step - 1));
        const __mmask16 above = _mm512_cmp_ps_mask(values, _mm512_permutexvar_ps(probe, thresholds), _CMP_GE_OQ);
        count = _mm512_mask_add_epi32(count, above, count, _mm512_set1_epi32(step));
    }
    const __mmask16 above = _mm512_cmp_ps_mask(values, _mm512_permutexvar_ps(count, thresholds), _CMP_GE_OQ);
    return _mm512_mask_add_epi32(count, above, count, _mm512_set1_epi32(1));
}

/* At most 16 lanes. */
CK_INLINE512 void encode_16(const ck_encoder *encoder, const float *observations, size_t value_stride, __mmask16 lanes,
                            uint64_t *bits) {
    const __m512i one = _mm512_set1_epi32(1);
    __m512i low = _mm512_setzero_si512(), high = low;
    unsigned position = 0;
    for (int32_t v = 0; v < encoder->values; v++) {
        const int32_t count = encoder->starts[v + 1] - encoder->starts[v];
        const __mmask16 used = (__mmask16)((UINT32_C(1) << count) - 1);
        const __m512 thresholds =
            _mm512_mask_loadu_ps(_mm512_set1_ps(__builtin_nanf("")), used, encoder->thresholds + encoder->starts[v]);
        const __m512i k = reached(_mm512_maskz_loadu_ps(lanes, observations + (size_t)v * value_stride), thresholds);
        const __m512i shifted = _mm512_sllv_epi32(one, k),
                      flags = encoder->is_one_hot ? shifted : _mm512_sub_epi32(shifted, one);
        const __m128i shift = _mm_cvtsi32_si128((int)position);
        low = _mm512_or_si512(low, _mm512_sll_epi64(_mm512_cvtepu32_epi64(_mm512_castsi512_si256(flags)), shift));
        high =
            _mm512_or_si512(high, _mm512_sll_epi64(_mm512_cvtepu32_epi64(_mm512_extracti64x4_epi64(flags, 1)), shift));
        position += (unsigned)count + (encoder->is_one_hot ? 1 : 0);
    }
    _mm512_mask_storeu_epi64(bits, (__mmask8)lanes, low);
    _mm512_mask_storeu_epi64(bits + 8, (__mmask8)(lanes >> 8), high);
}

/* One lane: a value is compared with all its thresholds at once. */
CK_INLINE512 uint64_t encode_1(const ck_encoder *encoder, const float *observation, size_t value_stride) {
    uint64_t bits = 0;
    unsigned position = 0;
    for (int32_t v = 0; v < encoder->values; v++) {
        const int32_t count = encoder->starts[v + 1] - encoder->starts[v];
        const __mmask16 used = (__mmask16)((UINT32_C(1) << count) - 1);
        const __m512 thresholds = _mm512_maskz_loadu_ps(used, encoder->thresholds + encoder->starts[v]);
        const __m512 value = _mm512_set1_ps(observation[(size_t)v * value_stride]);
        const uint64_t below = _mm512_mask_cmp_ps_mask(used, value, thresholds, _CMP_GE_OQ);
        bits |= (encoder->is_one_hot ? below + 1 : below) << position;
        position += (unsigned)count + (encoder->is_one_hot ? 1 : 0);
    }
    return bits;
}

/* Functions of their own, so that a call for a lane or two saves no registers that only others need. */

__attribute__((noinline)) CK_AVX512 static void encode_any ENCODE_PARAMETERS { encode_body ENCODE_ARGUMENTS; }

__attribute__((noinline)) CK_AVX512 static void encode_many(const ck_encoder *encoder, const float *observations,
                                                            size_t value_stride, int32_t lanes, uint64_t *bits) {
    for (int32_t lane = 0; lane < lanes; lane += 16) {
        const __mmask16 mask = lanes - lane < 16 ? (__mmask16)((1 << (lanes - lane)) - 1) : 0xffff;
        encode_16(encoder, observations + lane, value_stride, mask, bits + lane);
    }
}

/* So few lanes go faster one by one. */
#define FEW 4

CK_AVX512 void ck_encode_avx512 ENCODE_PARAMETERS {
    if (stride != 1 || encoder->longest > 16) return encode_any ENCODE_ARGUMENTS;
    if (lane_stride == 1 && lanes > FEW) return encode_many(encoder, observations, value_stride, lanes, bits);
    for (int32_t lane = 0; lane < lanes; lane++)
        bits[lane] = encode_1(encoder, observations + (size_t)lane * lane_stride, value_stride);
}
#endif
