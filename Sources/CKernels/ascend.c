#pragma STDC FP_CONTRACT OFF
/* Steps of gradient ascent on the logits: logit = decay * logit + step. Each returns the sum of the squared changes, in
   16 partial sums and a fixed tree. */
#include "elementary.h"
#include "paths.h"
#include "tree.h"

#include <string.h>

static inline double change(double *logit, double decay, double step) {
    const double old = *logit;
    *logit = decay * old + step;
    return *logit - old;
}

CK_KERNEL(double, ascend, (const double *gradient, size_t count, double rate, double decay, double *logits),
          (gradient, count, rate, decay, logits)) {
    double partial[16] = {0};
    for (size_t j = 0; j < count; j++) {
        const double d = change(&logits[j], decay, rate * gradient[j]);
        partial[j % 16] += d * d;
    }
    return ck_tree(partial);
}

CK_KERNEL(double, ascend_momentum,
          (const double *gradient, size_t count, double rate, double decay, double momentum, double *velocity,
           double *logits),
          (gradient, count, rate, decay, momentum, velocity, logits)) {
    double partial[16] = {0};
    for (size_t j = 0; j < count; j++) {
        velocity[j] = momentum * velocity[j] + gradient[j];
        const double d = change(&logits[j], decay, rate * velocity[j]);
        partial[j % 16] += d * d;
    }
    return ck_tree(partial);
}

/* Of functions that are always inlined, and so pass no vector to another. */
#pragma clang diagnostic ignored "-Wpsabi"

/* Sixteen numbers: in vectors, square roots have nowhere to leave an error, and need no calls. */
typedef double ck_d16 __attribute__((ext_vector_type(16)));

CK_INLINE ck_d16 load(const double *from, size_t count) {
    ck_d16 numbers = 0.0;
    memcpy(&numbers, from, count * sizeof *from);
    return numbers;
}

CK_INLINE void store(double *to, ck_d16 numbers, size_t count) { memcpy(to, &numbers, count * sizeof *to); }

/* A step of 16 logits at most; returns the squared changes. */
CK_INLINE ck_d16 adam_step(const double *gradient, size_t count, double rate, double decay, const ck_adam *adam,
                           double *first, double *second, double *logits) {
    const ck_d16 g = load(gradient, count), old = load(logits, count);
    const ck_d16 mean = adam->beta1 * load(first, count) + (1.0 - adam->beta1) * g;
    const ck_d16 square = adam->beta2 * load(second, count) + (1.0 - adam->beta2) * (g * g);
    const ck_d16 root = __builtin_elementwise_sqrt(square / adam->correction2);
    const ck_d16 logit = decay * old + rate * (mean / adam->correction1) / (root + adam->epsilon);
    store(first, mean, count);
    store(second, square, count);
    store(logits, logit, count);
    return (logit - old) * (logit - old);
}

CK_KERNEL(double, ascend_adam,
          (const double *gradient, size_t count, double rate, double decay, const ck_adam *adam, double *first,
           double *second, double *logits),
          (gradient, count, rate, decay, adam, first, second, logits)) {
    ck_d16 sums = 0.0;
    size_t j = 0;
    for (; j + 16 <= count; j += 16)
        sums += adam_step(gradient + j, 16, rate, decay, adam, first + j, second + j, logits + j);
    if (j < count) sums += adam_step(gradient + j, count - j, rate, decay, adam, first + j, second + j, logits + j);
    double partial[16];
    memcpy(partial, &sums, sizeof partial);
    return ck_tree(partial);
}
