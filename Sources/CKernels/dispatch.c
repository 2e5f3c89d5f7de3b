#pragma STDC FP_CONTRACT OFF
/* Chooses a path at run time: by name, or the fastest that this processor can run. */
#include "paths.h"

#include <string.h>

#define TABLE(path)                                                             \
    {                                                                           \
        .name = #path,                                                          \
        .network_bytes = ck_network_bytes_##path,                               \
        .store = ck_store_##path,                                               \
        .forward = ck_forward_##path,                                           \
        .sample = ck_sample_##path,                                             \
        .breed = ck_breed_##path,                                               \
        .words = ck_words_##path,                                               \
        .ones = ck_ones_##path,                                                 \
        .accumulate = ck_accumulate_##path,                                     \
        .probabilities = ck_probabilities_##path,                               \
        .bernoulli_gradient = ck_bernoulli_gradient_##path,                     \
        .ascend = ck_ascend_##path,                                             \
        .ascend_momentum = ck_ascend_momentum_##path,                           \
        .ascend_adam = ck_ascend_adam_##path,                                   \
        .entropy = ck_entropy_##path,                                           \
        .normal = ck_normal_##path,                                             \
        .add_noise = ck_add_noise_##path,                                       \
        .dense = ck_dense_##path,                                               \
        .encode = ck_encode_##path,                                             \
        .gray = ck_gray_##path,                                                 \
        .resize = ck_resize_##path,                                             \
        .push_frame = ck_push_frame_##path,                                     \
        .widen = ck_widen_##path,                                               \
        .decode_sign = ck_decode_sign_##path,                                   \
        .decode_argmax = ck_decode_argmax_##path,                               \
        .acrobot_step = ck_acrobot_step_##path,                                 \
        .cartpole_step = ck_cartpole_step_##path,                               \
        .mountain_car_step = ck_mountain_car_step_##path,                       \
        .mountain_car_continuous_step = ck_mountain_car_continuous_step_##path, \
        .pendulum_step = ck_pendulum_step_##path,                               \
        .tally = ck_tally_##path,                                               \
    }

static int always(void) { return 1; }

#if CK_HAS_WIDE_PATHS
static int has_avx2(void) {
    return __builtin_cpu_supports("avx2") && __builtin_cpu_supports("fma") && __builtin_cpu_supports("popcnt") &&
           __builtin_cpu_supports("bmi2");
}

static int has_avx512(void) {
    return has_avx2() && __builtin_cpu_supports("avx512f") && __builtin_cpu_supports("avx512bw") &&
           __builtin_cpu_supports("avx512dq") && __builtin_cpu_supports("avx512vl") &&
           __builtin_cpu_supports("avx512vpopcntdq");
}
#endif

/* The fastest first. */
static const struct {
    ck_kernels kernels;
    int (*can_run)(void);
} paths[] = {
    CK_WIDE_PATHS({TABLE(avx512), has_avx512}, {TABLE(avx2), has_avx2}, )
        CK_IF_NEON({TABLE(neon), always}, ){TABLE(portable), always},
};

#define PATHS (sizeof paths / sizeof *paths)

const ck_kernels *ck_kernels_named(const char *name) {
    for (size_t i = 0; i < PATHS; i++)
        if (strcmp(name, paths[i].kernels.name) == 0) return paths[i].can_run() ? &paths[i].kernels : NULL;
    return NULL;
}

const ck_kernels *ck_kernels_best(void) {
    for (size_t i = 0;; i++)
        if (paths[i].can_run()) return &paths[i].kernels;
}

const char *const *ck_kernel_names(void) {
    static const char *const names[] = {CK_WIDE_PATHS("avx512", "avx2", ) CK_IF_NEON("neon", ) "portable", NULL};
    return names;
}
