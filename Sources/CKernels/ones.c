#pragma STDC FP_CONTRACT OFF
#include "paths.h"

CK_KERNEL(uint64_t, ones, (const uint64_t *bits, size_t words), (bits, words)) {
    uint64_t count = 0;
    for (size_t word = 0; word < words; word++) count += (uint64_t)__builtin_popcountll(bits[word]);
    return count;
}
