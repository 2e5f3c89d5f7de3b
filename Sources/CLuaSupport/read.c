/// Bytes to Lua. The bytes are made by our own Swift code, so a malformed one is an invariant broken, not bad input.
#include "value.h"
#include "vectors.h"

#include <string.h>

typedef struct {
    const uint8_t *at, *end;
} reader;

static void take(lua_State *L, reader *source, void *into, size_t count) {
    if ((size_t)(source->end - source->at) < count) luaL_error(L, "malformed value from the host");
    memcpy(into, source->at, count);
    source->at += count;
}

static int64_t take_word(lua_State *L, reader *source) {
    int64_t word;
    take(L, source, &word, 8);
    return word;
}

static void push_string(lua_State *L, reader *source) {
    size_t count = (size_t)take_word(L, source);
    if ((size_t)(source->end - source->at) < count) luaL_error(L, "malformed value from the host");
    lua_pushlstring(L, (const char *)source->at, count);
    source->at += count;
}

static void push_handle(lua_State *L, reader *source) {
    cls_handle *handle = lua_newuserdatauv(L, sizeof *handle, 0);
    handle->kind = take_word(L, source);
    handle->index = take_word(L, source);
    lua_rawgetp(L, LUA_REGISTRYINDEX, &cls_key_kinds);
    lua_rawgeti(L, -1, handle->kind);
    lua_setmetatable(L, -3);
    lua_pop(L, 1);
}

static void push_vector(lua_State *L, reader *source, uint8_t tag) {
    size_t rows = tag == TAG_MATRIX ? (size_t)take_word(L, source) : 1, columns = (size_t)take_word(L, source);
    cls_vector_kind kind = tag == TAG_FLOATS ? CLS_FLOATS : tag == TAG_BITS ? CLS_BITS : CLS_MATRIX;
    cls_vector *vector = cls_push_vector(L, kind, rows, columns);
    take(L, source, vector->data, cls_vector_bytes(vector));
}

static void push_native_function(lua_State *L, reader *source) {
    static const lua_CFunction functions[] = {cls_floats, cls_bits, cls_matrix, cls_identity};
    int64_t number = take_word(L, source);
    if (number < 0 || (size_t)number >= sizeof functions / sizeof *functions)
        luaL_error(L, "malformed value from the host");
    lua_pushcfunction(L, functions[number]);
}

static void push_value(lua_State *L, reader *source);

static void push_table(lua_State *L, reader *source) {
    lua_newtable(L);
    while (source->at < source->end && *source->at != TAG_END) {
        push_value(L, source);
        push_value(L, source);
        lua_rawset(L, -3);
    }
    uint8_t tag;
    take(L, source, &tag, 1);
}

static const char *take_name(lua_State *L, reader *source) {
    uint8_t tag;
    take(L, source, &tag, 1);
    push_string(L, source);
    return lua_tostring(L, -1);
}

static void push_value(lua_State *L, reader *source) {
    luaL_checkstack(L, 8, "value too deep");
    uint8_t tag;
    take(L, source, &tag, 1);
    switch (tag) {
    case TAG_NIL: lua_pushnil(L); return;
    case TAG_FALSE: lua_pushboolean(L, 0); return;
    case TAG_TRUE: lua_pushboolean(L, 1); return;
    case TAG_INTEGER: lua_pushinteger(L, take_word(L, source)); return;
    case TAG_NUMBER: {
        double number;
        take(L, source, &number, 8);
        lua_pushnumber(L, number);
        return;
    }
    case TAG_STRING: push_string(L, source); return;
    case TAG_TABLE: push_table(L, source); return;
    case TAG_HANDLE: push_handle(L, source); return;
    case TAG_FUNCTION: cls_push_reference(L, take_word(L, source)); return;
    case TAG_HOST_FUNCTION: cls_push_host_function(L, take_word(L, source)); return;
    case TAG_FLOATS:
    case TAG_BITS:
    case TAG_MATRIX: push_vector(L, source, tag); return;
    case TAG_NATIVE_FUNCTION: push_native_function(L, source); return;
    case TAG_MODULE:
    case TAG_RECORD: {
        const char *name = take_name(L, source);
        push_table(L, source);
        if (tag == TAG_MODULE) cls_freeze(L, name, true);
        else cls_make_strict(L, name);
        lua_remove(L, -2);
        return;
    }
    default: luaL_error(L, "malformed value from the host");
    }
}

int cls_push_incoming(lua_State *L) {
    cls_buffer *incoming = &cls_of(L)->incoming;
    reader source = {incoming->bytes, incoming->bytes + incoming->count};
    int count = 0;
    for (; source.at < source.end; count++) push_value(L, &source);
    return count;
}
