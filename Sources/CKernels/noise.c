#pragma STDC FP_CONTRACT OFF
/* Normal deviates in float32, added to what is there: each two steps of the bulk generator give the radii and the
   angles of sixteen Box-Muller pairs, those with the cosine first. */
#include "bulk.h"
#include "paths.h"
#include "single.h"

CK_INLINE void next_normals(ck_bulk *generator, ck_v16 *cosines, ck_v16 *sines, int is_fused) {
    uint64_t words[2][8];
    ck_bulk_next(generator, words[0]);
    ck_bulk_next(generator, words[1]);
    ck_u16 radii, turns;
    memcpy(&radii, words[0], sizeof radii);
    memcpy(&turns, words[1], sizeof turns);
    ck_normals_single(radii, turns, cosines, sines, is_fused);
}

#define PARAMETERS \
    (const uint32_t counter[4], const uint32_t key[2], float scale, size_t count, const float *from, float *to)

CK_INLINE void add_noise_body(const uint32_t counter[4], const uint32_t key[2], float scale, size_t count,
                              const float *from, float *to, int is_fused) {
    ck_bulk generator;
    ck_bulk_start(&generator, counter, key);
    const ck_v16 scales = ck_all16(scale);
    size_t done = 0;
    for (; done + 32 <= count; done += 32) {
        ck_v16 first, second;
        next_normals(&generator, &first, &second, is_fused);
        ck_store16(to + done, ck_fused(scales, first, ck_load16(from + done), is_fused));
        ck_store16(to + done + 16, ck_fused(scales, second, ck_load16(from + done + 16), is_fused));
    }
    if (done == count) return;
    ck_v16 last[2], rest[2] = {ck_all16(0.0f), ck_all16(0.0f)};
    next_normals(&generator, &last[0], &last[1], is_fused);
    memcpy(rest, from + done, (count - done) * sizeof *from);
    for (int i = 0; i < 2; i++) rest[i] = ck_fused(scales, last[i], rest[i], is_fused);
    memcpy(to + done, rest, (count - done) * sizeof *to);
}

#define ARGUMENTS(is_fused) (counter, key, scale, count, from, to, is_fused)
CK_PORTABLE_PATH(void, add_noise, PARAMETERS, ARGUMENTS(CK_PORTABLE_FUSED))
CK_AVX2_PATH(void, add_noise, PARAMETERS, ARGUMENTS(1))
CK_AVX512_PATH(void, add_noise, PARAMETERS, ARGUMENTS(1))
CK_NEON_PATH(void, add_noise, PARAMETERS, ARGUMENTS(1))
