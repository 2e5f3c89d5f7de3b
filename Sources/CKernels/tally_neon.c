#pragma STDC FP_CONTRACT OFF
/* The book-keeping of a step with NEON: eight lanes at a time, listed one by one only where an episode ended. */
#include "paths.h"

#if CK_HAS_NEON_PATH
#include "neon.h"

int32_t ck_tally_neon(const double *rewards, const uint8_t *terminated, const uint8_t *truncated, int32_t limit,
                      int32_t lanes, double *returns, int32_t *lengths, int32_t *ended) {
    int32_t count = 0, lane = 0;
    for (; lane + 8 <= lanes; lane += 8) {
        for (int32_t i = lane; i < lane + 8; i += 2)
            vst1q_f64(returns + i, vaddq_f64(vld1q_f64(returns + i), vld1q_f64(rewards + i)));
        const int32x4_t one = vdupq_n_s32(1), limits = vdupq_n_s32(limit);
        const int32x4_t low = vaddq_s32(vld1q_s32(lengths + lane), one);
        const int32x4_t high = vaddq_s32(vld1q_s32(lengths + lane + 4), one);
        vst1q_s32(lengths + lane, low);
        vst1q_s32(lengths + lane + 4, high);
        const uint16x8_t is_at_limit =
            vuzp1q_u16(vreinterpretq_u16_u32(vcgeq_s32(low, limits)), vreinterpretq_u16_u32(vcgeq_s32(high, limits)));
        const uint8x8_t flags = vorr_u8(vld1_u8(terminated + lane), vld1_u8(truncated + lane));
        /* A byte a lane, not 0 where its episode ended. */
        uint64_t over = vget_lane_u64(vreinterpret_u64_u8(vorr_u8(flags, vmovn_u16(is_at_limit))), 0);
        for (int32_t i = lane; over != 0; i++, over >>= 8)
            if ((over & 0xff) != 0) ended[count++] = i;
    }
    const int32_t rest = ck_tally_portable(rewards + lane, terminated + lane, truncated + lane, limit, lanes - lane,
                                           returns + lane, lengths + lane, ended + count);
    for (int32_t i = 0; i < rest; i++) ended[count + i] += lane;
    return count + rest;
}
#endif
