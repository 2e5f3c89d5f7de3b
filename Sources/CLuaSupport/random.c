#pragma STDC FP_CONTRACT OFF // draws have the same bits where products and sums could be fused
/// Streams of random numbers: `math.random`, and the `random` that callbacks are given. The same arguments and draws
/// give the same numbers everywhere.
#include "internal.h"

#include <stdlib.h>
#include <string.h>

void cls_set_stream(cls_state *state, const void *words) {
    state->stream = NULL;
    if (words == NULL) return;
    if (state->own_stream == NULL) state->own_stream = calloc(1, sizeof(cls_stream) + state->host.streams.size);
    if (state->own_stream == NULL) return;
    state->own_stream->is_bound = false;
    memcpy(state->own_stream->words, words, state->host.streams.size);
    state->stream = state->own_stream;
}

cls_stream *cls_push_stream(lua_State *L, const void *words) {
    size_t size = cls_of(L)->host.streams.size;
    cls_stream *stream = lua_newuserdatauv(L, sizeof *stream + size, 0);
    stream->is_bound = true;
    memcpy(stream->words, words, size);
    lua_rawgetp(L, LUA_REGISTRYINDEX, &cls_key_random);
    lua_setmetatable(L, -2);
    return stream;
}

uint64_t cls_draw(lua_State *L, cls_stream *stream) {
    if (stream == NULL) cls_fail(L, "math.random has no stream here; draw from the 'random' that callbacks are given");
    return cls_of(L)->host.streams.next(stream->words);
}

/// A number in 0 ..< 1, a multiple of 2^-53.
static double draw_fraction(lua_State *L, cls_stream *stream) { return (double)(cls_draw(L, stream) >> 11) * 0x1p-53; }

double cls_draw_uniform(lua_State *L, cls_stream *stream, double low, double high) {
    const double draw = draw_fraction(L, stream), width = high - low;
    // The widest intervals have no finite width.
    return width - width == 0 ? low + width * draw : low * (1 - draw) + high * draw;
}

double cls_draw_normal(lua_State *L, cls_stream *stream, double mean, double deviation) {
    return mean + deviation * cls_of(L)->host.streams.normal(stream->words);
}

/// A number of 0 ... limit: draws above the largest multiple of the range are drawn again.
static uint64_t draw_up_to(lua_State *L, cls_stream *stream, uint64_t limit) {
    if (limit == UINT64_MAX) return cls_draw(L, stream);
    uint64_t range = limit + 1, excess = (UINT64_MAX % range + 1) % range, word;
    do word = cls_draw(L, stream);
    while (word > UINT64_MAX - excess);
    return word % range;
}

/// The integer at `index`; what precedes `first` is the stream, which its caller does not count.
static lua_Integer check_integer(lua_State *L, int index, int first, const char *name) {
    int is_integer;
    lua_Integer integer = lua_tointegerx(L, index, &is_integer);
    if (is_integer) return integer;
    if (first == 1) return luaL_checkinteger(L, index);
    return cls_fail(L, "%s: argument %d must be an integer, got a %s", name, index - first + 1,
                    lua_type(L, index) == LUA_TNUMBER ? "fraction" : lua_typename(L, lua_type(L, index)));
}

/// As Lua's `math.random`, with the arguments from index `first` on.
static int push_draw(lua_State *L, cls_stream *stream, int first, const char *name) {
    lua_Integer low = 1, high;
    int count = lua_gettop(L) - first + 1;
    switch (count) {
    case 0: lua_pushnumber(L, draw_fraction(L, stream)); return 1;
    case 1:
        high = check_integer(L, first, first, name);
        if (high == 0) {
            lua_pushinteger(L, (lua_Integer)cls_draw(L, stream));
            return 1;
        }
        break;
    case 2:
        low = check_integer(L, first, first, name);
        high = check_integer(L, first + 1, first, name);
        break;
    default: return cls_fail(L, "%s takes at most 2 arguments, got %d", name, count);
    }
    if (low > high) return cls_fail(L, "%s: the interval from %I to %I is empty", name, low, high);
    lua_pushinteger(L, (lua_Integer)((uint64_t)low + draw_up_to(L, stream, (uint64_t)high - (uint64_t)low)));
    return 1;
}

/// `math.random(…)`: what runs has a stream, or drawing is an error.
int cls_random(lua_State *L) { return push_draw(L, cls_of(L)->stream, 1, "math.random"); }

int cls_randomseed(lua_State *L) {
    cls_state *state = cls_of(L);
    if (lua_isnoneornil(L, 1)) return cls_fail(L, "math.randomseed needs a number: draws never depend on the clock");
    lua_Number number = luaL_checknumber(L, 1);
    int is_integer;
    lua_Integer integer = lua_tointegerx(L, 1, &is_integer);
    union {
        lua_Number number;
        uint64_t bits;
    } pun = {number};
    bool is_loading = state->stream != NULL && state->stream == state->own_stream;
    if (!is_loading ||
        !state->host.reseed(state->host.context, is_integer ? (uint64_t)integer : pun.bits, state->stream->words))
        return cls_fail(L, "math.randomseed has no stream here; random numbers come from the run's seed");
    return 0;
}

cls_stream *cls_to_stream(lua_State *L, int index) {
    if (lua_type(L, index) != LUA_TUSERDATA || !lua_getmetatable(L, index)) return NULL;
    lua_rawgetp(L, LUA_REGISTRYINDEX, &cls_key_random);
    bool is_stream = lua_rawequal(L, -1, -2);
    lua_pop(L, 2);
    return is_stream ? lua_touserdata(L, index) : NULL;
}

void cls_check_bound(lua_State *L, const cls_stream *stream) {
    if (stream->is_bound && stream != cls_of(L)->stream) cls_fail(L, "random: this stream belongs to another episode");
}

/// The stream that a method was called on.
static cls_stream *check_stream(lua_State *L, const char *method) {
    cls_stream *stream = cls_to_stream(L, 1);
    if (stream == NULL) cls_fail(L, "random: call it with a colon: random:%s(…)", method);
    cls_check_bound(L, stream);
    return stream;
}

/// A finite number, or `standard` if none is given.
static double check_finite(lua_State *L, int index, double standard, const char *method, const char *name) {
    if (lua_isnoneornil(L, index)) return standard;
    if (lua_type(L, index) != LUA_TNUMBER)
        cls_fail(L, "random:%s: %s must be a number, got a %s", method, name, luaL_typename(L, index));
    double number = lua_tonumber(L, index);
    if (!(number - number == 0)) cls_fail(L, "random:%s: %s must be finite, got %f", method, name, number);
    return number;
}

static int call(lua_State *L) { return push_draw(L, check_stream(L, "uniform"), 2, "random"); }

static int uniform(lua_State *L) {
    cls_stream *stream = check_stream(L, "uniform");
    double low = check_finite(L, 2, 0, "uniform", "low"), high = check_finite(L, 3, 1, "uniform", "high");
    if (low > high) return cls_fail(L, "random:uniform: the interval from %f to %f is empty", low, high);
    lua_pushnumber(L, cls_draw_uniform(L, stream, low, high));
    return 1;
}

static int normal(lua_State *L) {
    cls_stream *stream = check_stream(L, "normal");
    double mean = check_finite(L, 2, 0, "normal", "mean"), deviation = check_finite(L, 3, 1, "normal", "deviation");
    if (deviation < 0) return cls_fail(L, "random:normal: deviation must be >= 0, got %f", deviation);
    lua_pushnumber(L, cls_draw_normal(L, stream, mean, deviation));
    return 1;
}

void cls_define_random(lua_State *L) {
    static const luaL_Reg methods[] = {{"normal", normal}, {"uniform", uniform}, {NULL, NULL}};
    lua_createtable(L, 0, 4);
    luaL_newlib(L, methods);
    cls_freeze(L, "random", true);
    lua_setfield(L, -2, "__index");
    lua_pushcfunction(L, call);
    lua_setfield(L, -2, "__call");
    lua_pushliteral(L, "random stream");
    lua_setfield(L, -2, "__name");
    lua_pushboolean(L, 0);
    lua_setfield(L, -2, "__metatable");
    lua_rawsetp(L, LUA_REGISTRYINDEX, &cls_key_random);
}
