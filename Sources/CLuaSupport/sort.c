/// `table.sort` as a stable merge sort: Lua's own takes its pivots from the clock once a list is long.
#include "internal.h"

static bool precedes(lua_State *L, int first, int second) {
    cls_check_stop(L);
    first = lua_absindex(L, first), second = lua_absindex(L, second);
    if (lua_isnil(L, 2)) return lua_compare(L, first, second, LUA_OPLT);
    lua_pushvalue(L, 2);
    lua_pushvalue(L, first);
    lua_pushvalue(L, second);
    lua_call(L, 2, 1);
    bool result = lua_toboolean(L, -1);
    lua_pop(L, 1);
    return result;
}

int cls_sort(lua_State *L) {
    luaL_checktype(L, 1, LUA_TTABLE);
    lua_Integer count = luaL_len(L, 1);
    if (count < 2) return 0;
    if (!lua_isnoneornil(L, 2)) luaL_checktype(L, 2, LUA_TFUNCTION);
    if (count >= INT32_MAX) return luaL_argerror(L, 1, "array too big");
    lua_settop(L, 2);
    lua_createtable(L, (int)count, 0);
    lua_createtable(L, (int)count, 0);
    int from = 3, into = 4;
    for (lua_Integer position = 1; position <= count; position++) {
        lua_geti(L, 1, position);
        lua_rawseti(L, from, position);
    }
    for (lua_Integer width = 1; width < count; width *= 2) {
        for (lua_Integer start = 1; start <= count; start += 2 * width) {
            lua_Integer left = start, middle = start + width, right = middle, end = start + 2 * width;
            if (middle > count + 1) middle = right = count + 1;
            if (end > count + 1) end = count + 1;
            for (lua_Integer position = start; position < end; position++) {
                bool takes_right = left >= middle;
                if (!takes_right && right < end) {
                    lua_rawgeti(L, from, right);
                    lua_rawgeti(L, from, left);
                    takes_right = precedes(L, -2, -1);
                    lua_pop(L, 2);
                }
                lua_rawgeti(L, from, takes_right ? right++ : left++);
                lua_rawseti(L, into, position);
            }
        }
        int other = from;
        from = into;
        into = other;
    }
    for (lua_Integer position = 1; position <= count; position++) {
        lua_rawgeti(L, from, position);
        lua_seti(L, 1, position);
    }
    return 0;
}
