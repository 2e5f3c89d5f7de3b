/* CartPole-v1 in C: every episode is that of the built-in cartpole, bit for bit. It shows how an environment is written
   that is to be fast: values of all lanes lie side by side, so that the loop over lanes becomes vector code.

   The operations are Gymnasium's in its order, in float64: Euler's method with 20 ms steps. Only + - * / occur, which
   round alike everywhere, and no product is contracted with a sum: so every processor gives the same bits. */
#include "genome_environment.h"

#include <stdlib.h>

/* Code for the vectors that the processor has is chosen when the library is loaded. */
#if defined(__x86_64__)
#define FOR_EVERY_PROCESSOR __attribute__((target_clones("arch=x86-64-v4", "arch=x86-64-v3", "default")))
#else
#define FOR_EVERY_PROCESSOR
#endif

static const double gravity = 9.8, total_mass = 1.0 + 0.1, pole_mass = 0.1, half_length = 0.5,
                    pole_mass_length = 0.1 * 0.5, force_magnitude = 10.0, time_step = 0.02, position_limit = 2.4,
                    angle_limit = 12.0 * 2.0 * 3.14159265358979323846 / 360.0;

/* What a lane keeps: position (m), velocity (m/s), angle (rad) and angular velocity (rad/s), which are observed, and
   the angle's sine and cosine. */
enum { POSITION, VELOCITY, ANGLE, ANGULAR_VELOCITY, OBSERVED, SINE = OBSERVED, COSINE, KEPT };

typedef struct {
    const genome_batch *batch;
    _Alignas(64) double kept[]; /* value v of lane l at v * capacity + l; in whole cache lines */
} group;

static double *values(group *g, int value) { return g->kept + (size_t)value * (size_t)g->batch->capacity; }

static float *observed(group *g, int value) {
    return (float *)g->batch->observations + (size_t)value * (size_t)g->batch->capacity;
}

/* sin(x) and cos(x) for |x| <= pi/4, by polynomials in x^2 with relative errors below 2^-57 and 2^-63: those of
   genome-lua's own, whose bits these are. The C library's differ between processors. */
static inline double small_sine(double x) {
    const double z = x * x;
    double p = 0x1.5d8e34d48e590p-33;
    p = p * z + -0x1.ae5e5461718d5p-26;
    p = p * z + 0x1.71de355edcd08p-19;
    p = p * z + -0x1.a01a019bf1e2ap-13;
    p = p * z + 0x1.111111110f75bp-7;
    p = p * z + -0x1.5555555555548p-3;
    const double sine = x + x * z * p;
    return x == 0.0 ? x : sine; /* keeps -0 */
}

static inline double small_cosine(double x) {
    const double z = x * x, half = 0.5 * z, w = 1.0 - half;
    double p = -0x1.8fa69d2d695fcp-37;
    p = p * z + 0x1.1ee9dbfd05e34p-29;
    p = p * z + -0x1.27e4f7f1d04b2p-22;
    p = p * z + 0x1.a01a019c8f6fdp-16;
    p = p * z + -0x1.6c16c16c15017p-10;
    p = p * z + 0x1.555555555554bp-5;
    return w + (((1.0 - w) - half) + z * z * p);
}

static int describe(const genome_option *chosen, genome_specification *out, genome_failure *failure) {
    static const double infinity = 1.0 / 0.0;
    static const double low[] = {-4.8, -infinity, -0.41887902047863906, -infinity},
                        high[] = {4.8, infinity, 0.41887902047863906, infinity};
    (void)chosen, (void)failure;
    *out = (genome_specification){
        .observation_space = {GENOME_BOX, OBSERVED, low, high},
        .action_space = {GENOME_DISCRETE, 2, NULL, NULL}, /* push left, push right */
        .observation_number = GENOME_FLOAT32,
        .observation_layout = GENOME_VALUE_MAJOR,
        .max_steps = 500,
    };
    return 0;
}

static int make(const genome_option *chosen, const genome_batch *batch, void **made, genome_failure *failure) {
    const size_t size = sizeof(group) + KEPT * (size_t)batch->capacity * sizeof(double);
    group *const g = aligned_alloc(64, (size + 63) / 64 * 64);
    (void)chosen;
    if (g == NULL) return genome_fail(failure, "no memory for %d lanes", (int)batch->capacity);
    g->batch = batch;
    *made = g;
    return 0;
}

static void destroy(void *made) { free(made); }

static int reset(void *made, int32_t lane, genome_random *random, genome_failure *failure) {
    group *const g = made;
    (void)failure;
    for (int value = 0; value < OBSERVED; value++) {
        values(g, value)[lane] = genome_uniform(random, -0.05, 0.05);
        observed(g, value)[lane] = (float)values(g, value)[lane];
    }
    values(g, SINE)[lane] = small_sine(values(g, ANGLE)[lane]);
    values(g, COSINE)[lane] = small_cosine(values(g, ANGLE)[lane]);
    return 0;
}

/* A step of lanes first ..< end. The pragma says that no lane looks at another's values; what a lane has is read first
   and written last, so that nothing that was written is waited for. */
FOR_EVERY_PROCESSOR
static void step_lanes(group *g, int32_t first, int32_t end) {
    double *const positions = values(g, POSITION), *const velocities = values(g, VELOCITY),
                  *const angles = values(g, ANGLE), *const angular_velocities = values(g, ANGULAR_VELOCITY),
                  *const sines = values(g, SINE), *const cosines = values(g, COSINE);
    float *const seen_positions = observed(g, POSITION), *const seen_velocities = observed(g, VELOCITY),
                 *const seen_angles = observed(g, ANGLE),
                 *const seen_angular_velocities = observed(g, ANGULAR_VELOCITY);
    const genome_batch batch = *g->batch;
#pragma omp simd
    for (int32_t i = first; i < end; i++) {
        const double x = positions[i], v = velocities[i], angle = angles[i], omega = angular_velocities[i];
        const double sine = sines[i], cosine = cosines[i];
        const double force = batch.choices[i] == 1 ? force_magnitude : -force_magnitude;
        const double pull = (force + pole_mass_length * (omega * omega) * sine) / total_mass;
        const double angular_acceleration =
            (gravity * sine - cosine * pull) / (half_length * (4.0 / 3.0 - pole_mass * (cosine * cosine) / total_mass));
        const double acceleration = pull - pole_mass_length * angular_acceleration * cosine / total_mass;
        const double next_x = x + time_step * v, next_v = v + time_step * acceleration;
        const double next_angle = angle + time_step * omega, next_omega = omega + time_step * angular_acceleration;
        positions[i] = next_x;
        velocities[i] = next_v;
        angles[i] = next_angle;
        angular_velocities[i] = next_omega;
        sines[i] = small_sine(next_angle);
        cosines[i] = small_cosine(next_angle);
        seen_positions[i] = (float)next_x;
        seen_velocities[i] = (float)next_v;
        seen_angles[i] = (float)next_angle;
        seen_angular_velocities[i] = (float)next_omega;
        batch.rewards[i] = 1.0;
        batch.terminated[i] = (next_x < -position_limit) | (next_x > position_limit) | (next_angle < -angle_limit) |
                              (next_angle > angle_limit);
        batch.truncated[i] = 0;
    }
}

static int step(void *made, int32_t first, int32_t end, genome_failure *failure) {
    group *const g = made;
    (void)failure;
    step_lanes(g, first, end);
    return 0;
}

static void move(void *made, int32_t source, int32_t target) {
    group *const g = made;
    for (int value = 0; value < KEPT; value++) values(g, value)[target] = values(g, value)[source];
}

static const genome_environment environment = {
    .version = GENOME_ENVIRONMENT_VERSION,
    .name = "cartpole_in_c",
    .summary = "cartpole written in C: the same episodes, bit for bit",
    .describe = describe,
    .make = make,
    .destroy = destroy,
    .reset = reset,
    .step = step,
    .move = move,
};

const genome_environment *genome_environment_plugin(void) { return &environment; }
