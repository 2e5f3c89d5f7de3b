#pragma STDC FP_CONTRACT OFF
/* Binary networks with AVX-512: hidden layers in groups of 64 units, whose words of one position stand together, so
   that a word of input meets 64 units in eight vectors. Counts of a group's units are shifted together into one vector
   of bytes, or two of 16-bit numbers, and compared at once; the places of the units within a group are chosen so that
   the comparison's mask has them in order. */
#include "forward_groups.h"

#if CK_HAS_WIDE_PATHS
#include <immintrin.h>

/* The unit, within its group, whose words stand at a place of the group. */
CK_INLINE int32_t unit_at(ck_form form, int32_t place) {
    const int32_t vector = place / 8, quad = place % 8;
    return form == CK_BYTES ? 8 * quad + vector : 32 * (vector / 4) + 4 * quad + vector % 4;
}

CK_INLINE size_t group_bytes(const ck_layer *layer, ck_form form) {
    return 512 * (size_t)layer->words + (form == CK_BYTES ? 64 : 128);
}

static size_t layer_bytes(const ck_layer *layer, ck_form form) {
    return (size_t)((layer->outputs + 63) / 64) * group_bytes(layer, form);
}

/* The words of a group's rows, each to its place; those of units past the last are 0. */
CK_INLINE void store_weights(const ck_layer *layer, ck_form form, const uint64_t *bits, size_t first, int32_t units,
                             uint64_t *weights) {
    const size_t inputs = (size_t)layer->inputs, words = (size_t)layer->words;
    if (units == 64 && inputs == 64 * words && first % 64 == 0) {
        /* Rows of whole words. */
        const uint64_t *const rows = bits + first / 64;
        for (size_t word = 0; word < words; word++)
            for (int32_t place = 0; place < 64; place++)
                weights[64 * word + (size_t)place] = rows[(size_t)unit_at(form, place) * words + word];
        return;
    }
    for (int32_t place = 0; place < 64; place++) {
        const int32_t unit = unit_at(form, place);
        for (int32_t word = 0; word < layer->words; word++)
            weights[64 * word + place] =
                unit < units ? ck_row_word(bits, first + (size_t)unit * inputs, layer->inputs, word) : 0;
    }
}

/* A unit past the last has threshold 0 and never fires. */
CK_AVX512 static void store_group(const ck_layer *layer, ck_form form, const uint64_t *bits, size_t first,
                                  const int32_t *thresholds, int32_t units, uint8_t *group) {
    uint8_t *const bytes = group + 512 * (size_t)layer->words;
    uint16_t *const shorts = (uint16_t *)bytes;
    int32_t kept[64] = {0};
    for (int32_t unit = 0; unit < units; unit++) kept[unit] = ck_hidden_threshold(layer, thresholds[unit]);
    if (form == CK_BYTES) {
        store_weights(layer, CK_BYTES, bits, first, units, (uint64_t *)group);
        for (int32_t unit = 0; unit < 64; unit++) bytes[unit] = (uint8_t)kept[unit];
    } else {
        store_weights(layer, CK_SHORTS, bits, first, units, (uint64_t *)group);
        for (int32_t unit = 0; unit < 64; unit++) shorts[unit] = (uint16_t)kept[unit];
    }
}

static const ck_grouping grouping = {254, 65534, group_bytes, layer_bytes, store_group};

CK_AVX512 size_t ck_network_bytes_avx512(const ck_layer *layers, int32_t layer_count) {
    return ck_groups_network_bytes(layers, layer_count, &grouping);
}

CK_AVX512 void ck_store_avx512(const ck_layer *layers, int32_t layer_count, const uint64_t *bits,
                               const int32_t *thresholds, uint8_t *network) {
    ck_groups_store(layers, layer_count, bits, thresholds, network, &grouping);
}

CK_INLINE512 __m512i or3(__m512i a, __m512i b, __m512i c) { return _mm512_ternarylogic_epi64(a, b, c, 0xfe); }

/* Which of a group's 64 units fire, from their counts, eight a vector. */
CK_INLINE512 uint64_t fired(const __m512i c[8], ck_form form, const uint8_t *thresholds) {
    if (form == CK_BYTES) {
        /* From the last to the first, which needs no shift: the sooner it is joined, the sooner the layer is done. */
        const __m512i p = or3(_mm512_slli_epi64(c[7], 56), _mm512_slli_epi64(c[6], 48), _mm512_slli_epi64(c[5], 40));
        const __m512i q = or3(p, _mm512_slli_epi64(c[4], 32), _mm512_slli_epi64(c[3], 24));
        const __m512i r = _mm512_or_si512(q, _mm512_slli_epi64(c[2], 16));
        const __m512i counts = or3(r, _mm512_slli_epi64(c[1], 8), c[0]);
        return _cvtmask64_u64(_mm512_cmplt_epu8_mask(counts, _mm512_load_si512(thresholds)));
    }
    const __m512i low = _mm512_or_si512(or3(c[0], _mm512_slli_epi64(c[1], 16), _mm512_slli_epi64(c[2], 32)),
                                        _mm512_slli_epi64(c[3], 48));
    const __m512i high = _mm512_or_si512(or3(c[4], _mm512_slli_epi64(c[5], 16), _mm512_slli_epi64(c[6], 32)),
                                         _mm512_slli_epi64(c[7], 48));
    const uint64_t a = _cvtmask32_u32(_mm512_cmplt_epu16_mask(low, _mm512_load_si512(thresholds)));
    const uint64_t b = _cvtmask32_u32(_mm512_cmplt_epu16_mask(high, _mm512_load_si512(thresholds + 64)));
    return a | b << 32;
}

/* A hidden layer of `lanes` inputs, a compile-time number, of one network: each weight is loaded once for all. */
CK_INLINE512 void hidden(const ck_layer *layer, ck_form form, const uint8_t *memory, const uint64_t *const x[],
                         uint64_t *const y[], int lanes) {
    const int32_t words = layer->words;
    const int32_t groups = (layer->outputs + 63) / 64;
    for (int32_t group = 0; group < groups; group++, memory += group_bytes(layer, form)) {
        const __m512i *w = (const __m512i *)memory;
        __m512i c[3][8];
#pragma clang loop unroll(full)
        for (int lane = 0; lane < lanes; lane++)
#pragma clang loop unroll(full)
            for (int a = 0; a < 8; a++) c[lane][a] = _mm512_setzero_si512();
        for (int32_t word = 0; word < words; word++, w += 8) {
            __m512i input[3];
#pragma clang loop unroll(full)
            for (int lane = 0; lane < lanes; lane++) input[lane] = _mm512_set1_epi64((long long)x[lane][word]);
#pragma clang loop unroll(full)
            for (int a = 0; a < 8; a++)
#pragma clang loop unroll(full)
                for (int lane = 0; lane < lanes; lane++)
                    c[lane][a] = _mm512_add_epi64(
                        c[lane][a], _mm512_popcnt_epi64(_mm512_xor_si512(input[lane], _mm512_load_si512(w + a))));
        }
#pragma clang loop unroll(full)
        for (int lane = 0; lane < lanes; lane++) y[lane][group] = fired(c[lane], form, memory + 512 * (size_t)words);
    }
}

/* One hidden layer of at most 64 units over at most 64 inputs: nothing leaves the registers between the layers.
   `count` outputs, a compile-time number if it is 1. */
CK_INLINE512 void run_small(const ck_pass *pass, int32_t lanes, int32_t count) {
    for (int32_t lane = 0; lane < lanes; lane++) {
        const uint8_t *const memory = ck_network(pass, lane);
        uint64_t input = *ck_input(pass, lane);
        /* By way of a register: an input that was just written arrives sooner than by a broadcast from memory. */
        __asm__("" : "+r"(input));
        const __m512i x = _mm512_set1_epi64((long long)input);
        __m512i c[8];
        /* In the order in which `fired` wants them. */
#pragma clang loop unroll(full)
        for (int a = 7; a >= 0; a--)
            c[a] = _mm512_popcnt_epi64(_mm512_xor_si512(x, _mm512_load_si512((const __m512i *)memory + a)));
        const uint64_t h = fired(c, CK_BYTES, memory + 512);
        ck_word_output(memory + 576, h, count, ck_output(pass, lane));
    }
}

/* Three lanes at a time where they share a network. */
CK_AVX512 static int32_t run_groups(const void *context, int32_t lanes) {
    const ck_pass *const pass = context;
    const int32_t widest = ck_widest(pass), *const slots = pass->slots;
    for (int32_t lane = 0; lane < lanes;) {
        const int is_triple = lane + 2 < lanes && slots[lane] == slots[lane + 1] && slots[lane] == slots[lane + 2];
        if (is_triple) ck_groups_run(pass, lane, 3, widest, hidden, &grouping);
        else ck_groups_run(pass, lane, 1, widest, hidden, &grouping);
        lane += is_triple ? 3 : 1;
    }
    return 0;
}

CK_GROUPS_FORWARD(CK_AVX512, avx512)
#endif
