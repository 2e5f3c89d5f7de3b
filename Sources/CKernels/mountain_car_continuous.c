#pragma STDC FP_CONTRACT OFF
/* MountainCarContinuous-v0: Gymnasium's operations in its order and its types.

   Gymnasium begins with a state in float64 and from the first step on keeps it in float32: position and velocity, here
   float32 numbers in doubles. NumPy rounds a Python number to the type of what it meets, so the constants and the
   cosine are rounded to float32, and each sum; the sum of two float32 numbers in float64, rounded to float32, is the
   same. An action past the bounds becomes the bound, a Python number: then push and slope meet in float64.

   State: position, velocity, and 1 where the episode has no step yet, else 0. Such a lane is at rest far from every
   bound, which may therefore be compared with in float32. */
#include "step.h"

static const double power = 0.0015, slope = 0.0025;
static const float low = -1.2f, high = 0.6f, greatest_speed = 0.07f, goal = 0.45f;

CK_INLINE double as_float(double x) { return (double)(float)x; }

CK_STEP(mountain_car_continuous) {
    double position[CK_TOGETHER], velocity[CK_TOGETHER], start[CK_TOGETHER], rewards[CK_TOGETHER];
    float actions[CK_TOGETHER];
    uint8_t has_arrived[CK_TOGETHER];
    ck_load(group, 0, lane, count, position);
    ck_load(group, 1, lane, count, velocity);
    ck_load(group, 2, lane, count, start);
    ck_actions(group, lane, count, actions);
    for (int i = 0; i < CK_TOGETHER; i++) {
        const int is_start = start[i] != 0.0, is_beyond = (actions[i] > 1.0f) | (actions[i] < -1.0f);
        const double angle = 3.0 * position[i];
        const double resistance = slope * ck_cos_moderate_inline(is_start ? angle : as_float(angle));
        const double bounded_push = (actions[i] > 0.0f ? power : -power) - resistance;
        const float free_push = actions[i] * (float)power - (float)resistance;
        const double push = is_beyond ? bounded_push : (double)free_push;
        double v = is_start ? velocity[i] + push : as_float(velocity[i] + as_float(push));
        v = ck_clip(v, -greatest_speed, greatest_speed);
        const double moved = position[i] + v;
        const double x = ck_clip(is_start ? moved : as_float(moved), low, high);
        v = ((x == low) & (v < 0.0)) ? 0.0 : v;
        has_arrived[i] = (x >= goal) & (v >= 0.0);
        const double effort = (double)actions[i] * (double)actions[i] * 0.1;
        rewards[i] = (has_arrived[i] ? 100.0 : 0.0) - effort;
        position[i] = as_float(x);
        velocity[i] = as_float(v);
        start[i] = 0.0;
    }
    ck_keep(group, 0, lane, count, position);
    ck_keep(group, 1, lane, count, velocity);
    ck_keep(group, 2, lane, count, start);
    ck_observe(group, 0, lane, count, position);
    ck_observe(group, 1, lane, count, velocity);
    ck_earn(group, lane, count, rewards, has_arrived);
}
