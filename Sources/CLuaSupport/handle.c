/// Handles: values of the host, known to Lua by kind and index.
#include "value.h"

/// Upvalues: methods, name of the kind, function that reads other fields (or nil).
static int read_field(lua_State *L) {
    lua_settop(L, 2);
    lua_pushvalue(L, 2);
    if (lua_rawget(L, lua_upvalueindex(1)) != LUA_TNIL) return 1;
    if (lua_isnil(L, lua_upvalueindex(3))) return cls_refuse_name(L, lua_upvalueindex(2), lua_upvalueindex(1));
    cls_begin_call(L);
    cls_write_value(L, 1);
    cls_write_key(L, 2);
    return cls_call_host(L, lua_tointeger(L, lua_upvalueindex(3)));
}

/// Upvalues: name of the kind, function that writes fields (or nil).
static int write_field(lua_State *L) {
    lua_settop(L, 3);
    cls_begin_call(L);
    if (lua_isnil(L, lua_upvalueindex(2))) {
        cls_write_value(L, lua_upvalueindex(1));
        cls_write_key(L, 2);
        cls_write_boolean(L, true);
        return cls_call_host(L, CLS_ASSIGN);
    }
    cls_write_value(L, 1);
    cls_write_key(L, 2);
    cls_write_value(L, 3);
    return cls_call_host(L, lua_tointeger(L, lua_upvalueindex(2)));
}

static int describe(lua_State *L) {
    lua_settop(L, 1);
    cls_begin_call(L);
    cls_write_value(L, 1);
    return cls_call_host(L, CLS_DESCRIBE);
}

/// Two handles are equal if they stand for the same value of the host.
static int equals(lua_State *L) {
    cls_handle *first = cls_to_handle(L, 1), *second = cls_to_handle(L, 2);
    lua_pushboolean(L, first && second && first->kind == second->kind && first->index == second->index);
    return 1;
}

static void push_optional(lua_State *L, int64_t function) {
    if (function == CLS_NO_FUNCTION) lua_pushnil(L);
    else lua_pushinteger(L, function);
}

static int define(lua_State *L) {
    const int64_t *arguments = lua_touserdata(L, 1);
    lua_settop(L, 0);
    int count = cls_push_incoming(L); // 1: name; then name and number of each method
    lua_newtable(L);
    int methods = lua_gettop(L);
    for (int index = 2; index < count; index += 2) {
        lua_pushvalue(L, index);
        cls_push_host_function(L, lua_tointeger(L, index + 1));
        lua_rawset(L, methods);
    }
    lua_newtable(L);
    lua_pushvalue(L, methods);
    lua_pushvalue(L, 1);
    push_optional(L, arguments[1]);
    lua_pushcclosure(L, read_field, 3);
    lua_setfield(L, -2, "__index");
    lua_pushvalue(L, 1);
    push_optional(L, arguments[2]);
    lua_pushcclosure(L, write_field, 2);
    lua_setfield(L, -2, "__newindex");
    lua_pushcfunction(L, describe);
    lua_setfield(L, -2, "__tostring");
    lua_pushcfunction(L, equals);
    lua_setfield(L, -2, "__eq");
    lua_pushvalue(L, 1);
    lua_setfield(L, -2, "__name");
    lua_pushboolean(L, 0);
    lua_setfield(L, -2, "__metatable");
    lua_pushboolean(L, 1);
    lua_rawsetp(L, -2, &cls_key_handle);
    lua_rawgetp(L, LUA_REGISTRYINDEX, &cls_key_kinds);
    lua_insert(L, -2);
    lua_rawseti(L, -2, arguments[0]);
    return 0;
}

cls_status cls_define_kind(cls_state *state, int64_t kind, int64_t read, int64_t write) {
    int64_t arguments[3] = {kind, read, write};
    return cls_protect(state, define, arguments);
}
