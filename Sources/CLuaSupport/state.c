/// Opening and closing, and protected calls from Swift.
#include "value.h"

#include <stdio.h>
#include <stdlib.h>

static int panic(lua_State *L) {
    (void)L;
    fputs("genome-lua: a Lua error was raised outside a protected call; please report this\n", stderr);
    abort();
}

cls_state *cls_open(size_t memory_limit, uint32_t allowances, bool has_strict_globals, cls_host host) {
    cls_state *state = calloc(1, sizeof *state);
    if (state == NULL) return NULL;
    state->limit = memory_limit;
    state->host = host;
    state->allowances = allowances;
    state->main = lua_newstate(cls_allocate, state);
    if (state->main == NULL) {
        cls_free_chunks(state);
        free(state);
        return NULL;
    }
    state->running = state->main;
    cls_name_callback(state, state->callback_text);
    *(cls_state **)lua_getextraspace(state->main) = state;
    lua_atpanic(state->main, panic);
    // Most of what a script makes is dropped at once: new tables of observations, above all.
    lua_gc(state->main, LUA_GCGEN, 0, 0);
    cls_register(state);
    if (cls_protect(state, cls_build_sandbox, &has_strict_globals) != CLS_OK) {
        cls_close(state);
        return NULL;
    }
    return state;
}

void cls_close(cls_state *state) {
    cls_unregister(state);
    lua_close(state->main);
    cls_free_buffer(&state->outgoing);
    cls_free_buffer(&state->incoming);
    free(state->own_stream);
    cls_free_chunks(state);
    free(state);
}

void cls_limit_memory(cls_state *state, size_t memory_limit) { state->limit = memory_limit; }

size_t cls_memory_used(const cls_state *state) { return state->used; }

const uint8_t *cls_outgoing(const cls_state *state, size_t *count) {
    *count = state->outgoing.count;
    return state->outgoing.bytes;
}

bool cls_set_incoming(cls_state *state, const uint8_t *bytes, size_t count) {
    state->incoming.count = 0;
    return cls_append(&state->incoming, bytes, count);
}

void cls_push_reference(lua_State *L, int64_t reference) {
    lua_rawgetp(L, LUA_REGISTRYINDEX, &cls_key_references);
    lua_rawgeti(L, -1, reference);
    lua_remove(L, -2);
}

/// Pushes the arguments of a body: `argument`, and what `reference` names unless it is LUA_NOREF.
static int push_arguments(lua_State *L, void *argument, int64_t reference) {
    lua_pushlightuserdata(L, argument);
    if (reference == LUA_NOREF) return 1;
    cls_push_reference(L, reference);
    return 2;
}

cls_status cls_protect_with(cls_state *state, lua_CFunction body, void *argument, int64_t reference) {
    lua_State *L = state->running;
    int top = lua_gettop(L);
    if (!lua_checkstack(L, 8)) return CLS_MEMORY;
    state->syntax_was_reported = false;
    lua_pushcfunction(L, cls_report);
    lua_pushcfunction(L, body);
    int count = push_arguments(L, argument, reference);
    cls_frame frame;
    // A function of the host may call back into Lua, which is timed again.
    bool was_in_host = atomic_exchange_explicit(&state->is_in_host, false, memory_order_relaxed);
    cls_enter(state, &frame, L);
    int status = lua_pcall(L, count, 0, top + 1);
    bool is_stopped = cls_leave(state, &frame);
    atomic_store_explicit(&state->is_in_host, was_in_host, memory_order_relaxed);
    lua_settop(L, top);
    if (is_stopped) return CLS_STOPPED;
    if (state->is_exhausted) return CLS_MEMORY;
    switch (status) {
    case LUA_OK: return CLS_OK;
    case LUA_ERRMEM: return CLS_MEMORY;
    case LUA_ERRERR: return CLS_REPORT_FAILED;
    default: return state->syntax_was_reported ? CLS_SYNTAX : CLS_FAILED;
    }
}

cls_status cls_protect(cls_state *state, lua_CFunction body, void *argument) {
    return cls_protect_with(state, body, argument, LUA_NOREF);
}

typedef struct {
    const char *text;
    size_t count;
    const char *chunk_name;
} chunk;

static int run(lua_State *L) {
    const chunk *arguments = lua_touserdata(L, 1);
    cls_load_text(L, arguments->text, arguments->count, arguments->chunk_name);
    lua_call(L, 0, 1);
    cls_of(L)->outgoing.count = 0;
    cls_write_value(L, -1);
    return 0;
}

cls_status cls_run(cls_state *state, const uint8_t *text, size_t count, const char *chunk_name) {
    chunk arguments = {(const char *)text, count, chunk_name};
    return cls_protect(state, run, &arguments);
}

static int call(lua_State *L) {
    const int64_t *reference = lua_touserdata(L, 1);
    lua_rawgetp(L, LUA_REGISTRYINDEX, &cls_key_references);
    lua_rawgeti(L, -1, *reference);
    lua_replace(L, 1);
    lua_settop(L, 1);
    int count = cls_push_incoming(L);
    lua_call(L, count, LUA_MULTRET);
    cls_of(L)->outgoing.count = 0;
    for (int index = 1; index <= lua_gettop(L); index++) cls_write_value(L, index);
    return 0;
}

cls_status cls_call(cls_state *state, int64_t reference) { return cls_protect(state, call, &reference); }

static int release(lua_State *L) {
    const int64_t *reference = lua_touserdata(L, 1);
    lua_rawgetp(L, LUA_REGISTRYINDEX, &cls_key_references);
    luaL_unref(L, -1, (int)*reference);
    return 0;
}

void cls_release(cls_state *state, int64_t reference) { cls_protect(state, release, &reference); }
