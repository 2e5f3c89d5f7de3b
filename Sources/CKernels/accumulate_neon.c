#pragma STDC FP_CONTRACT OFF
/* Sums of utilities with NEON: a bit of a row, tested in the place it has, becomes a mask of the utility. */
#include "paths.h"

#if CK_HAS_NEON_PATH
#include "neon.h"

/* From so many individuals on, 16-bit sums are worth their transfer to 32 bits. */
#define SHORTEST_RUN 8

/* As many individuals as fit 16-bit sums whatever their bits. */
static int32_t run_length(const int32_t *utilities, int32_t individuals) {
    uint32_t largest = 1;
    for (int32_t i = 0; i < individuals; i++) {
        const uint32_t size = utilities[i] < 0 ? 0 - (uint32_t)utilities[i] : (uint32_t)utilities[i];
        largest = size > largest ? size : largest;
    }
    return (int32_t)(INT16_MAX / largest);
}

/* Adds the two halves of eight 16-bit sums to eight of 32 bits. */
CK_INLINE void add_widened(int16x8_t partial, int32_t *sums) {
    vst1q_s32(sums, vaddw_s16(vld1q_s32(sums), vget_low_s16(partial)));
    vst1q_s32(sums + 4, vaddw_high_s16(vld1q_s32(sums + 4), partial));
}

/* Of a test and a mask the compiler would make three instructions, unless it cannot see through the mask. */
#define OPAQUE(mask) __asm__("" : "+w"(mask))

CK_INLINE int16x8_t where_set_16(int16x8_t utility, uint16x8_t bits, uint16x8_t places) {
    uint16x8_t mask = vtstq_u16(bits, places);
    OPAQUE(mask);
    return vandq_s16(utility, vreinterpretq_s16_u16(mask));
}

CK_INLINE int32x4_t where_set_32(int32x4_t utility, uint32x4_t bits, uint32x4_t places) {
    uint32x4_t mask = vtstq_u32(bits, places);
    OPAQUE(mask);
    return vandq_s32(utility, vreinterpretq_s32_u32(mask));
}

/* One word of weights or two, a compile-time number, in 16-bit sums, eight a vector. */
CK_INLINE void add_16_bits(const uint64_t *bits, size_t stride, const int32_t *utilities, int32_t individuals,
                           int32_t *sums, int words) {
    const uint16x8_t low = {1, 2, 4, 8, 16, 32, 64, 128}, high = vshlq_n_u16(low, 8);
    int16x8_t partial[16];
#pragma clang loop unroll(full)
    for (int j = 0; j < 8 * words; j++) partial[j] = vdupq_n_s16(0);
    for (int32_t i = 0; i < individuals; i++, bits += stride) {
        const int16x8_t utility = vdupq_n_s16((int16_t)utilities[i]);
        const uint64x2_t row = words == 2 ? vld1q_u64(bits) : vdupq_n_u64(*bits);
        const uint16x8_t parts = vreinterpretq_u16_u64(row);
#pragma clang loop unroll(full)
        for (int j = 0; j < 4 * words; j++) {
            const uint16x8_t part = vdupq_n_u16(parts[j]);
            partial[2 * j] = vaddq_s16(partial[2 * j], where_set_16(utility, part, low));
            partial[2 * j + 1] = vaddq_s16(partial[2 * j + 1], where_set_16(utility, part, high));
        }
    }
#pragma clang loop unroll(full)
    for (int j = 0; j < 8 * words; j++) add_widened(partial[j], sums + 8 * j);
}

/* One word of weights in 32-bit sums, four a vector. */
CK_INLINE void add_32_bits(const uint64_t *bits, size_t stride, const int32_t *utilities, int32_t individuals,
                           int32_t *sums) {
    uint32x4_t places[4] = {{1, 2, 4, 8}};
    int32x4_t partial[16];
#pragma clang loop unroll(full)
    for (int j = 1; j < 4; j++) places[j] = vshlq_n_u32(places[j - 1], 4);
#pragma clang loop unroll(full)
    for (int j = 0; j < 16; j++) partial[j] = vld1q_s32(sums + 4 * j);
    for (int32_t i = 0; i < individuals; i++, bits += stride) {
        const int32x4_t utility = vdupq_n_s32(utilities[i]);
        const uint16x4_t row = vcreate_u16(*bits);
#pragma clang loop unroll(full)
        for (int j = 0; j < 16; j++) {
            const uint32x4_t part = vreinterpretq_u32_u16(vdupq_n_u16(row[j / 4]));
            partial[j] = vaddq_s32(partial[j], where_set_32(utility, part, places[j % 4]));
        }
    }
#pragma clang loop unroll(full)
    for (int j = 0; j < 16; j++) vst1q_s32(sums + 4 * j, partial[j]);
}

void ck_accumulate_neon(const uint64_t *bits, size_t stride, const int32_t *utilities, int32_t individuals,
                        size_t words, int32_t *sums) {
    const int32_t run = run_length(utilities, individuals);
    if (run < SHORTEST_RUN) {
        for (size_t word = 0; word < words; word++)
            add_32_bits(bits + word, stride, utilities, individuals, sums + 64 * word);
        return;
    }
    for (int32_t i = 0; i < individuals;) {
        const int32_t left = individuals - i, count = left < run ? left : run;
        const uint64_t *const rows = bits + (size_t)i * stride;
        size_t word = 0;
        for (; word + 2 <= words; word += 2)
            add_16_bits(rows + word, stride, utilities + i, count, sums + 64 * word, 2);
        if (word < words) add_16_bits(rows + word, stride, utilities + i, count, sums + 64 * word, 1);
        i += count;
    }
}
#endif
