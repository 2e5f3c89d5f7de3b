#pragma once
/* Fully connected networks of float32.

   A network stands in memory as its layers do, one after the other, 64-byte aligned. A wide layer, of more than
   CK_DENSE_NARROW outputs, is kept input by input: a row of its weights to all outputs for each input, then a row of
   biases; rows have a multiple of 16 numbers. A narrow one is kept output by output: a row of the weights from all
   inputs for each output, then its biases, 16 numbers. What fills up a row is 0.

   Every sum has one order. Wide: input after input, the even inputs on top of the bias and the odd ones on top of 0,
   then the sum of both. Narrow: sixteen sums, of the inputs i, i + 16, i + 32 ..., joined as halves (8, 4, 2, 1), then
   the bias. Each product is added with one rounding (fused). */

#include <stddef.h>
#include <stdint.h>

#define CK_DENSE_NARROW 8

typedef enum {
    CK_LINEAR,
    CK_TANH,
    CK_RELU,  /* x if x > 0, else 0 */
    CK_LRELU, /* x if x > 0, else 0.2 x */
    CK_ELU,   /* x if x > 0, else exp(x) - 1 */
} ck_activation;

typedef struct {
    int32_t inputs;
    int32_t outputs;
    ck_activation activation;
} ck_dense_layer;

/* A forward pass: the network of each lane, all of one shape. `inputs` has rows of `input_stride` numbers, a multiple
   of 16, 64-byte aligned, 0 past the input's width; each `scratch` holds as many rows of `row` numbers, a multiple of
   16 and at least the widest layer. */
typedef struct {
    const ck_dense_layer *layers;
    int32_t layer_count;
    const float *networks;
    size_t stride;
    const int32_t *slots;
    const float *inputs;
    size_t input_stride;
    float *outputs;
    size_t output_stride;
    float *scratch[2];
    size_t row;
} ck_dense_pass;

/* Numbers that a layer takes in memory. */
size_t ck_dense_size(const ck_dense_layer *layer);

/* Lays a part of a layer out, in memory that was 0 before the first. A layer's numbers are the weights of one input
   after the other, to each output, and then the biases; `numbers` holds those from `first` on. */
void ck_dense_store(const ck_dense_layer *layer, size_t first, size_t count, const float *numbers, float *memory);
