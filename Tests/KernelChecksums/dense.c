/* Float32 networks of every activation and many shapes, and normal deviates in float32. */
#include "dense.h"
#include "trials.h"

static void fill(generator *g, float *numbers, size_t count, double size) {
    for (size_t i = 0; i < count; i++) numbers[i] = (float)next_real(g, -size, size);
}

static uint64_t dense_sum(const ck_kernels *kernels, generator *g, const int32_t *widths, int32_t layers,
                          ck_activation activation, double size) {
    ck_dense_layer shape[4];
    size_t stride = 0, widest = 0;
    for (int32_t i = 0; i < layers; i++) {
        shape[i] = (ck_dense_layer){widths[i], widths[i + 1], i == layers - 1 ? CK_LINEAR : activation};
        stride += ck_dense_size(&shape[i]);
    }
    for (int32_t i = 0; i <= layers; i++) widest = widths[i] > (int32_t)widest ? (size_t)widths[i] : widest;
    widest = (widest + 15) / 16 * 16;
    enum { LANES = 3 };
    float *const networks = ARRAY(float, LANES *stride);
    for (int lane = 0; lane < LANES; lane++) {
        float *memory = networks + (size_t)lane * stride;
        for (int32_t i = 0; i < layers; i++) {
            const size_t inputs = (size_t)widths[i], outputs = (size_t)widths[i + 1];
            const size_t count = (inputs + 1) * outputs;
            float *const numbers = malloc(count * sizeof(float));
            fill(g, numbers, count, size);
            memset(memory, 0, ck_dense_size(&shape[i]) * sizeof(float));
            for (size_t first = 0; first < count; first += 100)
                ck_dense_store(&shape[i], first, count - first < 100 ? count - first : 100, numbers + first, memory);
            free(numbers);
            memory += ck_dense_size(&shape[i]);
        }
    }
    const size_t row = ((size_t)widths[0] + 15) / 16 * 16, outputs = (size_t)widths[layers];
    float *const inputs = ARRAY(float, LANES *row), *const results = ARRAY(float, LANES *outputs);
    memset(inputs, 0, LANES * row * sizeof(float));
    for (size_t lane = 0; lane < LANES; lane++) fill(g, inputs + lane * row, (size_t)widths[0], 2.0);
    const int32_t slots[LANES] = {2, 0, 1};
    const ck_dense_pass pass = {
        shape,  layers, networks, stride,  slots,
        inputs, row,    results,  outputs, {ARRAY(float, LANES *widest), ARRAY(float, LANES *widest)},
        widest,
    };
    kernels->dense(&pass, LANES);
    const uint64_t sum = checksum(NO_BYTES, results, LANES * outputs * sizeof(float));
    release_guarded();
    return sum;
}

uint64_t dense_trial(const ck_kernels *kernels) {
    static const ck_activation activations[] = {CK_LINEAR, CK_TANH, CK_RELU, CK_LRELU, CK_ELU};
    generator g = {31};
    uint64_t sum = NO_BYTES;
    for (int trial = 0; trial < 200; trial++) {
        int32_t widths[5];
        for (int i = 0; i < 5; i++) widths[i] = (int32_t)next_integer(&g, 1, trial % 4 == 0 ? 150 : 40);
        const uint64_t one =
            dense_sum(kernels, &g, widths, 1 + trial % 4, activations[trial % 5], trial % 3 ? 0.5 : 4.0);
        sum = checksum(sum, &one, sizeof one);
    }
    return sum;
}

uint64_t add_noise_trial(const ck_kernels *kernels) {
    generator g = {32};
    uint64_t sum = NO_BYTES;
    for (int trial = 0; trial < 60; trial++) {
        const size_t count = trial % 10 == 0 ? CK_BLOCK_WEIGHTS : (size_t)next_integer(&g, 1, 200);
        const uint32_t counter[4] = {16 * (uint32_t)trial, (uint32_t)next_word(&g), 0, 7},
                       key[2] = {1, (uint32_t)trial};
        float *const from = ARRAY(float, count), *const to = ARRAY(float, count);
        fill(&g, from, count, 3.0);
        kernels->add_noise(counter, key, (float)next_real(&g, -2.0, 2.0), count, from, to);
        sum = checksum(sum, to, count * sizeof(float));
        release_guarded();
    }
    return sum;
}
