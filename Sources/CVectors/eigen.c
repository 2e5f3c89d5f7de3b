#pragma STDC FP_CONTRACT OFF
/// Eigenvalues and eigenvectors of symmetric matrices. All inner loops run along rows: vectors are kept one a row until
/// the end.
#include "CVectors.h"

#include <math.h>
#include <string.h>

enum { MAXIMUM_STEPS = 60 };

/// Relative to the largest value of the matrix, which is near 1: what is smaller is lost in rounding anyway. Its square
/// is still a number.
static const double negligible = 0x1p-500;

static double largest(size_t count, const double *a) {
    double most = 0;
    for (size_t i = 0; i < count; i++) most = fabs(a[i]) > most ? fabs(a[i]) : most;
    return most;
}

size_t cv_first_asymmetry(size_t size, const double *a) {
    double most = CV_ASYMMETRY * largest(size * size, a);
    for (size_t i = 0; i < size; i++)
        for (size_t j = i + 1; j < size; j++)
            if (fabs(a[i * size + j] - a[j * size + i]) > most) return i * size + j;
    return size * size;
}

/// Multiplies by the power of two that brings the largest value to 1/2 ... 1, and returns its negated exponent. Makes
/// what rounding left symmetric.
static int normalize(size_t size, double *a) {
    int exponent;
    frexp(largest(size * size, a), &exponent);
    for (size_t i = 0; i < size; i++)
        for (size_t j = i; j < size; j++) {
            double mean = 0.5 * ldexp(a[i * size + j], -exponent) + 0.5 * ldexp(a[j * size + i], -exponent);
            a[i * size + j] = a[j * size + i] = mean;
        }
    return exponent;
}

/// Makes A tridiagonal by reflections from both sides: step k maps row k, right of the diagonal, to a multiple of its
/// first unit vector. Row k then holds the vector v of the reflection I - factor v v^T. `p` is scratch.
static void reduce(size_t size, double *a, double *diagonal, double *beside, double *factors, double *p) {
    for (size_t k = 0; k + 2 < size; k++) {
        size_t rest = size - k - 1;
        double *v = a + k * size + k + 1, *corner = a + (k + 1) * size + k + 1;
        double tail = cv_dot(rest - 1, v + 1, v + 1);
        factors[k] = 0;
        beside[k] = v[0];
        if (tail < negligible * negligible) continue;
        beside[k] = -copysign(sqrt(v[0] * v[0] + tail), v[0]);
        v[0] -= beside[k];
        double factor = factors[k] = 2 / (v[0] * v[0] + tail);
        for (size_t i = 0; i < rest; i++) p[i] = factor * cv_dot(rest, corner + i * size, v);
        cv_axpy(rest, -0.5 * factor * cv_dot(rest, p, v), v, p);
        for (size_t i = 0; i < rest; i++) {
            double *row = corner + i * size;
            for (size_t j = 0; j < rest; j++) row[j] -= v[i] * p[j] + p[i] * v[j];
        }
    }
    for (size_t i = 0; i < size; i++) diagonal[i] = a[i * size + i];
    if (size > 1) beside[size - 2] = a[(size - 2) * size + size - 1];
    if (size > 0) beside[size - 1] = 0;
}

/// The product Q of the reflections that `reduce` left in A, the last applied first. `t` is scratch.
static void accumulate(size_t size, const double *a, const double *factors, double *q, double *t) {
    for (size_t i = 0; i < size; i++)
        for (size_t j = 0; j < size; j++) q[i * size + j] = i == j;
    for (size_t k = size < 2 ? 0 : size - 2; k-- > 0;) {
        if (factors[k] == 0) continue;
        size_t rest = size - k - 1;
        const double *v = a + k * size + k + 1;
        double *corner = q + (k + 1) * size + k + 1;
        memset(t, 0, rest * sizeof *t);
        for (size_t i = 0; i < rest; i++) cv_axpy(rest, v[i], corner + i * size, t);
        for (size_t i = 0; i < rest; i++) cv_axpy(rest, -factors[k] * v[i], t, corner + i * size);
    }
}

/// sqrt(x^2 + y^2), whatever their sizes.
static double hypotenuse(double x, double y) {
    double size = fabs(x), other = fabs(y);
    double great = size > other ? size : other, small = size > other ? other : size;
    if (great == 0) return 0;
    double ratio = small / great;
    return great * sqrt(1 + ratio * ratio);
}

/// Turns rows r and s by an angle: r = c r - s s, s = s r + c s.
static void rotate(size_t count, double cosine, double sine, double *restrict r, double *restrict s) {
    for (size_t k = 0; k < count; k++) {
        double first = r[k], second = s[k];
        r[k] = cosine * first - sine * second;
        s[k] = sine * first + cosine * second;
    }
}

/// The first place from `start` on where the matrix falls apart into two, or the last place.
static size_t block_end(size_t size, size_t start, const double *diagonal, const double *beside) {
    size_t end = start;
    for (; end + 1 < size; end++) {
        double scale = fabs(diagonal[end]) + fabs(diagonal[end + 1]);
        if (fabs(beside[end]) <= 0x1p-53 * scale || fabs(beside[end]) < negligible) break;
    }
    return end;
}

/// One implicit QL step on the block start ... end, with Wilkinson's shift. The rows of `vectors` turn with it.
static void step(size_t size, size_t start, size_t end, double *diagonal, double *beside, double *vectors) {
    double half = (diagonal[start + 1] - diagonal[start]) / (2 * beside[start]);
    double shift = half + copysign(hypotenuse(half, 1), half);
    double rest = diagonal[end] - diagonal[start] + beside[start] / shift;
    double cosine = 1, sine = 1, moved = 0;
    for (size_t i = end; i-- > start;) {
        double outer = sine * beside[i], inner = cosine * beside[i];
        double radius = hypotenuse(outer, rest);
        beside[i + 1] = radius;
        if (radius == 0) { // the block fell apart on the way
            diagonal[i + 1] -= moved;
            beside[end] = 0;
            return;
        }
        sine = outer / radius;
        cosine = rest / radius;
        rest = diagonal[i + 1] - moved;
        double slope = (diagonal[i] - rest) * sine + 2 * cosine * inner;
        moved = sine * slope;
        diagonal[i + 1] = rest + moved;
        rest = cosine * slope - inner;
        rotate(size, cosine, sine, vectors + i * size, vectors + (i + 1) * size);
    }
    diagonal[start] -= moved;
    beside[start] = rest;
    beside[end] = 0;
}

static bool diagonalize(size_t size, double *diagonal, double *beside, double *vectors) {
    for (size_t start = 0; start < size; start++) {
        for (int steps = 0;; steps++) {
            size_t end = block_end(size, start, diagonal, beside);
            if (end == start) break;
            if (steps == MAXIMUM_STEPS) return false;
            step(size, start, end, diagonal, beside, vectors);
        }
    }
    return true;
}

/// The sign that makes the largest component positive, the first of equals.
static double sign_of(size_t size, const double *vector) {
    size_t most = 0;
    for (size_t i = 1; i < size; i++)
        if (fabs(vector[i]) > fabs(vector[most])) most = i;
    return vector[most] < 0 ? -1 : 1;
}

/// Writes the rows of `vectors` as columns, in order of their values.
static void arrange(size_t size, const double *diagonal, const double *vectors, double *values, double *columns) {
    for (size_t i = 0; i < size; i++) {
        size_t place = 0; // among equals in the order that they were found
        for (size_t j = 0; j < size; j++) place += diagonal[j] < diagonal[i] || (diagonal[j] == diagonal[i] && j < i);
        const double *vector = vectors + i * size;
        double sign = sign_of(size, vector);
        values[place] = diagonal[i];
        for (size_t k = 0; k < size; k++) columns[k * size + place] = sign * vector[k];
    }
}

bool cv_eigen(size_t size, double *a, double *values, double *scratch) {
    double *q = scratch, *diagonal = q + size * size, *beside = diagonal + size, *factors = beside + size,
           *row = factors + size;
    int exponent = normalize(size, a);
    reduce(size, a, diagonal, beside, factors, row);
    accumulate(size, a, factors, q, row);
    cv_transpose(size, size, q, a);
    if (!diagonalize(size, diagonal, beside, a)) return false;
    if (size > 0) memcpy(q, a, size * size * sizeof *q);
    arrange(size, diagonal, q, values, a);
    for (size_t i = 0; i < size; i++) values[i] = ldexp(values[i], exponent);
    return true;
}
