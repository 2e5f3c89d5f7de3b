/* A corridor of real numbers as a native environment, with a defect for each name that is defined. */
#include "genome_environment.h"

#include <math.h>
#include <stdlib.h>
#include <string.h>

#ifndef NUMBER
#define NUMBER GENOME_FLOAT32
#define TYPE float
#endif
#ifndef LAYOUT
#define LAYOUT GENOME_LANE_MAJOR
#endif
#ifndef REWARD
#define REWARD(x) (1.0 / (1.0 + (x)))
#endif
#ifndef DONE
#define DONE(x) (x)
#endif
#ifndef SEEN
#define SEEN(x) (x)
#endif
#ifndef VERSION
#define VERSION GENOME_ENVIRONMENT_VERSION
#endif
#ifndef COUNT
#define COUNT 2
#endif
#ifndef IMAGE
#define IMAGE 0, 0, 0
#endif

typedef struct {
    const genome_batch *batch;
    double length, *place;
    int *steps, *at;
    genome_random *randoms;
} corridor;

static const genome_option options[] = {
    {"length", GENOME_NUMBER, 10, NULL},
    {"is_slippery", GENOME_BOOLEAN, 0, NULL},
    {"name", GENOME_TEXT, 0, "long one"},
};

static int describe(const genome_option *chosen, genome_specification *out, genome_failure *failure) {
    static double high[2];
    if (chosen[0].number < 1) return genome_fail(failure, "length must be at least 1, got %g", chosen[0].number);
    if (strcmp(chosen[2].text, "no one") == 0) return 1;
    high[0] = chosen[0].number;
    high[1] = INFINITY;
    static const double low[2] = {0, -INFINITY};
    static const int32_t image[3] = {IMAGE};
    *out = (genome_specification){
        .observation_space = {GENOME_BOX, COUNT, low, high},
        .action_space = {GENOME_DISCRETE, chosen[1].number != 0 ? 3 : 2, NULL, NULL},
        .observation_number = NUMBER,
        .observation_layout = LAYOUT,
        .max_steps = 50,
        .image_height = image[0],
        .image_width = image[1],
        .image_channels = image[2],
    };
    return 0;
}

static int make(const genome_option *chosen, const genome_batch *batch, void **group, genome_failure *failure) {
    if (strcmp(chosen[2].text, "unmade") == 0) return genome_fail(failure, "there is no corridor '%s'", chosen[2].text);
    const size_t lanes = (size_t)batch->capacity;
    corridor *c = calloc(1, sizeof *c);
    *c = (corridor){batch,
                    chosen[0].number,
                    calloc(lanes, sizeof(double)),
                    calloc(lanes, sizeof(int)),
                    calloc(lanes, sizeof(int)),
                    calloc(lanes, sizeof(genome_random))};
    *group = c;
    return 0;
}

static void destroy(void *group) {
    corridor *c = group;
    free(c->place);
    free(c->steps);
    free(c->at);
    free(c->randoms);
    free(c);
}

static void observe(const corridor *c, int32_t lane) {
    TYPE *to = c->batch->observations;
    const int32_t capacity = c->batch->capacity;
    const double values[2] = {c->place[lane], (double)c->steps[lane]};
    for (int value = 0; value < 2; value++)
        to[LAYOUT == GENOME_LANE_MAJOR ? lane * 2 + value : value * capacity + lane] = (TYPE)SEEN(values[value]);
}

static int reset(void *group, int32_t lane, genome_random *random, genome_failure *failure) {
    corridor *c = group;
    c->place[lane] =
        genome_uniform(random, 0, 5) + 0.001 * (double)genome_integer(random, 7) + 0 * random->normal(random);
    c->steps[lane] = 0;
    c->randoms[lane] = *random;
#ifdef FAILS_TO_RESET
    return genome_fail(failure, "no start at %g", floor(c->place[lane] - 100));
#endif
    observe(c, lane);
    return 0;
}

static int step(void *group, int32_t first, int32_t end, genome_failure *failure) {
    corridor *c = group;
    for (int32_t lane = first; lane < end; lane++) {
        const int action = c->batch->choices[lane];
        c->steps[lane]++;
        c->place[lane] += (action == 0 ? -1 : 1) * genome_uniform(&c->randoms[lane], 0.5, 1);
#ifdef FAILS_AT
        if (c->steps[lane] == FAILS_AT) {
            failure->lane = lane;
            return genome_fail(failure, "fell at\nstep %d", c->steps[lane]);
        }
#endif
        observe(c, lane);
        c->batch->rewards[lane] = REWARD(c->steps[lane]);
        c->batch->terminated[lane] = c->place[lane] < 0;
        c->batch->truncated[lane] = c->place[lane] > c->length;
#ifdef END
        c->batch->terminated[lane] = END;
#endif
    }
    return 0;
}

static void move(void *group, int32_t source, int32_t target) {
    corridor *c = group;
    c->place[target] = c->place[source];
    c->steps[target] = c->steps[source];
    c->randoms[target] = c->randoms[source];
}

static int behavior(void *group, int32_t lane, double *numbers, genome_failure *failure) {
    const corridor *c = group;
    numbers[0] = DONE(c->place[lane]);
    return c->steps[lane] == 0 ? genome_fail(failure, "nothing was done") : 0;
}

/* Steps, place and draws of a lane. */
#define STATE (sizeof(int) + sizeof(double) + sizeof(((genome_random *)0)->state))

static size_t state_size(void *group) {
    (void)group;
    return STATE;
}

static size_t save(void *group, int32_t lane, uint8_t *bytes) {
    const corridor *c = group;
    memcpy(bytes, &c->steps[lane], sizeof(int));
    memcpy(bytes + sizeof(int), &c->place[lane], sizeof(double));
    memcpy(bytes + sizeof(int) + sizeof(double), c->randoms[lane].state, sizeof c->randoms[lane].state);
    return STATE;
}

static int load(void *group, int32_t lane, const uint8_t *bytes, size_t count, genome_failure *failure) {
    corridor *c = group;
    if (count != STATE) return genome_fail(failure, "a state has %zu bytes, got %zu", STATE, count);
    memcpy(&c->steps[lane], bytes, sizeof(int));
    memcpy(&c->place[lane], bytes + sizeof(int), sizeof(double));
#ifndef FORGETS_DRAWS
    memcpy(c->randoms[lane].state, bytes + sizeof(int) + sizeof(double), sizeof c->randoms[lane].state);
#endif
    return 0;
}

static const genome_environment environment = {
    .version = VERSION,
    .name = "corridor",
    .summary = "walk along a corridor",
    .options = options,
    .option_count = 3,
    .describe = describe,
    .make = make,
    .destroy = destroy,
    .reset = reset,
#ifndef NO_STEP
    .step = step,
#endif
    .move = move,
    .behavior_count = 1,
    .behavior = behavior,
#ifndef NO_STATES
    .state_size = state_size,
    .save = save,
    .load = load,
#endif
#ifdef ONE_STATE
    .save = NULL,
#endif
};

#ifndef NO_ENTRY
#ifdef CHANGES_ROUNDING
#include <fenv.h>
__attribute__((constructor)) static void change(void) { fesetround(FE_UPWARD); }
#endif
const genome_environment *genome_environment_plugin(void) { return &environment; }
#else
const void *unused(void) { return step; }
#endif
