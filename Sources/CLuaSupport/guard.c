/// Guarded calls: what runs, where a signal can reach it, and what a script cannot catch.
///
/// A hook belongs to one coroutine, so every running coroutine of a state stands in a chain; the watchdog's signal sets
/// the hook of each (watchdog.c). From then on every instruction of the script raises an error, in whatever coroutine,
/// until the outermost guarded call has returned: `pcall`, `xpcall` and `coroutine` of scripts are our own and pass
/// such an error on, as they do one of memory.
#include "internal.h"

_Thread_local cls_state *volatile cls_active;

void cls_push_frame(cls_state *state, cls_frame *frame, lua_State *L) {
    frame->L = L;
    frame->previous = state->frames;
    state->frames = frame;
    if (state->is_stopped) lua_sethook(L, cls_raise_stop, LUA_MASKCOUNT, 1);
    else if (lua_gethook(L) != NULL) lua_sethook(L, NULL, 0, 0);
}

void cls_pop_frame(cls_state *state, const cls_frame *frame) { state->frames = frame->previous; }

bool cls_is_uncatchable(lua_State *L, int status) {
    cls_state *state = cls_of(L);
    if (status == LUA_ERRMEM) state->is_exhausted = true;
    return state->is_stopped || state->is_exhausted;
}

bool cls_was_killed(lua_State *co) { return !cls_of(co)->is_stopped && lua_gethook(co) == cls_raise_stop; }

/// Hook of a state that is past its deadline. Level 0 is the function that was interrupted.
void cls_raise_stop(lua_State *L, lua_Debug *activation) {
    (void)activation;
    cls_push_place(L, 0);
    lua_pushliteral(L, "stopped");
    lua_concat(L, 2);
    lua_error(L);
}

void cls_enter(cls_state *state, cls_frame *frame, lua_State *L) {
    if (state->depth++ == 0) {
        state->is_stopped = false;
        state->is_exhausted = false;
        cls_take_thread(state);
        state->outer = cls_active;
        cls_active = state;
        cls_watch(state);
    }
    cls_push_frame(state, frame, L);
}

bool cls_leave(cls_state *state, const cls_frame *frame) {
    cls_pop_frame(state, frame);
    if (--state->depth > 0) return state->is_stopped;
    cls_unwatch(state);
    cls_active = state->outer;
    if (state->is_stopped) lua_sethook(frame->L, NULL, 0, 0);
    return state->is_stopped;
}

static int finish(lua_State *L, int status, lua_KContext skipped) {
    if (status == LUA_OK || status == LUA_YIELD) return lua_gettop(L) - (int)skipped;
    if (cls_is_uncatchable(L, status)) return lua_error(L);
    lua_pushboolean(L, 0);
    lua_insert(L, -2);
    return 2;
}

/// `pcall(f, …)`.
int cls_pcall(lua_State *L) {
    luaL_checkany(L, 1);
    lua_pushboolean(L, 1); // the first result
    lua_insert(L, 1);
    return finish(L, lua_pcallk(L, lua_gettop(L) - 2, LUA_MULTRET, 0, 0, finish), 0);
}

/// Upvalue 1: the script's handler, which runs inside the hook where the error came from there: no hook could stop it.
static int handle(lua_State *L) {
    if (cls_of(L)->is_stopped) return 1;
    lua_settop(L, 1);
    lua_pushvalue(L, lua_upvalueindex(1));
    lua_insert(L, 1);
    lua_call(L, 1, 1);
    return 1;
}

/// `xpcall(f, handler, …)`.
int cls_xpcall(lua_State *L) {
    luaL_checktype(L, 2, LUA_TFUNCTION);
    int count = lua_gettop(L) - 2;
    lua_pushvalue(L, 2);
    lua_pushcclosure(L, handle, 1);
    lua_replace(L, 2);
    lua_pushboolean(L, 1);
    lua_pushvalue(L, 1);
    lua_rotate(L, 3, 2); // f, handler, true, f, arguments
    return finish(L, lua_pcallk(L, count, LUA_MULTRET, 2, 2, finish), 2);
}
