#pragma STDC FP_CONTRACT OFF
/* Binary networks with NEON, which counts the bits of bytes: hidden layers in groups of up to 64 units, 16 a vector,
   whose bytes of one position stand together. A byte of input then meets 16 units at once, and each unit's count grows
   in a byte of its own: nothing is summed across a vector, and the comparison's mask has the units in order. Only the
   bytes that hold inputs are kept, and only as many vectors as there are units for. Lanes of one network are not run
   together: with three operations to a load, loads are not what it waits for. */
#include "forward_groups.h"

#if CK_HAS_NEON_PATH
#include "neon.h"

/* Bytes of input whose counts one byte can hold. */
#define RUN 31

/* Bytes of a row. */
CK_INLINE int32_t positions_of(const ck_layer *layer) { return (layer->inputs + 7) / 8; }

/* Vectors of 16 units that hold so many. */
CK_INLINE int32_t vectors_of(int32_t units) { return (units + 15) / 16; }

/* A group: its vectors of position 0, of position 1 and so on, then its thresholds. */
CK_INLINE size_t bytes_of(const ck_layer *layer, ck_form form, int32_t vectors) {
    return 16 * (size_t)vectors * ((size_t)positions_of(layer) + (form == CK_BYTES ? 1 : 2));
}

static size_t group_bytes(const ck_layer *layer, ck_form form) { return bytes_of(layer, form, 4); }

static size_t layer_bytes(const ck_layer *layer, ck_form form) {
    return ck_round_up(bytes_of(layer, form, vectors_of(layer->outputs)));
}

/* Byte k of each of 16 words goes to target + k * step, for the first `count` k. */
static void store_transposed(const uint64_t words[16], uint8_t *target, size_t step, int32_t count) {
    const uint8x16x4_t a = vld4q_u8((const uint8_t *)words), b = vld4q_u8((const uint8_t *)(words + 8));
    for (int k = 0; k < 4 && k < count; k++) vst1q_u8(target + (size_t)k * step, vuzp1q_u8(a.val[k], b.val[k]));
    for (int k = 4; k < count; k++) vst1q_u8(target + (size_t)k * step, vuzp2q_u8(a.val[k - 4], b.val[k - 4]));
}

static void store_group(const ck_layer *layer, ck_form form, const uint64_t *bits, size_t first,
                        const int32_t *thresholds, int32_t units, uint8_t *group) {
    const int32_t vectors = vectors_of(units), positions = positions_of(layer);
    const size_t step = 16 * (size_t)vectors;
    for (int32_t vector = 0; vector < vectors; vector++)
        for (int32_t word = 0; word < layer->words; word++) {
            uint64_t words[16];
            for (int32_t i = 0; i < 16; i++) {
                const int32_t unit = 16 * vector + i;
                const size_t row = first + (size_t)unit * (size_t)layer->inputs;
                words[i] = unit < units ? ck_row_word(bits, row, layer->inputs, word) : 0;
            }
            const int32_t left = positions - 8 * word;
            store_transposed(words, group + 8 * (size_t)word * step + 16 * vector, step, left < 8 ? left : 8);
        }
    uint8_t *const bytes = group + step * (size_t)positions;
    uint16_t *const shorts = (uint16_t *)bytes;
    for (int32_t unit = 0; unit < 16 * vectors; unit++) {
        /* A unit past the last has threshold 0 and never fires. */
        const int32_t threshold = unit < units ? ck_hidden_threshold(layer, thresholds[unit]) : 0;
        if (form == CK_BYTES) bytes[unit] = (uint8_t)threshold;
        else shorts[unit] = (uint16_t)threshold;
    }
}

static const ck_grouping grouping = {254, 65534, group_bytes, layer_bytes, store_group};

size_t ck_network_bytes_neon(const ck_layer *layers, int32_t layer_count) {
    return ck_groups_network_bytes(layers, layer_count, &grouping);
}

void ck_store_neon(const ck_layer *layers, int32_t layer_count, const uint64_t *bits, const int32_t *thresholds,
                   uint8_t *network) {
    ck_groups_store(layers, layer_count, bits, thresholds, network, &grouping);
}

/* Adds to the counts of the units of `vectors` vectors, a compile-time number, what `positions` bytes of input give. */
CK_INLINE void count(uint8x16_t counts[4], const uint8_t *weights, const uint8_t *x, int32_t positions, int vectors) {
    for (int32_t position = 0; position < positions; position++, weights += 16 * vectors) {
        const uint8x16_t input = vld1q_dup_u8(x + position);
#pragma clang loop unroll(full)
        for (int v = 0; v < vectors; v++)
            counts[v] = vaddq_u8(counts[v], vcntq_u8(veorq_u8(input, vld1q_u8(weights + 16 * v))));
    }
}

/* Which units of a group of `vectors` vectors, a compile-time number, fire: as bytes. */
CK_INLINE uint64_t fired_bytes(const uint8_t *group, const uint8_t *x, int32_t positions, int vectors) {
    const uint8_t *const thresholds = group + 16 * vectors * positions;
    uint8x16_t counts[4], flags[4];
    for (int v = 0; v < 4; v++) counts[v] = flags[v] = vdupq_n_u8(0);
    count(counts, group, x, positions, vectors);
    for (int v = 0; v < vectors; v++) flags[v] = vcltq_u8(counts[v], vld1q_u8(thresholds + 16 * v));
    return ck_gathered(flags[0], flags[1], flags[2], flags[3]);
}

/* The same as 16-bit numbers: counts stay bytes for a run of positions, then go into wider ones. */
CK_INLINE uint64_t fired_shorts(const uint8_t *group, const uint8_t *x, int32_t positions, int vectors) {
    const uint16_t *const thresholds = (const uint16_t *)(group + 16 * vectors * positions);
    uint16x8_t low[4], high[4];
    uint8x16_t flags[4];
    for (int v = 0; v < 4; v++) {
        low[v] = high[v] = vdupq_n_u16(0);
        flags[v] = vdupq_n_u8(0);
    }
    for (int32_t position = 0; position < positions; position += RUN) {
        const int32_t left = positions - position;
        uint8x16_t counts[4];
        for (int v = 0; v < 4; v++) counts[v] = vdupq_n_u8(0);
        count(counts, group + 16 * vectors * position, x + position, left < RUN ? left : RUN, vectors);
        for (int v = 0; v < vectors; v++) {
            low[v] = vaddw_u8(low[v], vget_low_u8(counts[v]));
            high[v] = vaddw_high_u8(high[v], counts[v]);
        }
    }
    for (int v = 0; v < vectors; v++)
        flags[v] = ck_narrowed(vcltq_u16(low[v], vld1q_u16(thresholds + 16 * v)),
                               vcltq_u16(high[v], vld1q_u16(thresholds + 16 * v + 8)));
    return ck_gathered(flags[0], flags[1], flags[2], flags[3]);
}

CK_INLINE uint64_t fired(ck_form form, const uint8_t *group, const uint8_t *x, int32_t positions, int vectors) {
    return form == CK_BYTES ? fired_bytes(group, x, positions, vectors) : fired_shorts(group, x, positions, vectors);
}

/* A hidden layer that is kept in groups; `form` is a compile-time value. */
CK_INLINE void hidden(const ck_layer *layer, ck_form form, const uint8_t *group, const uint8_t *x, uint64_t *y) {
    const int32_t positions = positions_of(layer);
    int32_t vectors = vectors_of(layer->outputs);
    for (; vectors >= 4; vectors -= 4, group += bytes_of(layer, form, 4)) *y++ = fired(form, group, x, positions, 4);
    switch (vectors) {
    case 3: *y = fired(form, group, x, positions, 3); break;
    case 2: *y = fired(form, group, x, positions, 2); break;
    case 1: *y = fired(form, group, x, positions, 1);
    }
}

CK_INLINE int32_t ones(uint64_t word) { return vaddv_u8(vcnt_u8(vcreate_u8(word))); }

/* The bits in which a row differs from the input. */
CK_INLINE int32_t mismatches(const uint64_t *x, const uint64_t *w, int32_t words) {
    int32_t sum = 0;
    while (words >= 2) {
        uint8x16_t counts = vdupq_n_u8(0);
        const int32_t pairs = words / 2 < RUN ? words / 2 : RUN;
        for (int32_t i = 0; i < pairs; i++, x += 2, w += 2)
            counts = vaddq_u8(counts, vcntq_u8(vreinterpretq_u8_u64(veorq_u64(vld1q_u64(x), vld1q_u64(w)))));
        sum += vaddlvq_u8(counts);
        words -= 2 * pairs;
    }
    return words == 0 ? sum : sum + ones(*x ^ *w);
}

/* Linear outputs, kept as rows: often few, for which vectors of 16 units would be empty. */
CK_INLINE void output(const ck_layer *layer, const uint8_t *memory, const uint64_t *x, int32_t *outputs) {
    const uint64_t *weights = (const uint64_t *)memory;
    const int32_t *const thresholds = ck_rows_thresholds(layer, memory);
    for (int32_t j = 0; j < layer->outputs; j++, weights += layer->words)
        outputs[j] = thresholds[j] - 2 * mismatches(x, weights, layer->words);
}

/* One hidden layer of at most 64 units, in `vectors` vectors, a compile-time number, over at most 64 inputs: its bits
   never leave the registers. */
CK_INLINE int32_t run_small(const ck_pass *pass, int32_t lanes, int vectors) {
    const size_t bytes = ck_hidden_bytes(pass->layers, &grouping);
    const int32_t positions = positions_of(pass->layers), count = pass->layers[1].outputs;
    for (int32_t lane = 0; lane < lanes; lane++) {
        const uint8_t *const memory = ck_network(pass, lane);
        const uint64_t h = fired_bytes(memory, (const uint8_t *)ck_input(pass, lane), positions, vectors);
        ck_word_output(memory + bytes, h, count, ck_output(pass, lane));
    }
    return 0;
}

static int32_t run_small_1(const void *context, int32_t lanes) { return run_small(context, lanes, 1); }
static int32_t run_small_2(const void *context, int32_t lanes) { return run_small(context, lanes, 2); }
static int32_t run_small_3(const void *context, int32_t lanes) { return run_small(context, lanes, 3); }
static int32_t run_small_4(const void *context, int32_t lanes) { return run_small(context, lanes, 4); }

static int32_t run_groups(const void *context, int32_t lanes) {
    const ck_pass *const pass = context;
    const ck_layer *const layers = pass->layers, *const last = layers + pass->layer_count - 1;
    const int32_t widest = ck_widest(pass);
    for (int32_t lane = 0; lane < lanes; lane++) {
        const uint8_t *memory = ck_network(pass, lane);
        const uint64_t *x = ck_input(pass, lane);
        uint64_t *y = pass->scratch, *spare = y + widest;
        for (const ck_layer *layer = layers; layer < last; layer++) {
            switch (ck_form_of(layer, &grouping)) {
            case CK_BYTES: hidden(layer, CK_BYTES, memory, (const uint8_t *)x, y); break;
            case CK_SHORTS: hidden(layer, CK_SHORTS, memory, (const uint8_t *)x, y); break;
            case CK_ROWS: ck_rows_hidden(layer, memory, x, y);
            }
            memory += ck_hidden_bytes(layer, &grouping);
            x = y, y = spare, spare = (uint64_t *)x;
        }
        output(last, memory, x, ck_output(pass, lane));
    }
    return 0;
}

ck_stage_work ck_forward_neon(const ck_layer *layers, int32_t layer_count) {
    static const ck_stage_work small[] = {run_small_1, run_small_2, run_small_3, run_small_4};
    const int32_t vectors = vectors_of(layers->outputs);
    return layer_count == 2 && layers->words == 1 && vectors <= 4 ? small[vectors - 1] : run_groups;
}
#endif
