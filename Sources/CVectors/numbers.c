#pragma STDC FP_CONTRACT OFF
/// Arithmetic value by value.
#include "CVectors.h"

#include "elementary.h"

void cv_axpy(size_t count, double a, const double *x, double *y) {
    for (size_t i = 0; i < count; i++) y[i] += a * x[i];
}

void cv_scale(size_t count, double a, double *y) {
    for (size_t i = 0; i < count; i++) y[i] *= a;
}

void cv_add(size_t count, const double *x, double *y) {
    for (size_t i = 0; i < count; i++) y[i] += x[i];
}

void cv_multiply(size_t count, const double *x, double *y) {
    for (size_t i = 0; i < count; i++) y[i] *= x[i];
}

void cv_divide(size_t count, const double *x, double *y) {
    for (size_t i = 0; i < count; i++) y[i] /= x[i];
}

void cv_square_root(size_t count, double *y) {
    for (size_t i = 0; i < count; i++) y[i] = __builtin_elementwise_sqrt(y[i]);
}

void cv_exponential(size_t count, double *y) {
    for (size_t i = 0; i < count; i++) y[i] = ck_exp(y[i]);
}

void cv_absolute(size_t count, double *y) {
    for (size_t i = 0; i < count; i++) y[i] = __builtin_fabs(y[i]);
}

void cv_clamp(size_t count, double low, double high, double *y) {
    for (size_t i = 0; i < count; i++) {
        double value = y[i] < low ? low : y[i];
        y[i] = value > high ? high : value;
    }
}

double cv_minimum(size_t count, const double *x) {
    double least = x[0];
    for (size_t i = 1; i < count; i++) least = x[i] < least ? x[i] : least;
    return least;
}

double cv_maximum(size_t count, const double *x) {
    double most = x[0];
    for (size_t i = 1; i < count; i++) most = x[i] > most ? x[i] : most;
    return most;
}

size_t cv_first_nan(size_t count, const double *x) {
    for (size_t i = 0; i < count; i++)
        if (x[i] != x[i]) return i;
    return count;
}
