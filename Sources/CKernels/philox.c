#pragma STDC FP_CONTRACT OFF

#include "include/philox.h"
#include "philox.h"

void ck_philox4x32_10(const uint32_t counter[4], const uint32_t key[2], uint32_t out[4]) {
    uint32_t words[4] = {counter[0], counter[1], counter[2], counter[3]};
    ck_philox4x32_10_inline(words, key[0], key[1]);
    for (int i = 0; i < 4; i++) out[i] = words[i];
}

void ck_philox4x32_10_two(const uint32_t counter[4], const uint32_t other[4], const uint32_t key[2], uint32_t out[8]) {
    uint32_t first[4] = {counter[0], counter[1], counter[2], counter[3]};
    uint32_t second[4] = {other[0], other[1], other[2], other[3]};
    uint32_t key0 = key[0], key1 = key[1];
#pragma clang loop unroll(full)
    for (int round = 0; round < CK_PHILOX_ROUNDS; round++) {
        ck_philox_round(first, key0, key1);
        ck_philox_round(second, key0, key1);
        key0 += CK_PHILOX_STEP_0;
        key1 += CK_PHILOX_STEP_1;
    }
    for (int i = 0; i < 4; i++) {
        out[i] = first[i];
        out[4 + i] = second[i];
    }
}
