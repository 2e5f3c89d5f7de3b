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

/* Stages whose outputs are of a type. */

#define GREATEST(type, name)                                                              \
    /* The first of the greatest. */                                                      \
    CK_INLINE int32_t name(const type *outputs, int32_t count) {                          \
        int32_t best = 0;                                                                 \
        for (int32_t j = 1; j < count; j++) best = outputs[j] > outputs[best] ? j : best; \
        return best;                                                                      \
    }
GREATEST(int32_t, greatest)
GREATEST(float, greatest_float)

#define LEVELS(type, stage, greatest)                                                             \
    int32_t stage(const void *context, int32_t lanes) {                                           \
        const ck_levels_context *c = context;                                                     \
        const int32_t width = c->is_by_sign ? 1 : c->count;                                       \
        const type *outputs = c->outputs;                                                         \
        float *action = c->actions;                                                               \
        for (int32_t lane = 0; lane < lanes; lane++)                                              \
            for (int32_t value = 0; value < c->values; value++, outputs += width, action++) {     \
                const int32_t level = c->is_by_sign ? *outputs > 0 : greatest(outputs, c->count); \
                *action = c->levels[(size_t)value * (size_t)c->count + (size_t)level];            \
            }                                                                                     \
        return 0;                                                                                 \
    }
LEVELS(int32_t, ck_decode_levels_stage, greatest)
LEVELS(float, ck_decode_float_levels_stage, greatest_float)

int32_t ck_decode_float_sign_stage(const void *context, int32_t lanes) {
    const ck_decode_floats_context *const c = context;
    for (int32_t lane = 0; lane < lanes; lane++) c->actions[lane] = c->outputs[(size_t)lane * (size_t)c->count] > 0;
    return 0;
}

int32_t ck_decode_float_argmax_stage(const void *context, int32_t lanes) {
    const ck_decode_floats_context *const c = context;
    const float *outputs = c->outputs;
    /* Of two, without a branch that nobody can predict. */
    if (c->count == 2)
        for (int32_t lane = 0; lane < lanes; lane++) c->actions[lane] = outputs[2 * lane + 1] > outputs[2 * lane];
    else
        for (int32_t lane = 0; lane < lanes; lane++, outputs += c->count)
            c->actions[lane] = greatest_float(outputs, c->count);
    return 0;
}

/* What is not a number becomes the low end. */
int32_t ck_decode_continuous_stage(const void *context, int32_t lanes) {
    const ck_continuous_context *const c = context;
    const float *outputs = c->outputs;
    float *action = c->actions;
    for (int32_t lane = 0; lane < lanes; lane++)
        for (int32_t value = 0; value < c->values; value++) {
            const float low = c->low[value], high = c->high[value];
            const float x = c->middles[value] + c->halves[value] * *outputs++;
            *action++ = x > low ? (x < high ? x : high) : low;
        }
    return 0;
}
