/* Runs every kernel of every path that this processor can run, on inputs that are the same everywhere, and prints a
   line for each: path, kernel, checksum of all that it wrote. Lines of one kernel must have one checksum, whatever the
   path and whatever the processor that this is compiled for. The path of what has none is `-`. */
#include "trials.h"

#include <inttypes.h>
#include <stdio.h>

static const struct {
    const char *name;
    trial *run;
} trials[] = {
    {"forward", forward_trial},
    {"dense", dense_trial},
    {"add_noise", add_noise_trial},
    {"sample", sample_trial},
    {"normal", normal_trial},
    {"breed", breed_trial},
    {"words", words_trial},
    {"ones", ones_trial},
    {"accumulate", accumulate_trial},
    {"probabilities", probabilities_trial},
    {"bernoulli_gradient", gradient_trial},
    {"entropy", entropy_trial},
    {"ascend", ascend_trial},
    {"ascend_momentum", ascend_momentum_trial},
    {"ascend_adam", ascend_adam_trial},
    {"encode", encode_trial},
    {"gray", gray_trial},
    {"resize", resize_trial},
    {"push_frame", push_frame_trial},
    {"widen", widen_trial},
    {"decode_sign", decode_sign_trial},
    {"decode_argmax", decode_argmax_trial},
    {"acrobot_step", acrobot_trial},
    {"cartpole_step", cartpole_trial},
    {"mountain_car_step", mountain_car_trial},
    {"mountain_car_continuous_step", mountain_car_continuous_trial},
    {"pendulum_step", pendulum_trial},
    {"tally", tally_trial},
};

static const struct {
    const char *name;
    single_trial *run;
} singles[] = {
    {"exp", exp_trial},
    {"log", log_trial},
    {"sin", sin_trial},
    {"cos", cos_trial},
    {"sin_small", sin_small_trial},
    {"cos_small", cos_small_trial},
    {"tanh", tanh_trial},
    {"sigmoid", sigmoid_trial},
    {"normal_pair", normal_pair_trial},
    {"philox", philox_trial},
    {"crc32c", crc32c_trial},
};

int main(void) {
    for (size_t i = 0; i < sizeof singles / sizeof *singles; i++)
        printf("- %s %016" PRIx64 "\n", singles[i].name, singles[i].run());
    for (const char *const *name = ck_kernel_names(); *name != NULL; name++) {
        const ck_kernels *const kernels = ck_kernels_named(*name);
        for (size_t i = 0; kernels != NULL && i < sizeof trials / sizeof *trials; i++) {
            printf("%s %s %016" PRIx64 "\n", *name, trials[i].name, trials[i].run(kernels));
            fflush(stdout);
        }
    }
    return 0;
}
