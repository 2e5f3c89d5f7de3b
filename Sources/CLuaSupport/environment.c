/// Environments that scripts write: a reset or a step of the objects of a group of lanes.
#include "lanes.h"

enum { METHOD_RESET = PLACE_METHODS, METHOD_STEP };

/// Stack of a body: its argument, the group's table, the method, and what its call returned from 4 on.
enum { ARGUMENT = 1, GROUP, METHOD, FIRST_RESULT };

enum { RESULT_COUNT = 5 };

static void read_observation(lua_State *L, const cls_environment *environment, int32_t lane, const char *name) {
    const cls_result result = {
        .function = METHOD, .callback = name, .what = "observation", .space = environment->observation};
    const cls_observations *observations = &environment->observations;
    const size_t first = (size_t)lane * observations->lane_stride;
    if (observations->bytes) cls_read_image(L, FIRST_RESULT, &result, observations->bytes + first);
    else cls_read_result(L, FIRST_RESULT, &result, observations->values + first, observations->value_stride);
}

typedef struct {
    const cls_environment *environment;
    int32_t lane; ///< to reset, or the number of lanes to step
    const void *stream;
} call;

static int reset(lua_State *L) {
    const call *argument = lua_touserdata(L, ARGUMENT);
    const cls_environment *environment = argument->environment;
    cls_lanes *lanes = environment->lanes;
    const int32_t lane = argument->lane;
    luaL_checkstack(L, RESULT_COUNT + CLS_READ_ROOM + 8, "too many values");
    cls_renew_lane(L, lanes, lane, argument->stream);
    lua_rawgeti(L, GROUP, METHOD_RESET);
    lua_pushvalue(L, METHOD);
    lua_rawgeti(L, GROUP, cls_object_place(lane));
    lua_rawgeti(L, GROUP, cls_stream_place(lanes, lane));
    cls_begin_lane(L, lanes, lane, "reset");
    lua_call(L, 2, 2);
    read_observation(L, environment, lane, "reset");
    int information = lua_type(L, FIRST_RESULT + 1);
    if (information != LUA_TNIL && information != LUA_TTABLE)
        return cls_refuse_result(L, METHOD, "reset",
                                 "a second result must be a table of information, which is ignored, got %s",
                                 cls_push_value_text(L, FIRST_RESULT + 1));
    return 0;
}

cls_status cls_reset_environment(const cls_environment *environment, int32_t lane, const void *stream) {
    return cls_protect_lanes(environment->lanes, reset, &(call){environment, lane, stream});
}

static void refuse_end(lua_State *L) {
    enum { TERMINATED = FIRST_RESULT + 2, TRUNCATED, INFORMATION };
    if (lua_type(L, TERMINATED) != LUA_TBOOLEAN)
        cls_refuse_result(L, METHOD, "step", "the third result, terminated, must be true or false, got %s",
                          cls_push_value_text(L, TERMINATED));
    if (lua_type(L, TRUNCATED) == LUA_TTABLE)
        cls_refuse_result(
            L, METHOD, "step",
            "the fourth result is a table; return observation, reward, terminated, truncated, and a table "
            "of information as the fifth");
    if (lua_type(L, TRUNCATED) != LUA_TNIL && lua_type(L, TRUNCATED) != LUA_TBOOLEAN)
        cls_refuse_result(L, METHOD, "step", "the fourth result, truncated, must be true, false or left out, got %s",
                          cls_push_value_text(L, TRUNCATED));
    cls_refuse_result(L, METHOD, "step", "a fifth result must be a table of information, which is ignored, got %s",
                      cls_push_value_text(L, INFORMATION));
}

/// Reads what `step` returned: observation, reward, terminated, truncated (or nothing), a table (or nothing).
static void read_step(lua_State *L, const cls_environment *environment, int32_t lane) {
    read_observation(L, environment, lane, "step");
    const double reward = lua_tonumber(L, FIRST_RESULT + 1);
    if (lua_type(L, FIRST_RESULT + 1) != LUA_TNUMBER || !(reward - reward == 0))
        cls_refuse_result(L, METHOD, "step", "the second result, the reward, must be a finite number, got %s",
                          cls_push_value_text(L, FIRST_RESULT + 1));
    int terminated = lua_type(L, FIRST_RESULT + 2), truncated = lua_type(L, FIRST_RESULT + 3),
        information = lua_type(L, FIRST_RESULT + 4);
    if (terminated != LUA_TBOOLEAN || (truncated != LUA_TNIL && truncated != LUA_TBOOLEAN) ||
        (information != LUA_TNIL && information != LUA_TTABLE))
        refuse_end(L);
    environment->rewards[lane] = reward;
    environment->terminated[lane] = (uint8_t)lua_toboolean(L, FIRST_RESULT + 2);
    environment->truncated[lane] = truncated != LUA_TNIL && lua_toboolean(L, FIRST_RESULT + 3);
}

static int step(lua_State *L) {
    const call *argument = lua_touserdata(L, ARGUMENT);
    const cls_environment *environment = argument->environment;
    luaL_checkstack(L, RESULT_COUNT + CLS_READ_ROOM + 8, "too many values");
    lua_rawgeti(L, GROUP, METHOD_STEP);
    for (int32_t lane = cls_take_first_lane(environment->lanes); lane < argument->lane; lane++) {
        cls_begin_lane(L, environment->lanes, lane, "step");
        lua_pushvalue(L, METHOD);
        lua_rawgeti(L, GROUP, cls_object_place(lane));
        cls_push_action(L, environment->lanes, &environment->actions, lane);
        lua_call(L, 2, RESULT_COUNT);
        read_step(L, environment, lane);
        lua_settop(L, METHOD);
    }
    return 0;
}

int32_t cls_step_environment(const void *context, int32_t lanes) {
    const cls_environment *environment = context;
    return cls_protect_lanes(environment->lanes, step, &(call){environment, lanes, NULL}) != CLS_OK;
}
