#pragma STDC FP_CONTRACT OFF
/* Normal deviates of a block: each step of the bulk generator gives eight words, and word 2i with word 2i + 1 one
   Box-Muller pair. */
#include "bulk.h"
#include "elementary.h"
#include "paths.h"

CK_KERNEL(void, normal, (const uint32_t counter[4], const uint32_t key[2], double sign, size_t count, double *deviates),
          (counter, key, sign, count, deviates)) {
    ck_bulk generator;
    ck_bulk_start(&generator, counter, key);
    for (size_t first = 0; first < count; first += 8) {
        uint64_t draws[8];
        double z[8];
        ck_bulk_next(&generator, draws);
        for (int i = 0; i < 8; i += 2) ck_normal_pair_inline(draws[i], draws[i + 1], &z[i], &z[i + 1]);
        const size_t left = count - first, used = left < 8 ? left : 8;
        for (size_t i = 0; i < used; i++) deviates[first + i] = sign * z[i];
    }
}
