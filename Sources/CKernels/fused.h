#pragma STDC FP_CONTRACT OFF

/* Float32 numbers, sixteen at a time, and their fused multiply-add.
 *
 * A product and a sum that are rounded once have one result on every processor, as IEEE 754 defines it. Most have an
 * instruction for it; the portable path of x86-64 goes without. */
#pragma once

#include "inline.h"

#include <stdint.h>
#include <string.h>

/* Of functions that are always inlined, and so pass no vector to another. */
#pragma clang diagnostic ignored "-Wpsabi"

typedef float ck_v16 __attribute__((ext_vector_type(16)));
typedef uint32_t ck_u16 __attribute__((ext_vector_type(16)));
typedef int32_t ck_i16 __attribute__((ext_vector_type(16)));

/* Whether the portable path may use the instruction. */
#if defined(__aarch64__)
#define CK_PORTABLE_FUSED 1
#else
#define CK_PORTABLE_FUSED 0
#endif

CK_INLINE ck_v16 ck_all16(float x) { return (ck_v16){x, x, x, x, x, x, x, x, x, x, x, x, x, x, x, x}; }

CK_INLINE ck_v16 ck_load16(const float *from) {
    ck_v16 x;
    memcpy(&x, from, sizeof x);
    return x;
}

CK_INLINE void ck_store16(float *to, ck_v16 x) { memcpy(to, &x, sizeof x); }

/* a where the mask is -1, b where it is 0. */
CK_INLINE ck_v16 ck_select16(ck_i16 mask, ck_v16 a, ck_v16 b) { return mask ? a : b; }

/* a * b + c, rounded once, without the instruction: the product is exact in float64, and so is the sum together with
   what its rounding lost. Rounding the sum to odd makes the second rounding, to float32, the only one that counts
   (Boldo and Melquiond 2008, <https://doi.org/10.1109/TC.2007.70819>). */
CK_INLINE float ck_fused_portable(float a, float b, float c) {
    const double product = (double)a * (double)b, addend = (double)c;
    const double sum = product + addend;
    const double taken = sum - product;
    const double lost = (product - (sum - taken)) + (addend - taken);
    int64_t bits;
    memcpy(&bits, &sum, sizeof bits);
    const int64_t toward = (lost > 0.0) == (sum > 0.0) ? 1 : -1;
    const int is_inexact = (lost > 0.0) | (lost < 0.0);
    bits += (is_inexact & ((bits & 1) == 0)) ? toward : 0;
    double odd;
    memcpy(&odd, &bits, sizeof odd);
    return (float)odd;
}

/* a * b + c, rounded once; `is_fused`, a compile-time number: whether the path has the instruction. */
CK_INLINE ck_v16 ck_fused(ck_v16 a, ck_v16 b, ck_v16 c, int is_fused) {
    if (is_fused) return __builtin_elementwise_fma(a, b, c);
    /* In arrays, so that the loop becomes vector code. */
    float x[16], y[16], z[16];
    ck_store16(x, a);
    ck_store16(y, b);
    ck_store16(z, c);
    for (int i = 0; i < 16; i++) z[i] = ck_fused_portable(x[i], y[i], z[i]);
    return ck_load16(z);
}
