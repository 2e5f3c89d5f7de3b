/* Plays my_environment without genome-lua: make test. */
#include "genome_environment.h"

#include <math.h>
#include <stdio.h>
#include <stdlib.h>

#define LANES 3

#define EXPECT(claim)                                                           \
    do {                                                                        \
        if (!(claim)) {                                                         \
            fprintf(stderr, "%s:%d: not so: %s\n", __FILE__, __LINE__, #claim); \
            exit(1);                                                            \
        }                                                                       \
    } while (0)

const genome_environment *genome_environment_plugin(void);

/* A stand-in for the host's stream: xorshift, and a normal deviate that is none but will do. */
static uint64_t next(genome_random *random) {
    random->state[0] ^= random->state[0] << 13;
    random->state[0] ^= random->state[0] >> 7;
    random->state[0] ^= random->state[0] << 17;
    return random->state[0];
}

static double normal(genome_random *random) { return genome_uniform(random, -1, 1); }

static genome_random stream(uint64_t seed) {
    const genome_random random = {next, normal, {seed * 0x9e3779b97f4a7c15}};
    return random;
}

int main(void) {
    const genome_environment *const e = genome_environment_plugin();
    genome_specification specification;
    genome_failure failure = {0, ""};
    EXPECT(e->version == GENOME_ENVIRONMENT_VERSION);
    EXPECT(e->describe(e->options, &specification, &failure) == 0);
    EXPECT(specification.observation_space.count == 2 && specification.action_space.count == 3);

    int32_t choices[LANES] = {2, 2, 0};
    float observations[2 * LANES];
    double rewards[LANES];
    uint8_t terminated[LANES], truncated[LANES];
    const genome_batch batch = {LANES, choices, NULL, observations, rewards, terminated, truncated};
    void *group = NULL;
    EXPECT(e->make(e->options, &batch, &group, &failure) == 0);

    /* The same stream begins the same episode in any lane. */
    for (int32_t lane = 0; lane < LANES; lane++) {
        genome_random random = stream(lane < 2 ? 1 : 2);
        EXPECT(e->reset(group, lane, &random, &failure) == 0);
        EXPECT(observations[2 * lane] >= -1 && observations[2 * lane] < 1 && observations[2 * lane + 1] == 0);
    }
    EXPECT(observations[0] == observations[2] && observations[0] != observations[4]);

    /* A step to the right, and one to the left. */
    const float right = observations[0], left = observations[4];
    EXPECT(e->step(group, 0, LANES, &failure) == 0);
    EXPECT(fabsf(observations[0] - right - 0.5f) < 1e-6f && fabsf(observations[4] - left + 0.5f) < 1e-6f);
    EXPECT(observations[0] == observations[2] && rewards[0] == rewards[1] && !terminated[0]);

    /* An episode that moves to another lane goes on there. */
    e->move(group, 2, 0);
    choices[0] = choices[2];
    EXPECT(e->step(group, 0, LANES, &failure) == 0);
    EXPECT(observations[0] == observations[4]);

    /* Who walks on to the right ends. */
    int steps = 0;
    for (; steps < 100 && !terminated[1]; steps++) EXPECT(e->step(group, 1, 2, &failure) == 0);
    EXPECT(terminated[1] && steps < 40);

    e->destroy(group);
    puts("my_environment: all is well");
    return 0;
}
