#pragma STDC FP_CONTRACT OFF
/// Sums in one order: sixteen partial sums, which processors take side by side, then a fixed tree.
#include "CVectors.h"

#include <math.h>

enum { PARTIAL_SUMS = 16 };

static double tree(double partial[PARTIAL_SUMS]) {
    for (int width = PARTIAL_SUMS / 2; width > 0; width /= 2)
        for (int i = 0; i < width; i++) partial[i] += partial[i + width];
    return partial[0];
}

double cv_sum(size_t count, const double *x) {
    double partial[PARTIAL_SUMS] = {0};
    size_t whole = count - count % PARTIAL_SUMS;
    for (size_t first = 0; first < whole; first += PARTIAL_SUMS)
        for (size_t i = 0; i < PARTIAL_SUMS; i++) partial[i] += x[first + i];
    for (size_t i = whole; i < count; i++) partial[i - whole] += x[i];
    return tree(partial);
}

double cv_dot(size_t count, const double *x, const double *y) {
    double partial[PARTIAL_SUMS] = {0};
    size_t whole = count - count % PARTIAL_SUMS;
    for (size_t first = 0; first < whole; first += PARTIAL_SUMS)
        for (size_t i = 0; i < PARTIAL_SUMS; i++) partial[i] += x[first + i] * y[first + i];
    for (size_t i = whole; i < count; i++) partial[i - whole] += x[i] * y[i];
    return tree(partial);
}

/// The sum of squares of values times 2^exponent, which is exact.
static double scaled_squares(size_t count, const double *x, int exponent) {
    double partial[PARTIAL_SUMS] = {0};
    for (size_t i = 0; i < count; i++) {
        double scaled = ldexp(x[i], exponent);
        partial[i % PARTIAL_SUMS] += scaled * scaled;
    }
    return tree(partial);
}

double cv_norm(size_t count, const double *x) {
    double squares = cv_dot(count, x, x);
    if (squares != squares) return squares;
    if (squares > 0x1p-900 && squares < 0x1p1020) return sqrt(squares);
    double largest = 0;
    for (size_t i = 0; i < count; i++) largest = fabs(x[i]) > largest ? fabs(x[i]) : largest;
    if (largest == 0 || largest - largest != 0) return largest;
    int exponent;
    frexp(largest, &exponent);
    return ldexp(sqrt(scaled_squares(count, x, -exponent)), exponent);
}
