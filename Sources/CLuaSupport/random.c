/// `math.random` from the host's stream: the same arguments and draws give the same numbers everywhere.
#include "internal.h"

static uint64_t draw(lua_State *L) {
    cls_state *state = cls_of(L);
    uint64_t word;
    if (!state->host.random(state->host.context, &word))
        cls_fail(L, "math.random has no stream here; draw from the 'random' that callbacks are given");
    return word;
}

/// A number of 0 ... limit: draws above the largest multiple of the range are drawn again.
static uint64_t draw_up_to(lua_State *L, uint64_t limit) {
    if (limit == UINT64_MAX) return draw(L);
    uint64_t range = limit + 1, excess = (UINT64_MAX % range + 1) % range, word;
    do word = draw(L);
    while (word > UINT64_MAX - excess);
    return word % range;
}

int cls_random(lua_State *L) {
    lua_Integer low = 1, high;
    switch (lua_gettop(L)) {
    case 0: lua_pushnumber(L, (double)(draw(L) >> 11) * 0x1p-53); return 1;
    case 1:
        high = luaL_checkinteger(L, 1);
        if (high == 0) {
            lua_pushinteger(L, (lua_Integer)draw(L));
            return 1;
        }
        break;
    case 2:
        low = luaL_checkinteger(L, 1);
        high = luaL_checkinteger(L, 2);
        break;
    default: return cls_fail(L, "math.random takes at most 2 arguments, got %d", lua_gettop(L));
    }
    if (low > high) return cls_fail(L, "math.random: the interval from %I to %I is empty", low, high);
    lua_pushinteger(L, (lua_Integer)((uint64_t)low + draw_up_to(L, (uint64_t)high - (uint64_t)low)));
    return 1;
}

int cls_randomseed(lua_State *L) {
    cls_state *state = cls_of(L);
    if (lua_isnoneornil(L, 1)) return cls_fail(L, "math.randomseed needs a number: draws never depend on the clock");
    lua_Number number = luaL_checknumber(L, 1);
    int is_integer;
    lua_Integer integer = lua_tointegerx(L, 1, &is_integer);
    union {
        lua_Number number;
        uint64_t bits;
    } pun = {number};
    if (!state->host.reseed(state->host.context, is_integer ? (uint64_t)integer : pun.bits))
        return cls_fail(L, "math.randomseed has no stream here; random numbers come from the run's seed");
    return 0;
}
