#pragma STDC FP_CONTRACT OFF
/* CartPole-v1: Gymnasium's operations in its order, in float64; Barto, Sutton and Anderson 1983, Euler's method with
   20 ms steps. Observations are the state rounded to float32. */
#include "elementary.h"
#include "paths.h"

static const double gravity = 9.8, total_mass = 1.0 + 0.1, pole_mass = 0.1, half_length = 0.5,
                    pole_mass_length = 0.1 * 0.5, force_magnitude = 10.0, time_step = 0.02, position_limit = 2.4,
                    angle_limit = 12.0 * 2.0 * 3.14159265358979323846 / 360.0;

CK_KERNEL(void, cartpole_step,
          (double *state, size_t state_stride, const int32_t *actions, int32_t lanes, float *observations,
           size_t observation_stride, double *rewards, uint8_t *terminated),
          (state, state_stride, actions, lanes, observations, observation_stride, rewards, terminated)) {
    double *const positions = state, *const velocities = state + state_stride, *const angles = state + 2 * state_stride,
                  *const angular_velocities = state + 3 * state_stride;
    for (int32_t lane = 0; lane < lanes; lane++) {
        double x = positions[lane], v = velocities[lane], angle = angles[lane], omega = angular_velocities[lane];
        const double force = actions[lane] == 1 ? force_magnitude : -force_magnitude;
        const double cosine = ck_cos_small_inline(angle), sine = ck_sin_small_inline(angle);
        const double pull = (force + pole_mass_length * (omega * omega) * sine) / total_mass;
        const double angular_acceleration =
            (gravity * sine - cosine * pull) / (half_length * (4.0 / 3.0 - pole_mass * (cosine * cosine) / total_mass));
        const double acceleration = pull - pole_mass_length * angular_acceleration * cosine / total_mass;
        x = x + time_step * v;
        v = v + time_step * acceleration;
        angle = angle + time_step * omega;
        omega = omega + time_step * angular_acceleration;
        positions[lane] = x, velocities[lane] = v, angles[lane] = angle, angular_velocities[lane] = omega;
        observations[lane] = (float)x;
        observations[observation_stride + (size_t)lane] = (float)v;
        observations[2 * observation_stride + (size_t)lane] = (float)angle;
        observations[3 * observation_stride + (size_t)lane] = (float)omega;
        rewards[lane] = 1.0;
        terminated[lane] =
            (x < -position_limit) | (x > position_limit) | (angle < -angle_limit) | (angle > angle_limit);
    }
}
