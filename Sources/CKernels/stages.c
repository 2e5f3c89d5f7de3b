#pragma STDC FP_CONTRACT OFF
#include "include/stages.h"

int32_t ck_encode_stage(const void *context, int32_t lanes) {
    const ck_encode_context *const c = context;
    c->kernels->encode(&c->encoder, c->observations, c->value_stride, c->lane_stride, lanes, c->bits, c->stride);
    return 0;
}

int32_t ck_decode_sign_stage(const void *context, int32_t lanes) {
    const ck_decode_context *const c = context;
    c->kernels->decode_sign(c->outputs, (size_t)c->count, lanes, c->actions);
    return 0;
}

int32_t ck_decode_argmax_stage(const void *context, int32_t lanes) {
    const ck_decode_context *const c = context;
    c->kernels->decode_argmax(c->outputs, (size_t)c->count, c->count, lanes, c->actions);
    return 0;
}

int32_t ck_step_stage(const void *context, int32_t lanes) {
    const ck_step_context *const c = context;
    c->step(&c->group, lanes);
    return 0;
}

int32_t ck_play(const ck_stage *stages, int32_t first, int32_t count, const ck_books *books, int32_t limit,
                int32_t lanes) {
    for (;; first = 0) {
        for (int32_t i = first; i < count; i++)
            if (stages[i].work(stages[i].context, lanes) != 0) return -1 - i;
        const int32_t ended = books->kernels->tally(books->rewards, books->terminated, books->truncated, limit, lanes,
                                                    books->returns, books->lengths, books->ended);
        if (ended > 0) return ended;
    }
}
