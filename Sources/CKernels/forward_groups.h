#pragma once
/* What the paths share that keep hidden layers in groups of units: how a network is laid out, and how it is run. Each
   says with a grouping what its groups are. */
#include "forward.h"

/* How the counts of a layer are compared: as bytes, as 16-bit numbers, or row by row where they may be greater. */
typedef enum { CK_BYTES, CK_SHORTS, CK_ROWS } ck_form;

typedef struct {
    /* The most inputs whose counts and thresholds fit bytes, and 16-bit numbers. */
    int32_t byte_inputs;
    int32_t short_inputs;
    /* Bytes of a group of 64 units, and of a layer that is kept in groups, a multiple of 64. */
    size_t (*group_bytes)(const ck_layer *layer, ck_form form);
    size_t (*layer_bytes)(const ck_layer *layer, ck_form form);
    /* Lays out a group of `units` units, whose weights begin at bit `first`. */
    void (*store_group)(const ck_layer *layer, ck_form form, const uint64_t *bits, size_t first,
                        const int32_t *thresholds, int32_t units, uint8_t *group);
} ck_grouping;

CK_INLINE ck_form ck_form_of(const ck_layer *layer, const ck_grouping *grouping) {
    return layer->inputs <= grouping->byte_inputs    ? CK_BYTES
           : layer->inputs <= grouping->short_inputs ? CK_SHORTS
                                                     : CK_ROWS;
}

CK_INLINE size_t ck_hidden_bytes(const ck_layer *layer, const ck_grouping *grouping) {
    const ck_form form = ck_form_of(layer, grouping);
    return form == CK_ROWS ? ck_rows_bytes(layer) : grouping->layer_bytes(layer, form);
}

CK_INLINE size_t ck_groups_network_bytes(const ck_layer *layers, int32_t layer_count, const ck_grouping *grouping) {
    size_t bytes = ck_rows_bytes(&layers[layer_count - 1]);
    for (int32_t i = 0; i < layer_count - 1; i++) bytes += ck_hidden_bytes(&layers[i], grouping);
    return bytes;
}

CK_INLINE void ck_groups_store(const ck_layer *layers, int32_t layer_count, const uint64_t *bits,
                               const int32_t *thresholds, uint8_t *network, const ck_grouping *grouping) {
    const ck_layer *const last = layers + layer_count - 1;
    size_t first = 0;
    for (const ck_layer *layer = layers; layer < last; layer++) {
        const ck_form form = ck_form_of(layer, grouping);
        if (form == CK_ROWS) ck_rows_store(layer, bits, first, thresholds, network);
        else
            for (int32_t unit = 0; unit < layer->outputs; unit += 64) {
                const int32_t left = layer->outputs - unit;
                grouping->store_group(layer, form, bits, first + (size_t)unit * (size_t)layer->inputs,
                                      thresholds + unit, left < 64 ? left : 64,
                                      network + (size_t)(unit / 64) * grouping->group_bytes(layer, form));
            }
        first += (size_t)layer->inputs * (size_t)layer->outputs;
        thresholds += layer->outputs;
        network += ck_hidden_bytes(layer, grouping);
    }
    ck_rows_store(last, bits, first, thresholds, network);
}

/* A hidden layer that is kept in groups, on `lanes` inputs. */
typedef void ck_hidden(const ck_layer *layer, ck_form form, const uint8_t *memory, const uint64_t *const x[],
                       uint64_t *const y[], int lanes);

/* The network that `lanes` lanes from `first` on share, at most CK_FORWARD_LANES. */
CK_INLINE void ck_groups_run(const ck_pass *pass, int32_t first, int lanes, int32_t widest, ck_hidden *hidden,
                             const ck_grouping *grouping) {
    const ck_layer *const last = pass->layers + pass->layer_count - 1;
    const uint8_t *memory = ck_network(pass, first);
    const uint64_t *x[CK_FORWARD_LANES];
    uint64_t *y[CK_FORWARD_LANES], *spare[CK_FORWARD_LANES];
    for (int lane = 0; lane < lanes; lane++) {
        x[lane] = ck_input(pass, first + lane);
        y[lane] = pass->scratch + 2 * lane * widest;
        spare[lane] = y[lane] + widest;
    }
    for (const ck_layer *layer = pass->layers; layer < last; layer++) {
        switch (ck_form_of(layer, grouping)) {
        case CK_BYTES: hidden(layer, CK_BYTES, memory, x, y, lanes); break;
        case CK_SHORTS: hidden(layer, CK_SHORTS, memory, x, y, lanes); break;
        case CK_ROWS:
            for (int lane = 0; lane < lanes; lane++) ck_rows_hidden(layer, memory, x[lane], y[lane]);
        }
        memory += ck_hidden_bytes(layer, grouping);
        for (int lane = 0; lane < lanes; lane++) {
            uint64_t *const written = y[lane];
            y[lane] = spare[lane];
            spare[lane] = written;
            x[lane] = written;
        }
    }
    for (int lane = 0; lane < lanes; lane++) ck_rows_output(last, memory, x[lane], ck_output(pass, first + lane));
}

/* A path's stage work: one hidden layer of at most 64 units over at most 64 inputs has functions of its own, for one
   output and for more, made of the path's `run_small`; all else is its `run_groups`. A call for a lane or two then
   saves no registers that only another form needs. */
#define CK_GROUPS_FORWARD(target, path)                                                            \
    target static int32_t run_one_output(const void *context, int32_t lanes) {                     \
        run_small(context, lanes, 1);                                                              \
        return 0;                                                                                  \
    }                                                                                              \
    target static int32_t run_few_outputs(const void *context, int32_t lanes) {                    \
        const ck_pass *const pass = context;                                                       \
        run_small(pass, lanes, pass->layers[1].outputs);                                           \
        return 0;                                                                                  \
    }                                                                                              \
    ck_stage_work ck_forward_##path(const ck_layer *layers, int32_t layer_count) {                 \
        if (layer_count != 2 || layers[0].words != 1 || layers[0].outputs > 64) return run_groups; \
        return layers[1].outputs == 1 ? run_one_output : run_few_outputs;                          \
    }
