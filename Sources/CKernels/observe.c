#pragma STDC FP_CONTRACT OFF
/* What the networks of a group read: observations, normalised or not, or bits. */
#include "include/stages.h"

int32_t ck_observe_stage(const void *context, int32_t lanes) {
    const ck_observe_context *const c = context;
    for (int32_t lane = 0; lane < lanes; lane++) {
        const float *const from = c->observations + (size_t)lane * c->lane_stride;
        float *const to = c->inputs + (size_t)lane * c->stride;
        if (c->means == NULL) {
            for (int32_t v = 0; v < c->values; v++) to[v] = from[(size_t)v * c->value_stride];
            continue;
        }
        double *const sums = c->sums + 2 * (size_t)lane * (size_t)c->values, *const squares = sums + c->values;
        for (int32_t v = 0; v < c->values; v++) {
            const float x = from[(size_t)v * c->value_stride];
            const float y = (x - c->means[v]) * c->scales[v];
            to[v] = y > -c->clip ? (y < c->clip ? y : c->clip) : -c->clip;
            sums[v] += (double)x;
            squares[v] += (double)x * (double)x;
        }
    }
    return 0;
}

int32_t ck_spread_stage(const void *context, int32_t lanes) {
    const ck_spread_context *const c = context;
    for (int32_t lane = 0; lane < lanes; lane++) {
        const uint64_t *const bits = c->bits + (size_t)lane * c->words;
        float *const to = c->inputs + (size_t)lane * c->stride;
        for (int32_t i = 0; i < c->count; i++) to[i] = bits[i / 64] >> (i % 64) & 1 ? 1.0f : -1.0f;
    }
    return 0;
}
