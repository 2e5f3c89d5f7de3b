#pragma STDC FP_CONTRACT OFF

#include "include/elementary.h"
#include "elementary.h"

double ck_exp(double x) { return ck_exp_inline(x); }
double ck_log(double x) { return ck_log_inline(x); }
/* Small angles, which are most, need no reduction; the bits are the same. */
static const double small_angle = 0.78;
double ck_sin(double x) { return ck_absolute(x) <= small_angle ? ck_sin_small_inline(x) : ck_sin_inline(x); }
double ck_cos(double x) { return ck_absolute(x) <= small_angle ? ck_cos_small_inline(x) : ck_cos_inline(x); }
double ck_sin_small(double x) { return ck_sin_small_inline(x); }
double ck_cos_small(double x) { return ck_cos_small_inline(x); }
double ck_tanh(double x) { return ck_tanh_inline(x); }
double ck_sigmoid(double x) { return ck_sigmoid_inline(x); }

void ck_normal_pair(uint64_t a, uint64_t b, double *z0, double *z1) { ck_normal_pair_inline(a, b, z0, z1); }
