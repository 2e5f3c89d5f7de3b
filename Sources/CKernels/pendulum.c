#pragma STDC FP_CONTRACT OFF
/* Pendulum-v1: Gymnasium's operations in its order and its types: float64, but float32 for what is computed of the
   torque alone. State: the angle, not wrapped, the angular velocity, and the sine of the angle. */
#include "step.h"

static const double greatest_velocity = 8.0, time_step = 0.05;

/* The angle plus pi, modulo 2 pi, less pi, as NumPy's `%` rounds it: the remainder of the size is exact (2 pi in two
   parts, whose products with a whole number below 2^20 are exact, as are the differences), and one of a negative number
   is taken from 2 pi. For angles within 2^20. */
CK_INLINE double normalized(double angle) {
    const double pi = 3.14159265358979323846, turn = 0x1.921fb54442d18p+2, high = 0x1.921fb544p+2, low = 0x1.0b46p-32;
    const double shifted = angle + pi, size = ck_absolute(shifted);
    const double turns = size * (1.0 / turn) + CK_ROUNDER - CK_ROUNDER;
    const double rest = size - turns * high - turns * low;
    const double remainder = rest < 0.0 ? rest + turn : rest;
    const double floored = ((shifted < 0.0) & (remainder != 0.0)) ? turn - remainder : remainder;
    return floored - pi;
}

CK_STEP(pendulum) {
    double angle[CK_TOGETHER], velocity[CK_TOGETHER], sine[CK_TOGETHER], cosine[CK_TOGETHER], rewards[CK_TOGETHER];
    float actions[CK_TOGETHER];
    uint8_t never[CK_TOGETHER];
    ck_load(group, 0, lane, count, angle);
    ck_load(group, 1, lane, count, velocity);
    ck_load(group, 2, lane, count, sine);
    ck_actions(group, lane, count, actions);
    for (int i = 0; i < CK_TOGETHER; i++) {
        const float raised = actions[i] < -2.0f ? -2.0f : actions[i];
        const float torque = raised > 2.0f ? 2.0f : raised;
        const double deviation = normalized(angle[i]), v = velocity[i];
        rewards[i] = -(deviation * deviation + 0.1 * (v * v) + (double)(0.001f * (torque * torque)));
        velocity[i] =
            ck_clip(v + (15.0 * sine[i] + (double)(3.0f * torque)) * time_step, -greatest_velocity, greatest_velocity);
        angle[i] = angle[i] + velocity[i] * time_step;
        sine[i] = ck_sin_moderate_inline(angle[i]);
        cosine[i] = ck_cos_moderate_inline(angle[i]);
        never[i] = 0;
    }
    ck_keep(group, 0, lane, count, angle);
    ck_keep(group, 1, lane, count, velocity);
    ck_keep(group, 2, lane, count, sine);
    ck_observe(group, 0, lane, count, cosine);
    ck_observe(group, 1, lane, count, sine);
    ck_observe(group, 2, lane, count, velocity);
    ck_earn(group, lane, count, rewards, never);
}
