#include "lanes.h"
#include "value.h"
#include "vectors.h"

#include <stdarg.h>
#include <stdlib.h>
#include <string.h>

typedef struct {
    cls_lanes *lanes;
    int64_t reference;
    const char *const *methods;
} opening;

static int open_lanes(lua_State *L) {
    const opening *argument = lua_touserdata(L, 1);
    cls_lanes *lanes = argument->lanes;
    lua_rawgetp(L, LUA_REGISTRYINDEX, &cls_key_references);                 // 2
    lua_rawgeti(L, 2, argument->reference);                                 // 3: the class or function
    lua_createtable(L, (int)cls_scratch_place(lanes, SCRATCH_COUNT, 0), 0); // 4
    lanes->has_objects = lua_istable(L, 3);
    if (lanes->has_objects) {
        for (int position = 0; argument->methods[position]; position++) {
            lua_getfield(L, 3, argument->methods[position]);
            lua_rawseti(L, 4, PLACE_METHODS + position);
        }
        cls_push_instance_metatable(L, 3);
        lua_rawseti(L, 4, PLACE_METATABLE);
    } else {
        lua_pushvalue(L, 3);
        lua_rawseti(L, 4, PLACE_METHODS);
    }
    for (int which = 0; which < SCRATCH_COUNT; which++)
        for (int32_t lane = 0; lane < lanes->capacity; lane++) {
            lua_newtable(L);
            lua_rawseti(L, 4, cls_scratch_place(lanes, which, lane));
        }
    lua_settop(L, 4);
    lanes->reference = luaL_ref(L, 2);
    return 0;
}

cls_lanes *cls_open_lanes(cls_state *state, int64_t reference, int32_t capacity, const char *const *methods) {
    cls_lanes *lanes = calloc(1, sizeof *lanes + (size_t)capacity * sizeof lanes->streams[0]);
    if (lanes == NULL) return NULL;
    lanes->state = state;
    lanes->capacity = capacity;
    lanes->callback = "";
    if (cls_protect(state, open_lanes, &(opening){lanes, reference, methods}) == CLS_OK) return lanes;
    free(lanes);
    return NULL;
}

void cls_close_lanes(cls_lanes *lanes) {
    cls_release(lanes->state, lanes->reference);
    free(lanes);
}

void cls_skip_lanes(cls_lanes *lanes, int32_t lane) { lanes->first = lane + 1; }

int32_t cls_failed_lane(const cls_lanes *lanes) { return lanes->lane; }

const char *cls_failed_callback(const cls_lanes *lanes) { return lanes->callback; }

cls_status cls_lanes_status(const cls_lanes *lanes) { return lanes->status; }

typedef struct {
    cls_lanes *lanes;
    int32_t source, target;
} move;

/// Lets two entries of the group's table change places: each scratch table stays one lane's own.
static void swap(lua_State *L, lua_Integer first, lua_Integer second) {
    lua_rawgeti(L, 2, first);
    lua_rawgeti(L, 2, second);
    lua_rawseti(L, 2, first);
    lua_rawseti(L, 2, second);
}

static int move_lane(lua_State *L) {
    const move *argument = lua_touserdata(L, 1);
    cls_lanes *lanes = argument->lanes;
    const int32_t source = argument->source, target = argument->target;
    swap(L, cls_object_place(source), cls_object_place(target));
    swap(L, cls_stream_place(lanes, source), cls_stream_place(lanes, target));
    for (int which = 0; which < SCRATCH_COUNT; which++)
        swap(L, cls_scratch_place(lanes, which, source), cls_scratch_place(lanes, which, target));
    lanes->streams[argument->target] = lanes->streams[argument->source];
    return 0;
}

cls_status cls_move_lane(cls_lanes *lanes, int32_t source, int32_t target) {
    return cls_protect_lanes(lanes, move_lane, &(move){lanes, source, target});
}

void cls_renew_lane(lua_State *L, cls_lanes *lanes, int32_t lane, const void *stream) {
    if (lanes->has_objects) {
        lua_newtable(L);
        lua_rawgeti(L, 2, PLACE_METATABLE);
        lua_setmetatable(L, -2);
        lua_rawseti(L, 2, cls_object_place(lane));
    }
    lanes->streams[lane] = cls_push_stream(L, stream);
    lua_rawseti(L, 2, cls_stream_place(lanes, lane));
}

cls_status cls_protect_lanes(cls_lanes *lanes, lua_CFunction body, void *argument) {
    cls_state *state = lanes->state;
    cls_stream *stream = state->stream;
    const char *callback = atomic_load_explicit(&state->callback, memory_order_relaxed);
    lanes->status = cls_protect_with(state, body, argument, lanes->reference);
    state->stream = stream;
    cls_name_callback(state, callback);
    return lanes->status;
}

int cls_refuse_result(lua_State *L, int function, const char *name, const char *format, ...) {
    lua_Debug activation;
    lua_pushvalue(L, function);
    lua_getinfo(L, ">S", &activation);
    lua_pushfstring(L, "%s:%d: %s: ", cls_source(&activation), activation.linedefined, name);
    va_list arguments;
    va_start(arguments, format);
    lua_pushvfstring(L, format, arguments);
    va_end(arguments);
    lua_concat(L, 2);
    return lua_error(L);
}

static const char *space_text(lua_State *L, cls_space space) {
    switch (space.kind) {
    case CLS_DISCRETE: return lua_pushfstring(L, "an integer of 0 to %d", space.count - 1);
    case CLS_BINARY: return lua_pushfstring(L, "a list of %d values, each 0 or 1", space.count);
    case CLS_IMAGE:
        return lua_pushfstring(L, "a string of %d bytes, or a list of %d integers of 0 to 255", space.count,
                               space.count);
    default: return lua_pushfstring(L, "a list of %d number%s", space.count, space.count == 1 ? "" : "s");
    }
}

static void refuse(lua_State *L, int index, const cls_result *result) {
    const char *expected = space_text(L, result->space);
    cls_refuse_result(L, result->function, result->callback, "the %s must be %s, got %s", result->what, expected,
                      cls_push_value_text(L, index));
}

/// Reads the value on top, of this type, as one of a list's; false if it is none.
static inline bool read_value(lua_State *L, int type, cls_space_kind kind, float *value) {
    if (type == LUA_TNUMBER) {
        const float number = (float)lua_tonumber(L, -1);
        *value = number;
        if (kind == CLS_BINARY) return number == 0 || number == 1;
        return number - number == 0; // neither infinite, also in float32, nor NaN
    }
    if (type != LUA_TBOOLEAN || kind != CLS_BINARY) return false;
    *value = (float)lua_toboolean(L, -1);
    return true;
}

/// Reads a vector in the place of a list; false if it is none that fits.
static bool read_vector(lua_State *L, int index, cls_space space, float *into, size_t stride) {
    cls_vector *vector = cls_to_vector(L, index);
    if (vector == NULL || vector->kind == CLS_MATRIX || vector->count != (size_t)space.count) return false;
    if (vector->kind == CLS_BITS && space.kind != CLS_BINARY) return false;
    for (size_t place = 0; place < vector->count; place++, into += stride) {
        const float number =
            vector->kind == CLS_BITS ? (float)cls_bit(vector, place) : (float)cls_numbers(vector)[place];
        if (!(number - number == 0) || (space.kind == CLS_BINARY && number != 0 && number != 1)) return false;
        *into = number;
    }
    return true;
}

/// Leaves up to AT_ONCE values on the stack: taking each off would cost as much as reading it.
static void read_list(lua_State *L, int index, const cls_result *result, float *into, size_t stride) {
    enum { AT_ONCE = CLS_READ_ROOM - 4 };
    const cls_space space = result->space;
    if (lua_type(L, index) != LUA_TTABLE) {
        if (!read_vector(L, index, space, into, stride)) refuse(L, index, result);
        return;
    }
    const int top = lua_gettop(L);
    for (int32_t position = 1; position <= space.count; position++, into += stride) {
        const int type = lua_rawgeti(L, index, position);
        if (!read_value(L, type, space.kind, into))
            cls_refuse_result(L, result->function, result->callback, "%s[%d] must be %s, got %s", result->what,
                              position, space.kind == CLS_BINARY ? "0 or 1" : "a finite float32 number",
                              cls_push_value_text(L, -1));
        if (position % AT_ONCE == 0) lua_settop(L, top);
    }
    if (lua_rawgeti(L, index, space.count + 1) != LUA_TNIL)
        cls_refuse_result(L, result->function, result->callback, "the %s must be %s, got %I", result->what,
                          space_text(L, space), (LUAI_UACINT)lua_rawlen(L, index));
    lua_settop(L, top);
}

void cls_read_result(lua_State *L, int index, const cls_result *result, float *into, size_t stride) {
    if (result->space.kind != CLS_DISCRETE) {
        read_list(L, index, result, into, stride);
        return;
    }
    int is_integer;
    const lua_Integer number = lua_tointegerx(L, index, &is_integer);
    if (lua_type(L, index) != LUA_TNUMBER || !is_integer || number < 0 || number >= result->space.count)
        refuse(L, index, result);
    *into = (float)number;
}

/// Leaves no value on the stack.
static void read_bytes(lua_State *L, int index, const cls_result *result, uint8_t *into) {
    for (int32_t position = 1; position <= result->space.count; position++) {
        lua_rawgeti(L, index, position);
        int is_integer;
        const lua_Integer number = lua_tointegerx(L, -1, &is_integer);
        if (lua_type(L, -1) != LUA_TNUMBER || !is_integer || number < 0 || number > UINT8_MAX)
            cls_refuse_result(L, result->function, result->callback, "%s[%d] must be an integer of 0 to 255, got %s",
                              result->what, position, cls_push_value_text(L, -1));
        into[position - 1] = (uint8_t)number;
        lua_pop(L, 1);
    }
    if (lua_rawgeti(L, index, result->space.count + 1) != LUA_TNIL)
        cls_refuse_result(L, result->function, result->callback, "the %s must be %s, got %I", result->what,
                          space_text(L, result->space), (LUAI_UACINT)lua_rawlen(L, index));
    lua_pop(L, 1);
}

void cls_read_image(lua_State *L, int index, const cls_result *result, uint8_t *into) {
    if (lua_type(L, index) == LUA_TTABLE) {
        read_bytes(L, index, result, into);
        return;
    }
    if (lua_type(L, index) != LUA_TSTRING) refuse(L, index, result);
    size_t count;
    const char *bytes = lua_tolstring(L, index, &count);
    if (count != (size_t)result->space.count)
        cls_refuse_result(L, result->function, result->callback, "the %s must be %s, got a string of %I", result->what,
                          space_text(L, result->space), (LUAI_UACINT)count);
    memcpy(into, bytes, count);
}

const char *cls_push_value_text(lua_State *L, int index) {
    switch (lua_type(L, index)) {
    case LUA_TNONE:
    case LUA_TNIL: return lua_pushliteral(L, "nil");
    case LUA_TBOOLEAN: return lua_pushstring(L, lua_toboolean(L, index) ? "true" : "false");
    case LUA_TNUMBER:
        if (!lua_isinteger(L, index)) return cls_push_number_text(L, lua_tonumber(L, index));
        return lua_pushfstring(L, "%I", lua_tointeger(L, index));
    case LUA_TSTRING: {
        size_t length;
        const char *text = lua_tolstring(L, index, &length);
        enum { MOST = 60 };
        if (length <= MOST) return lua_pushfstring(L, "'%s'", text);
        lua_pushlstring(L, text, MOST);
        return lua_pushfstring(L, "'%s…'", lua_tostring(L, -1));
    }
    default: break;
    }
    const cls_vector *vector = cls_to_vector(L, index);
    if (vector) return cls_push_vector_name(L, vector);
    return lua_pushfstring(L, "a %s", luaL_typename(L, index));
}

/// Writes the value on top, number `position` of a result.
static void write_number(lua_State *L, int position, int function, const char *callback) {
    const double number = lua_tonumber(L, -1);
    if (lua_type(L, -1) != LUA_TNUMBER || !(number - number == 0))
        cls_refuse_result(L, function, callback, "value %d must be a finite number, got %s", position,
                          cls_push_value_text(L, -1));
    lua_pushnumber(L, number);
    cls_write_value(L, -1);
    lua_pop(L, 2);
}

void cls_write_numbers(lua_State *L, int function, const char *callback) {
    const int first = function + 1;
    cls_of(L)->outgoing.count = 0;
    luaL_checkstack(L, 8, "too many values");
    int count = lua_gettop(L) - function;
    const bool is_list = count == 1 && lua_type(L, first) == LUA_TTABLE;
    if (is_list) count = (int)lua_rawlen(L, first);
    if (count == 0) cls_refuse_result(L, function, callback, "must return numbers or a list of them, got nothing");
    for (int position = 1; position <= count; position++) {
        if (is_list) lua_rawgeti(L, first, position);
        else lua_pushvalue(L, function + position);
        write_number(L, position, function, callback);
    }
}
