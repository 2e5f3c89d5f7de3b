#pragma STDC FP_CONTRACT OFF

/* Elementary functions of float32, sixteen at a time, with one result everywhere.
 *
 * They use only + - * / sqrt, fused multiply-add, integers and selects, in one order. The constants come from
 * Tests/Python/elementary_coefficients.py, whose --check compares them with this file. */
#pragma once

#include "fused.h"

/* 2^23 + 2^22: adding it rounds a float32 below 2^22 to a whole number, which the low bits of the sum then hold. */
#define CK_SINGLE_ROUNDER 0x1.8p23f

/* ---- exp(x) - 1, tanh ---- */

#define CK_SINGLE_LOG2_E 0x1.7154760000000p+0f
#define CK_SINGLE_LN2_HIGH 0x1.62e4000000000p-1f
#define CK_SINGLE_LN2_LOW 0x1.7f7d1c0000000p-20f
/* relative error of the polynomial below 2^-26.11 */
#define CK_SINGLE_EXP_0 0x1.fffffe0000000p-2f
#define CK_SINGLE_EXP_1 0x1.5554b20000000p-3f
#define CK_SINGLE_EXP_2 0x1.5557060000000p-5f
#define CK_SINGLE_EXP_3 0x1.1226620000000p-7f
#define CK_SINGLE_EXP_4 0x1.6b85600000000p-10f

/* exp(x) - 1 for -88 <= x <= 88, within 2 ulp. */
CK_INLINE ck_v16 ck_expm1_single(ck_v16 x, int is_fused) {
    const ck_v16 rounder = ck_all16(CK_SINGLE_ROUNDER);
    const ck_v16 shifted = ck_fused(x, ck_all16(CK_SINGLE_LOG2_E), rounder, is_fused);
    const ck_v16 n = shifted - rounder;
    ck_v16 r = ck_fused(n, ck_all16(-CK_SINGLE_LN2_HIGH), x, is_fused); /* exact */
    r = ck_fused(n, ck_all16(-CK_SINGLE_LN2_LOW), r, is_fused);
    ck_v16 p = ck_all16(CK_SINGLE_EXP_4);
    p = ck_fused(p, r, ck_all16(CK_SINGLE_EXP_3), is_fused);
    p = ck_fused(p, r, ck_all16(CK_SINGLE_EXP_2), is_fused);
    p = ck_fused(p, r, ck_all16(CK_SINGLE_EXP_1), is_fused);
    p = ck_fused(p, r, ck_all16(CK_SINGLE_EXP_0), is_fused);
    p = ck_fused(r * r, p, r, is_fused);
    /* Times 2^n, and 2^n - 1 more. */
    const ck_u16 power = (ck_u16)shifted << 23;
    const ck_v16 two_to_n = (ck_v16)(power + 0x3f800000);
    return ck_fused(two_to_n, p, two_to_n - 1.0f, is_fused);
}

/* Within 3 ulp; 1 from 9.02 on; NaN for NaN. */
CK_INLINE ck_v16 ck_tanh_single(ck_v16 x, int is_fused) {
    const ck_u16 sign = (ck_u16)x & 0x80000000;
    const ck_v16 size = (ck_v16)((ck_u16)x & 0x7fffffff);
    const ck_v16 bounded = ck_select16(size > 10.0f, ck_all16(10.0f), size);
    const ck_v16 e = ck_expm1_single(bounded + bounded, is_fused);
    const ck_v16 quotient = ck_select16(e < 2.0f, e, ck_all16(2.0f)) / (e + 2.0f);
    const ck_v16 result = ck_select16(e < 2.0f, quotient, 1.0f - quotient);
    return (ck_v16)((ck_u16)result | sign);
}

/* ---- log ---- */

/* relative error of the polynomial below 2^-22.41 */
#define CK_SINGLE_LOG_0 -0x1.00006c0000000p-1f
#define CK_SINGLE_LOG_1 0x1.5558f40000000p-2f
#define CK_SINGLE_LOG_2 -0x1.ff69740000000p-3f
#define CK_SINGLE_LOG_3 0x1.97b1aa0000000p-3f
#define CK_SINGLE_LOG_4 -0x1.61217a0000000p-3f
#define CK_SINGLE_LOG_5 0x1.4b5d860000000p-3f
#define CK_SINGLE_LOG_6 -0x1.9d008a0000000p-4f

/* log(x) for normal x > 0, within 2^-22 of itself. */
CK_INLINE ck_v16 ck_log_single(ck_v16 x, int is_fused) {
    /* x = 2^k m with sqrt(1/2) <= m < sqrt(2): near 1, k is 0 and nothing cancels. */
    const ck_i16 from_root = (ck_i16)x - 0x3f3504f3;
    const ck_v16 k = __builtin_convertvector(from_root >> 23, ck_v16);
    const ck_v16 f = (ck_v16)((from_root & 0x007fffff) + 0x3f3504f3) - 1.0f;
    ck_v16 p = ck_all16(CK_SINGLE_LOG_6);
    p = ck_fused(p, f, ck_all16(CK_SINGLE_LOG_5), is_fused);
    p = ck_fused(p, f, ck_all16(CK_SINGLE_LOG_4), is_fused);
    p = ck_fused(p, f, ck_all16(CK_SINGLE_LOG_3), is_fused);
    p = ck_fused(p, f, ck_all16(CK_SINGLE_LOG_2), is_fused);
    p = ck_fused(p, f, ck_all16(CK_SINGLE_LOG_1), is_fused);
    p = ck_fused(p, f, ck_all16(CK_SINGLE_LOG_0), is_fused);
    const ck_v16 rest = ck_fused(f * f, p, f, is_fused);
    return ck_fused(k, ck_all16(0x1.62e43p-1f), rest, is_fused);
}

/* ---- normal deviates ---- */

/* relative error of the polynomial below 2^-25.1 */
#define CK_SINGLE_SIN_0 0x1.921fb60000000p+0f
#define CK_SINGLE_SIN_1 -0x1.4abc1e0000000p-1f
#define CK_SINGLE_SIN_2 0x1.467e480000000p-4f
#define CK_SINGLE_SIN_3 -0x1.32aeda0000000p-8f
/* relative error of the polynomial below 2^-24.01 */
#define CK_SINGLE_COS_0 0x1.fffffe0000000p-1f
#define CK_SINGLE_COS_1 -0x1.3bd36a0000000p+0f
#define CK_SINGLE_COS_2 0x1.03a8600000000p-2f
#define CK_SINGLE_COS_3 -0x1.4d22ac0000000p-6f

/* Thirty-two independent standard normal deviates (Box and Muller 1958) of 2 x 16 random words: one of each pair with
 * the cosine, the other with the sine.
 *
 * The high 31 bits of a word of `radii` are u = (k + 1/2) 2^-31, the high 24 bits of one of `turns` the angle: |z| <
 * 6.67. */
CK_INLINE void ck_normals_single(ck_u16 radii, ck_u16 turns, ck_v16 *cosines, ck_v16 *sines, int is_fused) {
    const ck_v16 k = __builtin_convertvector((ck_i16)(radii >> 1), ck_v16);
    const ck_v16 u = ck_fused(k, ck_all16(0x1p-31f), ck_all16(0x1p-32f), is_fused);
    const ck_v16 radius = __builtin_elementwise_sqrt(ck_log_single(u, is_fused) * -2.0f);
    /* An eighth of a turn ahead, the highest two bits are the nearest quarter turn, and what is below them, from the
       middle of its range, the signed rest. In units of 2^-25 turns the angle is an odd number. */
    const ck_u16 ahead = turns + (1 << 29);
    const ck_i16 rest = (ck_i16)((ahead << 2 & 0xfffffc00) ^ 0x80000200);
    const ck_v16 f = __builtin_convertvector(rest, ck_v16) * 0x1p-32f;
    const ck_v16 z = f * f;
    ck_v16 s = ck_all16(CK_SINGLE_SIN_3);
    s = ck_fused(s, z, ck_all16(CK_SINGLE_SIN_2), is_fused);
    s = ck_fused(s, z, ck_all16(CK_SINGLE_SIN_1), is_fused);
    s = ck_fused(s, z, ck_all16(CK_SINGLE_SIN_0), is_fused) * f;
    ck_v16 c = ck_all16(CK_SINGLE_COS_3);
    c = ck_fused(c, z, ck_all16(CK_SINGLE_COS_2), is_fused);
    c = ck_fused(c, z, ck_all16(CK_SINGLE_COS_1), is_fused);
    c = ck_fused(c, z, ck_all16(CK_SINGLE_COS_0), is_fused);
    const ck_i16 is_odd = (ck_i16)(ahead << 1) < 0;
    const ck_u16 sine = (ck_u16)ck_select16(is_odd, c, s), cosine = (ck_u16)ck_select16(is_odd, s, c);
    *sines = radius * (ck_v16)(sine ^ (ahead & 0x80000000));
    *cosines = radius * (ck_v16)(cosine ^ ((ahead + (1 << 30)) & 0x80000000));
}
