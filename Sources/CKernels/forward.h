#pragma once
/* How the forward kernels lay a network out in memory, and the plain form of a layer. */
#include "paths.h"

/* The word `word` of a row that begins at bit `first` of a genome; bits past the row's end are 0. */
CK_INLINE uint64_t ck_row_word(const uint64_t *bits, size_t first, int32_t inputs, int32_t word) {
    const size_t bit = first + (size_t)word * 64, index = bit / 64, offset = bit % 64;
    const int32_t left = inputs - 64 * word;
    uint64_t value = bits[index] >> offset;
    if (offset != 0 && (int64_t)left > (int64_t)(64 - offset)) value |= bits[index + 1] << (64 - offset);
    return left < 64 ? value & ((UINT64_C(1) << left) - 1) : value;
}

CK_INLINE size_t ck_round_up(size_t bytes) { return (bytes + 63) / 64 * 64; }

CK_INLINE int32_t ck_mismatches(const uint64_t *x, const uint64_t *w, int32_t words) {
    int32_t count = 0;
    for (int32_t i = 0; i < words; i++) count += __builtin_popcountll(x[i] ^ w[i]);
    return count;
}

/* The threshold of a hidden row as it is kept: within 0 ... inputs + 1, which it never matters to leave. */
CK_INLINE int32_t ck_hidden_threshold(const ck_layer *layer, int32_t threshold) {
    return threshold < 0 ? 0 : threshold > layer->inputs ? layer->inputs + 1 : threshold;
}

/* A layer as rows: its weight rows one after the other, then at once their thresholds. */

CK_INLINE size_t ck_rows_bytes(const ck_layer *layer) {
    const size_t rows = (size_t)layer->outputs, words = (size_t)layer->words;
    return ck_round_up(8 * rows * words + 4 * rows);
}

CK_INLINE const int32_t *ck_rows_thresholds(const ck_layer *layer, const uint8_t *memory) {
    return (const int32_t *)(memory + 8 * (size_t)layer->outputs * (size_t)layer->words);
}

CK_INLINE void ck_rows_store(const ck_layer *layer, const uint64_t *bits, size_t first, const int32_t *thresholds,
                             uint8_t *memory) {
    uint64_t *weights = (uint64_t *)memory;
    int32_t *const stored = (int32_t *)ck_rows_thresholds(layer, memory);
    for (int32_t row = 0; row < layer->outputs; row++, first += (size_t)layer->inputs) {
        for (int32_t word = 0; word < layer->words; word++) *weights++ = ck_row_word(bits, first, layer->inputs, word);
        stored[row] = thresholds[row];
    }
}

/* Hidden units: a bit for each. */
CK_INLINE void ck_rows_hidden(const ck_layer *layer, const uint8_t *memory, const uint64_t *x, uint64_t *y) {
    const uint64_t *weights = (const uint64_t *)memory;
    const int32_t *const thresholds = ck_rows_thresholds(layer, memory);
    for (int32_t first = 0; first < layer->outputs; first += 64) {
        const int32_t left = layer->outputs - first, units = left < 64 ? left : 64;
        uint64_t bits = 0;
        for (int32_t j = 0; j < units; j++, weights += layer->words)
            bits |= (uint64_t)(ck_mismatches(x, weights, layer->words) < thresholds[first + j]) << j;
        y[first / 64] = bits;
    }
}

/* Linear outputs: an integer for each. */
CK_INLINE void ck_rows_output(const ck_layer *layer, const uint8_t *memory, const uint64_t *x, int32_t *outputs) {
    const uint64_t *weights = (const uint64_t *)memory;
    const int32_t *const thresholds = ck_rows_thresholds(layer, memory);
    for (int32_t j = 0; j < layer->outputs; j++, weights += layer->words)
        outputs[j] = thresholds[j] - 2 * ck_mismatches(x, weights, layer->words);
}

/* The same for rows of one word. */
CK_INLINE void ck_word_output(const uint8_t *memory, uint64_t x, int32_t count, int32_t *outputs) {
    const uint64_t *const weights = (const uint64_t *)memory;
    const int32_t *const thresholds = (const int32_t *)(weights + count);
    for (int32_t j = 0; j < count; j++) outputs[j] = thresholds[j] - 2 * (int32_t)__builtin_popcountll(x ^ weights[j]);
}

CK_INLINE int32_t ck_widest(const ck_pass *pass) {
    int32_t widest = 0;
    for (int32_t i = 0; i < pass->layer_count; i++)
        widest = pass->layers[i].words > widest ? pass->layers[i].words : widest;
    return widest;
}

/* Of a lane: its network, its input row and its output row. */

CK_INLINE const uint8_t *ck_network(const ck_pass *pass, int32_t lane) {
    return pass->networks + (size_t)pass->slots[lane] * pass->stride;
}

CK_INLINE const uint64_t *ck_input(const ck_pass *pass, int32_t lane) {
    return pass->inputs + (size_t)lane * pass->input_stride;
}

CK_INLINE int32_t *ck_output(const ck_pass *pass, int32_t lane) {
    return pass->outputs + (size_t)lane * pass->output_stride;
}
