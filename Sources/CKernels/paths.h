#pragma once
/* The functions of each path, gathered into tables by dispatch.c. */
#include "include/kernels.h"

void ck_forward_portable(const ck_networks *networks, const uint64_t *inputs, size_t input_stride, int32_t *outputs,
                         size_t output_stride, int32_t lanes, uint64_t *scratch);
void ck_sample_portable(const uint64_t key[2], uint16_t flip, const uint16_t *thresholds, size_t words, uint64_t *bits);
void ck_accumulate_portable(const uint64_t *bits, size_t stride, const int32_t *utilities, int32_t individuals,
                            size_t words, int32_t *sums);
void ck_probabilities_portable(const double *logits, size_t count, double *probabilities, uint16_t *thresholds);
void ck_bernoulli_gradient_portable(const int32_t *sums, const double *probabilities, size_t count, double scale,
                                    double total, int32_t is_natural, double epsilon, double *gradient);
double ck_ascend_portable(const double *gradient, size_t count, double rate, double decay, double *logits);
double ck_ascend_momentum_portable(const double *gradient, size_t count, double rate, double decay, double momentum,
                                   double *velocity, double *logits);
double ck_ascend_adam_portable(const double *gradient, size_t count, double rate, double decay, const ck_adam *adam,
                               double *first, double *second, double *logits);
double ck_entropy_portable(const double *probabilities, size_t count);
void ck_normal_portable(const uint64_t key[2], double sign, size_t count, double *deviates);
void ck_encode_portable(const ck_encoder *encoder, const float *observations, size_t value_stride, size_t lane_stride,
                        int32_t lanes, uint64_t *bits, size_t stride);
void ck_decode_sign_portable(const int32_t *outputs, size_t stride, int32_t lanes, int32_t *actions);
void ck_decode_argmax_portable(const int32_t *outputs, size_t stride, int32_t count, int32_t lanes, int32_t *actions);
void ck_cartpole_step_portable(double *state, size_t state_stride, const int32_t *actions, int32_t lanes,
                               float *observations, size_t observation_stride, double *rewards, uint8_t *terminated);
int32_t ck_tally_portable(const double *rewards, const uint8_t *terminated, const uint8_t *truncated, int32_t limit,
                          int32_t lanes, double *returns, int32_t *lengths, int32_t *ended);
