#pragma STDC FP_CONTRACT OFF
/* Chooses a path at run time: by name, or the fastest that this processor can run. */
#include "paths.h"

#include <string.h>

static const ck_kernels portable = {
    .name = "portable",
    .forward = ck_forward_portable,
    .sample = ck_sample_portable,
    .accumulate = ck_accumulate_portable,
    .probabilities = ck_probabilities_portable,
    .bernoulli_gradient = ck_bernoulli_gradient_portable,
    .ascend = ck_ascend_portable,
    .ascend_momentum = ck_ascend_momentum_portable,
    .ascend_adam = ck_ascend_adam_portable,
    .entropy = ck_entropy_portable,
    .normal = ck_normal_portable,
    .encode = ck_encode_portable,
    .decode_sign = ck_decode_sign_portable,
    .decode_argmax = ck_decode_argmax_portable,
    .cartpole_step = ck_cartpole_step_portable,
    .tally = ck_tally_portable,
};

static const char *const names[] = {"portable", NULL};

const ck_kernels *ck_kernels_named(const char *name) {
    return strcmp(name, portable.name) == 0 ? &portable : NULL;
}

const ck_kernels *ck_kernels_best(void) { return &portable; }

const char *const *ck_kernel_names(void) { return names; }
