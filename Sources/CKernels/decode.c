#pragma STDC FP_CONTRACT OFF
/* Linear outputs to actions. */
#include "paths.h"
#include "stages.h"

CK_KERNEL(void, decode_sign, (const int32_t *outputs, size_t stride, int32_t lanes, int32_t *actions),
          (outputs, stride, lanes, actions)) {
    if (stride == 1)
        for (int32_t lane = 0; lane < lanes; lane++) actions[lane] = outputs[lane] > 0;
    else
        for (int32_t lane = 0; lane < lanes; lane++) actions[lane] = outputs[(size_t)lane * stride] > 0;
}

CK_KERNEL(void, decode_argmax, (const int32_t *outputs, size_t stride, int32_t count, int32_t lanes, int32_t *actions),
          (outputs, stride, count, lanes, actions)) {
    for (int32_t lane = 0; lane < lanes; lane++, outputs += stride) {
        int32_t best = 0;
        for (int32_t j = 1; j < count; j++) best = outputs[j] > outputs[best] ? j : best;
        actions[lane] = best;
    }
}

/* The first of the greatest. */
static int32_t greatest(const int32_t *outputs, int32_t count) {
    int32_t best = 0;
    for (int32_t j = 1; j < count; j++) best = outputs[j] > outputs[best] ? j : best;
    return best;
}

int32_t ck_decode_levels_stage(const void *context, int32_t lanes) {
    const ck_levels_context *c = context;
    const int32_t width = c->is_by_sign ? 1 : c->count;
    const int32_t *outputs = c->outputs;
    float *action = c->actions;
    for (int32_t lane = 0; lane < lanes; lane++)
        for (int32_t value = 0; value < c->values; value++, outputs += width, action++) {
            const int32_t level = c->is_by_sign ? *outputs > 0 : greatest(outputs, c->count);
            *action = c->levels[(size_t)value * (size_t)c->count + (size_t)level];
        }
    return 0;
}
