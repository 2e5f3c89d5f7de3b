/// `coroutine.resume`, `wrap` and `close`: those of Lua, but the coroutine stands in the chain of what runs meanwhile,
/// and none of them takes an error that a script cannot catch.
#include "internal.h"

/// Runs `body` with a coroutine in the chain.
#define CLS_TRACKED(co, body)                     \
    do {                                          \
        cls_frame frame;                          \
        cls_push_frame(cls_of(co), &frame, (co)); \
        body;                                     \
        cls_pop_frame(cls_of(co), &frame);        \
    } while (0)

/// Resumes `co` with the `count` values on top of `L`. Returns how many results replace them, or -1 and one error.
static int resume(lua_State *L, lua_State *co, int count) {
    if (!lua_checkstack(co, count)) {
        lua_pushliteral(L, "too many arguments to resume");
        return -1;
    }
    lua_xmove(L, co, count);
    int status, results = 0;
    CLS_TRACKED(co, status = lua_resume(co, L, count, &results));
    if (status != LUA_OK && status != LUA_YIELD) {
        lua_xmove(co, L, 1);
        if (cls_is_uncatchable(L, status)) return lua_error(L);
        return -1;
    }
    if (!lua_checkstack(L, results + 1)) {
        lua_pop(co, results);
        lua_pushliteral(L, "too many results to resume");
        return -1;
    }
    lua_xmove(co, L, results);
    return results;
}

static lua_State *check_coroutine(lua_State *L) {
    lua_State *co = lua_tothread(L, 1);
    luaL_argexpected(L, co, 1, "coroutine");
    return co;
}

int cls_coroutine_resume(lua_State *L) {
    lua_State *co = check_coroutine(L);
    int count = resume(L, co, lua_gettop(L) - 1);
    lua_pushboolean(L, count >= 0);
    if (count < 0) count = 1;
    lua_insert(L, -(count + 1));
    return count + 1;
}

/// Closes what a coroutine left open and moves its error to `L`, if there is one.
static int close(lua_State *L, lua_State *co) {
    int status;
    CLS_TRACKED(co, status = lua_resetthread(co));
    if (status == LUA_OK) return status;
    lua_xmove(co, L, 1);
    if (cls_is_uncatchable(L, status)) lua_error(L);
    return status;
}

/// Upvalue 1: the coroutine.
static int call_wrapped(lua_State *L) {
    lua_State *co = lua_tothread(L, lua_upvalueindex(1));
    int count = resume(L, co, lua_gettop(L));
    if (count >= 0) return count;
    int status = lua_status(co);
    bool failed_inside = status != LUA_OK && status != LUA_YIELD;
    if (failed_inside && !cls_was_killed(co)) {
        lua_pop(L, 1);
        close(L, co);
    }
    if (lua_type(L, -1) == LUA_TSTRING) {
        cls_push_place(L, 1);
        lua_insert(L, -2);
        lua_concat(L, 2);
    }
    return lua_error(L);
}

int cls_coroutine_wrap(lua_State *L) {
    luaL_checktype(L, 1, LUA_TFUNCTION);
    lua_State *co = lua_newthread(L);
    lua_pushvalue(L, 1);
    lua_xmove(L, co, 1);
    lua_pushcclosure(L, call_wrapped, 1);
    return 1;
}

/// Whether a coroutine has begun and neither yielded nor ended: it runs, or has resumed another.
static bool is_active(lua_State *L, lua_State *co) {
    lua_Debug activation;
    return co == L || (lua_status(co) == LUA_OK && lua_getstack(co, 0, &activation));
}

int cls_coroutine_close(lua_State *L) {
    lua_State *co = check_coroutine(L);
    if (is_active(L, co)) return luaL_error(L, "cannot close a %s coroutine", co == L ? "running" : "normal");
    // One that was stopped inside a hook has hooks off for good: what it would close could not be stopped.
    if (cls_was_killed(co)) {
        lua_pushboolean(L, 0);
        lua_pushliteral(L, "stopped");
        return 2;
    }
    bool is_closed = close(L, co) == LUA_OK;
    lua_pushboolean(L, is_closed);
    if (is_closed) return 1;
    lua_insert(L, -2);
    return 2;
}
