#pragma once
/* What the NEON kernels share. */
#include "paths.h"

#if CK_HAS_NEON_PATH
#include <arm_neon.h>

/* A byte for each flag, the one of its place within a byte of bits. */
static const uint8_t ck_places[16] = {1, 2, 4, 8, 16, 32, 64, 128, 1, 2, 4, 8, 16, 32, 64, 128};

/* 64 flags, each a byte of ones or of zeros, to 64 bits: pairwise sums of distinct places unite eight bytes in one. */
CK_INLINE uint64_t ck_gathered(uint8x16_t a, uint8x16_t b, uint8x16_t c, uint8x16_t d) {
    const uint8x16_t places = vld1q_u8(ck_places);
    const uint8x16_t low = vpaddq_u8(vandq_u8(a, places), vandq_u8(b, places));
    const uint8x16_t high = vpaddq_u8(vandq_u8(c, places), vandq_u8(d, places));
    const uint8x16_t pairs = vpaddq_u8(low, high);
    return vgetq_lane_u64(vreinterpretq_u64_u8(vpaddq_u8(pairs, pairs)), 0);
}

/* The same for 16 flags. */
CK_INLINE uint32_t ck_gathered_16(uint8x16_t flags) {
    uint8x16_t sums = vandq_u8(flags, vld1q_u8(ck_places));
    for (int i = 0; i < 3; i++) sums = vpaddq_u8(sums, sums);
    return vgetq_lane_u16(vreinterpretq_u16_u8(sums), 0);
}

/* Two vectors of flags of 16 bits as one of bytes. */
CK_INLINE uint8x16_t ck_narrowed(uint16x8_t a, uint16x8_t b) {
    return vuzp1q_u8(vreinterpretq_u8_u16(a), vreinterpretq_u8_u16(b));
}
#endif
