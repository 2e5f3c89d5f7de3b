#pragma STDC FP_CONTRACT OFF
/* CartPole-v1: Gymnasium's operations in its order, in float64; Barto, Sutton and Anderson 1983, Euler's method with
   20 ms steps. Observations are the state rounded to float32. */
#include "elementary.h"
#include "paths.h"

static const double gravity = 9.8, total_mass = 1.0 + 0.1, pole_mass = 0.1, half_length = 0.5,
                    pole_mass_length = 0.1 * 0.5, force_magnitude = 10.0, time_step = 0.02, position_limit = 2.4,
                    angle_limit = 12.0 * 2.0 * 3.14159265358979323846 / 360.0;

/* x / total_mass, rounded once. Where multiplication and addition can be fused, without a division: the reciprocal is
   within 0.43 2^-53 of exact, relatively, so the quotient is at first less than an ulp off and its remainder is exact
   (Markstein 1990); what is added leaves an error of less than 0.4 2^-53 ulp, and no quotient by this divisor is so
   close to the middle between two doubles. For x zero, or so great that the remainder is no subnormal. */
CK_INLINE double by_total_mass(double x, int is_fused) {
    if (!is_fused) return x / total_mass;
    const double reciprocal = 1.0 / total_mass, quotient = x * reciprocal;
    const double excess = __builtin_fma(quotient, total_mass, -x);
    return __builtin_fma(-excess, reciprocal, quotient);
}

/* `count` is a compile-time number, CK_TOGETHER or 1. The values lie in arrays of their own meanwhile, so that the loop
   becomes vector code: they overlap with nothing. */
CK_INLINE void step_lanes(double *state, size_t state_stride, const int32_t *actions, int count, float *observations,
                          size_t observation_stride, uint8_t *terminated, int is_fused) {
    double x[CK_TOGETHER], v[CK_TOGETHER], angle[CK_TOGETHER], omega[CK_TOGETHER], sine[CK_TOGETHER],
        cosine[CK_TOGETHER];
    int32_t action[CK_TOGETHER];
    for (int i = 0; i < count; i++) {
        x[i] = state[i];
        v[i] = state[state_stride + (size_t)i];
        angle[i] = state[2 * state_stride + (size_t)i];
        omega[i] = state[3 * state_stride + (size_t)i];
        sine[i] = state[4 * state_stride + (size_t)i];
        cosine[i] = state[5 * state_stride + (size_t)i];
        action[i] = actions[i];
    }
    uint8_t has_ended[CK_TOGETHER];
    for (int i = 0; i < count; i++) {
        const double force = action[i] == 1 ? force_magnitude : -force_magnitude;
        const double pull = by_total_mass(force + pole_mass_length * (omega[i] * omega[i]) * sine[i], is_fused);
        const double angular_acceleration =
            (gravity * sine[i] - cosine[i] * pull) /
            (half_length * (4.0 / 3.0 - by_total_mass(pole_mass * (cosine[i] * cosine[i]), is_fused)));
        const double acceleration = pull - by_total_mass(pole_mass_length * angular_acceleration * cosine[i], is_fused);
        x[i] = x[i] + time_step * v[i];
        v[i] = v[i] + time_step * acceleration;
        angle[i] = angle[i] + time_step * omega[i];
        omega[i] = omega[i] + time_step * angular_acceleration;
        sine[i] = ck_sin_small_inline(angle[i]);
        cosine[i] = ck_cos_small_inline(angle[i]);
        has_ended[i] =
            (x[i] < -position_limit) | (x[i] > position_limit) | (angle[i] < -angle_limit) | (angle[i] > angle_limit);
    }
    const double *const values[] = {x, v, angle, omega};
    for (int value = 0; value < 4; value++)
        for (int i = 0; i < count; i++) {
            state[(size_t)value * state_stride + (size_t)i] = values[value][i];
            observations[(size_t)value * observation_stride + (size_t)i] = (float)values[value][i];
        }
    for (int i = 0; i < count; i++) {
        state[4 * state_stride + (size_t)i] = sine[i];
        state[5 * state_stride + (size_t)i] = cosine[i];
        terminated[i] = has_ended[i];
    }
}

CK_INLINE void cartpole_step_body(const ck_group *group, int32_t lanes, int is_fused) {
    const ck_group g = *group;
    int32_t lane = 0;
    for (; lane + CK_TOGETHER <= lanes; lane += CK_TOGETHER)
        step_lanes(g.state + lane, g.capacity, g.choices + lane, CK_TOGETHER, g.observations + lane, g.capacity,
                   g.terminated + lane, is_fused);
#pragma clang loop vectorize(disable)
    for (; lane < lanes; lane++)
        step_lanes(g.state + lane, g.capacity, g.choices + lane, 1, g.observations + lane, g.capacity,
                   g.terminated + lane, is_fused);
    for (lane = 0; lane < lanes; lane++) g.rewards[lane] = 1.0;
}

#define PARAMETERS (const ck_group *group, int32_t lanes)
#define ARGUMENTS(is_fused) (group, lanes, is_fused)
CK_PORTABLE_PATH(void, cartpole_step, PARAMETERS, ARGUMENTS(0))
CK_AVX2_PATH(void, cartpole_step, PARAMETERS, ARGUMENTS(1))
CK_AVX512_PATH(void, cartpole_step, PARAMETERS, ARGUMENTS(1))
CK_NEON_PATH(void, cartpole_step, PARAMETERS, ARGUMENTS(1))
