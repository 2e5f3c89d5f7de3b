/// `pairs` and `next` in one order: numbers ascending, then strings by their bytes, then false and true. Lua's own
/// order of strings differs from process to process, since its hash seed is an address. Other kinds of keys are
/// refused.
#include "internal.h"

#include <string.h>

static int rank(int type) { return type == LUA_TNUMBER ? 0 : type == LUA_TSTRING ? 1 : 2; }

static bool precedes(lua_State *L, int first, int second) {
    int type = lua_type(L, first), other = lua_type(L, second);
    if (type != other) return rank(type) < rank(other);
    if (type == LUA_TNUMBER) return lua_compare(L, first, second, LUA_OPLT); // exact between integers and floats
    if (type == LUA_TBOOLEAN) return !lua_toboolean(L, first) && lua_toboolean(L, second);
    size_t count, other_count;
    const char *bytes = lua_tolstring(L, first, &count), *other_bytes = lua_tolstring(L, second, &other_count);
    int order = memcmp(bytes, other_bytes, count < other_count ? count : other_count);
    return order != 0 ? order < 0 : count < other_count;
}

static void check_key(lua_State *L, int index) {
    int type = lua_type(L, index);
    if (type != LUA_TNUMBER && type != LUA_TSTRING && type != LUA_TBOOLEAN)
        cls_fail(L, "pairs and next visit string, number and boolean keys in a fixed order; a %s has none",
                 lua_typename(L, type));
}

/// Visits every key: that is the price of remembering nothing. Loops use `pairs`, which sorts once.
int cls_next(lua_State *L) {
    luaL_checktype(L, 1, LUA_TTABLE);
    lua_settop(L, 2);
    bool is_first = lua_isnil(L, 2);
    if (!is_first) check_key(L, 2);
    cls_push_backing(L, 1); // 3
    lua_pushnil(L);         // 4: the best key so far
    lua_pushnil(L);
    while (lua_next(L, 3)) {
        cls_check_stop(L);
        lua_pop(L, 1);
        check_key(L, 5);
        if (!is_first && !precedes(L, 2, 5)) continue;
        if (!lua_isnil(L, 4) && !precedes(L, 5, 4)) continue;
        lua_pushvalue(L, 5);
        lua_replace(L, 4);
    }
    if (lua_isnil(L, 4)) return 1;
    lua_settop(L, 4);
    lua_pushvalue(L, 4);
    lua_rawget(L, 3);
    return 2;
}

/// Upvalues: table as the loop passes it, the one behind, number of its keys, which are 1 to n.
static int next_in_list(lua_State *L) {
    lua_Integer count = lua_tointeger(L, lua_upvalueindex(3));
    lua_settop(L, 2);
    if (!lua_rawequal(L, 1, lua_upvalueindex(1)) || !(lua_isnil(L, 2) || lua_isinteger(L, 2))) return cls_next(L);
    for (lua_Integer key = lua_tointeger(L, 2) + 1; key <= count; key++) {
        if (lua_rawgeti(L, lua_upvalueindex(2), key) == LUA_TNIL) {
            lua_pop(L, 1);
            continue;
        }
        lua_pushinteger(L, key);
        lua_insert(L, -2);
        return 2;
    }
    lua_pushnil(L);
    return 1;
}

/// Upvalues: table as the loop passes it, the one behind, its keys in order, position of the last one given.
static int next_in_keys(lua_State *L) {
    lua_settop(L, 2);
    lua_Integer position = lua_isnil(L, 2) ? 0 : lua_tointeger(L, lua_upvalueindex(4));
    lua_rawgeti(L, lua_upvalueindex(3), position);
    bool continues = lua_rawequal(L, 1, lua_upvalueindex(1)) && (position == 0 || lua_rawequal(L, 2, -1));
    lua_settop(L, 2);
    if (!continues) return cls_next(L);
    for (;;) {
        position++;
        if (lua_rawgeti(L, lua_upvalueindex(3), position) == LUA_TNIL) return 1;
        lua_pushvalue(L, -1);
        if (lua_rawget(L, lua_upvalueindex(2)) != LUA_TNIL) break;
        lua_pop(L, 2);
    }
    lua_pushinteger(L, position);
    lua_replace(L, lua_upvalueindex(4));
    return 2;
}

/// Sorts the table of keys at `keys` by merging runs of doubling width, with `spare` as the second table.
static void sort_keys(lua_State *L, int keys, int spare, lua_Integer count) {
    for (lua_Integer width = 1; width < count; width *= 2) {
        for (lua_Integer start = 1; start <= count; start += 2 * width) {
            cls_check_stop(L);
            lua_Integer left = start, middle = start + width, right = middle, end = start + 2 * width;
            if (middle > count + 1) middle = right = count + 1;
            if (end > count + 1) end = count + 1;
            for (lua_Integer into = start; into < end; into++) {
                bool from_right = left >= middle;
                if (!from_right && right < end) {
                    lua_rawgeti(L, keys, right);
                    lua_rawgeti(L, keys, left);
                    from_right = precedes(L, -2, -1);
                    lua_pop(L, 2);
                }
                lua_rawgeti(L, keys, from_right ? right++ : left++);
                lua_rawseti(L, spare, into);
            }
        }
        int other = keys;
        keys = spare;
        spare = other;
    }
    lua_pushvalue(L, keys);
}

/// What it gives to loop over is the table itself, never the one behind a read-only one.
int cls_pairs(lua_State *L) {
    luaL_checkany(L, 1);
    if (luaL_getmetafield(L, 1, "__pairs") != LUA_TNIL) {
        lua_pushvalue(L, 1);
        lua_call(L, 1, 3);
        return 3;
    }
    luaL_checktype(L, 1, LUA_TTABLE);
    lua_settop(L, 1);
    cls_push_backing(L, 1); // 2
    lua_Integer count = 0;
    bool is_list = true;
    lua_pushnil(L);
    while (lua_next(L, 2)) {
        cls_check_stop(L);
        lua_pop(L, 1);
        check_key(L, 3);
        count++;
        is_list = is_list && lua_isinteger(L, 3) && lua_tointeger(L, 3) == count;
    }
    if (is_list) {
        lua_pushvalue(L, 1);
        lua_pushvalue(L, 2);
        lua_pushinteger(L, count);
        lua_pushcclosure(L, next_in_list, 3);
    } else {
        lua_createtable(L, (int)count, 0); // 3
        lua_createtable(L, (int)count, 0); // 4
        lua_Integer position = 0;
        lua_pushnil(L);
        while (lua_next(L, 2)) {
            lua_pop(L, 1);
            lua_pushvalue(L, -1);
            lua_rawseti(L, 3, ++position);
        }
        sort_keys(L, 3, 4, count); // 5
        lua_pushvalue(L, 1);
        lua_pushvalue(L, 2);
        lua_pushvalue(L, 5);
        lua_pushinteger(L, 0);
        lua_pushcclosure(L, next_in_keys, 4);
    }
    lua_pushvalue(L, 1);
    lua_pushnil(L);
    return 3;
}
