/// Calls from Lua to Swift. `cls_call_host` is the only place that raises what Swift refused: the Swift frame is gone.
#include "value.h"

#include <string.h>

/// What called level 0, the C function, may be C as well, as pcall is.
static int caller_level(lua_State *L, lua_Debug *activation) {
    for (int level = 1; lua_getstack(L, level, activation); level++) {
        lua_getinfo(L, "Sl", activation);
        if (cls_is_script(activation)) return level;
    }
    return 0;
}

int cls_caller_level(lua_State *L) { return caller_level(L, &(lua_Debug){0}); }

void cls_begin_call(lua_State *L) {
    cls_of(L)->outgoing.count = 0;
    lua_Debug activation;
    bool is_known = caller_level(L, &activation) > 0;
    const char *source = is_known ? cls_source(&activation) : "";
    cls_write_string(L, source, strlen(source));
    cls_write_integer(L, is_known ? activation.currentline : 0);
}

int cls_call_host(lua_State *L, int64_t function) {
    cls_state *state = cls_of(L);
    lua_State *before = state->running;
    state->running = L;
    uint64_t calls = atomic_load_explicit(&state->host_calls, memory_order_relaxed);
    atomic_store_explicit(&state->host_calls, calls + 1, memory_order_relaxed);
    bool was_in_host = atomic_exchange_explicit(&state->is_in_host, true, memory_order_relaxed);
    cls_outcome outcome = state->host.call(state->host.context, function);
    atomic_store_explicit(&state->is_in_host, was_in_host, memory_order_relaxed);
    state->running = before;
    if (outcome == CLS_RETURNED) return cls_push_incoming(L);
    if (outcome == CLS_LOCATED) lua_pushliteral(L, "");
    else cls_push_place(L, cls_caller_level(L));
    if (cls_push_incoming(L) == 0) lua_pushliteral(L, "not enough memory");
    lua_concat(L, 2);
    return lua_error(L);
}

/// Upvalue 1: the number of the function.
static int trampoline(lua_State *L) {
    int count = lua_gettop(L);
    cls_begin_call(L);
    for (int index = 1; index <= count; index++) cls_write_argument(L, index);
    return cls_call_host(L, lua_tointeger(L, lua_upvalueindex(1)));
}

int64_t cls_host_function(cls_state *state, int64_t reference) {
    lua_State *L = state->running;
    if (!lua_checkstack(L, 3)) return CLS_NO_FUNCTION;
    int top = lua_gettop(L);
    lua_rawgetp(L, LUA_REGISTRYINDEX, &cls_key_references);
    lua_rawgeti(L, -1, reference);
    int64_t function = CLS_NO_FUNCTION;
    if (lua_tocfunction(L, -1) == trampoline && lua_getupvalue(L, -1, 1)) function = lua_tointeger(L, -1);
    lua_settop(L, top);
    return function;
}

void cls_push_host_function(lua_State *L, int64_t function) {
    lua_pushinteger(L, function);
    lua_pushcclosure(L, trampoline, 1);
}
