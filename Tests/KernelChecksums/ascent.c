/* Steps of ascent on the logits, several in a row with the same velocities and moments. */
#include "trials.h"

typedef double step(const ck_kernels *kernels, const double *gradient, size_t count, int t, double *first,
                    double *second, double *logits);

static double plain(const ck_kernels *kernels, const double *gradient, size_t count, int t, double *first,
                    double *second, double *logits) {
    (void)t, (void)first, (void)second;
    return kernels->ascend(gradient, count, 0.7, 0.999, logits);
}

static double momentum(const ck_kernels *kernels, const double *gradient, size_t count, int t, double *first,
                       double *second, double *logits) {
    (void)t, (void)second;
    return kernels->ascend_momentum(gradient, count, 0.3, 1.0, 0.9, first, logits);
}

static double adam(const ck_kernels *kernels, const double *gradient, size_t count, int t, double *first,
                   double *second, double *logits) {
    double power1 = 1.0, power2 = 1.0;
    for (int i = 0; i < t; i++) power1 *= 0.9, power2 *= 0.999;
    const ck_adam settings = {0.9, 0.999, 1e-8, 1.0 - power1, 1.0 - power2};
    return kernels->ascend_adam(gradient, count, 0.01, 0.9999, &settings, first, second, logits);
}

static uint64_t sum_of(const ck_kernels *kernels, step *step) {
    generator g = {8};
    uint64_t sum = NO_BYTES;
    for (size_t count = 0; count < 84; count++) {
        const size_t n = count < 80 ? count : 1000 + count;
        double *const gradient = ARRAY(double, n), *const first = ARRAY(double, n), *const second = ARRAY(double, n),
                      *const logits = ARRAY(double, n);
        for (size_t j = 0; j < n; j++) {
            first[j] = second[j] = 0.0;
            logits[j] = next_real(&g, -8.0, 8.0);
        }
        for (int t = 1; t <= 3; t++) {
            for (size_t j = 0; j < n; j++) {
                gradient[j] = next_real(&g, -5.0, 5.0);
                if (next_word(&g) % 4 == 0) gradient[j] *= 1e-9;
            }
            const double squares = step(kernels, gradient, n, t, first, second, logits);
            sum = checksum(sum, &squares, 8);
        }
        sum = checksum(checksum(checksum(sum, logits, 8 * n), first, 8 * n), second, 8 * n);
        release_guarded();
    }
    return sum;
}

uint64_t ascend_trial(const ck_kernels *kernels) { return sum_of(kernels, plain); }
uint64_t ascend_momentum_trial(const ck_kernels *kernels) { return sum_of(kernels, momentum); }
uint64_t ascend_adam_trial(const ck_kernels *kernels) { return sum_of(kernels, adam); }
