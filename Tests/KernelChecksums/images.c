/* Images of many sizes. */
#include "trials.h"

static void fill(generator *g, uint8_t *bytes, size_t count) {
    for (size_t i = 0; i < count; i++) bytes[i] = (uint8_t)next_word(g);
}

uint64_t gray_trial(const ck_kernels *kernels) {
    generator g = {40};
    uint64_t sum = NO_BYTES;
    for (size_t trial = 0; trial < 110; trial++) {
        const size_t pixels = trial < 100 ? trial : 37 * trial;
        uint8_t *const colors = ARRAY(uint8_t, 3 * pixels), *const grays = ARRAY(uint8_t, pixels);
        fill(&g, colors, 3 * pixels);
        kernels->gray(colors, pixels, grays);
        sum = checksum(sum, grays, pixels);
        release_guarded();
    }
    return sum;
}

uint64_t resize_trial(const ck_kernels *kernels) {
    generator g = {41};
    uint64_t sum = NO_BYTES;
    for (int trial = 0; trial < 150; trial++) {
        const int most = trial % 10 == 0 ? 210 : 40;
        const ck_resizing r = {
            .height = (int32_t)next_integer(&g, 1, most),
            .width = (int32_t)next_integer(&g, 1, most),
            .channels = 1 + trial % 4,
            .to_height = (int32_t)next_integer(&g, 1, 84),
            .to_width = (int32_t)next_integer(&g, 1, 84),
        };
        const size_t channels = (size_t)r.channels, from_bytes = (size_t)(r.height * r.width) * channels;
        const size_t to_bytes = (size_t)(r.to_height * r.to_width) * channels;
        uint8_t *const from = ARRAY(uint8_t, from_bytes), *const to = ARRAY(uint8_t, to_bytes);
        uint32_t *const sums = ARRAY(uint32_t, (size_t)(r.width + r.to_width) * channels);
        if (trial % 7 == 0) memset(from, 255, from_bytes);
        else fill(&g, from, from_bytes);
        kernels->resize(&r, from, sums, to);
        sum = checksum(sum, to, to_bytes);
        release_guarded();
    }
    return sum;
}

uint64_t push_frame_trial(const ck_kernels *kernels) {
    generator g = {42};
    uint64_t sum = NO_BYTES;
    for (size_t trial = 0; trial < 200; trial++) {
        const size_t pixels = trial % 50 == 49 ? 84 * 84 : trial % 50, channels = 1 + trial / 3 % 3;
        const size_t frames = trial % 2 == 0 ? 4 : 1 + trial % 7, depth = channels * frames;
        uint8_t *const frame = ARRAY(uint8_t, pixels *channels), *const stack = ARRAY(uint8_t, pixels *depth);
        fill(&g, frame, pixels * channels);
        fill(&g, stack, pixels * depth);
        kernels->push_frame(frame, pixels, channels, frames, stack);
        sum = checksum(sum, stack, pixels * depth);
        release_guarded();
    }
    return sum;
}

uint64_t widen_trial(const ck_kernels *kernels) {
    generator g = {43};
    uint64_t sum = NO_BYTES;
    for (size_t trial = 0; trial < 110; trial++) {
        const size_t count = trial < 100 ? trial : 37 * trial;
        uint8_t *const bytes = ARRAY(uint8_t, count);
        float *const numbers = ARRAY(float, count);
        fill(&g, bytes, count);
        kernels->widen(bytes, count, numbers);
        sum = checksum(sum, numbers, 4 * count);
        release_guarded();
    }
    return sum;
}
