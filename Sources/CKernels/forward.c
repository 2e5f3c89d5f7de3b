#pragma STDC FP_CONTRACT OFF
/* Binary networks: x and w in {-1, +1}, dot(x, w) = inputs - 2 popcount(x ^ w). With an integer bias b a hidden unit
   fires when dot + b > 0, that is when popcount < ceil((inputs + b) / 2): the threshold of its row. */
#include "paths.h"

static inline int32_t mismatches(const uint64_t *x, const uint64_t *w, int32_t words) {
    int32_t count = 0;
    for (int32_t i = 0; i < words; i++) count += __builtin_popcountll(x[i] ^ w[i]);
    return count;
}

static void hidden_layer(const ck_layer *layer, const uint64_t *weights, const int32_t *thresholds, const uint64_t *x,
                         uint64_t *y) {
    for (int32_t first = 0; first < layer->outputs; first += 64) {
        const int32_t left = layer->outputs - first, units = left < 64 ? left : 64;
        uint64_t bits = 0;
        for (int32_t j = 0; j < units; j++, weights += layer->words)
            bits |= (uint64_t)(mismatches(x, weights, layer->words) < thresholds[first + j]) << j;
        y[first / 64] = bits;
    }
}

static void output_layer(const ck_layer *layer, const uint64_t *weights, const int32_t *thresholds, const uint64_t *x,
                         int32_t *outputs) {
    for (int32_t j = 0; j < layer->outputs; j++, weights += layer->words)
        outputs[j] = thresholds[j] - 2 * mismatches(x, weights, layer->words);
}

CK_INLINE void forward_body(const ck_networks *networks, const uint64_t *inputs, size_t input_stride, int32_t *outputs, size_t output_stride, int32_t lanes, uint64_t *scratch) {
    const ck_layer *const layers = networks->layers, *const last = layers + networks->layer_count - 1;
    int32_t widest = 0;
    for (const ck_layer *layer = layers; layer <= last; layer++) widest = layer->words > widest ? layer->words : widest;
    for (int32_t lane = 0; lane < lanes; lane++) {
        const size_t slot = (size_t)networks->slots[lane];
        const uint64_t *weights = networks->weights + slot * networks->weight_stride;
        const int32_t *thresholds = networks->thresholds + slot * networks->threshold_stride;
        const uint64_t *x = inputs + (size_t)lane * input_stride;
        uint64_t *y = scratch, *spare = scratch + widest;
        for (const ck_layer *layer = layers; layer < last; layer++) {
            hidden_layer(layer, weights, thresholds, x, y);
            weights += (size_t)layer->outputs * (size_t)layer->words;
            thresholds += layer->outputs;
            x = y, y = spare, spare = (uint64_t *)x;
        }
        output_layer(last, weights, thresholds, x, outputs + (size_t)lane * output_stride);
    }
}
CK_EVERY_PATH(void, forward, (const ck_networks *networks, const uint64_t *inputs, size_t input_stride, int32_t *outputs, size_t output_stride, int32_t lanes, uint64_t *scratch), (networks, inputs, input_stride, outputs, output_stride, lanes, scratch))
