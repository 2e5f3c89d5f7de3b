#pragma STDC FP_CONTRACT OFF
/* Binary networks: x and w in {-1, +1}, dot(x, w) = inputs - 2 popcount(x ^ w). With an integer bias b a hidden unit
   fires when dot + b > 0, that is when popcount < ceil((inputs + b) / 2): the threshold of its row.
   Here every layer is kept as rows; forward_avx512.c and forward_neon.c have forms of their own. */
#include "forward.h"

CK_INLINE size_t network_bytes_body(const ck_layer *layers, int32_t layer_count) {
    size_t bytes = 0;
    for (int32_t i = 0; i < layer_count; i++) bytes += ck_rows_bytes(&layers[i]);
    return bytes;
}
CK_PORTABLE_PATH(size_t, network_bytes, (const ck_layer *layers, int32_t layer_count), (layers, layer_count))
CK_AVX2_PATH(size_t, network_bytes, (const ck_layer *layers, int32_t layer_count), (layers, layer_count))

CK_INLINE void store_body(const ck_layer *layers, int32_t layer_count, const uint64_t *bits, const int32_t *thresholds,
                          uint8_t *network) {
    size_t first = 0;
    for (const ck_layer *layer = layers; layer < layers + layer_count; layer++) {
        ck_rows_store(layer, bits, first, thresholds, network);
        first += (size_t)layer->inputs * (size_t)layer->outputs;
        thresholds += layer->outputs;
        network += ck_rows_bytes(layer);
    }
}
#define STORE_PARAMETERS \
    (const ck_layer *layers, int32_t layer_count, const uint64_t *bits, const int32_t *thresholds, uint8_t *network)
CK_PORTABLE_PATH(void, store, STORE_PARAMETERS, (layers, layer_count, bits, thresholds, network))
CK_AVX2_PATH(void, store, STORE_PARAMETERS, (layers, layer_count, bits, thresholds, network))

CK_INLINE void forward_body(const ck_networks *networks, const uint64_t *inputs, size_t input_stride, int32_t *outputs,
                            size_t output_stride, int32_t lanes, uint64_t *scratch) {
    const ck_layer *const layers = networks->layers, *const last = layers + networks->layer_count - 1;
    const int32_t widest = ck_widest(networks);
    for (int32_t lane = 0; lane < lanes; lane++) {
        const uint8_t *memory = networks->networks + (size_t)networks->slots[lane] * networks->stride;
        const uint64_t *x = inputs + (size_t)lane * input_stride;
        uint64_t *y = scratch, *spare = scratch + widest;
        for (const ck_layer *layer = layers; layer < last; layer++) {
            ck_rows_hidden(layer, memory, x, y);
            memory += ck_rows_bytes(layer);
            x = y, y = spare, spare = (uint64_t *)x;
        }
        ck_rows_output(last, memory, x, outputs + (size_t)lane * output_stride);
    }
}
#define FORWARD_PARAMETERS                                                                                  \
    (const ck_networks *networks, const uint64_t *inputs, size_t input_stride, int32_t *outputs, size_t output_stride, \
     int32_t lanes, uint64_t *scratch)
#define FORWARD_ARGUMENTS (networks, inputs, input_stride, outputs, output_stride, lanes, scratch)
CK_PORTABLE_PATH(void, forward, FORWARD_PARAMETERS, FORWARD_ARGUMENTS)
CK_AVX2_PATH(void, forward, FORWARD_PARAMETERS, FORWARD_ARGUMENTS)
