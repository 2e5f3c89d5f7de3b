/* The random draws at an address, one after the other: words of Philox4x32-10, whose counter they advance. */
#pragma once

#include <stdbool.h>
#include <stdint.h>

typedef struct {
    uint32_t counter[4]; /* of the next block; its first word counts blocks */
    uint32_t key[2];
    uint32_t block[4];
    uint32_t used; /* words of `block`; 4 at first */
    bool has_spare;
    double spare; /* the second deviate of a Box-Muller pair, for the next call */
} ck_stream;

/* The stream whose blocks have the counters (0, counter[1], counter[2], counter[3]) and so on. */
ck_stream ck_stream_start(const uint32_t counter[4], const uint32_t key[2]);

/* 64 random bits. */
uint64_t ck_stream_next(ck_stream *stream);

/* A standard normal deviate. */
double ck_stream_normal(ck_stream *stream);
