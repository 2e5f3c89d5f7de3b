#pragma STDC FP_CONTRACT OFF
/* Acrobot-v1: Gymnasium's operations in its order, in float64; Sutton 1996 with the dynamics of Sutton and Barto's
   book, one step of Runge and Kutta's method of 200 ms. State: both angles and both angular velocities. */
#include "step.h"

#define PI 3.14159265358979323846

static const double gravity = 9.8, time_step = 0.2, greatest_velocity_1 = 4.0 * PI, greatest_velocity_2 = 9.0 * PI;

typedef struct {
    double angle_1[CK_TOGETHER], angle_2[CK_TOGETHER], velocity_1[CK_TOGETHER], velocity_2[CK_TOGETHER];
} motion;

/* Links of 1 m and 1 kg, their centers of mass in the middle, moments of inertia of 1 kg m²: Gymnasium's products of
   these, from left to right. Angles within 2^20, so that sine and cosine need no branch. */
CK_INLINE void derive(const motion *at, const double torque[CK_TOGETHER], motion *change) {
    for (int i = 0; i < CK_TOGETHER; i++) {
        const double angle_1 = at->angle_1[i], angle_2 = at->angle_2[i];
        const double velocity_1 = at->velocity_1[i], velocity_2 = at->velocity_2[i];
        const double sine = ck_sin_moderate_inline(angle_2), cosine = ck_cos_moderate_inline(angle_2);
        const double d1 = 0.25 + (1.25 + cosine) + 1.0 + 1.0;
        const double d2 = 0.25 + 0.5 * cosine + 1.0;
        const double phi2 = 0.5 * gravity * ck_cos_moderate_inline(angle_1 + angle_2 - PI / 2.0);
        const double phi1 = -0.5 * (velocity_2 * velocity_2) * sine - velocity_2 * velocity_1 * sine +
                            1.5 * gravity * ck_cos_moderate_inline(angle_1 - PI / 2.0) + phi2;
        const double acceleration_2 =
            (torque[i] + d2 / d1 * phi1 - 0.5 * (velocity_1 * velocity_1) * sine - phi2) / (1.25 - d2 * d2 / d1);
        change->angle_1[i] = velocity_1;
        change->angle_2[i] = velocity_2;
        change->velocity_1[i] = -(d2 * acceleration_2 + phi1) / d1;
        change->velocity_2[i] = acceleration_2;
    }
}

CK_INLINE void add(const double x[CK_TOGETHER], double step, const double change[CK_TOGETHER],
                   double sum[CK_TOGETHER]) {
    for (int i = 0; i < CK_TOGETHER; i++) sum[i] = x[i] + step * change[i];
}

CK_INLINE void advance(const motion *from, double step, const motion *change, motion *to) {
    add(from->angle_1, step, change->angle_1, to->angle_1);
    add(from->angle_2, step, change->angle_2, to->angle_2);
    add(from->velocity_1, step, change->velocity_1, to->velocity_1);
    add(from->velocity_2, step, change->velocity_2, to->velocity_2);
}

CK_INLINE void blend(const double k1[CK_TOGETHER], const double k2[CK_TOGETHER], const double k3[CK_TOGETHER],
                     const double k4[CK_TOGETHER], double x[CK_TOGETHER]) {
    for (int i = 0; i < CK_TOGETHER; i++) x[i] = x[i] + time_step / 6.0 * (k1[i] + 2.0 * k2[i] + 2.0 * k3[i] + k4[i]);
}

/* Turn by turn into -pi ... pi, as Gymnasium rounds it; more than one turn a step is rare. */
CK_INLINE void wrap(double angle[CK_TOGETHER]) {
    int is_beyond;
    do {
        is_beyond = 0;
        for (int i = 0; i < CK_TOGETHER; i++) {
            const double x = angle[i];
            const double lowered = x > PI ? x - 2.0 * PI : x;
            angle[i] = x < -PI ? x + 2.0 * PI : lowered;
            is_beyond |= (angle[i] > PI) | (angle[i] < -PI);
        }
    } while (is_beyond);
}

CK_STEP(acrobot) {
    motion now, then, k1, k2, k3, k4;
    double torque[CK_TOGETHER];
    int32_t choices[CK_TOGETHER];
    ck_load(group, 0, lane, count, now.angle_1);
    ck_load(group, 1, lane, count, now.angle_2);
    ck_load(group, 2, lane, count, now.velocity_1);
    ck_load(group, 3, lane, count, now.velocity_2);
    ck_choices(group, lane, count, choices);
    for (int i = 0; i < CK_TOGETHER; i++) torque[i] = (double)(choices[i] - 1);
    derive(&now, torque, &k1);
    advance(&now, time_step / 2.0, &k1, &then);
    derive(&then, torque, &k2);
    advance(&now, time_step / 2.0, &k2, &then);
    derive(&then, torque, &k3);
    advance(&now, time_step, &k3, &then);
    derive(&then, torque, &k4);
    blend(k1.angle_1, k2.angle_1, k3.angle_1, k4.angle_1, now.angle_1);
    blend(k1.angle_2, k2.angle_2, k3.angle_2, k4.angle_2, now.angle_2);
    blend(k1.velocity_1, k2.velocity_1, k3.velocity_1, k4.velocity_1, now.velocity_1);
    blend(k1.velocity_2, k2.velocity_2, k3.velocity_2, k4.velocity_2, now.velocity_2);
    wrap(now.angle_1);
    wrap(now.angle_2);
    double cosine_1[CK_TOGETHER], sine_1[CK_TOGETHER], cosine_2[CK_TOGETHER], sine_2[CK_TOGETHER], rewards[CK_TOGETHER];
    uint8_t has_swung[CK_TOGETHER];
    for (int i = 0; i < CK_TOGETHER; i++) {
        now.velocity_1[i] = ck_clip(now.velocity_1[i], -greatest_velocity_1, greatest_velocity_1);
        now.velocity_2[i] = ck_clip(now.velocity_2[i], -greatest_velocity_2, greatest_velocity_2);
        cosine_1[i] = ck_cos_moderate_inline(now.angle_1[i]);
        sine_1[i] = ck_sin_moderate_inline(now.angle_1[i]);
        cosine_2[i] = ck_cos_moderate_inline(now.angle_2[i]);
        sine_2[i] = ck_sin_moderate_inline(now.angle_2[i]);
    }
    for (int i = 0; i < CK_TOGETHER; i++) {
        const double height = -cosine_1[i] - ck_cos_moderate_inline(now.angle_2[i] + now.angle_1[i]);
        has_swung[i] = height > 1.0;
        rewards[i] = height > 1.0 ? 0.0 : -1.0;
    }
    const double *const kept[] = {now.angle_1, now.angle_2, now.velocity_1, now.velocity_2};
    const double *const observed[] = {cosine_1, sine_1, cosine_2, sine_2, now.velocity_1, now.velocity_2};
    for (int value = 0; value < 4; value++) ck_keep(group, value, lane, count, kept[value]);
    for (int value = 0; value < 6; value++) ck_observe(group, value, lane, count, observed[value]);
    ck_earn(group, lane, count, rewards, has_swung);
}
