/* Networks of every width and of all depths, each run bit by bit as well. */
#include "trials.h"

#include <stdio.h>

#define MOST_LAYERS 9

typedef struct {
    int32_t widths[MOST_LAYERS + 1]; /* of the input, the hidden layers and the output */
    int32_t layer_count;
    int32_t lanes;
    int is_extreme; /* all weights 1 and all inputs 0: the greatest counts */
} shape;

static int bit_of(const uint64_t *bits, size_t position) { return bits[position / 64] >> (position % 64) & 1; }

static void run_bit_by_bit(const shape *shape, const uint64_t *weights, const int32_t *thresholds,
                           const uint64_t *input, int32_t *outputs) {
    static uint8_t units[2][1 << 17];
    uint8_t *x = units[0], *y = units[1];
    size_t weight = 0;
    for (int32_t i = 0; i < shape->widths[0]; i++) x[i] = (uint8_t)bit_of(input, (size_t)i);
    for (int32_t layer = 0; layer < shape->layer_count; layer++) {
        for (int32_t row = 0; row < shape->widths[layer + 1]; row++, thresholds++) {
            int32_t count = 0;
            for (int32_t i = 0; i < shape->widths[layer]; i++, weight++) count += bit_of(weights, weight) != x[i];
            if (layer == shape->layer_count - 1) outputs[row] = *thresholds - 2 * count;
            else y[row] = count < *thresholds;
        }
        uint8_t *const spare = x;
        x = y, y = spare;
    }
}

/* `count` bits in words; those past the last are 0. */
static uint64_t *bits_of(generator *g, size_t count, int is_constant, uint64_t constant) {
    const size_t words = (count + 63) / 64;
    uint64_t *const bits = ARRAY(uint64_t, words);
    for (size_t i = 0; i < words; i++) bits[i] = is_constant ? constant : next_word(g);
    if (count % 64 != 0) bits[words - 1] &= (UINT64_C(1) << count % 64) - 1;
    return bits;
}

static uint64_t run(const ck_kernels *kernels, const shape *shape, generator *g, uint64_t sum) {
    const int32_t lanes = shape->lanes, slot_count = lanes + 2, output_count = shape->widths[shape->layer_count];
    size_t weight_count = 0, row_count = 0;
    int32_t widest = 0;
    ck_layer *const layers = ARRAY(ck_layer, shape->layer_count);
    for (int32_t i = 0; i < shape->layer_count; i++) {
        layers[i] = (ck_layer){shape->widths[i], shape->widths[i + 1], (shape->widths[i] + 63) / 64};
        weight_count += (size_t)layers[i].inputs * (size_t)layers[i].outputs;
        row_count += (size_t)layers[i].outputs;
        widest = layers[i].words > widest ? layers[i].words : widest;
    }

    const size_t stride = kernels->network_bytes(layers, shape->layer_count);
    uint8_t *const memory = ARRAY(uint8_t, stride *(size_t)slot_count);
    const uint64_t *weights[16];
    const int32_t *thresholds[16];
    for (int32_t slot = 0; slot < slot_count; slot++) {
        int32_t *const t = ARRAY(int32_t, row_count);
        size_t row = 0;
        for (int32_t i = 0; i < shape->layer_count; i++)
            for (int32_t j = 0; j < layers[i].outputs; j++, row++) {
                const int32_t inputs = layers[i].inputs, kind = (int32_t)next_integer(g, 0, 15);
                t[row] = kind == 0           ? INT32_MIN / 4
                         : kind == 1         ? INT32_MAX / 4
                         : shape->is_extreme ? (int32_t)next_integer(g, inputs - 1, inputs + 2)
                         : kind < 6          ? (int32_t)next_integer(g, -1, inputs + 2)
                                             : inputs / 2 + (int32_t)next_integer(g, -2, 2);
            }
        thresholds[slot] = t;
        weights[slot] = bits_of(g, weight_count, shape->is_extreme, ~UINT64_C(0));
        kernels->store(layers, shape->layer_count, weights[slot], t, memory + stride * (size_t)slot);
    }

    const size_t input_words = (size_t)layers[0].words;
    uint64_t *const inputs = ARRAY(uint64_t, input_words *(size_t)lanes);
    int32_t *const slots = ARRAY(int32_t, lanes);
    for (int32_t lane = 0; lane < lanes; lane++) {
        /* Runs of lanes that share a network, and lanes alone. */
        const int is_alone = lane == 0 || next_word(g) % 3 == 0;
        slots[lane] = is_alone ? (int32_t)next_integer(g, 0, slot_count - 1) : slots[lane - 1];
        memcpy(inputs + (size_t)lane * input_words, bits_of(g, (size_t)layers[0].inputs, shape->is_extreme, 0),
               8 * input_words);
    }

    int32_t *const outputs = ARRAY(int32_t, lanes *output_count);
    int32_t *const expected = ARRAY(int32_t, output_count);
    const ck_pass pass = {layers,
                          shape->layer_count,
                          memory,
                          stride,
                          slots,
                          inputs,
                          input_words,
                          outputs,
                          (size_t)output_count,
                          ARRAY(uint64_t, 2 * CK_FORWARD_LANES * widest)};
    kernels->forward(layers, shape->layer_count)(&pass, lanes);
    for (int32_t lane = 0; lane < lanes; lane++) {
        const uint64_t *const input = inputs + (size_t)lane * input_words;
        run_bit_by_bit(shape, weights[slots[lane]], thresholds[slots[lane]], input, expected);
        if (memcmp(expected, outputs + (size_t)lane * (size_t)output_count, 4 * (size_t)output_count) == 0) continue;
        fprintf(stderr, "%s: forward differs from the network run bit by bit, lane %d of widths", kernels->name, lane);
        for (int32_t i = 0; i <= shape->layer_count; i++) fprintf(stderr, " %d", shape->widths[i]);
        fputs("\n", stderr);
        exit(1);
    }
    sum = checksum(sum, outputs, (size_t)lanes * (size_t)output_count * sizeof *outputs);
    release_guarded();
    return sum;
}

uint64_t forward_trial(const ck_kernels *kernels) {
    generator g = {1};
    uint64_t sum = NO_BYTES;
    /* Every width as that of the input of a network of random depth, of a hidden layer, and of the output. */
    for (int32_t width = 1; width <= 300; width++) {
        const int32_t layer_count = (int32_t)next_integer(&g, 1, MOST_LAYERS);
        shape first = {.layer_count = layer_count, .lanes = 2, .is_extreme = width % 8 == 7};
        first.widths[0] = width;
        for (int32_t i = 1; i <= first.layer_count; i++) first.widths[i] = (int32_t)next_integer(&g, 1, 20);
        const shape middle = {{(int32_t)next_integer(&g, 1, 16), width, 3}, 2, 4, 0};
        const shape last = {{(int32_t)next_integer(&g, 1, 16), width}, 1, 2, 0};
        const shape shallow = {{width, (int32_t)next_integer(&g, 1, 70), 2}, 2, 3, 0};
        sum = run(kernels, &first, &g, sum);
        sum = run(kernels, &middle, &g, sum);
        sum = run(kernels, &last, &g, sum);
        sum = run(kernels, &shallow, &g, sum);
    }
    /* Every depth, and layers of several words and groups. */
    for (int32_t trial = 0; trial < 5 * MOST_LAYERS; trial++) {
        shape shape = {.layer_count = 1 + trial % MOST_LAYERS, .lanes = 1 + trial % 7, .is_extreme = 0};
        for (int32_t i = 0; i <= shape.layer_count; i++)
            shape.widths[i] = (int32_t)next_integer(&g, 1, trial < 27 ? 140 : 400);
        sum = run(kernels, &shape, &g, sum);
    }
    /* Around the greatest count that a byte or 16 bits hold, and far past. */
    static const int32_t edges[] = {248, 254, 255, 256, 496, 504, 4099, 65534, 65535, 65536, 70001};
    for (size_t i = 0; i < 2 * sizeof edges / sizeof *edges; i++) {
        const int32_t width = edges[i / 2];
        const shape hidden = {{width, width < 1000 ? 70 : 5, 2}, 2, 3, (int)(i % 2)};
        const shape linear = {{width, 3}, 1, 2, (int)(i % 2)};
        sum = run(kernels, &hidden, &g, sum);
        sum = run(kernels, &linear, &g, sum);
    }
    return sum;
}
