#pragma STDC FP_CONTRACT OFF
/* Fitness that counts steps by the sign of their rewards: whole numbers, exact on every path. */
#include "include/stages.h"

int32_t ck_sign_stage(const void *context, int32_t lanes) {
    const ck_sign_context *const c = context;
    for (int32_t lane = 0; lane < lanes; lane++)
        c->fitness[lane] += (double)((c->rewards[lane] > 0.0) - (c->rewards[lane] < 0.0));
    return 0;
}
