#pragma once
/* The hot loops, behind one table of functions a processor path. Every path gives the same bits.

   Conventions: bit i of a row lies in word i / 64 at position i % 64; the bits of a row past its width are 0.
   A bit 1 stands for +1, a bit 0 for -1. Strides count elements, not bytes. Nothing here allocates. */

#include <stddef.h>
#include <stdint.h>

/* A part of a step: works on the first `lanes` lanes of what `context` says. Returns 0, or another number if it
   failed. */
typedef int32_t (*ck_stage_work)(const void *context, int32_t lanes);

/* One layer of a binary network: `outputs` rows of `words` = ceil(inputs / 64) words. */
typedef struct {
    int32_t inputs;
    int32_t outputs;
    int32_t words;
} ck_layer;

/* Lanes that a forward kernel works on together. */
#define CK_FORWARD_LANES 3

/* A forward pass: the network of each lane, all of one shape, its input row and its output row. The networks stand in
   `stride` bytes each, a multiple of 64, as `store` left them; `slots[lane]` is the network of a lane.
   `scratch` holds 2 * CK_FORWARD_LANES * (words of the widest layer). */
typedef struct {
    const ck_layer *layers;
    int32_t layer_count;
    const uint8_t *networks;
    size_t stride;
    const int32_t *slots;
    const uint64_t *inputs;
    size_t input_stride;
    int32_t *outputs;
    size_t output_stride;
    uint64_t *scratch;
} ck_pass;

/* An encoder to bits: value v owns thresholds starts[v] ..< starts[v + 1], ascending.
   Thermometer: bit i of a value = value >= threshold i. One-hot: one bit for each of the count + 1 cells. */
typedef struct {
    const float *thresholds;
    const int32_t *starts;
    int32_t values;
    int32_t is_one_hot;
    /* The thresholds of the value that has the most. */
    int32_t longest;
} ck_encoder;

/* An image, and what becomes of it; channels stay. */
typedef struct {
    int32_t height, width, channels, to_height, to_width;
} ck_resizing;

/* A group of lanes that an environment steps: what it keeps, what the lanes do, observe and earn. State and
   observations are [value][lane], `capacity` from one value to the next. */
typedef struct {
    double *state;
    size_t capacity;
    const int32_t *choices; /* discrete actions, or NULL */
    const float *actions;   /* real ones, or NULL; shape [lanes, values] */
    float *observations;
    double *rewards;
    uint8_t *terminated;
} ck_group;

/* Takes a step in each of the first `lanes` lanes. */
typedef void ck_step(const ck_group *group, int32_t lanes);

/* Adam's settings; correction1 = 1 - beta1^t and correction2 = 1 - beta2^t at step t, counted from 1. */
typedef struct {
    double beta1;
    double beta2;
    double epsilon;
    double correction1;
    double correction2;
} ck_adam;

/* Flips of bits, each with one probability, of blocks of one size. Where there are `counts`, few bits are flipped: so
   many as the first place of `cumulative` whose number is above a draw, or `counts` - 1; `guide` says for each value of
   the draw's highest eight bits where to begin to look. Otherwise `probability` is in units of 2^-64. */
typedef struct {
    const uint64_t *cumulative;
    const uint16_t *guide;
    int32_t counts;
    /* Whether the bits that stay are those that are drawn. */
    int32_t inverts;
    uint64_t probability;
} ck_flips;

/* Weights of a block: each block of a genome is drawn from sixteen Philox draws of its own. */
#define CK_BLOCK_WEIGHTS 8192

typedef struct {
    const char *name;

    /* Bytes of a network, a multiple of 64. */
    size_t (*network_bytes)(const ck_layer *layers, int32_t layer_count);

    /* Lays a network out as this path's `forward` wants it, at `network`, 64-byte aligned. `bits` holds the weights of
       one row after the other, layer after layer, without gaps; `thresholds` one number a row. */
    void (*store)(const ck_layer *layers, int32_t layer_count, const uint64_t *bits, const int32_t *thresholds,
                  uint8_t *network);

    /* The function that carries out a ck_pass over networks of a shape: outputs[lane][j] is the integer of linear
       output j. Hidden bit = popcount(x ^ w) < threshold; output = threshold - 2 popcount(x ^ w). */
    ck_stage_work (*forward)(const ck_layer *layers, int32_t layer_count);

    /* Writes `words` words of Bernoulli bits: bit = (r ^ flip) < threshold, r uniform in 0 ..< 65536, drawn by the bulk
       generator that starts from the Philox draws at `counter`, the lowest word of which is a multiple of 16, and at
       the fifteen counters after it. `flip` is 0, or 65535 for the mirrored sample. At most one block; `thresholds` has
       64 entries a word. */
    void (*sample)(const uint32_t counter[4], const uint32_t key[2], uint16_t flip, const uint16_t *thresholds,
                   size_t words, uint64_t *bits);

    /* Breeds `bits` bits, at most a block, by the bulk generator that starts as that of `sample`: those of `first`, or
       each that of `first` or `second`, equally likely, where there is a second; then flips them where `flips` is not
       NULL. `child` may be `first`. The bits past the last are 0 where they are in the parents. */
    void (*breed)(const uint32_t counter[4], const uint32_t key[2], const uint64_t *first, const uint64_t *second,
                  const ck_flips *flips, size_t bits, uint64_t *child);

    /* Writes the first words of the bulk generator that starts as that of `sample`, at most 2048. */
    void (*words)(const uint32_t counter[4], const uint32_t key[2], size_t count, uint64_t *words);

    /* How many bits of some words are 1. */
    uint64_t (*ones)(const uint64_t *bits, size_t words);

    /* sums[j] += utilities[i] for each individual i whose bit j is 1; bits[i] is a row of `words` words. */
    void (*accumulate)(const uint64_t *bits, size_t stride, const int32_t *utilities, int32_t individuals, size_t words,
                       int32_t *sums);

    /* probabilities[j] = sigmoid(logits[j]), and what `sample` compares with: floor(65536 p + 1/2) in 1 ... 65535, and
     * 1 for NaN. */
    void (*probabilities)(const double *logits, size_t count, double *probabilities, uint16_t *thresholds);

    /* gradient[j] = scale * sums[j] - total * p[j], divided by p[j] (1 - p[j]) + epsilon if `is_natural`. */
    void (*bernoulli_gradient)(const int32_t *sums, const double *probabilities, size_t count, double scale,
                               double total, int32_t is_natural, double epsilon, double *gradient);

    /* logits[j] = decay * logits[j] + rate * gradient[j]. Returns the sum of the squared changes. */
    double (*ascend)(const double *gradient, size_t count, double rate, double decay, double *logits);

    /* The same with velocity[j] = momentum * velocity[j] + gradient[j] in place of the gradient. */
    double (*ascend_momentum)(const double *gradient, size_t count, double rate, double decay, double momentum,
                              double *velocity, double *logits);

    /* The same with Adam's direction in place of the gradient; `first` and `second` are its moments. */
    double (*ascend_adam)(const double *gradient, size_t count, double rate, double decay, const ck_adam *adam,
                          double *first, double *second, double *logits);

    /* Sum over j of the entropy of a bit of probability p[j], in bits; 16 partial sums, then a fixed tree. */
    double (*entropy)(const double *probabilities, size_t count);

    /* `count` independent standard normal deviates of a block (count <= 8192, odd or even), times `sign`. */
    void (*normal)(const uint32_t counter[4], const uint32_t key[2], double sign, size_t count, double *deviates);

    /* to[j] = from[j] + scale * z[j], rounded once, z the standard normal float32 deviates of a block (count <= 8192);
       `from` and `to` may be the same. */
    void (*add_noise)(const uint32_t counter[4], const uint32_t key[2], float scale, size_t count, const float *from,
                      float *to);

    /* Carries out a ck_dense_pass (dense.h). */
    ck_stage_work dense;

    /* Encodes the observations of every lane: value v of a lane is at v * value_stride + lane * lane_stride. */
    void (*encode)(const ck_encoder *encoder, const float *observations, size_t value_stride, size_t lane_stride,
                   int32_t lanes, uint64_t *bits, size_t stride);

    /* The brightness of pixels of red, green and blue, ITU-R 601 as OpenCV's: (4899 R + 9617 G + 1868 B + 8192) >> 14.
     */
    void (*gray)(const uint8_t *colors, size_t pixels, uint8_t *grays);

    /* Resizes an image: a new pixel is the mean of those that it covers, each by the area that is covered, rounded to
       the nearest byte, the middle between two upwards. At most 2^24 pixels; `sums` has room for a row of both images.
     */
    void (*resize)(const ck_resizing *resizing, const uint8_t *from, uint32_t *sums, uint8_t *to);

    /* Each pixel of a stack has the channels of `frames` frames, the oldest first: forgets that one, and appends. */
    void (*push_frame)(const uint8_t *frame, size_t pixels, size_t channels, size_t frames, uint8_t *stack);

    /* Bytes as numbers 0 ... 255. */
    void (*widen)(const uint8_t *bytes, size_t count, float *numbers);

    /* actions[lane] = 1 if outputs[lane][0] > 0, else 0. */
    void (*decode_sign)(const int32_t *outputs, size_t stride, int32_t lanes, int32_t *actions);

    /* actions[lane] = the first j whose output is the greatest. */
    void (*decode_argmax)(const int32_t *outputs, size_t stride, int32_t count, int32_t lanes, int32_t *actions);

    /* One transition of every lane of a group, of each environment; StepKernel.swift says what each keeps. */
    ck_step *acrobot_step;
    ck_step *cartpole_step;
    ck_step *mountain_car_step;
    ck_step *mountain_car_continuous_step;
    ck_step *pendulum_step;

    /* Counts a step of every lane: adds the reward, adds one to the length, and lists in ascending order the lanes
       that ended (terminated, truncated, or at the step limit). Returns how many. */
    int32_t (*tally)(const double *rewards, const uint8_t *terminated, const uint8_t *truncated, int32_t limit,
                     int32_t lanes, double *returns, int32_t *lengths, int32_t *ended);
} ck_kernels;

/* The path of that name, or NULL if there is none or this processor cannot run it. */
const ck_kernels *ck_kernels_named(const char *name);

/* The fastest path that this processor can run. */
const ck_kernels *ck_kernels_best(void);

/* The names of all paths compiled in, fastest first; NULL ends the list. */
const char *const *ck_kernel_names(void);
