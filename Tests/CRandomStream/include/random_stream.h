#pragma once
/* The words of the bulk generator themselves, which no kernel hands out: the engine compares them with thresholds or
   makes deviates of them. */
#include "../../../Sources/CKernels/bulk.h"

#include <stddef.h>

/* Writes the next `steps` steps of a generator that was started: eight words each. */
void rs_steps(ck_bulk *generator, size_t steps, uint64_t *words);

/* Writes the first word of the block that starts at each counter: what an individual's first four weights are drawn
   from. `counters` holds four words a counter. */
void rs_first_words(const uint32_t *counters, const uint32_t key[2], size_t count, uint64_t *words);
