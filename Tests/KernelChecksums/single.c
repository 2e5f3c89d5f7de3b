/* What has one form only, and must give the same bits on every processor all the same. */
#include "crc32c.h"
#include "elementary.h"
#include "philox.h"
#include "trials.h"

/* Any doubles, subnormals, infinities and NaNs among them, and those of a range. */
static uint64_t sum_of(double function(double), double range) {
    generator g = {13};
    uint64_t sum = NO_BYTES;
    for (int trial = 0; trial < 60000; trial++) {
        const uint64_t bits = next_word(&g);
        double x;
        memcpy(&x, &bits, sizeof x);
        const double y = function(trial % 3 == 0 ? x : next_real(&g, -range, range));
        sum = checksum(sum, &y, sizeof y);
    }
    return sum;
}

/* Within pi/4. */
static uint64_t sum_of_small(double function(double)) {
    generator g = {14};
    uint64_t sum = NO_BYTES;
    for (int trial = 0; trial < 20000; trial++) {
        const double y = function(next_real(&g, -0.785, 0.785));
        sum = checksum(sum, &y, sizeof y);
    }
    return sum;
}

uint64_t exp_trial(void) { return sum_of(ck_exp, 760.0); }
uint64_t log_trial(void) { return sum_of(ck_log, 4.0); }
uint64_t sin_trial(void) { return sum_of(ck_sin, 100.0); }
uint64_t cos_trial(void) { return sum_of(ck_cos, 100.0); }
uint64_t tanh_trial(void) { return sum_of(ck_tanh, 25.0); }
uint64_t sigmoid_trial(void) { return sum_of(ck_sigmoid, 50.0); }
uint64_t sin_small_trial(void) { return sum_of_small(ck_sin_small); }
uint64_t cos_small_trial(void) { return sum_of_small(ck_cos_small); }

uint64_t normal_pair_trial(void) {
    generator g = {15};
    uint64_t sum = NO_BYTES;
    for (int trial = 0; trial < 20000; trial++) {
        const uint64_t a = next_word(&g), b = next_word(&g);
        double z[2];
        ck_normal_pair(a, b, &z[0], &z[1]);
        sum = checksum(sum, z, sizeof z);
    }
    return sum;
}

uint64_t philox_trial(void) {
    generator g = {16};
    uint64_t sum = NO_BYTES;
    for (int trial = 0; trial < 5000; trial++) {
        uint32_t counter[4], key[2], out[4];
        for (int i = 0; i < 4; i++) counter[i] = (uint32_t)next_word(&g);
        for (int i = 0; i < 2; i++) key[i] = (uint32_t)next_word(&g);
        ck_philox4x32_10(counter, key, out);
        sum = checksum(sum, out, sizeof out);
    }
    return sum;
}

uint64_t crc32c_trial(void) {
    generator g = {17};
    uint64_t sum = NO_BYTES;
    uint8_t bytes[300];
    for (size_t i = 0; i < sizeof bytes; i++) bytes[i] = (uint8_t)next_word(&g);
    for (size_t count = 0; count < 280; count++) {
        const uint32_t crc = ck_crc32c(0, bytes + count % 13, count);
        sum = checksum(sum, &crc, sizeof crc);
    }
    return sum;
}
