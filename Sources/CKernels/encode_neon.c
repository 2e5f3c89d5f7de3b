#pragma STDC FP_CONTRACT OFF
/* Observations to bits with NEON: 16 thresholds of a value stay in four vectors, with which the value of each lane is
   compared. */
#include "paths.h"

#if CK_HAS_NEON_PATH
#include "neon.h"

#include <string.h>

/* Up to 16 thresholds of a value, and what becomes of them: bit i of the count's ones = value >= threshold i. */
typedef struct {
    float32x4_t thresholds[4];
    uint32_t ones;  /* the bits that there are thresholds for */
    int32_t offset; /* of the first bit in its word */
    int is_split;   /* whether the bits end in the next word */
} block;

static block block_of(const float *thresholds, int32_t count, int32_t position, int32_t width) {
    float padded[16] = {0};
    memcpy(padded, thresholds, (size_t)count * sizeof *padded);
    block block = {.ones = (UINT32_C(1) << count) - 1, .offset = position % 64};
    block.is_split = block.offset + width > 64;
    for (int i = 0; i < 4; i++) block.thresholds[i] = vld1q_f32(padded + 4 * i);
    return block;
}

CK_INLINE uint16x8_t reached_8(float32x4_t value, float32x4_t low, float32x4_t high) {
    return vuzp1q_u16(vreinterpretq_u16_u32(vcgeq_f32(value, low)), vreinterpretq_u16_u32(vcgeq_f32(value, high)));
}

CK_INLINE uint32_t reached(const block *block, float value) {
    const float32x4_t v = vdupq_n_f32(value), *const t = block->thresholds;
    return ck_gathered_16(ck_narrowed(reached_8(v, t[0], t[1]), reached_8(v, t[2], t[3]))) & block->ones;
}

CK_INLINE void set(uint64_t *bits, const block *block, uint64_t ones) {
    bits[0] |= ones << block->offset;
    if (block->is_split) bits[1] |= ones >> (64 - block->offset);
}

void ck_encode_neon(const ck_encoder *encoder, const float *observations, size_t value_stride, size_t lane_stride,
                    int32_t lanes, uint64_t *bits, size_t stride) {
    memset(bits, 0, (size_t)lanes * stride * sizeof *bits);
    int32_t position = 0;
    for (int32_t v = 0; v < encoder->values; v++, observations += value_stride) {
        int32_t i = encoder->starts[v];
        const int32_t first = i, end = encoder->starts[v + 1];
        if (first == end && !encoder->is_one_hot) continue;
        do {
            const float *const thresholds = encoder->thresholds + i;
            const int32_t count = end - i < 16 ? end - i : 16, is_last = i + count == end;
            const int32_t width = count + (encoder->is_one_hot && is_last);
            const block block = block_of(thresholds, count, position, width);
            const float *value = observations;
            uint64_t *target = bits + position / 64;
            if (!encoder->is_one_hot)
                for (int32_t lane = 0; lane < lanes; lane++, value += lane_stride, target += stride)
                    set(target, &block, reached(&block, *value));
            else
                for (int32_t lane = 0; lane < lanes; lane++, value += lane_stride, target += stride) {
                    /* Ones from the lowest place on are, as a number, one less than the bit of the cell behind them;
                       unless not even the threshold before them was reached, or the cell lies in the next block. */
                    const uint64_t is_behind = i == first || *value >= thresholds[-1];
                    set(target, &block, (reached(&block, *value) + is_behind) & ((UINT64_C(1) << width) - 1));
                }
            position += width;
            i += count;
        } while (i < end);
    }
}
#endif
