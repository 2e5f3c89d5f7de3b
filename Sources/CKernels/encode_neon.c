#pragma STDC FP_CONTRACT OFF
/* Observations to bits with NEON: 16 thresholds at once are compared with a value. */
#include "paths.h"

#if CK_HAS_NEON_PATH
#include "neon.h"

#include <string.h>

/* Where a block of 16 thresholds is read: one that would leave the array, in a copy of its end. */
typedef struct {
    const float *thresholds;
    int32_t safe;   /* thresholds at which a block may begin in the array itself */
    float end[32];  /* thresholds from `safe` on, then zeros */
} blocks;

static blocks blocks_of(const ck_encoder *encoder) {
    const int32_t total = encoder->starts[encoder->values];
    blocks blocks = {.thresholds = encoder->thresholds, .safe = total < 16 ? 0 : total - 15};
    memcpy(blocks.end, blocks.thresholds + blocks.safe, (size_t)(total - blocks.safe) * sizeof(float));
    return blocks;
}

/* Bit i = value >= threshold first + i, for `count` thresholds, at most 16; the other bits are 0. */
CK_INLINE uint64_t reached(const blocks *blocks, float32x4_t value, int32_t first, int32_t count) {
    const float *const t = first < blocks->safe ? blocks->thresholds + first : blocks->end + (first - blocks->safe);
    const uint16x8_t low = vuzp1q_u16(vreinterpretq_u16_u32(vcgeq_f32(value, vld1q_f32(t))),
                                      vreinterpretq_u16_u32(vcgeq_f32(value, vld1q_f32(t + 4))));
    const uint16x8_t high = vuzp1q_u16(vreinterpretq_u16_u32(vcgeq_f32(value, vld1q_f32(t + 8))),
                                       vreinterpretq_u16_u32(vcgeq_f32(value, vld1q_f32(t + 12))));
    return ck_gathered_16(ck_narrowed(low, high)) & ((UINT32_C(1) << count) - 1);
}

/* Bits that are written one after the other. */
typedef struct {
    uint64_t word;
    int32_t filled; /* bits of `word` */
    uint64_t *next; /* where `word` goes */
} writer;

/* Appends the low `count` bits, 1 to 16 of them; the others of `ones` are 0. */
CK_INLINE void append(writer *writer, uint64_t ones, int32_t count) {
    writer->word |= ones << writer->filled;
    writer->filled += count;
    if (writer->filled < 64) return;
    *writer->next++ = writer->word;
    writer->filled -= 64;
    writer->word = ones >> (count - writer->filled);
}

void ck_encode_neon(const ck_encoder *encoder, const float *observations, size_t value_stride, size_t lane_stride,
                    int32_t lanes, uint64_t *bits, size_t stride) {
    const blocks blocks = blocks_of(encoder);
    for (int32_t lane = 0; lane < lanes; lane++, bits += stride, observations += lane_stride) {
        writer writer = {0, 0, bits};
        for (int32_t v = 0; v < encoder->values; v++) {
            const float32x4_t value = vdupq_n_f32(observations[(size_t)v * value_stride]);
            /* The thermometer is a row of ones from the lowest place on: as a number, one less than the one-hot bit. */
            uint64_t carry = encoder->is_one_hot != 0;
            for (int32_t i = encoder->starts[v]; i < encoder->starts[v + 1]; i += 16) {
                const int32_t left = encoder->starts[v + 1] - i, count = left < 16 ? left : 16;
                const uint64_t sum = reached(&blocks, value, i, count) + carry;
                carry = sum >> count;
                append(&writer, sum & ((UINT32_C(1) << count) - 1), count);
            }
            if (encoder->is_one_hot) append(&writer, carry, 1);
        }
        for (uint64_t *const end = bits + stride; writer.next < end; writer.word = 0) *writer.next++ = writer.word;
    }
}
#endif
