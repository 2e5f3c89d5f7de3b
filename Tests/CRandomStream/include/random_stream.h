#pragma once
/* The words of the bulk generator themselves, which no kernel hands out: the engine compares them with thresholds or
   makes deviates of them. */
#include "../../../Sources/CKernels/bulk.h"

#include <stddef.h>

/* Writes the next `steps` steps of a keyed generator: eight words each. */
void rs_steps(ck_bulk *generator, size_t steps, uint64_t *words);

/* Writes the first word of the block of each key: what an individual's first four weights are drawn from. `keys` holds
   two words a key. */
void rs_first_words(const uint64_t *keys, size_t count, uint64_t *words);
