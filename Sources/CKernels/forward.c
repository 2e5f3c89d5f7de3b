#pragma STDC FP_CONTRACT OFF
/* Binary networks: x and w in {-1, +1}, dot(x, w) = inputs - 2 popcount(x ^ w). With an integer bias b a hidden unit
   fires when dot + b > 0, that is when popcount < ceil((inputs + b) / 2): the threshold of its row.
   Here every layer is kept as rows; each other path has a form of its own, in a file of its own. */
#include "forward.h"

CK_INLINE size_t network_bytes_body(const ck_layer *layers, int32_t layer_count) {
    size_t bytes = 0;
    for (int32_t i = 0; i < layer_count; i++) bytes += ck_rows_bytes(&layers[i]);
    return bytes;
}
CK_PORTABLE_PATH(size_t, network_bytes, (const ck_layer *layers, int32_t layer_count), (layers, layer_count))

#define STORE_PARAMETERS \
    (const ck_layer *layers, int32_t layer_count, const uint64_t *bits, const int32_t *thresholds, uint8_t *network)

CK_INLINE void store_body STORE_PARAMETERS {
    size_t first = 0;
    for (const ck_layer *layer = layers; layer < layers + layer_count; layer++) {
        ck_rows_store(layer, bits, first, thresholds, network);
        first += (size_t)layer->inputs * (size_t)layer->outputs;
        thresholds += layer->outputs;
        network += ck_rows_bytes(layer);
    }
}
CK_PORTABLE_PATH(void, store, STORE_PARAMETERS, (layers, layer_count, bits, thresholds, network))

static int32_t run_rows(const void *context, int32_t lanes) {
    const ck_pass *const pass = context;
    const ck_layer *const layers = pass->layers, *const last = layers + pass->layer_count - 1;
    const int32_t widest = ck_widest(pass);
    for (int32_t lane = 0; lane < lanes; lane++) {
        const uint8_t *memory = ck_network(pass, lane);
        const uint64_t *x = ck_input(pass, lane);
        uint64_t *y = pass->scratch, *spare = y + widest;
        for (const ck_layer *layer = layers; layer < last; layer++) {
            ck_rows_hidden(layer, memory, x, y);
            memory += ck_rows_bytes(layer);
            x = y, y = spare, spare = (uint64_t *)x;
        }
        ck_rows_output(last, memory, x, ck_output(pass, lane));
    }
    return 0;
}

ck_stage_work ck_forward_portable(const ck_layer *layers, int32_t layer_count) {
    (void)layers, (void)layer_count;
    return run_rows;
}
