/// What the files of this module share. Every function here may raise unless it says otherwise.
#pragma once
#include "CLuaSupport.h"

#include <lauxlib.h>
#include <lua.h>
#include <lualib.h>

typedef struct {
    uint8_t *bytes;
    size_t count, capacity;
} cls_buffer;

struct cls_state {
    lua_State *main;
    lua_State *running; ///< the coroutine that called Swift, else `main`
    size_t used, limit;
    cls_buffer outgoing, incoming;
    cls_host host;
    uint32_t allowances;
    const char *syntax_message; ///< the interned message of the last chunk that did not compile: compared, never read
    bool syntax_was_reported;
};

/// The state that a lua_State belongs to: coroutines copy the extra space of the main thread. Never raises.
static inline cls_state *cls_of(lua_State *L) { return *(cls_state **)lua_getextraspace(L); }

// buffer.c; none of these raises
bool cls_append(cls_buffer *buffer, const void *bytes, size_t count);
void cls_free_buffer(cls_buffer *buffer);

// place.c
/// Pushes "source:line: " of the function at `level`, or "" where it is not Lua's.
void cls_push_place(lua_State *L, int level);
/// Raises `message` with the place of the caller in front.
int cls_fail(lua_State *L, const char *format, ...);
/// Message handler: leaves the report of an error in the outgoing buffer.
int cls_report(lua_State *L);
/// Name of a chunk as its owner typed it. Never raises.
const char *cls_source(const lua_Debug *activation);

// call.c
/// Calls function `function` of the host, whose arguments (after the place) stand in the outgoing buffer; returns how
/// many results were pushed, or raises what it refused.
int cls_call_host(lua_State *L, int64_t function);
/// Empties the outgoing buffer and writes the caller's place.
void cls_begin_call(lua_State *L);
/// Pushes host function `function` as a Lua function.
void cls_push_host_function(lua_State *L, int64_t function);
/// Runs `body` in protected mode with `argument` as light user data.
cls_status cls_protect(cls_state *state, lua_CFunction body, void *argument);

// freeze.c
/// Replaces the table on top by a read-only one. `is_strict`: reading what it lacks is an error.
void cls_freeze(lua_State *L, const char *name, bool is_strict);
/// Gives the table on top errors for the fields that it lacks.
void cls_make_strict(lua_State *L, const char *name);
/// Pushes the table behind the read-only table at `index`, or the table itself.
void cls_push_backing(lua_State *L, int index);
int cls_rawget(lua_State *L);
int cls_rawset(lua_State *L);

// order.c, sort.c, text.c, random.c, require.c: functions of scripts
int cls_next(lua_State *L);
int cls_pairs(lua_State *L);
int cls_sort(lua_State *L);
int cls_tostring(lua_State *L);
int cls_print(lua_State *L);
int cls_format(lua_State *L);
int cls_random(lua_State *L);
int cls_randomseed(lua_State *L);
int cls_require(lua_State *L);

// sandbox.c
/// Light C function: builds the globals of a new state.
int cls_build_sandbox(lua_State *L);
/// Compiles text (never bytecode) and pushes the function, or raises and remembers that it was a syntax error.
void cls_load_text(lua_State *L, const char *text, size_t count, const char *chunk_name);

/// Keys of the registry: their addresses.
extern const char cls_key_frozen, cls_key_kinds, cls_key_references, cls_key_loaded, cls_key_handle, cls_key_math,
    cls_key_package;
