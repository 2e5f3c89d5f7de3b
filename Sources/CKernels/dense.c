#pragma STDC FP_CONTRACT OFF
/* Fully connected networks of float32, whose layout and order of summation include/dense.h states. */
#include "include/dense.h"

#include "paths.h"
#include "single.h"

CK_INLINE size_t padded(int32_t count) { return ((size_t)count + 15) / 16 * 16; }
CK_INLINE int is_narrow(const ck_dense_layer *layer) { return layer->outputs <= CK_DENSE_NARROW; }

size_t ck_dense_size(const ck_dense_layer *layer) {
    if (is_narrow(layer)) return (size_t)layer->outputs * padded(layer->inputs) + 16;
    return ((size_t)layer->inputs + 1) * padded(layer->outputs);
}

void ck_dense_store(const ck_dense_layer *layer, size_t first, size_t count, const float *numbers, float *memory) {
    const size_t inputs = (size_t)layer->inputs, outputs = (size_t)layer->outputs;
    const size_t width = padded(is_narrow(layer) ? layer->inputs : layer->outputs);
    while (count > 0) {
        /* Up to the last output of an input; biases follow the last input as if they were those of one more. */
        const size_t input = first / outputs, output = first % outputs;
        const size_t run = outputs - output < count ? outputs - output : count;
        if (!is_narrow(layer)) memcpy(memory + input * width + output, numbers, run * sizeof *numbers);
        else if (input == inputs) memcpy(memory + outputs * width + output, numbers, run * sizeof *numbers);
        else
            for (size_t o = 0; o < run; o++) memory[(output + o) * width + input] = numbers[o];
        first += run;
        count -= run;
        numbers += run;
    }
}

CK_INLINE ck_v16 activated(ck_v16 x, ck_activation activation, int is_fused) {
    switch (activation) {
    case CK_LINEAR: return x;
    case CK_RELU: return ck_select16(x > 0.0f, x, ck_all16(0.0f));
    case CK_LRELU: return ck_select16(x > 0.0f, x, x * 0.2f);
    case CK_TANH: return ck_tanh_single(x, is_fused);
    case CK_ELU: {
        const ck_v16 bounded = ck_select16(x > -20.0f, ck_select16(x > 0.0f, ck_all16(0.0f), x), ck_all16(-20.0f));
        return ck_select16(x > 0.0f, x, ck_expm1_single(bounded, is_fused));
    }
    }
    return x;
}

/* `count` times 16 outputs of a wide layer, a compile-time number. */
CK_INLINE void wide_part(const ck_dense_layer *layer, const float *weights, const float *x, float *y, int count,
                         ck_activation activation, int is_fused) {
    const size_t width = padded(layer->outputs);
    const int32_t inputs = layer->inputs;
    const float *const biases = weights + (size_t)inputs * width;
    ck_v16 even[4], odd[4];
#pragma clang loop unroll(full)
    for (int j = 0; j < count; j++) even[j] = ck_load16(biases + 16 * j), odd[j] = ck_all16(0.0f);
    int32_t i = 0;
    for (; i + 2 <= inputs; i += 2, weights += 2 * width) {
        const ck_v16 a = ck_all16(x[i]), b = ck_all16(x[i + 1]);
#pragma clang loop unroll(full)
        for (int j = 0; j < count; j++) {
            even[j] = ck_fused(a, ck_load16(weights + 16 * j), even[j], is_fused);
            odd[j] = ck_fused(b, ck_load16(weights + width + 16 * j), odd[j], is_fused);
        }
    }
    if (i < inputs)
#pragma clang loop unroll(full)
        for (int j = 0; j < count; j++)
            even[j] = ck_fused(ck_all16(x[i]), ck_load16(weights + 16 * j), even[j], is_fused);
#pragma clang loop unroll(full)
    for (int j = 0; j < count; j++) ck_store16(y + 16 * j, activated(even[j] + odd[j], activation, is_fused));
}

CK_INLINE void wide(const ck_dense_layer *layer, const float *memory, const float *x, float *y, int together,
                    ck_activation activation, int is_fused) {
    int32_t left = (int32_t)(padded(layer->outputs) / 16);
    for (; left >= together; left -= together, memory += 16 * together, y += 16 * together)
        wide_part(layer, memory, x, y, together, activation, is_fused);
    if (together > 2 && left >= 2) {
        wide_part(layer, memory, x, y, 2, activation, is_fused);
        left -= 2, memory += 32, y += 32;
    }
    if (left > 0) wide_part(layer, memory, x, y, 1, activation, is_fused);
}

typedef float v8 __attribute__((vector_size(32)));
typedef float v4 __attribute__((vector_size(16)));
typedef float v2 __attribute__((vector_size(8)));

/* The sums of the halves of each. */
CK_INLINE ck_v16 joined_eights(ck_v16 a, ck_v16 b) {
    return __builtin_shufflevector(a, b, 0, 1, 2, 3, 4, 5, 6, 7, 16, 17, 18, 19, 20, 21, 22, 23) +
           __builtin_shufflevector(a, b, 8, 9, 10, 11, 12, 13, 14, 15, 24, 25, 26, 27, 28, 29, 30, 31);
}

/* Half by half: the sums of all sixteen of each. */
CK_INLINE v2 joined_pair(ck_v16 a, ck_v16 b) {
    const ck_v16 eights = joined_eights(a, b);
    const v8 fours = __builtin_shufflevector(eights, eights, 0, 1, 2, 3, 8, 9, 10, 11) +
                     __builtin_shufflevector(eights, eights, 4, 5, 6, 7, 12, 13, 14, 15);
    const v4 twos =
        __builtin_shufflevector(fours, fours, 0, 1, 4, 5) + __builtin_shufflevector(fours, fours, 2, 3, 6, 7);
    return __builtin_shufflevector(twos, twos, 0, 2) + __builtin_shufflevector(twos, twos, 1, 3);
}

/* The same of four. */
CK_INLINE v4 joined_four(const ck_v16 sums[4]) {
    const ck_v16 ab = joined_eights(sums[0], sums[1]), cd = joined_eights(sums[2], sums[3]);
    const ck_v16 fours = __builtin_shufflevector(ab, cd, 0, 1, 2, 3, 8, 9, 10, 11, 16, 17, 18, 19, 24, 25, 26, 27) +
                         __builtin_shufflevector(ab, cd, 4, 5, 6, 7, 12, 13, 14, 15, 20, 21, 22, 23, 28, 29, 30, 31);
    const v8 twos = __builtin_shufflevector(fours, fours, 0, 1, 4, 5, 8, 9, 12, 13) +
                    __builtin_shufflevector(fours, fours, 2, 3, 6, 7, 10, 11, 14, 15);
    return __builtin_shufflevector(twos, twos, 0, 2, 4, 6) + __builtin_shufflevector(twos, twos, 1, 3, 5, 7);
}

CK_INLINE void narrow(const ck_dense_layer *layer, const float *memory, const float *x, float *y,
                      ck_activation activation, int is_fused) {
    const size_t width = padded(layer->inputs);
    const float *const biases = memory + (size_t)layer->outputs * width;
    int32_t o = 0;
    for (; o + 2 <= layer->outputs; o += 2, memory += 2 * width) {
        ck_v16 a = ck_all16(0.0f), b = a;
        for (size_t i = 0; i < width; i += 16) {
            const ck_v16 input = ck_load16(x + i);
            a = ck_fused(input, ck_load16(memory + i), a, is_fused);
            b = ck_fused(input, ck_load16(memory + width + i), b, is_fused);
        }
        const v2 sums = joined_pair(a, b) + (v2){biases[o], biases[o + 1]};
        memcpy(y + o, &sums, sizeof sums);
    }
    if (o < layer->outputs) {
        ck_v16 sum = ck_all16(0.0f);
        for (size_t i = 0; i < width; i += 16) sum = ck_fused(ck_load16(x + i), ck_load16(memory + i), sum, is_fused);
        y[o] = joined_pair(sum, sum)[0] + biases[o];
    }
    if (activation == CK_LINEAR) return;
    for (int32_t o = layer->outputs; o < 16; o++) y[o] = 0.0f;
    ck_store16(y, activated(ck_load16(y), activation, is_fused));
}

/* A layer of all lanes, which depend on nothing of each other: while one waits for its sums, others go on. */
typedef struct {
    const ck_dense_layer *layer;
    const float *networks; /* where the layer begins in that of slot 0 */
    size_t stride;
    const int32_t *slots;
    const float *x;
    size_t x_stride;
    float *y;
    size_t y_stride;
    int32_t lanes;
} step;

/* The first two outputs of two lanes, of more than one. */
CK_INLINE void narrow_pairs(const ck_dense_layer *layer, const float *const memory[2], const float *const x[2],
                            float *const y[2], int is_fused) {
    const size_t width = padded(layer->inputs);
    ck_v16 sums[4];
    for (int i = 0; i < 4; i++) sums[i] = ck_all16(0.0f);
    for (size_t i = 0; i < width; i += 16)
        for (int lane = 0; lane < 2; lane++) {
            const ck_v16 input = ck_load16(x[lane] + i);
            for (int o = 0; o < 2; o++)
                sums[2 * lane + o] =
                    ck_fused(input, ck_load16(memory[lane] + (size_t)o * width + i), sums[2 * lane + o], is_fused);
        }
    const v4 joined = joined_four(sums);
    const size_t biases = (size_t)layer->outputs * width;
    for (int lane = 0; lane < 2; lane++)
        for (int o = 0; o < 2; o++) y[lane][o] = joined[2 * lane + o] + memory[lane][biases + (size_t)o];
}

CK_INLINE const float *network(const step *step, int32_t lane) {
    return step->networks + (size_t)step->slots[lane] * step->stride;
}

/* No store of these changes the step. */

CK_INLINE void narrow_lanes(const step *restrict step, ck_activation activation, int is_fused) {
    const ck_dense_layer layer = *step->layer;
    const float *x = step->x;
    float *y = step->y;
    int32_t lane = 0;
    if (layer.outputs == 2 && activation == CK_LINEAR)
        for (; lane + 2 <= step->lanes; lane += 2, x += 2 * step->x_stride, y += 2 * step->y_stride)
            narrow_pairs(&layer, (const float *const[2]){network(step, lane), network(step, lane + 1)},
                         (const float *const[2]){x, x + step->x_stride}, (float *const[2]){y, y + step->y_stride},
                         is_fused);
    for (; lane < step->lanes; lane++, x += step->x_stride, y += step->y_stride)
        narrow(&layer, network(step, lane), x, y, activation, is_fused);
}

CK_INLINE void wide_lanes(const step *restrict step, int together, ck_activation activation, int is_fused) {
    const ck_dense_layer layer = *step->layer;
    const float *x = step->x;
    float *y = step->y;
    for (int32_t lane = 0; lane < step->lanes; lane++, x += step->x_stride, y += step->y_stride)
        wide(&layer, network(step, lane), x, y, together, activation, is_fused);
}

/* Of at most 16 outputs: the smallest networks, where all but the sums counts. */
CK_INLINE void slim_lanes(const step *restrict step, ck_activation activation, int is_fused) {
    const ck_dense_layer layer = *step->layer;
    const float *x = step->x;
    float *y = step->y;
    for (int32_t lane = 0; lane < step->lanes; lane++, x += step->x_stride, y += step->y_stride)
        wide_part(&layer, network(step, lane), x, y, 1, activation, is_fused);
}

typedef void layer_work(const step *step);

/* The work of a layer on a path: functions of their own, so that each has the registers to itself. */
#define FORMS(target, path, name, activation, together, is_fused)                                             \
    target static void narrow_##name##_##path(const step *step) { narrow_lanes(step, activation, is_fused); } \
    target static void slim_##name##_##path(const step *step) { slim_lanes(step, activation, is_fused); }     \
    target static void wide_##name##_##path(const step *step) { wide_lanes(step, together, activation, is_fused); }
#define FORMS_OF(name, path) {narrow_##name##_##path, slim_##name##_##path, wide_##name##_##path}

/* `together`, a compile-time number: how many times 16 outputs the registers of a path hold. */
#define DENSE_PATH(target, path, together, is_fused)                                                              \
    FORMS(target, path, linear, CK_LINEAR, together, is_fused)                                                    \
    FORMS(target, path, tanh, CK_TANH, together, is_fused)                                                        \
    FORMS(target, path, relu, CK_RELU, together, is_fused)                                                        \
    FORMS(target, path, lrelu, CK_LRELU, together, is_fused)                                                      \
    FORMS(target, path, elu, CK_ELU, together, is_fused)                                                          \
    static layer_work *const forms_##path[][3] = {                                                                \
        [CK_LINEAR] = FORMS_OF(linear, path), [CK_TANH] = FORMS_OF(tanh, path), [CK_RELU] = FORMS_OF(relu, path), \
        [CK_LRELU] = FORMS_OF(lrelu, path),   [CK_ELU] = FORMS_OF(elu, path),                                     \
    };                                                                                                            \
    int32_t ck_dense_##path(const void *context, int32_t lanes) { return dense(context, lanes, forms_##path); }

static int32_t dense(const void *context, int32_t lanes, layer_work *const forms[][3]) {
    const ck_dense_pass *const pass = context;
    step step = {.networks = pass->networks,
                 .stride = pass->stride,
                 .slots = pass->slots,
                 .lanes = lanes,
                 .x = pass->inputs,
                 .x_stride = pass->input_stride,
                 .y_stride = pass->row};
    for (int32_t i = 0; i < pass->layer_count; i++) {
        step.layer = &pass->layers[i];
        step.y = pass->scratch[i & 1];
        const int is_last = i == pass->layer_count - 1;
        /* A wide layer writes whole rows, for which the outputs have no room. */
        if (is_last && is_narrow(step.layer)) step.y = pass->outputs, step.y_stride = pass->output_stride;
        const int form = is_narrow(step.layer) ? 0 : step.layer->outputs <= 16 ? 1 : 2;
        forms[step.layer->activation][form](&step);
        step.networks += ck_dense_size(step.layer);
        step.x = step.y;
        step.x_stride = step.y_stride;
    }
    if (step.y != pass->outputs)
        for (int32_t lane = 0; lane < lanes; lane++)
            memcpy(pass->outputs + (size_t)lane * pass->output_stride, step.y + (size_t)lane * step.y_stride,
                   (size_t)step.layer->outputs * sizeof(float));
    return 0;
}

DENSE_PATH(, portable, 1, CK_PORTABLE_FUSED)
CK_WIDE_PATHS(DENSE_PATH(CK_AVX2, avx2, 2, 1))
CK_WIDE_PATHS(DENSE_PATH(CK_AVX512, avx512, 4, 1))
CK_IF_NEON(DENSE_PATH(, neon, 2, 1))
