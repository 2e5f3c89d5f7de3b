/// The allocator of a state. It counts, so that a state stays within its limit, and keeps small blocks in lists by
/// size: a script makes and drops them all the time, and a state belongs to one thread, so no lock is needed.
#include "internal.h"

#include <stdlib.h>
#include <string.h>

enum { STEP = 16, CHUNK_BYTES = 64 << 10 };

/// What a free small block holds.
typedef struct block {
    struct block *next;
} block;

/// A piece of memory from which small blocks are cut.
typedef struct chunk {
    struct chunk *next;
    _Alignas(16) uint8_t bytes[CHUNK_BYTES];
} chunk;

#if defined(__has_feature)
#if __has_feature(address_sanitizer)
/// Each block is one of the sanitizer's, so that it sees what goes beyond.
#define ALL_ARE_LARGE 1
#endif
#endif
#ifndef ALL_ARE_LARGE
#define ALL_ARE_LARGE 0
#endif

static bool is_small(size_t size) { return !ALL_ARE_LARGE && size <= STEP * CLS_SMALL_CLASSES; }

static size_t class_of(size_t size) { return (size - 1) / STEP; }

static void *take_small(cls_state *state, size_t class) {
    block *free_block = state->free_blocks[class];
    if (free_block) {
        state->free_blocks[class] = free_block->next;
        return free_block;
    }
    size_t size = (class + 1) * STEP;
    if (state->chunk_left < size) {
        chunk *added = malloc(sizeof *added);
        if (added == NULL) return NULL;
        added->next = state->chunks;
        state->chunks = added;
        state->chunk_left = CHUNK_BYTES;
    }
    chunk *current = state->chunks;
    void *taken = current->bytes + (CHUNK_BYTES - state->chunk_left);
    state->chunk_left -= size;
    return taken;
}

static void give_back(cls_state *state, void *memory, size_t size) {
    if (!is_small(size)) {
        free(memory);
        return;
    }
    block *free_block = memory;
    free_block->next = state->free_blocks[class_of(size)];
    state->free_blocks[class_of(size)] = free_block;
}

static void *move(cls_state *state, void *memory, size_t held, size_t size) {
    if (held > 0 && is_small(held) && is_small(size) && class_of(held) == class_of(size)) return memory;
    if (held > 0 && !is_small(held) && !is_small(size)) return realloc(memory, size);
    void *moved = is_small(size) ? take_small(state, class_of(size)) : malloc(size);
    if (moved == NULL || held == 0) return moved;
    memcpy(moved, memory, held < size ? held : size);
    give_back(state, memory, held);
    return moved;
}

/// `old_size` is a type tag where `memory` is NULL (manual, lua_Alloc).
void *cls_allocate(void *context, void *memory, size_t old_size, size_t size) {
    cls_state *state = context;
    const size_t held = memory ? old_size : 0;
    if (size == 0) {
        if (held > 0) give_back(state, memory, held);
        state->used -= held;
        return NULL;
    }
    if (size > held && (state->used > state->limit || size - held > state->limit - state->used)) return NULL;
    void *moved = move(state, memory, held, size);
    if (moved == NULL) return NULL;
    state->used = state->used - held + size;
    return moved;
}

void cls_free_chunks(cls_state *state) {
    for (chunk *next = state->chunks; next;) {
        chunk *freed = next;
        next = next->next;
        free(freed);
    }
}
