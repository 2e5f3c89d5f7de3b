/// `table.concat`, `insert`, `move` and `remove` as Lua's own (manual, section 6.6), but a deadline ends them: a table
/// may claim any length, and no instruction of a script runs while they work.
#include "internal.h"

enum { READ = 1, WRITE = 2 };

/// Whether the metatable on top has a field.
static bool has_field(lua_State *L, const char *name) {
    lua_pushstring(L, name);
    bool is_there = lua_rawget(L, -2) != LUA_TNIL;
    lua_pop(L, 1);
    return is_there;
}

/// Requires a table, or something that behaves as one, and returns its length.
static lua_Integer check_list(lua_State *L, int index, int access) {
    if (lua_type(L, index) != LUA_TTABLE) {
        bool is_alike = lua_getmetatable(L, index) && (!(access & READ) || has_field(L, "__index")) &&
                        (!(access & WRITE) || has_field(L, "__newindex")) && has_field(L, "__len");
        if (!is_alike) luaL_checktype(L, index, LUA_TTABLE);
        lua_pop(L, 1);
    }
    return luaL_len(L, index);
}

static void move_one(lua_State *L, int from, lua_Integer source, int to, lua_Integer target) {
    cls_check_stop(L);
    lua_geti(L, from, source);
    lua_seti(L, to, target);
}

int cls_insert(lua_State *L) {
    lua_Integer end = (lua_Integer)((lua_Unsigned)check_list(L, 1, READ | WRITE) + 1), position = end;
    int count = lua_gettop(L);
    if (count != 2 && count != 3) return luaL_error(L, "wrong number of arguments to 'insert'");
    if (count == 3) {
        position = luaL_checkinteger(L, 2);
        // Unsigned: 1 to `end`.
        luaL_argcheck(L, (lua_Unsigned)position - 1u < (lua_Unsigned)end, 2, "position out of bounds");
        for (lua_Integer to = end; to > position; to--) move_one(L, 1, to - 1, 1, to);
    }
    lua_seti(L, 1, position);
    return 0;
}

int cls_remove(lua_State *L) {
    lua_Integer size = check_list(L, 1, READ | WRITE), position = luaL_optinteger(L, 2, size);
    if (!lua_isnone(L, 2))
        luaL_argcheck(L, (lua_Unsigned)position - 1u <= (lua_Unsigned)size, 2, "position out of bounds");
    lua_geti(L, 1, position);
    for (; position < size; position++) move_one(L, 1, position + 1, 1, position);
    lua_pushnil(L);
    lua_seti(L, 1, position);
    return 1;
}

/// Requires a table, or something with the metamethod for the access.
static void check_access(lua_State *L, int index, const char *metamethod) {
    if (lua_type(L, index) == LUA_TTABLE) return;
    bool is_alike = lua_getmetatable(L, index) && has_field(L, metamethod);
    if (!is_alike) luaL_checktype(L, index, LUA_TTABLE);
    lua_pop(L, 1);
}

int cls_move(lua_State *L) {
    lua_Integer first = luaL_checkinteger(L, 2), last = luaL_checkinteger(L, 3), into = luaL_checkinteger(L, 4);
    int target = lua_isnoneornil(L, 5) ? 1 : 5;
    check_access(L, 1, "__index");
    check_access(L, target, "__newindex");
    if (last >= first) {
        luaL_argcheck(L, first > 0 || last < LUA_MAXINTEGER + first, 3, "too many elements to move");
        lua_Integer count = last - first + 1;
        luaL_argcheck(L, into <= LUA_MAXINTEGER - count + 1, 4, "destination wrap around");
        bool overlaps = into > first && into <= last && (target == 1 || lua_compare(L, 1, target, LUA_OPEQ));
        if (overlaps)
            for (lua_Integer at = count - 1; at >= 0; at--) move_one(L, 1, first + at, target, into + at);
        else
            for (lua_Integer at = 0; at < count; at++) move_one(L, 1, first + at, target, into + at);
    }
    lua_pushvalue(L, target);
    return 1;
}

static void add_entry(lua_State *L, luaL_Buffer *text, lua_Integer position) {
    cls_check_stop(L);
    lua_geti(L, 1, position);
    if (!lua_isstring(L, -1)) luaL_error(L, "invalid value (at index %I) in table for 'concat'", (LUAI_UACINT)position);
    luaL_addvalue(text);
}

int cls_concat(lua_State *L) {
    lua_Integer last = check_list(L, 1, READ);
    size_t length;
    const char *separator = luaL_optlstring(L, 2, "", &length);
    lua_Integer position = luaL_optinteger(L, 3, 1);
    last = luaL_optinteger(L, 4, last);
    luaL_Buffer text;
    luaL_buffinit(L, &text);
    for (; position < last; position++) {
        add_entry(L, &text, position);
        luaL_addlstring(&text, separator, length);
    }
    if (position == last) add_entry(L, &text, position);
    luaL_pushresult(&text);
    return 1;
}
