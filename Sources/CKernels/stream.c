#pragma STDC FP_CONTRACT OFF
#include "include/stream.h"

#include "include/elementary.h"
#include "include/philox.h"

#include <string.h>

ck_stream ck_stream_start(const uint32_t counter[4], const uint32_t key[2]) {
    ck_stream stream = {.used = 4};
    memcpy(stream.counter, counter, sizeof stream.counter);
    memcpy(stream.key, key, sizeof stream.key);
    return stream;
}

uint64_t ck_stream_next(ck_stream *stream) {
    if (stream->used == 4) {
        ck_philox4x32_10(stream->counter, stream->key, stream->block);
        stream->counter[0]++;
        stream->used = 0;
    }
    const uint32_t *const words = stream->block + stream->used;
    stream->used += 2;
    return (uint64_t)words[1] << 32 | words[0];
}

double ck_stream_normal(ck_stream *stream) {
    if (stream->has_spare) {
        stream->has_spare = false;
        return stream->spare;
    }
    double deviate;
    const uint64_t first = ck_stream_next(stream);
    ck_normal_pair(first, ck_stream_next(stream), &deviate, &stream->spare);
    stream->has_spare = true;
    return deviate;
}
