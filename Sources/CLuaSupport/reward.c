/// Rewards that scripts write: what an episode's steps add to its fitness, and to further objectives.
#include "lanes.h"

#include <string.h>

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
    reward->counts[argument->lane] = 0;
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

/// Notes how many numbers an episode gives in each step, when it gives the first.
static void begin_count(lua_State *L, const cls_reward *reward, int32_t lane, int count) {
    luaL_checkstack(L, 8, "too many values");
    if (count == 0) cls_refuse_result(L, FUNCTION, "reward", "must return a finite number, got nil");
    if (count > reward->most)
        cls_refuse_result(L, FUNCTION, "reward", "must return at most %d numbers, got %d", reward->most, count);
    if (reward->counts[lane] > 0)
        cls_refuse_result(L, FUNCTION, "reward", "must return as many numbers in each step, got %d after %d", count,
                          reward->counts[lane]);
    reward->counts[lane] = count;
    memset(reward->further + (size_t)lane * (size_t)(reward->most - 1), 0, (size_t)(count - 1) * sizeof(double));
}

/// Adds what stands behind the function: a number to the fitness, others to the sums of further objectives.
static void add_numbers(lua_State *L, const cls_reward *reward, int32_t lane) {
    const int count = lua_gettop(L) - FUNCTION;
    if (count != reward->counts[lane]) begin_count(L, reward, lane, count);
    const double value = lua_tonumber(L, RESULT);
    if (lua_type(L, RESULT) != LUA_TNUMBER || !(value - value == 0))
        cls_refuse_result(L, FUNCTION, "reward", "must return a finite number, got %s", cls_push_value_text(L, RESULT));
    reward->fitness[lane] += value;
    double *further = reward->further + (size_t)lane * (size_t)(reward->most - 1);
    for (int place = 1; place < count; place++) {
        const double other = lua_tonumber(L, RESULT + place);
        if (lua_type(L, RESULT + place) != LUA_TNUMBER || !(other - other == 0))
            cls_refuse_result(L, FUNCTION, "reward", "value %d must be a finite number, got %s", place + 1,
                              cls_push_value_text(L, RESULT + place));
        further[place - 1] += other;
    }
}

static int add(lua_State *L) {
    const call *argument = lua_touserdata(L, ARGUMENT);
    const cls_reward *reward = argument->reward;
    cls_lanes *lanes = reward->lanes;
    lua_rawgeti(L, GROUP, METHOD_REWARD);
    luaL_checkstack(L, 2 * LUA_MINSTACK, "too many values");
    for (int32_t lane = cls_take_first_lane(lanes); lane < argument->lane; lane++) {
        cls_begin_lane(L, lanes, lane, "reward");
        lua_pushvalue(L, FUNCTION);
        if (lanes->has_objects) lua_rawgeti(L, GROUP, cls_object_place(lane));
        lua_pushnumber(L, reward->rewards[lane]);
        cls_push_observation(L, lanes, &reward->observations, lane);
        cls_push_action(L, lanes, &reward->actions, lane);
        lua_pushboolean(L, reward->terminated[lane]);
        lua_pushboolean(L, reward->truncated[lane] || reward->lengths[lane] + 1 >= *reward->limit);
        lua_call(L, lanes->has_objects ? 6 : 5, LUA_MULTRET);
        add_numbers(L, reward, lane);
        lua_settop(L, FUNCTION);
    }
    return 0;
}

int32_t cls_add_reward(const void *context, int32_t lanes) {
    const cls_reward *reward = context;
    return cls_protect_lanes(reward->lanes, add, &(call){reward, lanes, NULL}) != CLS_OK;
}
