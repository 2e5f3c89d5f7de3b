#pragma STDC FP_CONTRACT OFF
/* Steps of gradient ascent on the logits: logit = decay * logit + step. Each returns the sum of the squared changes, in
   16 partial sums and a fixed tree. */
#include "elementary.h"
#include "paths.h"
#include "tree.h"

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

CK_KERNEL(double, ascend_adam,
          (const double *gradient, size_t count, double rate, double decay, const ck_adam *adam, double *first,
           double *second, double *logits),
          (gradient, count, rate, decay, adam, first, second, logits)) {
    double partial[16] = {0};
    for (size_t j = 0; j < count; j++) {
        const double g = gradient[j];
        first[j] = adam->beta1 * first[j] + (1.0 - adam->beta1) * g;
        second[j] = adam->beta2 * second[j] + (1.0 - adam->beta2) * (g * g);
        const double mean = first[j] / adam->correction1, variance = second[j] / adam->correction2;
        const double d = change(&logits[j], decay, rate * mean / (__builtin_sqrt(variance) + adam->epsilon));
        partial[j % 16] += d * d;
    }
    return ck_tree(partial);
}
