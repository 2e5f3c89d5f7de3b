/// A group of lanes: its functions and objects stand in one table of Lua's, at fixed places.
#pragma once
#include "CLuaLanes.h"
#include "internal.h"

enum { MAXIMUM_METHODS = 5 };

struct cls_lanes {
    cls_state *state;
    int64_t reference; ///< of the table, among those of the state
    int32_t capacity;
    bool has_objects;     ///< a class; else a function
    int32_t lane;         ///< whose call runs, or failed
    int32_t first;        ///< lane with which the next call for many begins, for once
    const char *callback; ///< what is called, or failed
    cls_status status;
    cls_stream *streams[]; ///< of each lane; the table keeps them alive
};

/// Places in the table of a group.
enum { PLACE_METHODS = 1, PLACE_METATABLE = PLACE_METHODS + MAXIMUM_METHODS, PLACE_OBJECTS };
static inline lua_Integer cls_object_place(int32_t lane) { return PLACE_OBJECTS + lane; }
static inline lua_Integer cls_stream_place(const cls_lanes *lanes, int32_t lane) {
    return PLACE_OBJECTS + lanes->capacity + lane;
}
/// Tables of the lane's own, for what a call is handed again and again.
enum { SCRATCH_ACTION, SCRATCH_OBSERVATION, SCRATCH_COUNT };
static inline lua_Integer cls_scratch_place(const cls_lanes *lanes, int which, int32_t lane) {
    return PLACE_OBJECTS + (2 + which) * lanes->capacity + lane;
}

/// Runs `body` in protected mode with `argument` at index 1 and the group's table at 2. Remembers how it ended.
cls_status cls_protect_lanes(cls_lanes *lanes, lua_CFunction body, void *argument);

/// The lane with which a call for many begins.
static inline int32_t cls_take_first_lane(cls_lanes *lanes) {
    const int32_t first = lanes->first;
    lanes->first = 0;
    return first;
}

/// The next callback is that of `lane`: its deadline and stream begin.
static inline void cls_begin_lane(lua_State *L, cls_lanes *lanes, int32_t lane, const char *callback) {
    lanes->lane = lane;
    lanes->callback = callback;
    cls_name_callback(lanes->state, callback);
    lanes->state->stream = lanes->streams[lane];
    if (!cls_next_callback(lanes->state)) cls_raise_stop(L, NULL);
}

/// Pushes an action: an integer, or the lane's table of numbers.
static inline void cls_push_action(lua_State *L, cls_lanes *lanes, const cls_actions *actions, int32_t lane) {
    if (actions->space.kind == CLS_DISCRETE) {
        lua_pushinteger(L, actions->discrete[lane]);
        return;
    }
    const float *values = actions->real + (size_t)lane * (size_t)actions->space.count;
    lua_rawgeti(L, 2, cls_scratch_place(lanes, SCRATCH_ACTION, lane));
    for (int32_t position = 0; position < actions->space.count; position++) {
        if (actions->space.kind == CLS_BINARY) lua_pushinteger(L, values[position] > 0);
        else lua_pushnumber(L, (lua_Number)values[position]);
        lua_rawseti(L, -2, position + 1);
    }
}

/// Pushes the observation of a lane: in the lane's own table, or an image as a string.
static inline void cls_push_observation(lua_State *L, const cls_lanes *lanes, const cls_observations *observations,
                                        int32_t lane) {
    const size_t first = (size_t)lane * observations->lane_stride;
    if (observations->bytes) {
        lua_pushlstring(L, (const char *)observations->bytes + first, (size_t)observations->count);
        return;
    }
    const float *from = observations->values + first;
    lua_rawgeti(L, 2, cls_scratch_place(lanes, SCRATCH_OBSERVATION, lane));
    for (int32_t position = 1; position <= observations->count; position++, from += observations->value_stride) {
        lua_pushnumber(L, (lua_Number)*from);
        lua_rawseti(L, -2, position);
    }
}

/// What a function is to return: an element of a space.
typedef struct {
    int function; ///< index of the function
    const char *callback, *what;
    cls_space space;
} cls_result;

/// Room on the stack that reading a result takes.
enum { CLS_READ_ROOM = 20 };

/// Reads the result at `index` into numbers that lie `stride` apart, or raises an error that names it.
void cls_read_result(lua_State *L, int index, const cls_result *result, float *into, size_t stride);

/// The same for an image, whose bytes lie side by side.
void cls_read_image(lua_State *L, int index, const cls_result *result, uint8_t *into);

/// Leaves what the function at `function` returned, all that stands behind it, in the outgoing buffer: numbers, or one
/// list of them. Raises an error where it is something else.
void cls_write_numbers(lua_State *L, int function, const char *callback);

/// Gives a lane a fresh object of the class, if it is one, and a stream of these words.
void cls_renew_lane(lua_State *L, cls_lanes *lanes, int32_t lane, const void *stream);
/// Raises an error about what the function at `function` returned, at the line of its definition.
int cls_refuse_result(lua_State *L, int function, const char *name, const char *format, ...);
/// Pushes the value at `index` as messages show it.
const char *cls_push_value_text(lua_State *L, int index);
