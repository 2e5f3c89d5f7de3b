#pragma once
/* A fused multiply-add would change the inputs. */
#pragma STDC FP_CONTRACT OFF
/* What the trials of the kernels share. A trial gives a kernel the same inputs on every path and processor, and returns
   a checksum of all that it wrote. */
#include "kernels.h"

#include <stdint.h>
#include <stdlib.h>
#include <string.h>

/* ---- pseudo-random inputs: SplitMix64 (Steele, Lea and Flood 2014) ---- */

typedef struct {
    uint64_t state;
} generator;

static inline uint64_t next_word(generator *g) {
    uint64_t z = g->state += 0x9e3779b97f4a7c15u;
    z = (z ^ (z >> 30)) * 0xbf58476d1ce4e5b9u;
    z = (z ^ (z >> 27)) * 0x94d049bb133111ebu;
    return z ^ (z >> 31);
}

/* A whole number in low ... high. */
static inline int64_t next_integer(generator *g, int64_t low, int64_t high) {
    return low + (int64_t)(next_word(g) % (uint64_t)(high - low + 1));
}

/* A number in low ..< high. */
static inline double next_real(generator *g, double low, double high) {
    return low + (high - low) * ((double)(next_word(g) >> 11) * 0x1p-53);
}

/* ---- checksums: FNV-1a ---- */

#define NO_BYTES 0xcbf29ce484222325u

static inline uint64_t checksum(uint64_t sum, const void *bytes, size_t count) {
    for (size_t i = 0; i < count; i++) sum = (sum ^ ((const uint8_t *)bytes)[i]) * 0x100000001b3u;
    return sum;
}

/* ---- memory: memory.c ---- */

/* Memory whose end is that of a page that no read or write may leave. Its bytes are 0xa5. */
void *guarded(size_t bytes);

/* Frees all of it. */
void release_guarded(void);

/* `count` elements of a type, to be filled. */
#define ARRAY(type, count) ((type *)guarded((size_t)(count) * sizeof(type)))

/* ---- the trials ---- */

typedef uint64_t trial(const ck_kernels *kernels);

trial forward_trial, dense_trial, add_noise_trial;
trial sample_trial, normal_trial, accumulate_trial, probabilities_trial, gradient_trial, entropy_trial;
trial breed_trial, words_trial, ones_trial;
trial ascend_trial, ascend_momentum_trial, ascend_adam_trial;
trial encode_trial, decode_sign_trial, decode_argmax_trial, tally_trial;
trial gray_trial, resize_trial, push_frame_trial, widen_trial;
trial acrobot_trial, cartpole_trial, mountain_car_trial, mountain_car_continuous_trial, pendulum_trial;

/* What has no paths. */
typedef uint64_t single_trial(void);

single_trial exp_trial, log_trial, sin_trial, cos_trial, sin_small_trial, cos_small_trial, tanh_trial, sigmoid_trial;
single_trial normal_pair_trial, philox_trial, crc32c_trial;
