#pragma STDC FP_CONTRACT OFF

/* Elementary functions of float64 with one result everywhere.
 *
 * The C library's differ between processors and versions, and a search that branches on them could not be repeated.
 * These use only + - * / sqrt, integers and selects, in one order, without contraction: whoever transcribes them to
 * vector instructions operation for operation gets the same bits, and clang vectorizes a loop over the inlines by
 * itself (sin and cos over ck_sin_moderate_inline, which has no branch). They expect rounding to nearest and subnormals
 * kept. Every NaN they return is the same quiet NaN, whatever came in.
 *
 * Largest error in units of the last place (ulp), with 2 to 8 % added to what Tests/Python/elementary_errors.py found
 * over 150 million points a function and more, among them neighbors of multiples of pi/2, of 1 for log, subnormals and
 * both ends of exp:
 *     exp 0.9   log 0.88   sin 0.84   cos 0.84   tanh 2.9   sigmoid 2.6   normal deviates 3.6
 *
 * The constants come from Tests/Python/elementary_coefficients.py, whose --check compares them with this file. */
#pragma once

#include "inline.h"

#include <stdint.h>
#include <string.h>

CK_INLINE uint64_t ck_bits(double x) {
    uint64_t bits;
    memcpy(&bits, &x, sizeof bits);
    return bits;
}

CK_INLINE double ck_double(uint64_t bits) {
    double x;
    memcpy(&x, &bits, sizeof x);
    return x;
}

CK_INLINE double ck_absolute(double x) { return ck_double(ck_bits(x) & 0x7fffffffffffffff); }

/* `magnitude` (not negative) with the sign of `sign`. */
CK_INLINE double ck_with_sign(double magnitude, double sign) {
    return ck_double(ck_bits(magnitude) | (ck_bits(sign) & 0x8000000000000000));
}

/* The one NaN that these functions return: processors disagree on the sign of a fresh one. */
CK_INLINE double ck_same_nan(double x) { return x == x ? x : ck_double(0x7ff8000000000000); }

/* 2^52 + 2^51: adding it rounds a double below 2^51 to a whole number, which the low bits of the sum then hold. */
#define CK_ROUNDER 0x1.8p52

/* ---- exp ---- */

#define CK_LOG2_E 0x1.71547652b82fep+0
#define CK_LN2_HIGH 0x1.62e42fefa3800p-1
#define CK_LN2_LOW 0x1.ef35793c76730p-45
/* relative error of the polynomial below 2^-57.88 */
#define CK_EXP_0 0x1.000000000000ap-1
#define CK_EXP_1 0x1.5555555555501p-3
#define CK_EXP_2 0x1.55555555506b9p-5
#define CK_EXP_3 0x1.1111111125fd2p-7
#define CK_EXP_4 0x1.6c16c184778d8p-10
#define CK_EXP_5 0x1.a01a01339ef78p-13
#define CK_EXP_6 0x1.a019995e634c7p-16
#define CK_EXP_7 0x1.71df11002b909p-19
#define CK_EXP_8 0x1.28adfc877da0fp-22
#define CK_EXP_9 0x1.ad9f0fc9431c8p-26

/* x = n ln 2 + r with a whole n and |r| <= ln 2 / 2. */
typedef struct {
    uint64_t bits; /* of n + CK_ROUNDER */
    double expm1;  /* exp(r) - 1 */
} ck_exp_parts;

/* For |x| <= 746. */
CK_INLINE ck_exp_parts ck_exp_reduce(double x) {
    double shifted = x * CK_LOG2_E + CK_ROUNDER;
    double n = shifted - CK_ROUNDER;
    double high = x - n * CK_LN2_HIGH; /* exact */
    double low = n * CK_LN2_LOW;
    double r = high - low;
    double lost = (high - r) - low; /* what r lacks */
    double p = CK_EXP_9;
    p = p * r + CK_EXP_8;
    p = p * r + CK_EXP_7;
    p = p * r + CK_EXP_6;
    p = p * r + CK_EXP_5;
    p = p * r + CK_EXP_4;
    p = p * r + CK_EXP_3;
    p = p * r + CK_EXP_2;
    p = p * r + CK_EXP_1;
    p = p * r + CK_EXP_0;
    ck_exp_parts parts = {ck_bits(shifted), r + (r * r * p + lost)};
    return parts;
}

/* e^x. */
CK_INLINE double ck_exp_inline(double x) {
    /* Past these the result is infinite or zero in any case. */
    double bounded = x > 710.0 ? 710.0 : x;
    bounded = bounded < -746.0 ? -746.0 : bounded;
    ck_exp_parts parts = ck_exp_reduce(bounded);
    double y = 1.0 + parts.expm1;
    /* Times 2^n in two factors, so that only the last product rounds, to a subnormal or to infinity. */
    uint64_t biased = parts.bits - ck_bits(CK_ROUNDER) + 2046;
    uint64_t half = biased >> 1;
    return ck_same_nan(y * ck_double(half << 52) * ck_double((biased - half) << 52));
}

/* ---- log ---- */

#define CK_SQRT_HALF 0x1.6a09e667f3bcdp-1
/* relative error of the polynomial below 2^-59.49 */
#define CK_LOG_0 0x1.5555555555592p-1
#define CK_LOG_1 0x1.999999997ff28p-2
#define CK_LOG_2 0x1.24924941e0346p-2
#define CK_LOG_3 0x1.c71c521555346p-3
#define CK_LOG_4 0x1.74663cb612873p-3
#define CK_LOG_5 0x1.39a1ee69d913fp-3
#define CK_LOG_6 0x1.2f0381b7ff777p-3

/* Natural logarithm; log(0) is -infinity, of a negative number NaN. */
CK_INLINE double ck_log_inline(double x) {
    int is_subnormal = x < 0x1p-1022;
    uint64_t bits = ck_bits(is_subnormal ? x * 0x1p54 : x);
    /* x = 2^k m with sqrt(1/2) <= m < sqrt(2): near 1, k is 0 and nothing cancels. */
    uint64_t shifted = bits + (ck_bits(1.0) - ck_bits(CK_SQRT_HALF));
    double k = ck_double(ck_bits(0x1p52) + (shifted >> 52)) - (0x1p52 + 1023.0);
    k = is_subnormal ? k - 54.0 : k;
    double m = ck_double((shifted & 0x000fffffffffffff) + ck_bits(CK_SQRT_HALF));
    /* log(1 + f) = 2 atanh(s) = f - f^2/2 + s (f^2/2 + R(s^2)) */
    double f = m - 1.0;
    double s = f / (2.0 + f);
    double z = s * s;
    double p = CK_LOG_6;
    p = p * z + CK_LOG_5;
    p = p * z + CK_LOG_4;
    p = p * z + CK_LOG_3;
    p = p * z + CK_LOG_2;
    p = p * z + CK_LOG_1;
    p = p * z + CK_LOG_0;
    double half_square = 0.5 * f * f;
    double y = k * CK_LN2_HIGH - ((half_square - (s * (half_square + z * p) + k * CK_LN2_LOW)) - f);
    y = x < ck_double(0x7ff0000000000000) ? y : x;
    y = x == 0.0 ? -ck_double(0x7ff0000000000000) : y;
    y = x < 0.0 ? ck_double(0x7ff8000000000000) : y;
    return ck_same_nan(y);
}

/* ---- sin, cos ---- */

#define CK_TWO_OVER_PI 0x1.45f306dc9c883p-1
#define CK_HALF_PI 0x1.921fb54442d18p+0
#define CK_HALF_PI_0 0x1.921fb54400000p+0
#define CK_HALF_PI_1 0x1.0b4611a600000p-34
#define CK_HALF_PI_2 0x1.3198a2e000000p-69
#define CK_HALF_PI_3 0x1.b839a252049c1p-104
/* relative error of the polynomial below 2^-57.88 */
#define CK_SIN_0 -0x1.5555555555548p-3
#define CK_SIN_1 0x1.111111110f75bp-7
#define CK_SIN_2 -0x1.a01a019bf1e2ap-13
#define CK_SIN_3 0x1.71de355edcd08p-19
#define CK_SIN_4 -0x1.ae5e5461718d5p-26
#define CK_SIN_5 0x1.5d8e34d48e590p-33
/* relative error of the polynomial below 2^-63.94 */
#define CK_COS_0 0x1.555555555554bp-5
#define CK_COS_1 -0x1.6c16c16c15017p-10
#define CK_COS_2 0x1.a01a019c8f6fdp-16
#define CK_COS_3 -0x1.27e4f7f1d04b2p-22
#define CK_COS_4 0x1.1ee9dbfd05e34p-29
#define CK_COS_5 -0x1.8fa69d2d695fcp-37

/* The polynomials in z = y^2: sin y = y + y z p, cos y = 1 - z/2 + z^2 p. */
CK_INLINE double ck_sin_polynomial(double z) {
    double p = CK_SIN_5;
    p = p * z + CK_SIN_4;
    p = p * z + CK_SIN_3;
    p = p * z + CK_SIN_2;
    p = p * z + CK_SIN_1;
    p = p * z + CK_SIN_0;
    return p;
}

CK_INLINE double ck_cos_polynomial(double z) {
    double p = CK_COS_5;
    p = p * z + CK_COS_4;
    p = p * z + CK_COS_3;
    p = p * z + CK_COS_2;
    p = p * z + CK_COS_1;
    p = p * z + CK_COS_0;
    return p;
}

/* sin(y + tail) for |y| <= pi/4 and |tail| <= ulp(y). With tail 0 it is ck_sin_small_inline, bit for bit. */
CK_INLINE double ck_sin_kernel(double y, double tail) {
    double z = y * y;
    double value = y + (y * z * ck_sin_polynomial(z) + (1.0 - 0.5 * z) * tail);
    return y == 0.0 ? y : value; /* keeps -0 */
}

CK_INLINE double ck_cos_kernel(double y, double tail) {
    double z = y * y;
    double half = 0.5 * z;
    double w = 1.0 - half;
    return w + (((1.0 - w) - half) + (z * z * ck_cos_polynomial(z) - y * tail));
}

/* sin(x) for |x| <= pi/4 only: the bits of ck_sin_inline, at a third of its cost. */
CK_INLINE double ck_sin_small_inline(double x) {
    double z = x * x;
    double value = x + x * z * ck_sin_polynomial(z);
    return x == 0.0 ? x : value; /* keeps -0 */
}

/* cos(x) for |x| <= pi/4 only: the bits of ck_cos_inline. */
CK_INLINE double ck_cos_small_inline(double x) {
    double z = x * x;
    double half = 0.5 * z;
    double w = 1.0 - half;
    return w + (((1.0 - w) - half) + z * z * ck_cos_polynomial(z));
}

typedef struct {
    double y, tail;    /* x = (quadrant + 4 i) pi/2 + y + tail for some whole i, |y| <= pi/4 or an ulp more */
    uint64_t quadrant; /* only its two low bits mean anything */
} ck_angle;

/* Past this size an angle is reduced with integers, in a branch. */
#define CK_GREAT_ANGLE 0x1p20

/* a - b as a sum of two doubles: returns the first, adds the second to *lost. Exact whatever their sizes. */
CK_INLINE double ck_difference(double a, double b, double *lost) {
    double d = a - b;
    double taken = a - d;
    double left = d + taken;
    *lost += (a - left) + (taken - b);
    return d;
}

/* For |x| <= CK_GREAT_ANGLE: pi/2 in three parts of 33 bits, whose products with n are exact, and a rest. */
CK_INLINE ck_angle ck_angle_reduce(double x) {
    double shifted = x * CK_TWO_OVER_PI + CK_ROUNDER;
    double n = shifted - CK_ROUNDER;
    double lost = 0.0;
    double d = x - n * CK_HALF_PI_0; /* exact */
    d = ck_difference(d, n * CK_HALF_PI_1, &lost);
    d = ck_difference(d, n * CK_HALF_PI_2, &lost);
    lost -= n * CK_HALF_PI_3;
    double y = d + lost;
    ck_angle angle = {n == 0.0 ? x : y /* keeps -0 */, (d - y) + lost, ck_bits(shifted)};
    return angle;
}

/* For finite |x| >= 2^20: x 2/pi modulo 4 in integers (Payne and Hanek). */
CK_INLINE ck_angle ck_great_angle_reduce(double x) {
    /* One word of zeros, the integer part, then 1216 bits of 2/pi. */
    static const uint64_t two_over_pi[20] = {
        0x0000000000000000, 0xa2f9836e4e441529, 0xfc2757d1f534ddc0, 0xdb6295993c439041, 0xfe5163abdebbc561,
        0xb7246e3a424dd2e0, 0x06492eea09d1921c, 0xfe1deb1cb129a73e, 0xe88235f52ebb4484, 0xe99c7026b45f7e41,
        0x3991d639835339f4, 0x9c845f8bbdf9283b, 0x1ff897ffde05980f, 0xef2f118b5a0a6d1f, 0x6d367ecf27cb09b7,
        0x4f463f669e5fea2d, 0x7527bac7ebe5f17b, 0x3d0739f78a5292ea, 0x6bfb5fb11f8d5d08, 0x56033046fc7b6bab,
    };
    /* pi/2 in units of 2^-63 */
    const uint64_t half_pi = 0xc90fdaa22168c234;
    uint64_t bits = ck_bits(x);
    uint64_t mantissa = (bits & 0x000fffffffffffff) | 0x0010000000000000;
    /* |x| = mantissa 2^e. Bits of 2/pi worth 2^(2 - e) and more give multiples of 4: begin behind them. */
    int e = (int)((bits >> 52) & 0x7ff) - 1075;
    unsigned start = (unsigned)(e - 2 + 64);
    unsigned word = start / 64, offset = start % 64;
    uint64_t window[3];
    for (int i = 0; i < 3; i++) {
        uint64_t high = two_over_pi[word + i] << offset;
        window[i] = offset == 0 ? high : high | two_over_pi[word + i + 1] >> (64 - offset);
    }
    /* The top 128 of 192 bits of the product, modulo 2^192: two bits of quadrant, then the fraction of it. */
    unsigned __int128 low = (unsigned __int128)mantissa * window[2];
    unsigned __int128 product = (unsigned __int128)mantissa * window[1] + (uint64_t)(low >> 64);
    product += (unsigned __int128)(mantissa * window[0]) << 64;
    uint64_t quadrant = (uint64_t)(product >> 126);
    unsigned __int128 fraction = product << 2 | (uint64_t)low >> 62;
    /* Round to the nearest quadrant; what is left has a sign. */
    int is_past = (int)(fraction >> 127);
    quadrant += (uint64_t)is_past;
    fraction = is_past ? -fraction : fraction;
    /* Never zero: no double is a multiple of pi/2. Normalize, multiply by pi/2, normalize again. */
    uint64_t top = (uint64_t)(fraction >> 64);
    int shift = top != 0 ? __builtin_clzll(top) : 64 + __builtin_clzll((uint64_t)fraction);
    unsigned __int128 angle = (unsigned __int128)(uint64_t)((fraction << shift) >> 64) * half_pi;
    int more = angle >> 127 ? 0 : 1;
    uint64_t digits = (uint64_t)((angle << more) >> 64);
    /* digits 2^-63-shift-more, in two doubles; the sign is that of x, turned when the quadrant was rounded up. */
    double unit = ck_double((uint64_t)(1023 - 63 - shift - more) << 52);
    int is_negative = (int)(bits >> 63) ^ is_past;
    unit = is_negative ? -unit : unit;
    ck_angle result = {
        (double)(digits & ~(uint64_t)0x7ff) * unit,
        (double)(digits & 0x7ff) * unit,
        bits >> 63 ? -quadrant : quadrant,
    };
    return result;
}

CK_INLINE double ck_sin_of_angle(ck_angle angle, uint64_t quadrants_ahead) {
    uint64_t quadrant = angle.quadrant + quadrants_ahead;
    double sine = ck_sin_kernel(angle.y, angle.tail);
    double cosine = ck_cos_kernel(angle.y, angle.tail);
    double value = quadrant & 1 ? cosine : sine;
    return ck_double(ck_bits(value) ^ (quadrant & 2) << 62);
}

/* sin(x) for |x| <= CK_GREAT_ANGLE only, without a branch: the bits of ck_sin_inline. */
CK_INLINE double ck_sin_moderate_inline(double x) { return ck_sin_of_angle(ck_angle_reduce(x), 0); }

/* cos(x) for |x| <= CK_GREAT_ANGLE only, without a branch: the bits of ck_cos_inline. */
CK_INLINE double ck_cos_moderate_inline(double x) { return ck_sin_of_angle(ck_angle_reduce(x), 1); }

/* For |x| > CK_GREAT_ANGLE, infinities and NaN. */
CK_INLINE double ck_sin_great(double x, uint64_t quadrants_ahead) {
    int is_finite = ck_absolute(x) < ck_double(0x7ff0000000000000);
    return is_finite ? ck_sin_of_angle(ck_great_angle_reduce(x), quadrants_ahead) : ck_double(0x7ff8000000000000);
}

/* sin(x), any x in radians; NaN for an infinity. */
CK_INLINE double ck_sin_inline(double x) {
    if (ck_absolute(x) <= CK_GREAT_ANGLE) return ck_sin_moderate_inline(x);
    return ck_sin_great(x, 0);
}

/* cos(x), any x in radians; NaN for an infinity. */
CK_INLINE double ck_cos_inline(double x) {
    if (ck_absolute(x) <= CK_GREAT_ANGLE) return ck_cos_moderate_inline(x);
    return ck_sin_great(x, 1);
}

/* ---- tanh, sigmoid ---- */

/* E / (E + 2) with E = exp(2|x|) - 1 built without cancellation; from 1/2 on, where E + 2 loses bits of E, the same as
 * 1 - 2 / (E + 2). */
CK_INLINE double ck_tanh_inline(double x) {
    double size = ck_absolute(x);
    double bounded = size > 22.0 ? 22.0 : size; /* from here on the result is 1 */
    ck_exp_parts parts = ck_exp_reduce(2.0 * bounded);
    double power = ck_double((parts.bits - ck_bits(CK_ROUNDER) + 1023) << 52); /* 2^n, 0 <= n <= 63 */
    double expm1 = power * parts.expm1 + (power - 1.0);
    double quotient = (expm1 < 2.0 ? expm1 : 2.0) / (expm1 + 2.0);
    return ck_same_nan(ck_with_sign(expm1 < 2.0 ? quotient : 1.0 - quotient, x));
}

/* 1 / (1 + e^-x), from the exponential that is at most 1. */
CK_INLINE double ck_sigmoid_inline(double x) {
    double e = ck_exp_inline(-ck_absolute(x));
    return ck_same_nan((x < 0.0 ? e : 1.0) / (1.0 + e));
}

/* ---- normal deviates ---- */

/* Two independent standard normal deviates from 2 x 64 random bits (Box and Muller 1958).
 *
 * The high 52 bits k of each give u = (k + 0.5) 2^-52, never 0 or 1: z0 = sqrt(-2 log u_a) cos(2 pi u_b), z1 the same
 * with sin. The angle is reduced in u_b, in integers. |z| < 8.5717. */
CK_INLINE void ck_normal_pair_inline(uint64_t a, uint64_t b, double *z0, double *z1) {
    double u = (ck_double(ck_bits(0x1p52) | a >> 12) - 0x1p52 + 0.5) * 0x1p-52;
    double radius = __builtin_elementwise_sqrt(-2.0 * ck_log_inline(u));
    /* In units of 2^-53 turns the angle is an odd number below 2^53: the nearest quarter turn, and a signed rest. */
    uint64_t turns = b >> 12 << 1 | 1;
    uint64_t quadrant = (turns + ((uint64_t)1 << 50)) >> 51;
    uint64_t rest = turns - (quadrant << 51);
    double quarter_turns = (ck_double(ck_bits(CK_ROUNDER) + rest) - CK_ROUNDER) * 0x1p-51;
    ck_angle angle = {quarter_turns * CK_HALF_PI, 0.0, quadrant};
    *z0 = radius * ck_sin_of_angle(angle, 1);
    *z1 = radius * ck_sin_of_angle(angle, 0);
}
