#pragma once

/* Inlined whatever the size: a call would keep a loop from becoming vector code of the caller's target. */
#define CK_INLINE static inline __attribute__((always_inline))
