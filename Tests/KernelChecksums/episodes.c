/* What happens at each step of a group of lanes. */
#include "trials.h"

static int is_ascending(const void *a, const void *b) {
    const float x = *(const float *)a, y = *(const float *)b;
    return (x > y) - (x < y);
}

static float observation(generator *g, const float *thresholds, int32_t count) {
    static const float special[] = {
        __builtin_nanf(""), -__builtin_nanf(""), __builtin_inff(), -__builtin_inff(), 0.0f, -0.0f, 0x1p-149f, 3e38f};
    const uint64_t kind = next_word(g) % 4;
    if (kind == 0) return special[next_word(g) % 8];
    if (kind == 1 && count > 0) return thresholds[next_word(g) % (uint64_t)count];
    return (float)next_real(g, -3.0, 3.0);
}

uint64_t encode_trial(const ck_kernels *kernels) {
    generator g = {9};
    uint64_t sum = NO_BYTES;
    for (int trial = 0; trial < 1200; trial++) {
        const int is_one_hot = trial % 2, is_value_major = trial / 2 % 2;
        const int32_t longest = (int32_t[]){3, 16, 17, 40, 150}[trial / 4 % 5];
        const int32_t values = (int32_t)next_integer(&g, 1, 9), lanes = (int32_t)next_integer(&g, 1, 40);
        int32_t *const starts = ARRAY(int32_t, values + 1);
        starts[0] = 0;
        /* The usual number of thresholds, or any. */
        for (int32_t v = 0; v < values; v++)
            starts[v + 1] = starts[v] + (trial % 3 == 0 ? longest : (int32_t)next_integer(&g, 0, longest));
        float *const thresholds = ARRAY(float, starts[values]);
        for (int32_t v = 0; v < values; v++) {
            const int32_t count = starts[v + 1] - starts[v];
            for (int32_t i = starts[v]; i < starts[v + 1]; i++) thresholds[i] = (float)next_integer(&g, -20, 20) * 0.1f;
            if (count > 0 && next_word(&g) % 16 == 0) thresholds[starts[v]] = -__builtin_inff();
            if (count > 0 && next_word(&g) % 16 == 0) thresholds[starts[v]] = __builtin_inff();
            qsort(thresholds + starts[v], (size_t)count, sizeof *thresholds, is_ascending);
        }
        const size_t stride = (size_t)(starts[values] + (is_one_hot ? values : 0) + 63) / 64;
        const size_t value_stride = is_value_major ? (size_t)lanes : 1;
        const size_t lane_stride = is_value_major ? 1 : (size_t)values;
        float *const observations = ARRAY(float, values *lanes);
        for (int32_t v = 0; v < values; v++)
            for (int32_t lane = 0; lane < lanes; lane++)
                observations[(size_t)v * value_stride + (size_t)lane * lane_stride] =
                    observation(&g, thresholds + starts[v], starts[v + 1] - starts[v]);
        uint64_t *const bits = ARRAY(uint64_t, stride *(size_t)lanes);
        int32_t most = 0;
        for (int32_t v = 0; v < values; v++)
            if (starts[v + 1] - starts[v] > most) most = starts[v + 1] - starts[v];
        const ck_encoder encoder = {thresholds, starts, values, is_one_hot, most};
        kernels->encode(&encoder, observations, value_stride, lane_stride, lanes, bits, stride);
        sum = checksum(sum, bits, 8 * stride * (size_t)lanes);
        release_guarded();
    }
    return sum;
}

static uint64_t decode_trial(const ck_kernels *kernels, int is_sign) {
    generator g = {10};
    uint64_t sum = NO_BYTES;
    for (int trial = 0; trial < 300; trial++) {
        const int32_t lanes = trial % 40, count = is_sign ? 1 : (int32_t)next_integer(&g, 1, 20);
        const size_t stride = (size_t)count + (trial % 3 == 2 ? 2 : 0);
        int32_t *const outputs = ARRAY(int32_t, stride *(size_t)lanes), *const actions = ARRAY(int32_t, lanes);
        for (size_t i = 0; i < stride * (size_t)lanes; i++) outputs[i] = (int32_t)next_integer(&g, -4, 4);
        if (is_sign) kernels->decode_sign(outputs, stride, lanes, actions);
        else kernels->decode_argmax(outputs, stride, count, lanes, actions);
        sum = checksum(sum, actions, 4 * (size_t)lanes);
        release_guarded();
    }
    return sum;
}

uint64_t decode_sign_trial(const ck_kernels *kernels) { return decode_trial(kernels, 1); }
uint64_t decode_argmax_trial(const ck_kernels *kernels) { return decode_trial(kernels, 0); }

uint64_t tally_trial(const ck_kernels *kernels) {
    generator g = {12};
    uint64_t sum = NO_BYTES;
    for (int32_t trial = 0; trial < 280; trial++) {
        const int32_t lanes = trial % 70, rarity = (int32_t[]){1, 2, 20, 1000}[trial / 70];
        double *const rewards = ARRAY(double, lanes), *const returns = ARRAY(double, lanes);
        uint8_t *const terminated = ARRAY(uint8_t, lanes), *const truncated = ARRAY(uint8_t, lanes);
        int32_t *const lengths = ARRAY(int32_t, lanes), *const ended = ARRAY(int32_t, lanes);
        for (int32_t i = 0; i < lanes; i++) {
            rewards[i] = next_real(&g, -1.0, 1.0);
            returns[i] = next_real(&g, -100.0, 100.0);
            terminated[i] = next_integer(&g, 1, rarity) == 1 ? (uint8_t)next_integer(&g, 0, 255) : 0;
            truncated[i] = next_integer(&g, 1, rarity) == 1;
            lengths[i] = next_integer(&g, 1, rarity) == 1 ? (int32_t)next_integer(&g, 497, 501) : 7;
        }
        /* Only those that are counted are written: what a path leaves behind them is its own. */
        const int32_t count = kernels->tally(rewards, terminated, truncated, 500, lanes, returns, lengths, ended);
        sum = checksum(checksum(sum, &count, 4), ended, 4 * (size_t)count);
        sum = checksum(checksum(sum, returns, 8 * (size_t)lanes), lengths, 4 * (size_t)lanes);
        release_guarded();
    }
    return sum;
}
