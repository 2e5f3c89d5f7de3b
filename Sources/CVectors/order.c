#pragma STDC FP_CONTRACT OFF
/// A stable sort: runs of doubling width are merged.
#include "CVectors.h"

enum { RUN = 16 };

/// Sorts a short run in place.
static void insert(cv_entry *entries, size_t count) {
    for (size_t i = 1; i < count; i++) {
        cv_entry entry = entries[i];
        size_t into = i;
        for (; into > 0 && entry.value < entries[into - 1].value; into--) entries[into] = entries[into - 1];
        entries[into] = entry;
    }
}

static void merge(const cv_entry *left, size_t left_count, const cv_entry *right, size_t right_count, cv_entry *into) {
    const cv_entry *left_end = left + left_count, *right_end = right + right_count;
    while (left < left_end && right < right_end) *into++ = right->value < left->value ? *right++ : *left++;
    while (left < left_end) *into++ = *left++;
    while (right < right_end) *into++ = *right++;
}

cv_entry *cv_order(size_t count, cv_entry *entries, cv_entry *spare) {
    for (size_t first = 0; first < count; first += RUN)
        insert(entries + first, count - first < RUN ? count - first : RUN);
    for (size_t width = RUN; width < count; width *= 2) {
        for (size_t first = 0; first < count; first += 2 * width) {
            size_t left = count - first < width ? count - first : width, rest = count - first - left;
            const cv_entry *begin = entries + first;
            merge(begin, left, begin + left, rest < width ? rest : width, spare + first);
        }
        cv_entry *other = entries;
        entries = spare;
        spare = other;
    }
    return entries;
}
