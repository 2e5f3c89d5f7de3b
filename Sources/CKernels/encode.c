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

CK_INLINE void encode_body(const ck_encoder *encoder, const float *observations, size_t value_stride, size_t lane_stride, int32_t lanes, uint64_t *bits, size_t stride) {
    for (int32_t lane = 0; lane < lanes; lane++, bits += stride) {
        const float *const observation = observations + (size_t)lane * lane_stride;
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
}
CK_EVERY_PATH(void, encode, (const ck_encoder *encoder, const float *observations, size_t value_stride, size_t lane_stride, int32_t lanes, uint64_t *bits, size_t stride), (encoder, observations, value_stride, lane_stride, lanes, bits, stride))
