#include "random_stream.h"

/* Keying is most of the work; vector multiplications of 64 bits make it several times as fast. */
#if defined(__x86_64__)
#define FOR_EACH_PROCESSOR __attribute__((target_clones("avx512dq", "default"), flatten))
#else
#define FOR_EACH_PROCESSOR
#endif

FOR_EACH_PROCESSOR void rs_steps(ck_bulk *generator, size_t steps, uint64_t *words) {
    ck_bulk local = *generator;
    for (size_t step = 0; step < steps; step++) ck_bulk_next(&local, words + 8 * step);
    *generator = local;
}

FOR_EACH_PROCESSOR void rs_first_words(const uint64_t *keys, size_t count, uint64_t *words) {
    for (size_t i = 0; i < count; i++) {
        ck_bulk generator;
        uint64_t step[8];
        ck_bulk_key(&generator, keys + 2 * i);
        ck_bulk_next(&generator, step);
        words[i] = step[0];
    }
}
