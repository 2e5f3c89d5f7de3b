#pragma STDC FP_CONTRACT OFF
/* Linear outputs to discrete actions. */
#include "paths.h"

CK_INLINE void decode_sign_body(const int32_t *outputs, size_t stride, int32_t lanes, int32_t *actions) {
    if (stride == 1)
        for (int32_t lane = 0; lane < lanes; lane++) actions[lane] = outputs[lane] > 0;
    else
        for (int32_t lane = 0; lane < lanes; lane++) actions[lane] = outputs[(size_t)lane * stride] > 0;
}
CK_EVERY_PATH(void, decode_sign, (const int32_t *outputs, size_t stride, int32_t lanes, int32_t *actions), (outputs, stride, lanes, actions))

CK_INLINE void decode_argmax_body(const int32_t *outputs, size_t stride, int32_t count, int32_t lanes, int32_t *actions) {
    for (int32_t lane = 0; lane < lanes; lane++, outputs += stride) {
        int32_t best = 0;
        for (int32_t j = 1; j < count; j++) best = outputs[j] > outputs[best] ? j : best;
        actions[lane] = best;
    }
}
CK_EVERY_PATH(void, decode_argmax, (const int32_t *outputs, size_t stride, int32_t count, int32_t lanes, int32_t *actions), (outputs, stride, count, lanes, actions))
