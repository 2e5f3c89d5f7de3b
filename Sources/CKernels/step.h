#pragma once
/* How an environment gets its step: the lanes CK_TOGETHER by CK_TOGETHER, and what is left over. */
#include "elementary.h"
#include "paths.h"

/* Begins the step of an environment; its body follows: a step of lanes lane ..< lane + count, with a count of at most
   CK_TOGETHER. The body copies their values to arrays of its own, which overlap with nothing, and works on all
   CK_TOGETHER of them: so its loops become vector code, also for what is left over. */
#define CK_STEP(name)                                                                                  \
    CK_INLINE void name##_lanes(const ck_group *group, size_t lane, int count);                        \
    CK_KERNEL(void, name##_step, (const ck_group *group, int32_t lanes), (group, lanes)) {             \
        const size_t end = (size_t)lanes;                                                              \
        size_t lane = 0;                                                                               \
        for (; lane + CK_TOGETHER <= end; lane += CK_TOGETHER) name##_lanes(group, lane, CK_TOGETHER); \
        if (lane < end) name##_lanes(group, lane, (int)(end - lane));                                  \
    }                                                                                                  \
    CK_INLINE void name##_lanes(const ck_group *group, size_t lane, int count)

/* The values number `value` of lanes, and zeros behind them. */
CK_INLINE void ck_load(const ck_group *group, int value, size_t lane, int count, double values[CK_TOGETHER]) {
    const double *const from = group->state + (size_t)value * group->capacity + lane;
    for (int i = 0; i < CK_TOGETHER; i++) values[i] = 0.0;
    for (int i = 0; i < count; i++) values[i] = from[i];
}

CK_INLINE void ck_keep(const ck_group *group, int value, size_t lane, int count, const double values[CK_TOGETHER]) {
    double *const to = group->state + (size_t)value * group->capacity + lane;
    for (int i = 0; i < count; i++) to[i] = values[i];
}

CK_INLINE void ck_observe(const ck_group *group, int value, size_t lane, int count, const double values[CK_TOGETHER]) {
    float *const to = group->observations + (size_t)value * group->capacity + lane;
    for (int i = 0; i < count; i++) to[i] = (float)values[i];
}

CK_INLINE void ck_earn(const ck_group *group, size_t lane, int count, const double rewards[CK_TOGETHER],
                       const uint8_t terminated[CK_TOGETHER]) {
    for (int i = 0; i < count; i++) group->rewards[lane + (size_t)i] = rewards[i];
    for (int i = 0; i < count; i++) group->terminated[lane + (size_t)i] = terminated[i];
}

/* The lanes' discrete actions, and zeros behind them. */
CK_INLINE void ck_choices(const ck_group *group, size_t lane, int count, int32_t choices[CK_TOGETHER]) {
    for (int i = 0; i < CK_TOGETHER; i++) choices[i] = 0;
    for (int i = 0; i < count; i++) choices[i] = group->choices[lane + (size_t)i];
}

/* The lanes' actions of one real number, and zeros behind them. */
CK_INLINE void ck_actions(const ck_group *group, size_t lane, int count, float actions[CK_TOGETHER]) {
    for (int i = 0; i < CK_TOGETHER; i++) actions[i] = 0.0f;
    for (int i = 0; i < count; i++) actions[i] = group->actions[lane + (size_t)i];
}

CK_INLINE double ck_clip(double x, double low, double high) {
    const double raised = x < low ? low : x;
    return raised > high ? high : raised;
}
