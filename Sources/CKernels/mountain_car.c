#pragma STDC FP_CONTRACT OFF
/* MountainCar-v0: Gymnasium's operations in its order, in float64; Moore 1990. State: position, velocity. */
#include "step.h"

static const double force = 0.001, gravity = 0.0025, low = -1.2, high = 0.6, greatest_speed = 0.07, goal = 0.5;

CK_STEP(mountain_car) {
    double position[CK_TOGETHER], velocity[CK_TOGETHER], rewards[CK_TOGETHER];
    int32_t choices[CK_TOGETHER];
    uint8_t has_arrived[CK_TOGETHER];
    ck_load(group, 0, lane, count, position);
    ck_load(group, 1, lane, count, velocity);
    ck_choices(group, lane, count, choices);
    for (int i = 0; i < CK_TOGETHER; i++) {
        const double push = (double)(choices[i] - 1) * force + ck_cos_moderate_inline(3.0 * position[i]) * -gravity;
        const double v = ck_clip(velocity[i] + push, -greatest_speed, greatest_speed);
        const double x = ck_clip(position[i] + v, low, high);
        position[i] = x;
        velocity[i] = ((x == low) & (v < 0.0)) ? 0.0 : v;
        has_arrived[i] = (x >= goal) & (velocity[i] >= 0.0);
        rewards[i] = -1.0;
    }
    ck_keep(group, 0, lane, count, position);
    ck_keep(group, 1, lane, count, velocity);
    ck_observe(group, 0, lane, count, position);
    ck_observe(group, 1, lane, count, velocity);
    ck_earn(group, lane, count, rewards, has_arrived);
}
