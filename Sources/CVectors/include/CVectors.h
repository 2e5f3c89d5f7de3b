/// Plain arithmetic on arrays of float64 and on words of bits: what scripts compute with, without Lua.
///
/// Results have the same bits everywhere: sums are taken in one order, nothing is contracted, and no function of the C
/// library is called but those that are exact. Arrays may be the same where nothing else is said, but not overlap in
/// part. Nothing here allocates.
#pragma once

#include <stdbool.h>
#include <stddef.h>
#include <stdint.h>

// numbers.c: y, value by value

/// y += a x
void cv_axpy(size_t count, double a, const double *x, double *y);
void cv_scale(size_t count, double a, double *y);
void cv_add(size_t count, const double *x, double *y);
void cv_multiply(size_t count, const double *x, double *y);
void cv_divide(size_t count, const double *x, double *y);
void cv_square_root(size_t count, double *y);
void cv_exponential(size_t count, double *y);
void cv_absolute(size_t count, double *y);
/// NaN stays NaN.
void cv_clamp(size_t count, double low, double high, double *y);
/// The smallest and the largest value; `count` is at least 1 and no value NaN. Of 0 and -0 the first counts.
double cv_minimum(size_t count, const double *x);
double cv_maximum(size_t count, const double *x);
/// The place of the first NaN, or `count`.
size_t cv_first_nan(size_t count, const double *x);

// sums.c: value i goes to partial sum i % 16, each of these in order; then partial sum i + 8 is added to i, i + 4 to i,
// and so on

double cv_sum(size_t count, const double *x);
double cv_dot(size_t count, const double *x, const double *y);
/// The Euclidean norm; no intermediate result overflows or is lost below the smallest number.
double cv_norm(size_t count, const double *x);

// order.c

/// A value and its place.
typedef struct {
    double value;
    uint32_t place;
} cv_entry;

/// Sorts ascending; equal values stay in the order that they come in. No value is NaN. Returns which of the two arrays
/// of `count` entries holds the result.
cv_entry *cv_order(size_t count, cv_entry *entries, cv_entry *spare);

// words.c: bit i is bit i % 64 of word i / 64

void cv_exclusive_or(size_t count, const uint64_t *x, uint64_t *y);
void cv_and(size_t count, const uint64_t *x, uint64_t *y);
void cv_or(size_t count, const uint64_t *x, uint64_t *y);
void cv_not(size_t count, uint64_t *y);
/// How many bits are 1.
size_t cv_ones(size_t count, const uint64_t *x);
/// How many bits differ.
size_t cv_distance(size_t count, const uint64_t *x, const uint64_t *y);
/// Copies `count` bits of `x` from bit `first` on to the start of `y`; the bits of the last word that are left are 0.
void cv_copy_bits(const uint64_t *x, size_t first, size_t count, uint64_t *y);

// matrices.c: row after row; results are other arrays than what they are made of

/// C = A B, where A is rows x inner and B inner x columns. Each sum begins at 0 and goes along `inner`.
void cv_product(size_t rows, size_t inner, size_t columns, const double *a, const double *b, double *c);
/// y = A x: each value is a `cv_dot`.
void cv_matrix_vector(size_t rows, size_t columns, const double *a, const double *x, double *y);
/// y = A^T x: each sum begins at 0 and goes along the rows.
void cv_transposed_vector(size_t rows, size_t columns, const double *a, const double *x, double *y);
/// A += scale x y^T, each value (scale x_i) y_j. `scratch` has room for `rows` values.
void cv_rank_one(size_t rows, size_t columns, double scale, const double *x, const double *y, double *a,
                 double *scratch);
/// A += scale x x^T; a symmetric A stays so to the last bit.
void cv_symmetric_rank_one(size_t size, double scale, const double *x, double *a, double *scratch);
/// B = A^T.
void cv_transpose(size_t rows, size_t columns, const double *a, double *b);

// eigen.c

/// How far a matrix may be from symmetric, relative to its largest value: what rounding leaves of products that are
/// symmetric on paper.
#define CV_ASYMMETRY 0x1p-40

/// The place (row x size + column, above the diagonal) of the first pair that differs by more, or size x size.
/// Every value is finite.
size_t cv_first_asymmetry(size_t size, const double *a);

/// Numbers that `cv_eigen` needs in `scratch`.
static inline size_t cv_eigen_scratch(size_t size) { return size * size + 4 * size; }

/// Eigenvalues, ascending, and eigenvectors of a symmetric matrix; of places that differ by rounding the mean counts.
/// `a` becomes the vectors, one a column, of norm 1; the largest component of each (by size, the first of equals) is
/// positive. Householder's reduction to three diagonals, then the implicit QL method (Golub and Van Loan,
/// sections 8.3.1 and 8.3.3; Dubrulle, Martin and Wilkinson 1968). False if 60 steps did not find a value; `a` is lost
/// then.
bool cv_eigen(size_t size, double *a, double *values, double *scratch);
