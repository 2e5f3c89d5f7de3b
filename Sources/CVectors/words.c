#pragma STDC FP_CONTRACT OFF
/// Bits, 64 at a time.
#include "CVectors.h"

void cv_exclusive_or(size_t count, const uint64_t *x, uint64_t *y) {
    for (size_t i = 0; i < count; i++) y[i] ^= x[i];
}

void cv_and(size_t count, const uint64_t *x, uint64_t *y) {
    for (size_t i = 0; i < count; i++) y[i] &= x[i];
}

void cv_or(size_t count, const uint64_t *x, uint64_t *y) {
    for (size_t i = 0; i < count; i++) y[i] |= x[i];
}

void cv_not(size_t count, uint64_t *y) {
    for (size_t i = 0; i < count; i++) y[i] = ~y[i];
}

size_t cv_ones(size_t count, const uint64_t *x) {
    size_t ones = 0;
    for (size_t i = 0; i < count; i++) ones += (size_t)__builtin_popcountll(x[i]);
    return ones;
}

size_t cv_distance(size_t count, const uint64_t *x, const uint64_t *y) {
    size_t ones = 0;
    for (size_t i = 0; i < count; i++) ones += (size_t)__builtin_popcountll(x[i] ^ y[i]);
    return ones;
}

void cv_copy_bits(const uint64_t *x, size_t first, size_t count, uint64_t *y) {
    size_t words = (count + 63) / 64, shift = first % 64;
    const uint64_t *from = x + first / 64;
    for (size_t i = 0; i < words; i++) {
        uint64_t word = from[i] >> shift;
        // The next word is read only where bits of it are wanted: it may not exist.
        if (shift > 0 && 64 * (i + 1) - shift < count) word |= from[i + 1] << (64 - shift);
        y[i] = word;
    }
    if (count % 64 > 0) y[words - 1] &= ((uint64_t)1 << count % 64) - 1;
}
