/* An environment in C: a walker that must stay near the middle while the wind moves it.

   make            builds my_environment.so
   make test       plays it without genome-lua
   make check      lets genome-lua play it, which says what is wrong

   In an experiment: environment = "my_environment", with genome-lua run … --allow native. */
#include "genome_environment.h"

#include <math.h>
#include <stdlib.h>

/* What an episode has; a group has one for each lane. */
typedef struct {
    double position, wind;
    genome_random random;
} walker;

typedef struct {
    const genome_batch *batch;
    double step;
    walker walkers[];
} group;

/* What an experiment may choose, in this order. */
static const genome_option options[] = {
    {"step", GENOME_NUMBER, 0.5, NULL}, /* how far the walker walks */
};

static int describe(const genome_option *chosen, genome_specification *out, genome_failure *failure) {
    static const double low[] = {-5, -1}, high[] = {5, 1};
    if (chosen[0].number <= 0) return genome_fail(failure, "step must be above 0, got %g", chosen[0].number);
    *out = (genome_specification){
        .observation_space = {GENOME_BOX, 2, low, high},  /* position and wind */
        .action_space = {GENOME_DISCRETE, 3, NULL, NULL}, /* left, stay, right */
        .observation_number = GENOME_FLOAT32,
        .observation_layout = GENOME_LANE_MAJOR,
        .max_steps = 100,
    };
    return 0;
}

static int make(const genome_option *chosen, const genome_batch *batch, void **made, genome_failure *failure) {
    group *const g = calloc(1, sizeof *g + (size_t)batch->capacity * sizeof *g->walkers);
    if (g == NULL) return genome_fail(failure, "no memory for %d walkers", (int)batch->capacity);
    g->batch = batch;
    g->step = chosen[0].number;
    *made = g;
    return 0;
}

static void destroy(void *made) { free(made); }

static void observe(const group *g, int32_t lane) {
    float *const observation = (float *)g->batch->observations + 2 * lane;
    observation[0] = (float)g->walkers[lane].position;
    observation[1] = (float)g->walkers[lane].wind;
}

/* Begins an episode. `random` gives its own numbers: a copy of it goes on in `step`. */
static int reset(void *made, int32_t lane, genome_random *random, genome_failure *failure) {
    group *const g = made;
    walker *const w = &g->walkers[lane];
    (void)failure;
    w->position = genome_uniform(random, -1, 1);
    w->wind = 0;
    w->random = *random;
    observe(g, lane);
    return 0;
}

static double clamp(double x, double low, double high) { return x < low ? low : x > high ? high : x; }

/* Takes a step in each of some lanes. */
static int step(void *made, int32_t first, int32_t end, genome_failure *failure) {
    group *const g = made;
    (void)failure;
    for (int32_t lane = first; lane < end; lane++) {
        walker *const w = &g->walkers[lane];
        w->position += (g->batch->choices[lane] - 1) * g->step + w->wind;
        w->wind = clamp(0.9 * w->wind + 0.2 * w->random.normal(&w->random), -1, 1);
        g->batch->terminated[lane] = fabs(w->position) > 5;
        g->batch->truncated[lane] = 0;
        w->position = clamp(w->position, -5, 5);
        g->batch->rewards[lane] = 1 - fabs(w->position) / 5;
        observe(g, lane);
    }
    return 0;
}

/* An episode goes on in the lane of one that has ended. */
static void move(void *made, int32_t source, int32_t target) {
    group *const g = made;
    g->walkers[target] = g->walkers[source];
}

static const genome_environment environment = {
    .version = GENOME_ENVIRONMENT_VERSION,
    .name = "my_environment",
    .summary = "stay near the middle of a windy line",
    .options = options,
    .option_count = sizeof options / sizeof *options,
    .describe = describe,
    .make = make,
    .destroy = destroy,
    .reset = reset,
    .step = step,
    .move = move,
};

const genome_environment *genome_environment_plugin(void) { return &environment; }
