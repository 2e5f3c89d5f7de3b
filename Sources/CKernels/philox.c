#pragma STDC FP_CONTRACT OFF

#include "include/philox.h"
#include "philox.h"

#include <string.h>

void ck_philox4x32_10(const uint32_t counter[4], const uint32_t key[2], uint32_t out[4]) {
    ck_philox_block block;
    memcpy(block.words, counter, sizeof block.words);
    block = ck_philox4x32_10_inline(block, key[0], key[1]);
    memcpy(out, block.words, sizeof block.words);
}
