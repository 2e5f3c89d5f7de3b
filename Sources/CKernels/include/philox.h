/* Philox4x32-10, a counter-based random generator. What it promises: ../philox.h. */
#pragma once

#include <stdint.h>

/* Writes the 128 random bits that belong to `counter` under `key`; words in the order of the paper, lowest first. */
void ck_philox4x32_10(const uint32_t counter[4], const uint32_t key[2], uint32_t out[4]);

/* The same of two counters: a round of one passes while the other waits for its products. */
void ck_philox4x32_10_two(const uint32_t counter[4], const uint32_t other[4], const uint32_t key[2], uint32_t out[8]);
