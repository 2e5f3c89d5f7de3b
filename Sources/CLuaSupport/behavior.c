/// What an episode did, in numbers that a script gives.
#include "lanes.h"

/// Stack of the body: its argument, the group's table, the function.
enum { ARGUMENT = 1, GROUP, FUNCTION };

typedef struct {
    cls_lanes *lanes;
    int32_t lane, method;
    const cls_episode *episode;
} question;

/// A new table for each episode.
static void push_episode(lua_State *L, const question *asked) {
    const cls_observations *observations = &asked->episode->observations;
    const size_t first = (size_t)asked->lane * observations->lane_stride;
    lua_createtable(L, 0, 3);
    if (observations->bytes) {
        lua_pushlstring(L, (const char *)observations->bytes + first, (size_t)observations->count);
    } else {
        const float *from = observations->values + first;
        lua_createtable(L, observations->count, 0);
        for (int32_t position = 1; position <= observations->count; position++, from += observations->value_stride) {
            lua_pushnumber(L, (lua_Number)*from);
            lua_rawseti(L, -2, position);
        }
    }
    lua_setfield(L, -2, "observation");
    lua_pushinteger(L, asked->episode->length);
    lua_setfield(L, -2, "length");
    lua_pushnumber(L, asked->episode->episode_return);
    lua_setfield(L, -2, "episode_return");
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
    cls_write_numbers(L, FUNCTION, "behavior");
    return 0;
}

cls_status cls_read_behavior(cls_lanes *lanes, int32_t lane, int32_t method, const cls_episode *episode) {
    return cls_protect_lanes(lanes, ask, &(question){lanes, lane, method, episode});
}
