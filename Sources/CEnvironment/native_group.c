#include "native_group.h"

#include "stream.h"

#include <fenv.h>
#include <math.h>
#include <stdatomic.h>
#include <string.h>

static int32_t report(ce_progress *progress, ce_fault fault, int32_t lane, int32_t value) {
    progress->fault = fault;
    progress->lane = lane;
    progress->value = value;
    return 1;
}

/* Distances between values and lanes. */
static size_t value_stride(const ce_group *g) {
    return g->layout == GENOME_LANE_MAJOR ? 1 : (size_t)g->batch->capacity;
}
static size_t lane_stride(const ce_group *g) { return g->layout == GENOME_LANE_MAJOR ? (size_t)g->count : 1; }

/* Rounds `rows` rows of `count` values each to float32; a row begins `stride` values after the one before. */
#define ROUND_ROWS(type)                                                                           \
    do {                                                                                           \
        const type *const from = g->batch->observations;                                           \
        for (size_t row = 0; row < rows; row++)                                                    \
            for (size_t i = 0; i < count; i++)                                                     \
                g->observations[start + row * stride + i] = (float)from[start + row * stride + i]; \
    } while (0)

/* What lies together of lanes first ..< end: one row of all values of each, or a row of each value. */
static void round_observations(const ce_group *g, int32_t first, int32_t end) {
    if (g->observations == NULL) return;
    const int by_lane = g->layout == GENOME_LANE_MAJOR;
    const size_t lanes = (size_t)(end - first), stride = (size_t)g->batch->capacity;
    const size_t rows = by_lane ? 1 : (size_t)g->count, count = by_lane ? lanes * (size_t)g->count : lanes;
    const size_t start = (size_t)first * lane_stride(g);
    if (g->number == GENOME_FLOAT64) ROUND_ROWS(double);
    if (g->number == GENOME_UINT8) ROUND_ROWS(uint8_t);
}

/* Whether all are finite. What is found is gathered in integers, in any order: a sum has one order, and would keep the
   loop from becoming vector code. */
static int are_finite(const float *values, size_t count) {
    int finite = 1;
    for (size_t i = 0; i < count; i++) finite &= values[i] - values[i] == 0;
    return finite;
}

static int rows_are_finite(const ce_group *g, int32_t first, int32_t end) {
    if (g->observations == NULL) return 1;
    const size_t lanes = (size_t)(end - first), capacity = (size_t)g->batch->capacity;
    if (g->layout == GENOME_LANE_MAJOR)
        return are_finite(g->observations + (size_t)first * (size_t)g->count, lanes * (size_t)g->count);
    int finite = 1;
    for (size_t value = 0; value < (size_t)g->count; value++)
        finite &= are_finite(g->observations + value * capacity + (size_t)first, lanes);
    return finite;
}

/* The first lane whose observation is not finite. */
static int32_t find_observation(const ce_group *g, int32_t first, int32_t end) {
    for (int32_t lane = first; lane < end && g->observations != NULL; lane++)
        for (int32_t value = 0; value < g->count; value++) {
            const size_t place = (size_t)lane * lane_stride(g) + (size_t)value * value_stride(g);
            if (!isfinite(g->observations[place])) return report(g->progress, CE_OBSERVATION, lane, value);
        }
    return 0;
}

static int ends_are_sound(const ce_group *g, int32_t first, int32_t end) {
    const uint8_t *const terminated = g->batch->terminated, *const truncated = g->batch->truncated;
    uint8_t ends = 0;
    for (int32_t lane = first; lane < end; lane++) ends |= terminated[lane] | truncated[lane];
    return ends <= 1;
}

static int rewards_are_finite(const ce_group *g, int32_t first, int32_t end) {
    const double *const rewards = g->batch->rewards;
    int finite = 1;
    for (int32_t lane = first; lane < end; lane++) finite &= rewards[lane] - rewards[lane] == 0;
    return finite;
}

/* The first fault of lanes first ..< end, lane by lane. */
static int32_t find_fault(const ce_group *g, int32_t first, int32_t end) {
    for (int32_t lane = first; lane < end; lane++) {
        g->progress->reward = g->batch->rewards[lane];
        g->progress->terminated = g->batch->terminated[lane];
        g->progress->truncated = g->batch->truncated[lane];
        if (!isfinite(g->progress->reward)) return report(g->progress, CE_REWARD, lane, 0);
        if ((g->progress->terminated | g->progress->truncated) > 1) return report(g->progress, CE_END, lane, 0);
        if (find_observation(g, lane, lane + 1)) return 1;
    }
    return 0;
}

/* What a lane at fault leaves to those who go on: a step that earned nothing. */
static int32_t give_up(const ce_group *g, int32_t stepped, int32_t checked) {
    const int32_t lane = g->progress->lane;
    g->batch->rewards[lane] = 0.0;
    g->batch->terminated[lane] = g->batch->truncated[lane] = 0;
    g->progress->stepped_behind = stepped;
    g->progress->checked_behind = checked;
    return 1;
}

static _Atomic(uint64_t) *calls;

void ce_count_calls(uint64_t *count) { calls = (_Atomic(uint64_t) *)count; }

void ce_count_call(void) {
    if (calls)
        atomic_store_explicit(calls, atomic_load_explicit(calls, memory_order_relaxed) + 1, memory_order_relaxed);
}

/* The plugin's own step. */
static int32_t step(const ce_group *g, int32_t first, int32_t end) {
    ce_count_call();
    const int32_t result = g->environment->step(g->group, first, end, &g->progress->failure);
    ce_count_call();
    return result;
}

int32_t ce_step(const void *group, int32_t lanes) {
    const ce_group *const g = group;
    ce_progress *const progress = g->progress;
    const int32_t stepped = progress->stepped, checked = progress->checked;
    progress->stepped = progress->checked = 0;
    if (stepped < lanes && step(g, stepped, lanes)) {
        const int32_t lane = progress->failure.lane;
        report(progress, CE_FAILED, lane < stepped ? stepped : lane < lanes ? lane : lanes - 1, 0);
        return give_up(g, progress->lane + 1, checked);
    }
    round_observations(g, checked, lanes);
    if (rewards_are_finite(g, checked, lanes) && ends_are_sound(g, checked, lanes) &&
        rows_are_finite(g, checked, lanes))
        return 0;
    if (!find_fault(g, checked, lanes)) return 0;
    return give_up(g, lanes, progress->lane + 1);
}

int32_t ce_reset(const ce_group *g, int32_t lane, genome_random *random) {
    ce_count_call();
    const int32_t result = g->environment->reset(g->group, lane, random, &g->progress->failure);
    ce_count_call();
    if (result) return report(g->progress, CE_FAILED, lane, 0);
    round_observations(g, lane, lane + 1);
    return find_observation(g, lane, lane + 1);
}

static uint64_t next(genome_random *random) {
    ck_stream stream;
    memcpy(&stream, random->state, sizeof stream);
    const uint64_t draw = ck_stream_next(&stream);
    memcpy(random->state, &stream, sizeof stream);
    return draw;
}

static double normal(genome_random *random) {
    ck_stream stream;
    memcpy(&stream, random->state, sizeof stream);
    const double deviate = ck_stream_normal(&stream);
    memcpy(random->state, &stream, sizeof stream);
    return deviate;
}

_Static_assert(sizeof(ck_stream) <= sizeof((genome_random *)0)->state, "a stream is larger");

genome_random ce_random(const void *stream) {
    genome_random random = {.next = next, .normal = normal};
    memcpy(random.state, stream, sizeof(ck_stream));
    return random;
}

_Static_assert(sizeof(fenv_t) <= sizeof(ce_rounding), "a floating-point environment has more words");

void ce_keep_rounding(ce_rounding *rounding) {
    fenv_t environment;
    fegetenv(&environment);
    memcpy(rounding, &environment, sizeof environment);
}

void ce_restore_rounding(const ce_rounding *rounding) {
    fenv_t environment;
    memcpy(&environment, rounding, sizeof environment);
    fesetenv(&environment);
}
