/// Read-only tables: an empty table whose metatable reads from the one behind it and refuses to write. The library
/// tables and the globals are such, so that no callback can leave something there for the next.
#include "value.h"

#include <string.h>

/// Names that modules for several Lua versions look for; they read as nil.
static const char *const names_of_other_versions[] = {
    "bit", "bit32", "getfenv", "jit", "loadstring", "module", "ngx", "setfenv", "unpack",
};

int cls_refuse_name(lua_State *L, int container, int names) {
    names = lua_absindex(L, names);
    cls_begin_call(L);
    cls_write_value(L, container);
    cls_write_key(L, 2);
    cls_write_tag(L, TAG_TABLE);
    lua_pushnil(L);
    for (lua_Integer position = 1; lua_next(L, names); lua_pop(L, 1)) {
        if (lua_type(L, -2) != LUA_TSTRING) continue;
        cls_write_integer(L, position++);
        cls_write_value(L, -2);
    }
    cls_write_tag(L, TAG_END);
    return cls_call_host(L, CLS_MISSING);
}

/// Upvalue 1: the container's name. Called with the table behind and the missing key.
static int missing(lua_State *L) {
    lua_settop(L, 2);
    const char *key = lua_type(L, 2) == LUA_TSTRING ? lua_tostring(L, 2) : NULL;
    if (key && *lua_tostring(L, lua_upvalueindex(1)) == '\0') {
        size_t count = sizeof names_of_other_versions / sizeof *names_of_other_versions;
        for (size_t index = 0; index < count; index++)
            if (strcmp(key, names_of_other_versions[index]) == 0) return 0;
    }
    return cls_refuse_name(L, lua_upvalueindex(1), 1);
}

/// Upvalues: the container's name, the table behind.
static int assign(lua_State *L) {
    lua_settop(L, 2);
    cls_begin_call(L);
    cls_write_value(L, lua_upvalueindex(1));
    cls_write_key(L, 2);
    cls_write_boolean(L, lua_rawget(L, lua_upvalueindex(2)) != LUA_TNIL);
    return cls_call_host(L, CLS_ASSIGN);
}

static void set_missing(lua_State *L, const char *name) {
    lua_pushstring(L, name);
    lua_pushcclosure(L, missing, 1);
    lua_setfield(L, -2, "__index");
}

void cls_set_assign(lua_State *L, const char *name, int backing) {
    lua_pushboolean(L, 1);
    lua_rawsetp(L, -2, &cls_key_ours);
    lua_pushstring(L, name);
    lua_pushvalue(L, backing);
    lua_pushcclosure(L, assign, 2);
    lua_setfield(L, -2, "__newindex");
    lua_pushboolean(L, 0);
    lua_setfield(L, -2, "__metatable");
}

void cls_make_strict(lua_State *L, const char *name) {
    lua_newtable(L);
    set_missing(L, name);
    cls_set_assign(L, name, lua_gettop(L) - 1);
    lua_setmetatable(L, -2);
}

void cls_freeze(lua_State *L, const char *name, bool is_strict) {
    int backing = lua_gettop(L);
    if (is_strict) {
        lua_newtable(L);
        set_missing(L, name);
        lua_setmetatable(L, backing);
    }
    lua_newtable(L);
    lua_newtable(L);
    lua_pushvalue(L, backing);
    lua_setfield(L, -2, "__index");
    cls_set_assign(L, name, backing);
    lua_setmetatable(L, -2);
    lua_rawgetp(L, LUA_REGISTRYINDEX, &cls_key_frozen);
    lua_pushvalue(L, -2);
    lua_pushvalue(L, backing);
    lua_rawset(L, -3);
    lua_pop(L, 1);
    lua_replace(L, backing);
}

void cls_push_backing(lua_State *L, int index) {
    index = lua_absindex(L, index);
    if (!lua_getmetatable(L, index)) {
        lua_pushvalue(L, index);
        return;
    }
    lua_rawgetp(L, LUA_REGISTRYINDEX, &cls_key_frozen);
    lua_pushvalue(L, index);
    lua_rawget(L, -2);
    lua_insert(L, -3);
    lua_pop(L, 2);
    if (!lua_isnil(L, -1)) return;
    lua_pop(L, 1);
    lua_pushvalue(L, index);
}

int cls_rawget(lua_State *L) {
    luaL_checktype(L, 1, LUA_TTABLE);
    luaL_checkany(L, 2);
    lua_settop(L, 2);
    cls_push_backing(L, 1);
    lua_insert(L, 2);
    lua_rawget(L, 2);
    return 1;
}

int cls_rawset(lua_State *L) {
    luaL_checktype(L, 1, LUA_TTABLE);
    luaL_checkany(L, 2);
    luaL_checkany(L, 3);
    lua_settop(L, 3);
    cls_push_backing(L, 1);
    if (!lua_rawequal(L, 1, -1)) return cls_fail(L, "rawset: the table is read-only");
    lua_settop(L, 3);
    lua_rawset(L, 1);
    return 1;
}
