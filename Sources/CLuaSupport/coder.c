/// Encoders and decoders that scripts write: observations to bits, and outputs to actions.
#include "lanes.h"
#include "vectors.h"

#include <string.h>

enum { METHOD_CODE = PLACE_METHODS, METHOD_RESET };

/// Stack of a body: its argument, the group's table, the method, and from 4 on what it works with.
enum { ARGUMENT = 1, GROUP, METHOD, FIRST };

typedef struct {
    cls_lanes *lanes;
    int32_t lane;
    const void *stream;
} beginning;

static int reset(lua_State *L) {
    const beginning *argument = lua_touserdata(L, ARGUMENT);
    cls_lanes *lanes = argument->lanes;
    cls_renew_lane(L, lanes, argument->lane, argument->stream);
    if (lua_rawgeti(L, GROUP, METHOD_RESET) == LUA_TNIL) return 0;
    lua_rawgeti(L, GROUP, cls_object_place(argument->lane));
    lua_rawgeti(L, GROUP, cls_stream_place(lanes, argument->lane));
    cls_begin_lane(L, lanes, argument->lane, "reset");
    lua_call(L, 2, 0);
    return 0;
}

cls_status cls_reset_coder(cls_lanes *lanes, int32_t lane, const void *stream) {
    return cls_protect_lanes(lanes, reset, &(beginning){lanes, lane, stream});
}

typedef struct {
    const void *context;
    int32_t lanes;
} call;

static void clear(lua_State *L, int index, int32_t count) {
    for (int32_t position = 1; position <= count; position++) {
        lua_pushinteger(L, 0);
        lua_rawseti(L, index, position);
    }
}

/// The bits of the table at `index`: 0 or false, 1 or true.
static void read_bits(lua_State *L, int index, const cls_encoder *encoder, int32_t lane) {
    uint64_t *row = encoder->bits + (size_t)lane * encoder->stride, word = 0;
    for (int32_t position = 0; position < encoder->bit_count; position++) {
        const int type = lua_rawgeti(L, index, position + 1);
        const lua_Number number = type == LUA_TNUMBER ? lua_tonumber(L, -1) : lua_toboolean(L, -1);
        if ((type != LUA_TNUMBER && type != LUA_TBOOLEAN) || (number != 0 && number != 1))
            cls_refuse_result(L, METHOD, "encode", "bits[%d] must be 0 or 1, got %s", position + 1,
                              cls_push_value_text(L, -1));
        lua_pop(L, 1);
        word |= (uint64_t)(number != 0) << (position % 64);
        if (position % 64 != 63) continue;
        *row++ = word;
        word = 0;
    }
    if (encoder->bit_count % 64 != 0) *row = word;
    if (lua_rawgeti(L, index, encoder->bit_count + 1) != LUA_TNIL)
        cls_refuse_result(L, METHOD, "encode", "there must be %d bits, got %I", encoder->bit_count,
                          (LUAI_UACINT)lua_rawlen(L, index));
    lua_pop(L, 1);
}

/// The bits of a vector in the place of a list; false if it is none that fits.
static bool read_vector(lua_State *L, int index, const cls_encoder *encoder, int32_t lane) {
    const cls_vector *vector = cls_to_vector(L, index);
    if (vector == NULL || vector->kind != CLS_BITS || vector->count != (size_t)encoder->bit_count) return false;
    memcpy(encoder->bits + (size_t)lane * encoder->stride, vector->data, cls_vector_bytes(vector));
    return true;
}

static int encode(lua_State *L) {
    enum { BITS = FIRST, RESULT };
    const call *argument = lua_touserdata(L, ARGUMENT);
    const cls_encoder *encoder = argument->context;
    cls_lanes *lanes = encoder->lanes;
    lua_rawgeti(L, GROUP, METHOD_CODE);
    for (int32_t lane = cls_take_first_lane(lanes); lane < argument->lanes; lane++) {
        lua_rawgeti(L, GROUP, cls_scratch_place(lanes, SCRATCH_ACTION, lane));
        clear(L, BITS, encoder->bit_count);
        cls_begin_lane(L, lanes, lane, "encode");
        lua_pushvalue(L, METHOD);
        lua_rawgeti(L, GROUP, cls_object_place(lane));
        cls_push_observation(L, lanes, &encoder->observations, lane);
        lua_pushvalue(L, BITS);
        lua_call(L, 3, 1);
        const int type = lua_type(L, RESULT);
        if (type == LUA_TNIL || type == LUA_TTABLE) read_bits(L, type == LUA_TTABLE ? RESULT : BITS, encoder, lane);
        else if (!read_vector(L, RESULT, encoder, lane))
            cls_refuse_result(L, METHOD, "encode", "must fill 'bits', or return %d bits, got %s", encoder->bit_count,
                              cls_push_value_text(L, RESULT));
        lua_settop(L, METHOD);
    }
    return 0;
}

int32_t cls_encode(const void *context, int32_t lanes) {
    const cls_encoder *encoder = context;
    return cls_protect_lanes(encoder->lanes, encode, &(call){context, lanes}) != CLS_OK;
}

static void push_outputs(lua_State *L, const cls_decoder *decoder, int32_t lane) {
    const size_t first = (size_t)lane * (size_t)decoder->output_count;
    lua_rawgeti(L, GROUP, cls_scratch_place(decoder->lanes, SCRATCH_OBSERVATION, lane));
    for (int32_t position = 0; position < decoder->output_count; position++) {
        if (decoder->integers) lua_pushinteger(L, decoder->integers[first + (size_t)position]);
        else lua_pushnumber(L, decoder->floats[first + (size_t)position]);
        lua_rawseti(L, -2, position + 1);
    }
}

static int decode(lua_State *L) {
    const call *argument = lua_touserdata(L, ARGUMENT);
    const cls_decoder *decoder = argument->context;
    const cls_result result = {.function = METHOD, .callback = "decode", .what = "action", .space = decoder->space};
    luaL_checkstack(L, CLS_READ_ROOM + 8, "too many values");
    lua_rawgeti(L, GROUP, METHOD_CODE);
    for (int32_t lane = cls_take_first_lane(decoder->lanes); lane < argument->lanes; lane++) {
        cls_begin_lane(L, decoder->lanes, lane, "decode");
        lua_pushvalue(L, METHOD);
        lua_rawgeti(L, GROUP, cls_object_place(lane));
        push_outputs(L, decoder, lane);
        lua_call(L, 2, 1);
        float chosen;
        const bool is_discrete = decoder->space.kind == CLS_DISCRETE;
        float *into = is_discrete ? &chosen : decoder->real + (size_t)lane * (size_t)decoder->space.count;
        cls_read_result(L, FIRST, &result, into, 1);
        if (is_discrete) decoder->discrete[lane] = (int32_t)chosen;
        lua_settop(L, METHOD);
    }
    return 0;
}

int32_t cls_decode(const void *context, int32_t lanes) {
    const cls_decoder *decoder = context;
    return cls_protect_lanes(decoder->lanes, decode, &(call){context, lanes}) != CLS_OK;
}
