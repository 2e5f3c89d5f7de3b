/// What an episode did, in numbers that a script gives.
#include "lanes.h"
#include "value.h"

/// Stack of the body: its argument, the group's table, the function, and what its call returned.
enum { ARGUMENT = 1, GROUP, FUNCTION, FIRST_RESULT };

typedef struct {
    cls_lanes *lanes;
    int32_t lane, method;
    const cls_episode *episode;
} question;

/// A new table for each episode.
static void push_episode(lua_State *L, const question *asked) {
    const cls_observations *observations = &asked->episode->observations;
    const float *from = observations->values + (size_t)asked->lane * observations->lane_stride;
    lua_createtable(L, 0, 3);
    lua_createtable(L, observations->count, 0);
    for (int32_t position = 1; position <= observations->count; position++, from += observations->value_stride) {
        lua_pushnumber(L, (lua_Number)*from);
        lua_rawseti(L, -2, position);
    }
    lua_setfield(L, -2, "observation");
    lua_pushinteger(L, asked->episode->length);
    lua_setfield(L, -2, "length");
    lua_pushnumber(L, asked->episode->episode_return);
    lua_setfield(L, -2, "episode_return");
}

/// Writes the value on top, number `position` of the behavior.
static void write_number(lua_State *L, int position) {
    const double number = lua_tonumber(L, -1);
    if (lua_type(L, -1) != LUA_TNUMBER || !(number - number == 0))
        cls_refuse_result(L, FUNCTION, "behavior", "value %d must be a finite number, got %s", position,
                          cls_push_value_text(L, -1));
    lua_pushnumber(L, number);
    cls_write_value(L, -1);
    lua_pop(L, 2);
}

static int ask(lua_State *L) {
    const question *asked = lua_touserdata(L, ARGUMENT);
    cls_lanes *lanes = asked->lanes;
    lua_rawgeti(L, GROUP, PLACE_METHODS + asked->method);
    lua_pushvalue(L, FUNCTION);
    if (lanes->has_objects) lua_rawgeti(L, GROUP, cls_object_place(asked->lane));
    else push_episode(L, asked);
    cls_begin_lane(L, lanes, asked->lane, "behavior");
    lua_call(L, 1, LUA_MULTRET);
    cls_of(L)->outgoing.count = 0;
    luaL_checkstack(L, 8, "too many values");
    int count = lua_gettop(L) - FUNCTION;
    const bool is_list = count == 1 && lua_type(L, FIRST_RESULT) == LUA_TTABLE;
    if (is_list) count = (int)lua_rawlen(L, FIRST_RESULT);
    if (count == 0)
        return cls_refuse_result(L, FUNCTION, "behavior", "must return numbers or a list of them, got nothing");
    for (int position = 1; position <= count; position++) {
        if (is_list) lua_rawgeti(L, FIRST_RESULT, position);
        else lua_pushvalue(L, FUNCTION + position);
        write_number(L, position);
    }
    return 0;
}

cls_status cls_read_behavior(cls_lanes *lanes, int32_t lane, int32_t method, const cls_episode *episode) {
    return cls_protect_lanes(lanes, ask, &(question){lanes, lane, method, episode});
}
