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

void ck_dense_store(const ck_dense_layer *layer, const float *weights, const float *biases, float *memory) {
    const size_t inputs = (size_t)layer->inputs, outputs = (size_t)layer->outputs;
    const size_t width = padded(is_narrow(layer) ? layer->inputs : layer->outputs);
    memset(memory, 0, ck_dense_size(layer) * sizeof *memory);
    if (is_narrow(layer)) {
        for (size_t i = 0; i < inputs; i++)
            for (size_t o = 0; o < outputs; o++) memory[o * width + i] = weights[i * outputs + o];
        memcpy(memory + outputs * width, biases, outputs * sizeof *biases);
        return;
    }
    for (size_t i = 0; i < inputs; i++, memory += width, weights += outputs)
        memcpy(memory, weights, outputs * sizeof *weights);
    memcpy(memory, biases, outputs * sizeof *biases);
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

/* `together`, a compile-time number: how many times 16 outputs the registers of a path hold. */
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

/* Half by half: the sum of all sixteen. */
CK_INLINE float joined(ck_v16 x) {
    typedef float v8 __attribute__((vector_size(32)));
    typedef float v4 __attribute__((vector_size(16)));
    const v8 eight = __builtin_shufflevector(x, x, 0, 1, 2, 3, 4, 5, 6, 7) +
                     __builtin_shufflevector(x, x, 8, 9, 10, 11, 12, 13, 14, 15);
    const v4 four =
        __builtin_shufflevector(eight, eight, 0, 1, 2, 3) + __builtin_shufflevector(eight, eight, 4, 5, 6, 7);
    return (four[0] + four[2]) + (four[1] + four[3]);
}

CK_INLINE void narrow(const ck_dense_layer *layer, const float *memory, const float *x, float *y,
                      ck_activation activation, int is_fused) {
    const size_t width = padded(layer->inputs);
    const float *const biases = memory + (size_t)layer->outputs * width;
    for (int32_t o = 0; o < layer->outputs; o++, memory += width) {
        ck_v16 sum = ck_all16(0.0f);
        for (size_t i = 0; i < width; i += 16) sum = ck_fused(ck_load16(x + i), ck_load16(memory + i), sum, is_fused);
        y[o] = joined(sum) + biases[o];
    }
    if (activation == CK_LINEAR) return;
    for (int32_t o = layer->outputs; o < 16; o++) y[o] = 0.0f;
    ck_store16(y, activated(ck_load16(y), activation, is_fused));
}

CK_INLINE void one_layer(const ck_dense_layer *layer, const float *memory, const float *x, float *y, int together,
                         ck_activation activation, int is_fused) {
    if (is_narrow(layer)) narrow(layer, memory, x, y, activation, is_fused);
    else wide(layer, memory, x, y, together, activation, is_fused);
}

/* The activation becomes a compile-time number. */
CK_INLINE void run_layer(const ck_dense_layer *layer, const float *memory, const float *x, float *y, int together,
                         int is_fused) {
    switch (layer->activation) {
    case CK_LINEAR: one_layer(layer, memory, x, y, together, CK_LINEAR, is_fused); break;
    case CK_TANH: one_layer(layer, memory, x, y, together, CK_TANH, is_fused); break;
    case CK_RELU: one_layer(layer, memory, x, y, together, CK_RELU, is_fused); break;
    case CK_LRELU: one_layer(layer, memory, x, y, together, CK_LRELU, is_fused); break;
    case CK_ELU: one_layer(layer, memory, x, y, together, CK_ELU, is_fused); break;
    }
}

/* Linear; only what is wide takes the way over `scratch`, as it writes whole rows. */
CK_INLINE void run_output(const ck_dense_layer *layer, const float *memory, const float *x, float *outputs,
                          float *scratch, int together, int is_fused) {
    if (is_narrow(layer)) {
        narrow(layer, memory, x, outputs, CK_LINEAR, is_fused);
    } else {
        wide(layer, memory, x, scratch, together, CK_LINEAR, is_fused);
        memcpy(outputs, scratch, (size_t)layer->outputs * sizeof *outputs);
    }
}

CK_INLINE int32_t dense_body(const void *context, int32_t lanes, int together, int is_fused) {
    const ck_dense_pass *const pass = context;
    for (int32_t lane = 0; lane < lanes; lane++) {
        const float *memory = pass->networks + (size_t)pass->slots[lane] * pass->stride;
        const float *x = pass->inputs + (size_t)lane * pass->input_stride;
        const ck_dense_layer *layer = pass->layers;
        for (int32_t i = 0; i < pass->layer_count - 1; i++, layer++) {
            float *const y = pass->scratch[i & 1];
            run_layer(layer, memory, x, y, together, is_fused);
            memory += ck_dense_size(layer);
            x = y;
        }
        run_output(layer, memory, x, pass->outputs + (size_t)lane * pass->output_stride,
                   pass->scratch[pass->layer_count - 1 & 1], together, is_fused);
    }
    return 0;
}

CK_PORTABLE_PATH(int32_t, dense, (const void *context, int32_t lanes), (context, lanes, 1, CK_PORTABLE_FUSED))
CK_AVX2_PATH(int32_t, dense, (const void *context, int32_t lanes), (context, lanes, 2, 1))
CK_AVX512_PATH(int32_t, dense, (const void *context, int32_t lanes), (context, lanes, 4, 1))
CK_NEON_PATH(int32_t, dense, (const void *context, int32_t lanes), (context, lanes, 2, 1))
