#pragma once
/* How a kernel gets its paths.

   A kernel that is a loop of plain arithmetic is written once, as an inline body that the compiler turns into vector
   code of each path; the same operations in the same order give the same bits. A kernel that gains from more has a body
   of its own for a path, in the same file or beside it. */
#include "include/kernels.h"
#include "inline.h"

#if defined(__x86_64__)
#define CK_HAS_WIDE_PATHS 1
#define CK_AVX2 __attribute__((target("avx2,fma,popcnt,bmi,bmi2,lzcnt")))
#define CK_AVX512                                                                                               \
    __attribute__((target("avx512f,avx512bw,avx512dq,avx512vl,avx512vpopcntdq,avx2,fma,popcnt,bmi,bmi2,lzcnt"), \
                   min_vector_width(512)))
/* Inlined into code of the path. */
#define CK_INLINE256 __attribute__((always_inline)) CK_AVX2 static inline
#define CK_INLINE512 __attribute__((always_inline)) CK_AVX512 static inline
#define CK_WIDE_PATHS(...) __VA_ARGS__
#else
#define CK_HAS_WIDE_PATHS 0
#define CK_WIDE_PATHS(...)
#endif

/* 64-bit ARM always has NEON, and its portable path is NEON code of the compiler's. */
#if defined(__aarch64__) && __BYTE_ORDER__ == __ORDER_LITTLE_ENDIAN__
#define CK_HAS_NEON_PATH 1
#define CK_IF_NEON(...) __VA_ARGS__
#else
#define CK_HAS_NEON_PATH 0
#define CK_IF_NEON(...)
#endif

/* Lanes that a plain kernel of a step takes together, so that its loops become vector code. */
#define CK_TOGETHER 8

/* Declares a kernel's function on each path. */
#define CK_DECLARE(result, name, ...)         \
    result ck_##name##_portable(__VA_ARGS__); \
    result ck_##name##_avx2(__VA_ARGS__);     \
    result ck_##name##_avx512(__VA_ARGS__);   \
    result ck_##name##_neon(__VA_ARGS__);

/* Define the function of a path as a call of the inline body NAME_body. */
#define CK_PORTABLE_PATH(result, name, parameters, arguments) \
    result ck_##name##_portable parameters { return name##_body arguments; }
#define CK_AVX2_PATH(result, name, parameters, arguments) \
    CK_WIDE_PATHS(CK_AVX2 result ck_##name##_avx2 parameters { return name##_body arguments; })
#define CK_AVX512_PATH(result, name, parameters, arguments) \
    CK_WIDE_PATHS(CK_AVX512 result ck_##name##_avx512 parameters { return name##_body arguments; })
#define CK_NEON_PATH(result, name, parameters, arguments) \
    CK_IF_NEON(result ck_##name##_neon parameters { return name##_body arguments; })

/* Begins a kernel that is the same on every path; its body follows. */
#define CK_KERNEL(result, name, parameters, arguments)    \
    CK_INLINE result name##_body parameters;              \
    CK_PORTABLE_PATH(result, name, parameters, arguments) \
    CK_AVX2_PATH(result, name, parameters, arguments)     \
    CK_AVX512_PATH(result, name, parameters, arguments)   \
    CK_NEON_PATH(result, name, parameters, arguments)     \
    CK_INLINE result name##_body parameters

CK_DECLARE(size_t, network_bytes, const ck_layer *layers, int32_t layer_count)
CK_DECLARE(void, store, const ck_layer *layers, int32_t layer_count, const uint64_t *bits, const int32_t *thresholds,
           uint8_t *network)
CK_DECLARE(ck_stage_work, forward, const ck_layer *layers, int32_t layer_count)
CK_DECLARE(void, sample, const uint32_t counter[4], const uint32_t key[2], uint16_t flip, const uint16_t *thresholds,
           size_t words, uint64_t *bits)
CK_DECLARE(void, breed, const uint32_t counter[4], const uint32_t key[2], const uint64_t *first, const uint64_t *second,
           const ck_flips *flips, size_t bits, uint64_t *child)
CK_DECLARE(void, words, const uint32_t counter[4], const uint32_t key[2], size_t count, uint64_t *words)
CK_DECLARE(uint64_t, ones, const uint64_t *bits, size_t words)
CK_DECLARE(void, accumulate, const uint64_t *bits, size_t stride, const int32_t *utilities, int32_t individuals,
           size_t words, int32_t *sums)
CK_DECLARE(void, probabilities, const double *logits, size_t count, double *probabilities, uint16_t *thresholds)
CK_DECLARE(void, bernoulli_gradient, const int32_t *sums, const double *probabilities, size_t count, double scale,
           double total, int32_t is_natural, double epsilon, double *gradient)
CK_DECLARE(double, ascend, const double *gradient, size_t count, double rate, double decay, double *logits)
CK_DECLARE(double, ascend_momentum, const double *gradient, size_t count, double rate, double decay, double momentum,
           double *velocity, double *logits)
CK_DECLARE(double, ascend_adam, const double *gradient, size_t count, double rate, double decay, const ck_adam *adam,
           double *first, double *second, double *logits)
CK_DECLARE(double, entropy, const double *probabilities, size_t count)
CK_DECLARE(void, normal, const uint32_t counter[4], const uint32_t key[2], double sign, size_t count, double *deviates)
CK_DECLARE(void, add_noise, const uint32_t counter[4], const uint32_t key[2], float scale, size_t count,
           const float *from, float *to)
CK_DECLARE(int32_t, dense, const void *context, int32_t lanes)
CK_DECLARE(void, encode, const ck_encoder *encoder, const float *observations, size_t value_stride, size_t lane_stride,
           int32_t lanes, uint64_t *bits, size_t stride)
CK_DECLARE(void, gray, const uint8_t *colors, size_t pixels, uint8_t *grays)
CK_DECLARE(void, resize, const ck_resizing *resizing, const uint8_t *from, uint32_t *sums, uint8_t *to)
CK_DECLARE(void, push_frame, const uint8_t *frame, size_t pixels, size_t channels, size_t frames, uint8_t *stack)
CK_DECLARE(void, widen, const uint8_t *bytes, size_t count, float *numbers)
CK_DECLARE(void, decode_sign, const int32_t *outputs, size_t stride, int32_t lanes, int32_t *actions)
CK_DECLARE(void, decode_argmax, const int32_t *outputs, size_t stride, int32_t count, int32_t lanes, int32_t *actions)
CK_DECLARE(void, acrobot_step, const ck_group *group, int32_t lanes)
CK_DECLARE(void, cartpole_step, const ck_group *group, int32_t lanes)
CK_DECLARE(void, mountain_car_step, const ck_group *group, int32_t lanes)
CK_DECLARE(void, mountain_car_continuous_step, const ck_group *group, int32_t lanes)
CK_DECLARE(void, pendulum_step, const ck_group *group, int32_t lanes)
CK_DECLARE(int32_t, tally, const double *rewards, const uint8_t *terminated, const uint8_t *truncated, int32_t limit,
           int32_t lanes, double *returns, int32_t *lengths, int32_t *ended)
