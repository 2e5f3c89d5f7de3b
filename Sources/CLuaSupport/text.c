/// Text without addresses: they differ from run to run, so `tostring` of a table is "table".
#include "value.h"

#include <ctype.h>
#include <string.h>

const char *cls_push_number_text(lua_State *L, double number) {
    if (number != number) return lua_pushliteral(L, "nan");
    lua_pushnumber(L, number);
    return lua_tostring(L, -1);
}

/// Pushes the text of the value at `index`.
static void push_text(lua_State *L, int index) {
    index = lua_absindex(L, index);
    switch (lua_type(L, index)) {
    case LUA_TNIL:
    case LUA_TBOOLEAN:
    case LUA_TNUMBER:
    case LUA_TSTRING: luaL_tolstring(L, index, NULL); return;
    default: break;
    }
    if (luaL_callmeta(L, index, "__tostring")) {
        if (!lua_isstring(L, -1)) cls_fail(L, "'__tostring' must return a string");
        return;
    }
    int type = luaL_getmetafield(L, index, "__name");
    if (type == LUA_TSTRING) return;
    if (type != LUA_TNIL) lua_pop(L, 1);
    lua_pushstring(L, luaL_typename(L, index));
}

int cls_tostring(lua_State *L) {
    luaL_checkany(L, 1);
    push_text(L, 1);
    return 1;
}

int cls_print(lua_State *L) {
    int count = lua_gettop(L);
    luaL_Buffer line;
    luaL_buffinit(L, &line);
    for (int index = 1; index <= count; index++) {
        if (index > 1) luaL_addchar(&line, '\t');
        push_text(L, index);
        luaL_addvalue(&line);
    }
    luaL_pushresult(&line);
    cls_begin_call(L);
    cls_write_value(L, -1);
    return cls_call_host(L, CLS_PRINT);
}

/// As Lua's `warn`, on from the start: prints its strings as one line. Messages that begin with "@" are for the host.
int cls_warn(lua_State *L) {
    int count = lua_gettop(L);
    luaL_checkstring(L, 1);
    for (int index = 2; index <= count; index++) luaL_checkstring(L, index);
    if (count == 1 && *lua_tostring(L, 1) == '@') return 0;
    lua_pushliteral(L, "warning: ");
    lua_insert(L, 1);
    lua_concat(L, count + 1);
    cls_begin_call(L);
    cls_write_value(L, 1);
    return cls_call_host(L, CLS_PRINT);
}

/// Upvalue 1: Lua's own `string.rep`, which goes through all repetitions of nothing.
int cls_repeat(lua_State *L) {
    size_t length, separator = 0;
    luaL_checklstring(L, 1, &length);
    luaL_checkinteger(L, 2);
    luaL_optlstring(L, 3, "", &separator);
    if (length + separator == 0) {
        lua_pushliteral(L, "");
        return 1;
    }
    lua_settop(L, 3);
    lua_pushvalue(L, lua_upvalueindex(1));
    lua_insert(L, 1);
    lua_call(L, 3, 1);
    return 1;
}

/// Upvalue 1: Lua's own `string.format`. Arguments of `%s` become text first; `%p` becomes `%s` of the type's name.
int cls_format(lua_State *L) {
    int count = lua_gettop(L);
    size_t length;
    const char *format = luaL_checklstring(L, 1, &length);
    char *edited = lua_newuserdatauv(L, length + 1, 0);
    memcpy(edited, format, length + 1);
    int argument = 1;
    for (size_t at = 0; at < length; at++) {
        if (edited[at] != '%') continue;
        if (++at < length && edited[at] == '%') continue;
        while (at < length && (strchr("-+ #0.", edited[at]) || isdigit((unsigned char)edited[at]))) at++;
        if (++argument > count || at >= length) continue; // Lua's own words for a bad format follow below
        if (edited[at] == 'p') {
            edited[at] = 's';
            lua_pushstring(L, luaL_typename(L, argument));
            lua_replace(L, argument);
        } else if (edited[at] == 's') {
            push_text(L, argument);
            lua_replace(L, argument);
        }
    }
    lua_pushlstring(L, edited, length);
    lua_replace(L, 1);
    lua_settop(L, count);
    lua_pushvalue(L, lua_upvalueindex(1));
    lua_insert(L, 1);
    lua_call(L, count, 1);
    return 1;
}
