/* Elementary functions of float64 with the same bits on every processor. What they promise: ../elementary.h. */
#pragma once

#include <stdint.h>

double ck_exp(double x);
double ck_log(double x);

/* Angles in radians. */
double ck_sin(double x);
double ck_cos(double x);

/* For |x| <= pi/4 only: the bits of ck_sin and ck_cos, cheaper. */
double ck_sin_small(double x);
double ck_cos_small(double x);

double ck_tanh(double x);

/* 1 / (1 + e^-x). */
double ck_sigmoid(double x);

/* Two independent standard normal deviates from the high 52 bits each of a and b (Box and Muller). */
void ck_normal_pair(uint64_t a, uint64_t b, double *z0, double *z1);
