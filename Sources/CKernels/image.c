#pragma STDC FP_CONTRACT OFF
/* Images of bytes: rows from the top, pixels from the left, the channels of a pixel side by side. */
#include "paths.h"

#include "include/stages.h"

#define GRAY_PARAMETERS (const uint8_t *colors, size_t pixels, uint8_t *grays)
CK_KERNEL(void, gray, GRAY_PARAMETERS, (colors, pixels, grays)) {
    for (size_t i = 0; i < pixels; i++) {
        const uint32_t red = colors[3 * i], green = colors[3 * i + 1], blue = colors[3 * i + 2];
        grays[i] = (uint8_t)((4899 * red + 9617 * green + 1868 * blue + 8192) >> 14);
    }
}

/* A line of `count` pixels that becomes one of `to`: shared out from its beginning on, `to` parts of each pixel, of
   which a new one takes `count`. */
typedef struct {
    size_t place; /* of the pixel that comes next */
    uint32_t left;
} sharing;

/* What the new pixel that needs so many parts takes of the next one. */
CK_INLINE uint32_t share(sharing *line, uint32_t to, uint32_t *needed) {
    const uint32_t taken = line->left < *needed ? line->left : *needed;
    *needed -= taken;
    line->left -= taken;
    if (line->left > 0) return taken;
    line->place++;
    line->left = to;
    return taken;
}

/* Sums of a new row: each value of a row by what is taken of that. */
CK_INLINE void sum_rows(const ck_resizing *r, const uint8_t *from, sharing *rows, uint32_t *sums) {
    const size_t values = (size_t)r->width * (size_t)r->channels;
    for (size_t i = 0; i < values; i++) sums[i] = 0;
    for (uint32_t needed = (uint32_t)r->height; needed > 0;) {
        const uint8_t *const row = from + rows->place * values;
        const uint32_t taken = share(rows, (uint32_t)r->to_height, &needed);
        for (size_t i = 0; i < values; i++) sums[i] += taken * row[i];
    }
}

/* The same along the row. */
CK_INLINE void sum_columns(const ck_resizing *r, const uint32_t *sums, size_t channels, uint32_t *totals) {
    sharing columns = {0, (uint32_t)r->to_width};
    for (int32_t target = 0; target < r->to_width; target++, totals += channels) {
        for (size_t c = 0; c < channels; c++) totals[c] = 0;
        for (uint32_t needed = (uint32_t)r->width; needed > 0;) {
            const uint32_t *const pixel = sums + columns.place * channels;
            const uint32_t taken = share(&columns, (uint32_t)r->to_width, &needed);
            for (size_t c = 0; c < channels; c++) totals[c] += taken * pixel[c];
        }
    }
}

/* No total passes 255 * 2^24 + 2^23, which is below 2^32. Its quotient in float64 is on the same side of every whole
   number as the exact one, which is nearer to none than 2^-24. */
#define RESIZE_PARAMETERS (const ck_resizing *resizing, const uint8_t *from, uint32_t *sums, uint8_t *to)
CK_KERNEL(void, resize, RESIZE_PARAMETERS, (resizing, from, sums, to)) {
    const ck_resizing r = *resizing;
    const uint32_t pixels = (uint32_t)r.height * (uint32_t)r.width, half = pixels / 2;
    const size_t values = (size_t)r.to_width * (size_t)r.channels;
    uint32_t *const totals = sums + (size_t)r.width * (size_t)r.channels;
    sharing rows = {0, (uint32_t)r.to_height};
    for (int32_t y = 0; y < r.to_height; y++, to += values) {
        sum_rows(&r, from, &rows, sums);
        if (r.channels == 1) sum_columns(&r, sums, 1, totals);
        else sum_columns(&r, sums, (size_t)r.channels, totals);
        for (size_t i = 0; i < values; i++) to[i] = (uint8_t)((double)(totals[i] + half) / (double)pixels);
    }
}

/* `channels` and `frames` are compile-time numbers where they are common. */
CK_INLINE void push(const uint8_t *frame, size_t pixels, size_t channels, size_t frames, uint8_t *stack) {
    const size_t depth = channels * frames;
    for (size_t i = 0; i < pixels; i++) {
        for (size_t j = 0; j < depth - channels; j++) stack[i * depth + j] = stack[i * depth + j + channels];
        for (size_t c = 0; c < channels; c++) stack[i * depth + depth - channels + c] = frame[i * channels + c];
    }
}

#define PUSH_PARAMETERS (const uint8_t *frame, size_t pixels, size_t channels, size_t frames, uint8_t *stack)
CK_KERNEL(void, push_frame, PUSH_PARAMETERS, (frame, pixels, channels, frames, stack)) {
    if (channels == 1 && frames == 4) push(frame, pixels, 1, 4, stack);
    else push(frame, pixels, channels, frames, stack);
}

#define WIDEN_PARAMETERS (const uint8_t *bytes, size_t count, float *numbers)
CK_KERNEL(void, widen, WIDEN_PARAMETERS, (bytes, count, numbers)) {
    for (size_t i = 0; i < count; i++) numbers[i] = (float)bytes[i];
}

/* The frame that an observation of a lane becomes. */
static const uint8_t *frame_of(const ck_image_context *c, int32_t lane) {
    const ck_resizing *const r = &c->resizing;
    const size_t pixels = (size_t)r->height * (size_t)r->width;
    const uint8_t *frame = c->images + (size_t)lane * c->image_bytes;
    if (c->is_gray) {
        c->kernels->gray(frame, pixels, c->grays);
        frame = c->grays;
    }
    if (r->to_height == r->height && r->to_width == r->width) return frame;
    c->kernels->resize(r, frame, c->sums, c->resized);
    return c->resized;
}

int32_t ck_image_stage(const void *context, int32_t lanes) {
    const ck_image_context *const c = context;
    const size_t pixels = (size_t)c->resizing.to_height * (size_t)c->resizing.to_width;
    const size_t channels = (size_t)c->resizing.channels, frames = (size_t)c->frames;
    for (int32_t lane = 0; lane < lanes; lane++) {
        const uint8_t *const frame = frame_of(c, lane);
        uint8_t *const stack = c->stacks + (size_t)lane * pixels * channels * frames;
        const size_t times = c->begins[lane] ? frames : 1;
        c->begins[lane] = 0;
        for (size_t i = 0; i < times; i++) c->kernels->push_frame(frame, pixels, channels, frames, stack);
    }
    return 0;
}

int32_t ck_widen_stage(const void *context, int32_t lanes) {
    const ck_widen_context *const c = context;
    c->kernels->widen(c->bytes, (size_t)lanes * c->count, c->numbers);
    return 0;
}
