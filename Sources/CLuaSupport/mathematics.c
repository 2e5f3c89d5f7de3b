/// Functions of the host in the place of those of `math`: the C library's differ between processors.
#include "internal.h"

#include <string.h>

enum { UNARY_COUNT = sizeof((cls_state *)0)->unary / sizeof(cls_unary) };

static int raise_not_a_number(lua_State *L, int index) { return luaL_checknumber(L, index), 0; }

static inline double argument(lua_State *L, int index) {
    int is_number;
    double number = lua_tonumberx(L, index, &is_number);
    if (!is_number) raise_not_a_number(L, index);
    return number;
}

/// One function of Lua's for each place: it has no upvalue to look up.
static int call_unary(lua_State *L, int place) {
    lua_pushnumber(L, cls_of(L)->unary[place](argument(L, 1)));
    return 1;
}
static int call_unary_0(lua_State *L) { return call_unary(L, 0); }
static int call_unary_1(lua_State *L) { return call_unary(L, 1); }
static int call_unary_2(lua_State *L) { return call_unary(L, 2); }
static int call_unary_3(lua_State *L) { return call_unary(L, 3); }
static int call_unary_4(lua_State *L) { return call_unary(L, 4); }
static int call_unary_5(lua_State *L) { return call_unary(L, 5); }
static int call_unary_6(lua_State *L) { return call_unary(L, 6); }
static int call_unary_7(lua_State *L) { return call_unary(L, 7); }
static const lua_CFunction unary_calls[] = {call_unary_0, call_unary_1, call_unary_2, call_unary_3,
                                            call_unary_4, call_unary_5, call_unary_6, call_unary_7};

/// `math.log(x)` or `math.log(x, base)`. Upvalue 1: the place of the function.
static int call_logarithm(lua_State *L) {
    cls_unary function = cls_of(L)->unary[lua_tointeger(L, lua_upvalueindex(1))];
    double logarithm = function(argument(L, 1));
    if (!lua_isnoneornil(L, 2)) logarithm /= function(argument(L, 2));
    lua_pushnumber(L, logarithm);
    return 1;
}

/// Upvalue 1: the function as bytes: ISO C has no conversion between functions and data pointers.
static int call_binary(lua_State *L) {
    const cls_binary *function = lua_touserdata(L, lua_upvalueindex(1));
    lua_pushnumber(L, (*function)(luaL_checknumber(L, 1), luaL_optnumber(L, 2, 1)));
    return 1;
}

typedef struct {
    const char *name;
    cls_unary unary;
    cls_binary binary;
} replacement;

static int set_math(lua_State *L) {
    const replacement *wanted = lua_touserdata(L, 1);
    cls_state *state = cls_of(L);
    lua_rawgetp(L, LUA_REGISTRYINDEX, &cls_key_math);
    if (wanted->binary) {
        *(cls_binary *)lua_newuserdatauv(L, sizeof wanted->binary, 0) = wanted->binary;
        lua_pushcclosure(L, call_binary, 1);
    } else {
        if (state->unary_count == UNARY_COUNT) return luaL_error(L, "too many functions of math");
        int place = state->unary_count++;
        state->unary[place] = wanted->unary;
        if (strcmp(wanted->name, "log") == 0) {
            lua_pushinteger(L, place);
            lua_pushcclosure(L, call_logarithm, 1);
        } else {
            lua_pushcfunction(L, unary_calls[place]);
        }
    }
    lua_setfield(L, -2, wanted->name);
    return 0;
}

cls_status cls_set_math_unary(cls_state *state, const char *name, cls_unary function) {
    return cls_protect(state, set_math, &(replacement){.name = name, .unary = function});
}

cls_status cls_set_math_binary(cls_state *state, const char *name, cls_binary function) {
    return cls_protect(state, set_math, &(replacement){.name = name, .binary = function});
}
