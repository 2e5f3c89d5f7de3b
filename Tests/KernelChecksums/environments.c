/* Steps of the environments. */
#include "elementary.h"
#include "trials.h"

/* An environment: what its kernel keeps for each lane, how many of these are drawn between bounds, what is observed. */
typedef struct {
    ck_step *step;
    size_t kept, drawn, observed;
    double low[4], high[4];
    int32_t choices; /* discrete actions; 0 if there is a real one */
    void (*complete)(generator *g, const ck_group *group, size_t lane);
} subject;

static uint64_t play(const subject *s, uint64_t seed) {
    generator g = {seed};
    uint64_t sum = NO_BYTES;
    for (int32_t lanes = 0; lanes < 70; lanes++) {
        const size_t count = (size_t)lanes;
        int32_t *const choices = ARRAY(int32_t, count);
        float *const actions = ARRAY(float, count);
        const ck_group group = {
            .state = ARRAY(double, s->kept *count),
            .capacity = count,
            .choices = choices,
            .actions = actions,
            .observations = ARRAY(float, s->observed *count),
            .rewards = ARRAY(double, count),
            .terminated = ARRAY(uint8_t, count),
        };
        for (size_t value = 0; value < s->drawn; value++)
            for (size_t i = 0; i < count; i++)
                group.state[value * count + i] = next_real(&g, s->low[value], s->high[value]);
        for (size_t i = 0; i < count; i++)
            if (s->complete) s->complete(&g, &group, i);
        for (int step = 0; step < 20; step++) {
            for (size_t i = 0; i < count; i++) {
                choices[i] = s->choices > 0 ? (int32_t)next_integer(&g, 0, s->choices - 1) : 0;
                actions[i] = (float)next_real(&g, -2.5, 2.5);
            }
            s->step(&group, lanes);
            sum = checksum(checksum(sum, group.observations, 4 * s->observed * count), group.terminated, count);
            sum = checksum(sum, group.rewards, 8 * count);
        }
        sum = checksum(sum, group.state, 8 * s->kept * count);
        release_guarded();
    }
    return sum;
}

uint64_t acrobot_trial(const ck_kernels *kernels) {
    const subject s = {kernels->acrobot_step, 4, 4, 6, {-3.14, -3.14, -12.5, -28.2}, {3.14, 3.14, 12.5, 28.2}, 3, 0};
    return play(&s, 13);
}

static void complete_cartpole(generator *g, const ck_group *group, size_t lane) {
    (void)g;
    group->state[4 * group->capacity + lane] = ck_sin(group->state[2 * group->capacity + lane]);
    group->state[5 * group->capacity + lane] = ck_cos(group->state[2 * group->capacity + lane]);
}

uint64_t cartpole_trial(const ck_kernels *kernels) {
    const subject s = {kernels->cartpole_step, 6, 4, 4, {-2.5, -0.2, -0.2, -0.2}, {2.5, 0.2, 0.2, 0.2}, 2,
                       complete_cartpole};
    return play(&s, 11);
}

uint64_t mountain_car_trial(const ck_kernels *kernels) {
    const subject s = {kernels->mountain_car_step, 2, 2, 2, {-1.2, -0.07}, {0.6, 0.07}, 3, 0};
    return play(&s, 14);
}

/* At rest before the first step, or in float32 on the way. */
static void complete_mountain_car_continuous(generator *g, const ck_group *group, size_t lane) {
    double *const state = group->state + lane;
    const int is_start = next_word(g) % 2 == 0;
    state[0] = is_start ? next_real(g, -0.6, -0.4) : (double)(float)state[0];
    state[group->capacity] = is_start ? 0.0 : (double)(float)state[group->capacity];
    state[2 * group->capacity] = is_start;
}

uint64_t mountain_car_continuous_trial(const ck_kernels *kernels) {
    const subject s = {kernels->mountain_car_continuous_step, 3, 2, 2, {-1.2, -0.07}, {0.6, 0.07}, 0,
                       complete_mountain_car_continuous};
    return play(&s, 15);
}

static void complete_pendulum(generator *g, const ck_group *group, size_t lane) {
    (void)g;
    group->state[2 * group->capacity + lane] = ck_sin(group->state[lane]);
}

uint64_t pendulum_trial(const ck_kernels *kernels) {
    const subject s = {kernels->pendulum_step, 3, 2, 3, {-100.0, -8.0}, {100.0, 8.0}, 0, complete_pendulum};
    return play(&s, 16);
}
