/// Functions of the host in the place of those of `math`: the C library's differ between processors.
#include "internal.h"

#include <string.h>

typedef struct {
    const char *name;
    const void *function;
} math_function;

/// Functions are kept as bytes: ISO C has no conversion between them and data pointers.
typedef struct {
    cls_unary unary;
    cls_binary binary;
} function_block;

static int call_unary(lua_State *L) {
    const function_block *block = lua_touserdata(L, lua_upvalueindex(1));
    lua_pushnumber(L, block->unary(luaL_checknumber(L, 1)));
    return 1;
}

static int call_logarithm(lua_State *L) {
    const function_block *block = lua_touserdata(L, lua_upvalueindex(1));
    double logarithm = block->unary(luaL_checknumber(L, 1));
    if (!lua_isnoneornil(L, 2)) logarithm /= block->unary(luaL_checknumber(L, 2));
    lua_pushnumber(L, logarithm);
    return 1;
}

static int call_binary(lua_State *L) {
    const function_block *block = lua_touserdata(L, lua_upvalueindex(1));
    lua_pushnumber(L, block->binary(luaL_checknumber(L, 1), luaL_optnumber(L, 2, 1)));
    return 1;
}

static int set_math(lua_State *L) {
    const math_function *replacement = lua_touserdata(L, 1);
    const function_block *block = replacement->function;
    lua_rawgetp(L, LUA_REGISTRYINDEX, &cls_key_math);
    *(function_block *)lua_newuserdatauv(L, sizeof *block, 0) = *block;
    lua_CFunction call = block->binary                           ? call_binary
                         : strcmp(replacement->name, "log") == 0 ? call_logarithm
                                                                 : call_unary;
    lua_pushcclosure(L, call, 1);
    lua_setfield(L, -2, replacement->name);
    return 0;
}

cls_status cls_set_math_unary(cls_state *state, const char *name, cls_unary function) {
    function_block block = {function, NULL};
    return cls_protect(state, set_math, &(math_function){name, &block});
}

cls_status cls_set_math_binary(cls_state *state, const char *name, cls_binary function) {
    function_block block = {NULL, function};
    return cls_protect(state, set_math, &(math_function){name, &block});
}
