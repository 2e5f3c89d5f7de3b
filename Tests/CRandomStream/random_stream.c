#include "random_stream.h"

void rs_steps(ck_bulk *generator, size_t steps, uint64_t *words) {
    ck_bulk local = *generator;
    for (size_t step = 0; step < steps; step++) ck_bulk_next(&local, words + 8 * step);
    *generator = local;
}

/* A function by macro: `flatten` inlines what it calls itself, into code of its own target. */
#define FIRST_WORDS(attributes, name)                                                                             \
    attributes static void name(const uint32_t *counters, const uint32_t key[2], size_t count, uint64_t *words) { \
        for (size_t i = 0; i < count; i++) {                                                                      \
            ck_bulk generator;                                                                                    \
            uint64_t step[8];                                                                                     \
            ck_bulk_start(&generator, counters + 4 * i, key);                                                     \
            ck_bulk_next(&generator, step);                                                                       \
            words[i] = step[0];                                                                                   \
        }                                                                                                         \
    }

FIRST_WORDS(, first_words_portable)

#if defined(__x86_64__)
/* Starting is nearly all of the work, and several times as fast in vectors. */
FIRST_WORDS(__attribute__((target("avx512f,avx512dq,avx512vl"), flatten)), first_words_avx512)

static int has_avx512(void) {
    return __builtin_cpu_supports("avx512f") && __builtin_cpu_supports("avx512dq") &&
           __builtin_cpu_supports("avx512vl");
}
#endif

void rs_first_words(const uint32_t *counters, const uint32_t key[2], size_t count, uint64_t *words) {
#if defined(__x86_64__)
    if (has_avx512()) {
        first_words_avx512(counters, key, count, words);
        return;
    }
#endif
    first_words_portable(counters, key, count, words);
}
