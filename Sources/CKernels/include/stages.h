#pragma once
/* A step of a group of lanes as a list of stages: encode, run the networks, decode, step the environment. What a stage
   works on is fixed when it is made; a step is then one call for all its stages. */
#include "kernels.h"

typedef struct {
    ck_stage_work work;
    const void *context;
} ck_stage;

/* Contexts: the arguments of the kernel of that name. That of a forward pass is ck_pass. */

typedef struct {
    const ck_kernels *kernels;
    ck_encoder encoder;
    const float *observations;
    size_t value_stride;
    size_t lane_stride;
    uint64_t *bits;
    size_t stride;
} ck_encode_context;

typedef struct {
    const ck_kernels *kernels;
    const int32_t *outputs;
    int32_t count;
    int32_t *actions;
} ck_decode_context;

/* Observations as they are, or normalised: (x - mean) * scale, within -clip ... clip. */
typedef struct {
    const float *observations;
    int32_t values;
    size_t value_stride;
    size_t lane_stride;
    const float *means; /* NULL: as they are */
    const float *scales;
    float clip;
    float *inputs; /* rows of `stride` */
    size_t stride;
    double *sums; /* of each lane's observations and of their squares, shape [lanes, 2, values] */
} ck_observe_context;

/* Images as stacks of their last frames, each gray or resized where that is asked. */
typedef struct {
    const ck_kernels *kernels;
    const uint8_t *images; /* rows of `image_bytes` */
    size_t image_bytes;
    int32_t is_gray;
    ck_resizing resizing; /* of what is gray, if it is; sizes that are the same ask for none */
    int32_t frames;
    uint8_t *grays, *resized; /* of one image, meanwhile; NULL where there are none */
    uint32_t *sums;           /* likewise, for `resize` */
    uint8_t *stacks;          /* shape [lanes, to_height, to_width, frames, channels] */
    uint8_t *begins;          /* 1 where a lane's episode begins: all its frames are then the first */
} ck_image_context;

/* Bytes as float32 numbers. */
typedef struct {
    const ck_kernels *kernels;
    const uint8_t *bytes;
    size_t count; /* of a lane */
    float *numbers;
} ck_widen_context;

/* Bits as the inputs -1 and 1. */
typedef struct {
    const uint64_t *bits;
    size_t words;
    int32_t count;
    float *inputs; /* rows of `stride` */
    size_t stride;
} ck_spread_context;

/* The same decoders for outputs in float32. */
typedef struct {
    const float *outputs;
    int32_t count;
    int32_t *actions;
} ck_decode_floats_context;

typedef struct {
    const void *outputs; /* int32_t, or float */
    const float *levels; /* shape [values, count] */
    int32_t values, count;
    int32_t is_by_sign; /* one output a value chooses between two levels; else as many outputs as levels */
    float *actions;     /* shape [lanes, values] */
} ck_levels_context;

/* -1 ... 1 to low ... high, what is beyond to the nearer end. */
typedef struct {
    const float *outputs;
    const float *middles, *halves; /* (low + high) / 2 and (high - low) / 2 of each value */
    const float *low, *high;
    int32_t values;
    float *actions; /* shape [lanes, values] */
} ck_continuous_context;

/* What the step earned in each lane, and the sums of the signs. */
typedef struct {
    const double *rewards;
    double *fitness;
} ck_sign_context;

typedef struct {
    ck_step *step;
    ck_group group;
} ck_step_context;

int32_t ck_encode_stage(const void *context, int32_t lanes);
int32_t ck_decode_sign_stage(const void *context, int32_t lanes);
int32_t ck_decode_argmax_stage(const void *context, int32_t lanes);
int32_t ck_decode_levels_stage(const void *context, int32_t lanes);
int32_t ck_decode_float_sign_stage(const void *context, int32_t lanes);
int32_t ck_decode_float_argmax_stage(const void *context, int32_t lanes);
int32_t ck_decode_float_levels_stage(const void *context, int32_t lanes);
int32_t ck_decode_continuous_stage(const void *context, int32_t lanes);
int32_t ck_image_stage(const void *context, int32_t lanes);
int32_t ck_widen_stage(const void *context, int32_t lanes);
int32_t ck_observe_stage(const void *context, int32_t lanes);
int32_t ck_spread_stage(const void *context, int32_t lanes);
int32_t ck_step_stage(const void *context, int32_t lanes);
int32_t ck_sign_stage(const void *context, int32_t lanes);

/* The books of a group: the arguments of `tally`. */
typedef struct {
    const ck_kernels *kernels;
    const double *rewards;
    const uint8_t *terminated;
    const uint8_t *truncated;
    double *returns;
    int32_t *lengths;
    int32_t *ended;
} ck_books;

/* Steps the first `lanes` lanes, at least 1, until an episode ends; the first step begins with stage `first`. Returns
   how many ended, which `ended` then lists; or -1 - i if stage i failed. */
int32_t ck_play(const ck_stage *stages, int32_t first, int32_t count, const ck_books *books, int32_t limit,
                int32_t lanes);
