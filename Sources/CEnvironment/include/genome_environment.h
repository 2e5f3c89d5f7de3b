/* A native environment of genome-lua: a shared library that exports one function,

       const genome_environment *genome_environment_plugin(void);

   This header is all that it needs: C99 or C++11. What the table's functions must keep to stands beside them.

   An instance is a group of lanes, each of which plays an episode; a group belongs to one thread. The running episodes
   are those of lanes 0 ..< n: when one ends, the last one moves into its lane. Nothing is shared between groups but
   what the library shares on purpose; then it must lock, as groups of several threads are stepped at once.

   What a group does must depend on its options, the random streams and the actions alone: never on time, on addresses,
   or on which lane or group an episode is played in. genome-lua check NAME tries that. */
#ifndef GENOME_ENVIRONMENT_H
#define GENOME_ENVIRONMENT_H

#include <stdarg.h>
#include <stddef.h>
#include <stdint.h>
#include <stdio.h>

#ifdef __cplusplus
extern "C" {
#endif

/* Another number is another layout of what is declared here: such a library is refused. */
#define GENOME_ENVIRONMENT_VERSION 1

/* ---- Spaces ---- */

typedef enum {
    GENOME_DISCRETE = 0, /* one of `count` actions, counted from 0 */
    GENOME_BINARY = 1,   /* `count` values, each 0 or 1 */
    GENOME_BOX = 2       /* `count` real numbers */
} genome_space_kind;

typedef struct {
    genome_space_kind kind;
    int32_t count;
    /* Of a box: `count` numbers each, which may be infinite; NULL where none has a bound. They live as long as the
       library, or until the next call of `describe`. */
    const double *low;
    const double *high;
} genome_space;

/* What observations are written as. Policies see them rounded to float32. */
typedef enum { GENOME_FLOAT32 = 0, GENOME_FLOAT64 = 1, GENOME_UINT8 = 2 } genome_number;

/* Value v of lane l stands at l * count + v, or at v * capacity + l: the latter for code that works on many lanes at
   once. */
typedef enum { GENOME_LANE_MAJOR = 0, GENOME_VALUE_MAJOR = 1 } genome_layout;

typedef struct {
    genome_space observation_space; /* a box, or binary */
    genome_space action_space;
    genome_number observation_number;
    genome_layout observation_layout;
    int32_t max_steps; /* steps after which an episode is truncated; 0: none */
    /* Of observations that are images, GENOME_UINT8 and GENOME_LANE_MAJOR: rows from the top, pixels from the left, the
       channels of a pixel side by side; `count` is their product. 0 where they are none. */
    int32_t image_height, image_width, image_channels;
} genome_specification;

/* ---- Options ---- */

typedef enum { GENOME_NUMBER = 0, GENOME_BOOLEAN = 1, GENOME_TEXT = 2 } genome_option_kind;

/* An option of the environment, with its default; or what an experiment chose for it. */
typedef struct {
    const char *name; /* snake_case */
    genome_option_kind kind;
    double number;    /* of a boolean: 0 or 1 */
    const char *text; /* of a text: UTF-8 */
} genome_option;

/* ---- Errors ---- */

/* What went wrong, for people: one line, without the environment's name. */
typedef struct {
    int32_t lane; /* of `step`: the lane that failed */
    char text[500];
} genome_failure;

/* Words a failure; returns what a function that failed returns. */
static inline int genome_fail(genome_failure *failure, const char *format, ...) {
    va_list arguments;
    va_start(arguments, format);
    vsnprintf(failure->text, sizeof failure->text, format, arguments);
    va_end(arguments);
    return 1;
}

/* ---- Random numbers ---- */

/* The random stream of an episode. A copy goes on by itself: keep one to draw in `step`. */
typedef struct genome_random genome_random;
struct genome_random {
    uint64_t (*next)(genome_random *random); /* 64 random bits */
    double (*normal)(genome_random *random); /* a standard normal deviate */
    uint64_t state[8];
};

/* A number in low ..< high. */
static inline double genome_uniform(genome_random *random, double low, double high) {
    return low + (high - low) * ((double)(random->next(random) >> 11) / 9007199254740992.0);
}

/* An integer in 0 ..< below, which is at least 1, each equally likely. */
static inline uint64_t genome_integer(genome_random *random, uint64_t below) {
    const uint64_t rejected = (0 - below) % below;
    uint64_t draw;
    do draw = random->next(random);
    while (draw < rejected);
    return draw % below;
}

/* ---- What a group reads and writes ---- */

/* Arrays of the host, with room for `capacity` lanes. This struct stays where it is until the group is destroyed; its
   arrays are there from the first `reset` on. */
typedef struct {
    int32_t capacity;
    const int32_t *choices; /* discrete actions: [capacity] */
    const float *actions;   /* other actions: [capacity][count] */
    void *observations;     /* in the number and the layout of the specification */
    double *rewards;        /* [capacity] */
    uint8_t *terminated;    /* [capacity]: 1 where the episode reached an end of its own, else 0 */
    uint8_t *truncated;     /* [capacity]: 1 where it was cut short, else 0; max_steps is the host's business */
} genome_batch;

/* ---- The environment ---- */

/* Functions that return int return 0, or another number and a worded failure. Options stand in the order of `options`,
   all of them. A pointer that may be NULL says so. */
typedef struct {
    uint32_t version; /* GENOME_ENVIRONMENT_VERSION */
    const char *name;
    const char *summary; /* one line for a list of environments */

    const genome_option *options; /* with their defaults; may be NULL where there are none */
    int32_t option_count;

    /* Says what is fixed for these options. It may refuse them. */
    int (*describe)(const genome_option *options, genome_specification *specification, genome_failure *failure);

    /* Makes a group; calls are made one at a time. What needs files opens them here: an isolated worker can open none
       later. */
    int (*make)(const genome_option *options, const genome_batch *batch, void **group, genome_failure *failure);
    void (*destroy)(void *group);

    /* Begins an episode in a lane and writes its first observation. */
    int (*reset)(void *group, int32_t lane, genome_random *random, genome_failure *failure);

    /* Takes a step in lanes first ..< end, in their order: writes observation, reward, terminated and truncated. Where
       one fails, those before it have taken theirs; the host goes on behind it. */
    int (*step)(void *group, int32_t first, int32_t end, genome_failure *failure);

    /* The episode of lane `source` goes on in lane `target`, whose own has ended. The host moves the observation. */
    void (*move)(void *group, int32_t source, int32_t target);

    /* Numbers that say what an episode did, of its last step; NULL where there are none. */
    int32_t behavior_count;
    int (*behavior)(void *group, int32_t lane, double *numbers, genome_failure *failure);

    /* The state of a lane as bytes, for tools that go back to it; NULL where there are none. `state_size` is the most
       that `save` writes; `save` returns how many it wrote. */
    size_t (*state_size)(void *group);
    size_t (*save)(void *group, int32_t lane, uint8_t *bytes);
    int (*load)(void *group, int32_t lane, const uint8_t *bytes, size_t count, genome_failure *failure);
} genome_environment;

typedef const genome_environment *(*genome_environment_plugin_function)(void);

#ifdef __cplusplus
}
#endif
#endif
