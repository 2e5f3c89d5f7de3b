#pragma STDC FP_CONTRACT OFF
/* What the networks of a group read: observations, normalised or not, or bits. */
#include "include/stages.h"

#include "inline.h"

#include <string.h>

/* Of functions that are always inlined, and so pass no vector to another. */
#pragma clang diagnostic ignored "-Wpsabi"

/* Four values of a lane. */
typedef float row __attribute__((vector_size(16)));
typedef int32_t row_mask __attribute__((vector_size(16)));
typedef double row_sums __attribute__((vector_size(32)));

CK_INLINE row load_row(const float *from) {
    row x;
    memcpy(&x, from, sizeof x);
    return x;
}

CK_INLINE void add(double *sums, row_sums terms) {
    row_sums sum;
    memcpy(&sum, sums, sizeof sum);
    sum += terms;
    memcpy(sums, &sum, sizeof sum);
}

CK_INLINE row all(float x) { return (row){x, x, x, x}; }
CK_INLINE row chosen(row_mask mask, row a, row b) { return (row)(((row_mask)a & mask) | ((row_mask)b & ~mask)); }

CK_INLINE float normalised(const ck_observe_context *c, float x, int32_t value) {
    const float y = (x - c->means[value]) * c->scales[value];
    return y > -c->clip ? (y < c->clip ? y : c->clip) : -c->clip;
}

/* A value of a lane. */
CK_INLINE void observe_value(const ck_observe_context *c, float x, int32_t lane, int32_t value) {
    float *const to = c->inputs + (size_t)lane * c->stride + value;
    *to = x;
    if (c->means == NULL) return;
    *to = normalised(c, x, value);
    double *const sums = c->sums + 2 * (size_t)lane * (size_t)c->values + value;
    sums[0] += (double)x;
    sums[c->values] += (double)x * (double)x;
}

/* The same of four values from `value` on. */
CK_INLINE void observe_row(const ck_observe_context *c, row x, int32_t lane, int32_t value) {
    row y = x;
    if (c->means != NULL) {
        const row clip = all(c->clip);
        y = (x - load_row(c->means + value)) * load_row(c->scales + value);
        y = chosen(y > -clip, chosen(y < clip, y, clip), -clip);
        double *const sums = c->sums + 2 * (size_t)lane * (size_t)c->values + value;
        const row_sums exact = __builtin_convertvector(x, row_sums);
        add(sums, exact);
        add(sums + c->values, exact * exact);
    }
    memcpy(c->inputs + (size_t)lane * c->stride + value, &y, sizeof y);
}

/* Four values of four lanes, of which each value's stand together. */
CK_INLINE void observe_block(const ck_observe_context *c, int32_t lane, int32_t value) {
    const float *const from = c->observations + (size_t)value * c->value_stride + lane;
    const row a = load_row(from), b = load_row(from + c->value_stride);
    const row d = load_row(from + 2 * c->value_stride), e = load_row(from + 3 * c->value_stride);
    const row ab_low = __builtin_shufflevector(a, b, 0, 4, 1, 5), ab_high = __builtin_shufflevector(a, b, 2, 6, 3, 7);
    const row de_low = __builtin_shufflevector(d, e, 0, 4, 1, 5), de_high = __builtin_shufflevector(d, e, 2, 6, 3, 7);
    observe_row(c, __builtin_shufflevector(ab_low, de_low, 0, 1, 4, 5), lane, value);
    observe_row(c, __builtin_shufflevector(ab_low, de_low, 2, 3, 6, 7), lane + 1, value);
    observe_row(c, __builtin_shufflevector(ab_high, de_high, 0, 1, 4, 5), lane + 2, value);
    observe_row(c, __builtin_shufflevector(ab_high, de_high, 2, 3, 6, 7), lane + 3, value);
}

int32_t ck_observe_stage(const void *context, int32_t lanes) {
    const ck_observe_context *const c = context;
    const int32_t in_rows = c->values / 4 * 4, in_blocks = c->lane_stride == 1 ? lanes / 4 * 4 : 0;
    for (int32_t lane = 0; lane < in_blocks; lane += 4)
        for (int32_t value = 0; value < in_rows; value += 4) observe_block(c, lane, value);
    for (int32_t lane = 0; lane < lanes; lane++) {
        const float *const from = c->observations + (size_t)lane * c->lane_stride;
        int32_t value = lane < in_blocks ? in_rows : 0;
        if (c->value_stride == 1)
            for (; value < in_rows; value += 4) observe_row(c, load_row(from + value), lane, value);
        for (; value < c->values; value++) observe_value(c, from[(size_t)value * c->value_stride], lane, value);
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
