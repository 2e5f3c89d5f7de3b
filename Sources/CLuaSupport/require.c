/// `require`: the host finds the module, its text runs in the same sandbox.
#include "value.h"

/// Upvalue 1: name of a module that was being loaded. Closes a variable, so it runs after an error as well, and leaves
/// the traceback whole, as a protected call would not.
static int forget_if_unfinished(lua_State *L) {
    lua_rawgetp(L, LUA_REGISTRYINDEX, &cls_key_loaded);
    lua_pushvalue(L, lua_upvalueindex(1));
    if (lua_rawget(L, -2) != LUA_TLIGHTUSERDATA) return 0;
    lua_pop(L, 1);
    lua_pushvalue(L, lua_upvalueindex(1));
    lua_pushnil(L);
    lua_rawset(L, -3);
    return 0;
}

static void mark_as_loading(lua_State *L) {
    lua_pushvalue(L, 1);
    lua_pushlightuserdata(L, (void *)&cls_key_loaded);
    lua_rawset(L, 2);
    lua_newtable(L);
    lua_newtable(L);
    lua_pushvalue(L, 1);
    lua_pushcclosure(L, forget_if_unfinished, 1);
    lua_setfield(L, -2, "__close");
    lua_setmetatable(L, -2);
    lua_toclose(L, -1);
}

int cls_require(lua_State *L) {
    luaL_checkstring(L, 1);
    lua_settop(L, 1);
    lua_rawgetp(L, LUA_REGISTRYINDEX, &cls_key_loaded); // 2
    lua_pushvalue(L, 1);
    int type = lua_rawget(L, 2);
    if (type == LUA_TLIGHTUSERDATA) return cls_fail(L, "module '%s' requires itself", lua_tostring(L, 1));
    if (type != LUA_TNIL) return 1;
    lua_settop(L, 2);
    cls_begin_call(L);
    cls_write_value(L, 1);
    int count = cls_call_host(L, CLS_REQUIRE); // 3: kind; 4 and 5: chunk name and text, or 4: the module
    if (count == 2) {
        lua_pushvalue(L, 1);
        lua_pushvalue(L, 4);
        lua_rawset(L, 2);
        return 1;
    }
    mark_as_loading(L); // 6
    size_t length;
    const char *text = lua_tolstring(L, 5, &length), *chunk_name = lua_tostring(L, 4);
    cls_load_text(L, text, length, chunk_name);
    lua_pushvalue(L, 1);
    lua_pushvalue(L, 4);
    lua_call(L, 2, 1);
    if (lua_isnil(L, -1)) {
        lua_pop(L, 1);
        lua_pushboolean(L, 1);
    }
    lua_pushvalue(L, 1);
    lua_pushvalue(L, -2);
    lua_rawset(L, 2);
    return 1;
}
