#pragma once
/* The one order in which floating-point sums are taken: sixteen partial sums, then a fixed tree. */
#include "inline.h"

CK_INLINE double ck_tree(double partial[16]) {
    for (int width = 8; width > 0; width /= 2)
        for (int i = 0; i < width; i++) partial[i] += partial[i + width];
    return partial[0];
}
