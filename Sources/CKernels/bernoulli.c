#pragma STDC FP_CONTRACT OFF
/* The separable Bernoulli distribution of the weight bits: probabilities, gradient, entropy. */
#include "elementary.h"
#include "paths.h"
#include "tree.h"

CK_KERNEL(void, probabilities, (const double *logits, size_t count, double *probabilities, uint16_t *thresholds),
          (logits, count, probabilities, thresholds)) {
    for (size_t j = 0; j < count; j++) {
        const double p = ck_sigmoid_inline(logits[j]);
        /* Bounded before it becomes an integer: a NaN has none, and counts as the least. */
        const double scaled = p * 65536.0 + 0.5, bounded = scaled >= 1.0 ? scaled : 1.0;
        probabilities[j] = p;
        thresholds[j] = (uint16_t)(bounded < 65535.0 ? bounded : 65535.0);
    }
}

CK_KERNEL(void, bernoulli_gradient,
          (const int32_t *sums, const double *probabilities, size_t count, double scale, double total,
           int32_t is_natural, double epsilon, double *gradient),
          (sums, probabilities, count, scale, total, is_natural, epsilon, gradient)) {
    for (size_t j = 0; j < count; j++) {
        const double p = probabilities[j], plain = scale * (double)sums[j] - total * p;
        gradient[j] = is_natural ? plain / (p * (1.0 - p) + epsilon) : plain;
    }
}

CK_INLINE double bit_entropy(double p) {
    const double q = 1.0 - p, inverse_ln2 = 0x1.71547652b82fep+0;
    const double a = p > 0.0 ? p * ck_log_inline(p) : 0.0, b = q > 0.0 ? q * ck_log_inline(q) : 0.0;
    return -(a + b) * inverse_ln2;
}

CK_KERNEL(double, entropy, (const double *probabilities, size_t count), (probabilities, count)) {
    double partial[16] = {0};
    size_t first = 0;
    for (; first + 16 <= count; first += 16)
        for (size_t i = 0; i < 16; i++) partial[i] += bit_entropy(probabilities[first + i]);
    for (size_t i = 0; first + i < count; i++) partial[i] += bit_entropy(probabilities[first + i]);
    return ck_tree(partial);
}
