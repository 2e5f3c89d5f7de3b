#pragma STDC FP_CONTRACT OFF
/* The book-keeping of a step: returns, lengths, and which episodes ended. */
#include "paths.h"

CK_INLINE int32_t tally_body(const double *rewards, const uint8_t *terminated, const uint8_t *truncated, int32_t limit, int32_t lanes, double *returns, int32_t *lengths, int32_t *ended) {
    int32_t count = 0;
    for (int32_t lane = 0; lane < lanes; lane++) {
        returns[lane] += rewards[lane];
        lengths[lane] += 1;
        if ((terminated[lane] | truncated[lane]) != 0 || lengths[lane] >= limit) ended[count++] = lane;
    }
    return count;
}
CK_EVERY_PATH(int32_t, tally, (const double *rewards, const uint8_t *terminated, const uint8_t *truncated, int32_t limit, int32_t lanes, double *returns, int32_t *lengths, int32_t *ended), (rewards, terminated, truncated, limit, lanes, returns, lengths, ended))
