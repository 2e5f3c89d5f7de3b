/// Rewards that scripts write: what an episode's steps add to its fitness.
#include "lanes.h"

enum { METHOD_REWARD = PLACE_METHODS, METHOD_RESET };

/// Stack of a body: its argument, the group's table, the function, and what its call returned.
enum { ARGUMENT = 1, GROUP, FUNCTION, RESULT };

typedef struct {
    const cls_reward *reward;
    int32_t lane; ///< to reset, or the number of lanes
    const void *stream;
} call;

static int reset(lua_State *L) {
    const call *argument = lua_touserdata(L, ARGUMENT);
    const cls_reward *reward = argument->reward;
    cls_lanes *lanes = reward->lanes;
    reward->fitness[argument->lane] = 0;
    cls_renew_lane(L, lanes, argument->lane, argument->stream);
    if (!lanes->has_objects || lua_rawgeti(L, GROUP, METHOD_RESET) == LUA_TNIL) return 0;
    lua_rawgeti(L, GROUP, cls_object_place(argument->lane));
    cls_push_observation(L, lanes, &reward->observations, argument->lane);
    cls_begin_lane(L, lanes, argument->lane, "reset");
    lua_call(L, 2, 0);
    return 0;
}

cls_status cls_reset_reward(const cls_reward *reward, int32_t lane, const void *stream) {
    return cls_protect_lanes(reward->lanes, reset, &(call){reward, lane, stream});
}

static int add(lua_State *L) {
    const call *argument = lua_touserdata(L, ARGUMENT);
    const cls_reward *reward = argument->reward;
    cls_lanes *lanes = reward->lanes;
    lua_rawgeti(L, GROUP, METHOD_REWARD);
    for (int32_t lane = cls_take_first_lane(lanes); lane < argument->lane; lane++) {
        cls_begin_lane(L, lanes, lane, "reward");
        lua_pushvalue(L, FUNCTION);
        if (lanes->has_objects) lua_rawgeti(L, GROUP, cls_object_place(lane));
        lua_pushnumber(L, reward->rewards[lane]);
        cls_push_observation(L, lanes, &reward->observations, lane);
        cls_push_action(L, lanes, &reward->actions, lane);
        lua_pushboolean(L, reward->terminated[lane]);
        lua_pushboolean(L, reward->truncated[lane] || reward->lengths[lane] + 1 >= reward->limit);
        lua_call(L, lanes->has_objects ? 6 : 5, 1);
        const double value = lua_tonumber(L, RESULT);
        if (lua_type(L, RESULT) != LUA_TNUMBER || !(value - value == 0))
            cls_refuse_result(L, FUNCTION, "reward", "must return a finite number, got %s",
                              cls_push_value_text(L, RESULT));
        reward->fitness[lane] += value;
        lua_settop(L, FUNCTION);
    }
    return 0;
}

int32_t cls_add_reward(const void *context, int32_t lanes) {
    const cls_reward *reward = context;
    return cls_protect_lanes(reward->lanes, add, &(call){reward, lanes, NULL}) != CLS_OK;
}
