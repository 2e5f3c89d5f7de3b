/// Lua to bytes. Raw access only, tables in Lua's own order (Swift sorts them), cycles and depth refused.
#include "value.h"
#include "vectors.h"

#include <string.h>

/// Gives back the references to functions that were written: nobody will read them. Of the last value a part may lack.
static void release_functions(lua_State *L) {
    const cls_buffer *buffer = &cls_of(L)->outgoing;
    lua_rawgetp(L, LUA_REGISTRYINDEX, &cls_key_references);
    for (size_t at = 0; at < buffer->count;) {
        uint8_t tag = buffer->bytes[at++];
        static const uint8_t words_after[TAG_COUNT] = {
            [TAG_INTEGER] = 1, [TAG_NUMBER] = 1, [TAG_STRING] = 1, [TAG_HANDLE] = 2, [TAG_FUNCTION] = 1,
            [TAG_OBJECT] = 1,  [TAG_FLOATS] = 1, [TAG_BITS] = 1,   [TAG_MATRIX] = 2,
        };
        uint64_t words[2] = {0, 1};
        size_t size = 8 * (size_t)words_after[tag];
        if (buffer->count - at < size) break;
        memcpy(words, buffer->bytes + at, size);
        at += size;
        if (tag == TAG_FUNCTION || tag == TAG_OBJECT) luaL_unref(L, -1, (int)words[0]);
        uint64_t bytes = 0;
        if (tag == TAG_STRING) bytes = words[0];
        if (tag == TAG_FLOATS || tag == TAG_MATRIX) bytes = 8 * words[0] * words[1];
        if (tag == TAG_BITS) bytes = 8 * cls_word_count(words[0]);
        if (buffer->count - at < bytes) break;
        at += bytes;
    }
    lua_pop(L, 1);
}

/// Raises the message on top, behind the line of the script and the name of the function that it called.
static void raise_refusal(lua_State *L) {
    release_functions(L);
    cls_of(L)->outgoing.count = 0;
    lua_Debug called;
    const char *name = NULL;
    if (lua_getstack(L, 0, &called) && lua_getinfo(L, "n", &called)) name = called.name;
    bool is_metamethod = name && strcmp(called.namewhat, "metamethod") == 0;
    if (is_metamethod) name = strcmp(name, "index") == 0 ? "reading a field" : "setting a field";
    cls_push_place(L, cls_caller_level(L));
    lua_pushfstring(L, name ? "%s: " : "", name);
    lua_pushvalue(L, -3);
    lua_concat(L, 3);
    lua_error(L);
}

static void refuse(lua_State *L, const char *format, int number) {
    lua_pushfstring(L, format, number);
    raise_refusal(L);
}

static void refuse_key(lua_State *L, int type) {
    lua_pushfstring(L, "a table's keys must be strings, numbers or booleans, got a %s", lua_typename(L, type));
    raise_refusal(L);
}

static void append(lua_State *L, const void *bytes, size_t count) {
    cls_buffer *buffer = &cls_of(L)->outgoing;
    if (count > MAXIMUM_BYTES - buffer->count)
        refuse(L, "a value of more than %d MB cannot be handed over", MAXIMUM_BYTES >> 20);
    if (!cls_append(buffer, bytes, count)) refuse(L, "not enough memory for a value of %d bytes", (int)count);
}

void cls_write_tag(lua_State *L, uint8_t tag) { append(L, &tag, 1); }

void cls_write_boolean(lua_State *L, bool boolean) { cls_write_tag(L, boolean ? TAG_TRUE : TAG_FALSE); }

static void write_word(lua_State *L, uint8_t tag, const void *word) {
    cls_write_tag(L, tag);
    append(L, word, 8);
}

void cls_write_integer(lua_State *L, int64_t integer) { write_word(L, TAG_INTEGER, &integer); }

void cls_write_string(lua_State *L, const char *bytes, size_t count) {
    uint64_t length = count;
    write_word(L, TAG_STRING, &length);
    append(L, bytes, count);
}

cls_handle *cls_to_handle(lua_State *L, int index) {
    if (lua_type(L, index) != LUA_TUSERDATA || !lua_getmetatable(L, index)) return NULL;
    bool is_handle = lua_rawgetp(L, -1, &cls_key_handle) == LUA_TBOOLEAN;
    lua_pop(L, 2);
    return is_handle ? lua_touserdata(L, index) : NULL;
}

static void write_vector(lua_State *L, const cls_vector *vector) {
    static const uint8_t tags[CLS_VECTOR_KINDS] = {TAG_FLOATS, TAG_BITS, TAG_MATRIX};
    uint64_t count = vector->count, rows = vector->rows, columns = vector->columns;
    if (vector->kind == CLS_MATRIX) {
        write_word(L, TAG_MATRIX, &rows);
        append(L, &columns, 8);
    } else {
        write_word(L, tags[vector->kind], &count);
    }
    append(L, vector->data, cls_vector_bytes(vector));
}

void cls_write_type(lua_State *L, int index) {
    const char *name = luaL_typename(L, index);
    cls_write_tag(L, TAG_OTHER);
    cls_write_string(L, name, strlen(name));
}

/// One reference for each mention: whoever reads the bytes owns it.
static void write_reference(lua_State *L, uint8_t tag, int index) {
    lua_rawgetp(L, LUA_REGISTRYINDEX, &cls_key_references);
    lua_pushvalue(L, index);
    int64_t reference = luaL_ref(L, -2);
    lua_pop(L, 1);
    write_word(L, tag, &reference);
}

/// Whether a table is more than data: its values are methods, or its metatable gives it some.
static bool is_object(lua_State *L, int index) {
    if (lua_getmetatable(L, index)) {
        bool is_ours = lua_rawgetp(L, -1, &cls_key_ours) != LUA_TNIL;
        lua_pop(L, 2);
        return !is_ours;
    }
    lua_pushnil(L);
    while (lua_next(L, index)) {
        bool is_method = lua_isfunction(L, -1);
        lua_pop(L, is_method ? 2 : 1);
        if (is_method) return true;
    }
    return false;
}

static void write_nested(lua_State *L, int index, const void **ancestors, int depth, bool is_argument) {
    switch (lua_type(L, index)) {
    case LUA_TNIL: cls_write_tag(L, TAG_NIL); return;
    case LUA_TBOOLEAN: cls_write_boolean(L, lua_toboolean(L, index)); return;
    case LUA_TNUMBER:
        if (lua_isinteger(L, index)) {
            cls_write_integer(L, lua_tointeger(L, index));
        } else {
            double number = lua_tonumber(L, index);
            write_word(L, TAG_NUMBER, &number);
        }
        return;
    case LUA_TSTRING: {
        size_t count;
        const char *bytes = lua_tolstring(L, index, &count);
        cls_write_string(L, bytes, count);
        return;
    }
    case LUA_TFUNCTION: write_reference(L, TAG_FUNCTION, index); return;
    case LUA_TUSERDATA: {
        const cls_vector *vector = cls_to_vector(L, index);
        if (vector) {
            write_vector(L, vector);
            return;
        }
        cls_handle *handle = cls_to_handle(L, index);
        if (handle == NULL) break;
        write_word(L, TAG_HANDLE, &handle->kind);
        append(L, &handle->index, 8);
        return;
    }
    case LUA_TTABLE: {
        luaL_checkstack(L, 8, "tables nested too deep");
        if (!is_argument && is_object(L, index)) {
            write_reference(L, TAG_OBJECT, index);
            return;
        }
        const void *identity = lua_topointer(L, index);
        for (int level = 0; level < depth; level++)
            if (ancestors[level] == identity) refuse(L, "a table that contains itself cannot be handed over", 0);
        if (depth == MAXIMUM_DEPTH) refuse(L, "tables nested more than %d deep cannot be handed over", MAXIMUM_DEPTH);
        ancestors[depth] = identity;
        cls_write_tag(L, TAG_TABLE);
        cls_push_backing(L, index);
        lua_pushnil(L);
        while (lua_next(L, -2)) {
            int key = lua_type(L, -2), top = lua_gettop(L);
            if (key != LUA_TSTRING && key != LUA_TNUMBER && key != LUA_TBOOLEAN) refuse_key(L, key);
            write_nested(L, top - 1, ancestors, depth + 1, false);
            write_nested(L, top, ancestors, depth + 1, false);
            lua_pop(L, 1);
        }
        lua_pop(L, 1);
        cls_write_tag(L, TAG_END);
        return;
    }
    default: break;
    }
    cls_write_type(L, index);
}

void cls_write_key(lua_State *L, int index) {
    if (lua_type(L, index) == LUA_TTABLE) cls_write_type(L, index);
    else cls_write_value(L, index);
}

void cls_write_value(lua_State *L, int index) {
    const void *ancestors[MAXIMUM_DEPTH];
    write_nested(L, lua_absindex(L, index), ancestors, 0, false);
}

void cls_write_argument(lua_State *L, int index) {
    const void *ancestors[MAXIMUM_DEPTH];
    write_nested(L, lua_absindex(L, index), ancestors, 0, true);
}
