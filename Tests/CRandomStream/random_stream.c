#include "random_stream.h"

void rs_steps(ck_bulk *generator, size_t steps, uint64_t *words) {
    ck_bulk local = *generator;
    for (size_t step = 0; step < steps; step++) ck_bulk_next(&local, words + 8 * step);
    *generator = local;
}

/* A function by macro: `flatten` inlines what it calls itself, into code of its own target. The first word of a block
   is the sum of the first and the fourth word of lane 0, which draws 0 and 8 of the block have. */
#define FIRST_WORDS(attributes, name)                                                                             \
    attributes static void name(const uint32_t *counters, const uint32_t key[2], size_t count, uint64_t *words) { \
        const uint32_t key0 = key[0], key1 = key[1];                                                              \
        for (size_t i = 0; i < count; i++) {                                                                      \
            uint32_t first[4] = {counters[4 * i], counters[4 * i + 1], counters[4 * i + 2], counters[4 * i + 3]}; \
            uint32_t ninth[4] = {first[0] + 8, first[1], first[2], first[3]};                                     \
            ck_philox4x32_10_inline(first, key0, key1);                                                           \
            ck_philox4x32_10_inline(ninth, key0, key1);                                                           \
            words[i] = ((uint64_t)first[1] << 32 | first[0]) + ((uint64_t)ninth[3] << 32 | ninth[2]);             \
        }                                                                                                         \
    }

FIRST_WORDS(, first_words_portable)

#if defined(__x86_64__)
/* The draws are nearly all of the work, and several times as fast in vectors. */
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
