#pragma STDC FP_CONTRACT OFF
/// Matrices row after row. Inner loops run along rows, so that they vectorize and each sum keeps its order.
#include "CVectors.h"

#include <string.h>

/// Rows of B that stay in the cache, and a tile of a transposition.
enum { BLOCK = 64, TILE = 16 };

/// c += a[0] b[0] + a[1] b[1] + a[2] b[2] + a[3] b[3], in this order, for rows of B that follow one another.
static void add_four_rows(size_t columns, const double *a, const double *b, double *restrict c) {
    const double a0 = a[0], a1 = a[1], a2 = a[2], a3 = a[3];
    const double *b0 = b, *b1 = b0 + columns, *b2 = b1 + columns, *b3 = b2 + columns;
    for (size_t j = 0; j < columns; j++) c[j] = (((c[j] + a0 * b0[j]) + a1 * b1[j]) + a2 * b2[j]) + a3 * b3[j];
}

void cv_product(size_t rows, size_t inner, size_t columns, const double *a, const double *b, double *c) {
    if (rows * columns > 0) memset(c, 0, rows * columns * sizeof *c);
    for (size_t first = 0; first < inner; first += BLOCK) {
        size_t end = inner - first < BLOCK ? inner : first + BLOCK;
        for (size_t i = 0; i < rows; i++) {
            const double *row = a + i * inner;
            double *into = c + i * columns;
            size_t k = first;
            for (; k + 4 <= end; k += 4) add_four_rows(columns, row + k, b + k * columns, into);
            for (; k < end; k++) cv_axpy(columns, row[k], b + k * columns, into);
        }
    }
}

void cv_matrix_vector(size_t rows, size_t columns, const double *a, const double *x, double *y) {
    for (size_t i = 0; i < rows; i++) y[i] = cv_dot(columns, a + i * columns, x);
}

void cv_transposed_vector(size_t rows, size_t columns, const double *a, const double *x, double *y) {
    cv_product(1, rows, columns, x, a, y);
}

void cv_rank_one(size_t rows, size_t columns, double scale, const double *x, const double *y, double *a,
                 double *scratch) {
    for (size_t i = 0; i < rows; i++) scratch[i] = scale * x[i];
    for (size_t i = 0; i < rows; i++) cv_axpy(columns, scratch[i], y, a + i * columns);
}

void cv_symmetric_rank_one(size_t size, double scale, const double *x, double *a, double *scratch) {
    for (size_t i = 0; i < size; i++) scratch[i] = scale * x[i];
    for (size_t i = 0; i < size; i++) {
        double *row = a + i * size;
        // Below the diagonal the factors that the mirrored place has above it.
        cv_axpy(i, x[i], scratch, row);
        cv_axpy(size - i, scratch[i], x + i, row + i);
    }
}

void cv_transpose(size_t rows, size_t columns, const double *a, double *b) {
    for (size_t top = 0; top < rows; top += TILE)
        for (size_t left = 0; left < columns; left += TILE)
            for (size_t i = top; i < rows && i < top + TILE; i++)
                for (size_t j = left; j < columns && j < left + TILE; j++) b[j * rows + i] = a[i * columns + j];
}
