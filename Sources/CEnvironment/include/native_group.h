/* The host's side of a native environment: its steps, and what they wrote, checked. */
#pragma once

#include "genome_environment.h"

/* What was wrong with a step. */
typedef enum {
    CE_SOUND = 0,
    CE_FAILED,      /* the environment says so */
    CE_REWARD,      /* a reward is not finite */
    CE_OBSERVATION, /* an observed value is not finite */
    CE_END          /* terminated or truncated is neither 0 nor 1 */
} ce_fault;

/* How far the step of a group is, and where it went wrong. */
typedef struct {
    /* Where the step goes on: lanes that have taken theirs, and lanes whose values are known to be sound; else 0. */
    int32_t stepped, checked;
    /* What they will be if it goes on behind the fault. */
    int32_t stepped_behind, checked_behind;
    ce_fault fault;
    int32_t lane;                  /* of the fault */
    int32_t value;                 /* of the observation, for CE_OBSERVATION */
    double reward;                 /* for CE_REWARD */
    uint8_t terminated, truncated; /* for CE_END */
    genome_failure failure;
} ce_progress;

/* A group of lanes. `batch->observations` are the plugin's numbers, `observations` what policies see: the same array
   where those are float32, NULL where they are images, whose bytes policies see themselves. */
typedef struct {
    const genome_environment *environment;
    void *group;
    const genome_batch *batch;
    genome_number number;
    genome_layout layout;
    int32_t count; /* values of an observation */
    float *observations;
    ce_progress *progress;
} ce_group;

/* Counts calls of environments at an address from now on, one for the beginning of each and one for its end: so another
   process sees for how long one goes on. For a process in which one thread plays. */
void ce_count_calls(uint64_t *count);
void ce_count_call(void);

/* Takes a step of lanes 0 ..< lanes, or completes one behind a fault: a stage of a group. Returns 0, or 1 at a fault.
 */
int32_t ce_step(const void *group, int32_t lanes);

/* Begins an episode in a lane. Returns 0, or 1 at a fault. */
int32_t ce_reset(const ce_group *group, int32_t lane, genome_random *random);

/* What an environment draws from: a copy of a ck_stream. */
genome_random ce_random(const void *stream);

/* Floating point: loading and making native code must not change how results are rounded. */
typedef struct {
    uint32_t words[16];
} ce_rounding;
void ce_keep_rounding(ce_rounding *rounding);
void ce_restore_rounding(const ce_rounding *rounding);
