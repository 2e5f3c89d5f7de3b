/// What all vectors share: making them, arguments of their methods, reading and writing by position.
#include "vectors.h"

#include <stdio.h>
#include <string.h>

#include "lanes.h"
#include "value.h"

static const char *const names[CLS_VECTOR_KINDS] = {"floats", "bits", "matrix"};
/// What a value of each kind is called.
static const char *const units[CLS_VECTOR_KINDS] = {"value", "bit", "value"};
/// Registry keys of the metatables: their addresses.
static const char metatable_keys[CLS_VECTOR_KINDS];

size_t cls_vector_bytes(const cls_vector *vector) {
    return 8 * (vector->kind == CLS_BITS ? cls_word_count(vector->count) : vector->count);
}

cls_vector *cls_push_vector(lua_State *L, cls_vector_kind kind, size_t rows, size_t columns) {
    cls_vector shape = {.kind = kind, .count = rows * columns, .rows = rows, .columns = columns};
    cls_vector *vector = lua_newuserdatauv(L, sizeof shape + cls_vector_bytes(&shape), 0);
    *vector = shape;
    lua_rawgetp(L, LUA_REGISTRYINDEX, &metatable_keys[kind]);
    lua_setmetatable(L, -2);
    return vector;
}

void *cls_push_scratch(lua_State *L, size_t count, size_t size) { return lua_newuserdatauv(L, count * size, 0); }

cls_vector *cls_to_vector(lua_State *L, int index) {
    if (lua_type(L, index) != LUA_TUSERDATA || !lua_getmetatable(L, index)) return NULL;
    bool is_vector = lua_rawgetp(L, -1, &cls_key_vector) == LUA_TBOOLEAN;
    lua_pop(L, 2);
    return is_vector ? lua_touserdata(L, index) : NULL;
}

static const char *push_count(lua_State *L, size_t count, const char *unit) {
    return lua_pushfstring(L, "%I %s%s", (lua_Integer)count, unit, count == 1 ? "" : "s");
}

const char *cls_push_vector_name(lua_State *L, const cls_vector *vector) {
    if (vector->kind == CLS_MATRIX)
        return lua_pushfstring(L, "a matrix of %I x %I values", (lua_Integer)vector->rows,
                               (lua_Integer)vector->columns);
    if (vector->kind == CLS_BITS) return lua_pushfstring(L, "%s", push_count(L, vector->count, "bit"));
    return lua_pushfstring(L, "floats of %s", push_count(L, vector->count, "value"));
}

// Arguments

cls_vector *cls_check_self(lua_State *L, cls_vector_kind kind, const char *method) {
    cls_vector *self = cls_to_vector(L, 1);
    if (self == NULL || self->kind != kind)
        cls_fail(L, "%s: call it with a colon: %c:%s(…)", names[kind], "vbm"[kind], strchr(method, ':') + 1);
    return self;
}

static void refuse_read_only(lua_State *L, const cls_vector *self) {
    if (self->is_read_only) cls_fail(L, "%s: read-only here; copy it", names[self->kind]);
}

cls_vector *cls_check_changeable(lua_State *L, cls_vector_kind kind, const char *method) {
    cls_vector *self = cls_check_self(L, kind, method);
    refuse_read_only(L, self);
    return self;
}

cls_vector *cls_check_vector(lua_State *L, int index, cls_vector_kind kind, const char *method, const char *name) {
    cls_vector *vector = cls_to_vector(L, index);
    if (vector == NULL || vector->kind != kind)
        cls_fail(L, "%s: %s must be made by genome.%s, got %s", method, name, names[kind],
                 cls_push_value_text(L, index));
    return vector;
}

static void check_length(lua_State *L, const cls_vector *vector, size_t count, const char *method, const char *name) {
    if (vector->count != count)
        cls_fail(L, "%s: %s must have %s, got %I", method, name, push_count(L, count, units[vector->kind]),
                 (lua_Integer)vector->count);
}

cls_vector *cls_check_like(lua_State *L, int index, const cls_vector *self, const char *method, const char *name) {
    cls_vector *vector = cls_check_vector(L, index, self->kind, method, name);
    if (self->kind != CLS_MATRIX) check_length(L, vector, self->count, method, name);
    else if (vector->rows != self->rows || vector->columns != self->columns)
        cls_fail(L, "%s: %s must be %I x %I, got %I x %I", method, name, (lua_Integer)self->rows,
                 (lua_Integer)self->columns, (lua_Integer)vector->rows, (lua_Integer)vector->columns);
    return vector;
}

cls_vector *cls_check_floats(lua_State *L, int index, size_t count, const char *method, const char *name) {
    cls_vector *vector = cls_check_vector(L, index, CLS_FLOATS, method, name);
    check_length(L, vector, count, method, name);
    return vector;
}

double cls_check_finite(lua_State *L, int index, const char *method, const char *name) {
    double number = lua_tonumber(L, index);
    if (lua_type(L, index) != LUA_TNUMBER || !(number - number == 0))
        cls_fail(L, "%s: %s must be a finite number, got %s", method, name, cls_push_value_text(L, index));
    return number;
}

size_t cls_check_count(lua_State *L, int index, size_t low, size_t high, const char *method, const char *name) {
    int is_integer = 0;
    lua_Integer count = lua_type(L, index) == LUA_TNUMBER ? lua_tointegerx(L, index, &is_integer) : 0;
    if (!is_integer || count < (lua_Integer)low || count > (lua_Integer)high)
        cls_fail(L, "%s: %s must be an integer from %I to %I, got %s", method, name, (lua_Integer)low,
                 (lua_Integer)high, cls_push_value_text(L, index));
    return (size_t)count;
}

size_t cls_push_list(lua_State *L, int index, const char *name) {
    cls_push_backing(L, index);
    int list = lua_gettop(L);
    lua_Unsigned count = lua_rawlen(L, list), visited = 0;
    lua_pushnil(L);
    while (lua_next(L, list)) {
        lua_pop(L, 1);
        int is_integer = 0;
        lua_Integer key = lua_type(L, -1) == LUA_TNUMBER ? lua_tointegerx(L, -1, &is_integer) : 0;
        if (!is_integer || key < 1 || (lua_Unsigned)key > count)
            cls_fail(L, "%s: values are numbered from 1 without a gap, got the key %s", name,
                     cls_push_value_text(L, -1));
        visited++;
    }
    if (visited < count) // a border that is not the only one
        for (lua_Unsigned place = 1; place <= count; place++, lua_pop(L, 1))
            if (lua_rawgeti(L, list, (lua_Integer)place) == LUA_TNIL)
                cls_fail(L, "%s: values are numbered from 1 without a gap, got nil at %I", name, (lua_Integer)place);
    if (count > CLS_MOST_VALUES) cls_fail(L, "%s: more than %d values", name, CLS_MOST_VALUES);
    return (size_t)count;
}

bool cls_read_bit(lua_State *L, int index, bool *bit) {
    int type = lua_type(L, index);
    if (type == LUA_TBOOLEAN) *bit = lua_toboolean(L, index);
    double number = type == LUA_TNUMBER ? lua_tonumber(L, index) : -1;
    if (type == LUA_TNUMBER) *bit = number == 1;
    return type == LUA_TBOOLEAN || number == 0 || number == 1;
}

cls_stream *cls_check_stream_argument(lua_State *L, int index, const char *method) {
    cls_stream *stream = cls_to_stream(L, index);
    if (stream == NULL)
        cls_fail(L, "%s: random must be the random stream that callbacks are given, got %s", method,
                 cls_push_value_text(L, index));
    cls_check_bound(L, stream);
    return stream;
}

// Long work

bool cls_begin_work(lua_State *L, double operations) {
    atomic_bool *is_in_host = &cls_of(L)->is_in_host;
    static const double little = 0x1p22; // a few milliseconds
    if (operations < little) return atomic_load_explicit(is_in_host, memory_order_relaxed);
    return atomic_exchange_explicit(is_in_host, true, memory_order_relaxed);
}

void cls_end_work(lua_State *L, bool was_in_host) {
    atomic_store_explicit(&cls_of(L)->is_in_host, was_in_host, memory_order_relaxed);
}

// What every kind does

static void push_element(lua_State *L, cls_vector *vector, size_t place) {
    if (vector->kind == CLS_BITS) lua_pushinteger(L, cls_bit(vector, place));
    else lua_pushnumber(L, cls_numbers(vector)[place]);
}

/// The place, from 0, that the key at index 2 names.
static size_t check_place(lua_State *L, const cls_vector *self) {
    const char *name = names[self->kind];
    if (self->kind == CLS_MATRIX) cls_fail(L, "matrix: a value has a row and a column: m:get(i, j), m:set(i, j, x)");
    int is_integer;
    lua_Integer position = lua_tointegerx(L, 2, &is_integer);
    if (!is_integer || lua_type(L, 2) != LUA_TNUMBER)
        cls_fail(L, "%s: a position must be an integer from 1 to %I, got %s", name, (lua_Integer)self->count,
                 cls_push_value_text(L, 2));
    if (position < 1) cls_fail(L, "%s[%I]: positions count from 1", name, position);
    if ((lua_Unsigned)position > self->count)
        cls_fail(L, "%s[%I]: there %s %s", name, position, self->count == 1 ? "is" : "are",
                 push_count(L, self->count, units[self->kind]));
    return (size_t)position - 1;
}

/// Upvalues: methods, name of the kind.
static int read_field(lua_State *L) {
    lua_settop(L, 2);
    cls_vector *self = lua_touserdata(L, 1);
    if (lua_type(L, 2) != LUA_TSTRING) {
        push_element(L, self, check_place(L, self));
        return 1;
    }
    lua_pushvalue(L, 2);
    if (lua_rawget(L, lua_upvalueindex(1)) != LUA_TNIL) return 1;
    return cls_refuse_name(L, lua_upvalueindex(2), lua_upvalueindex(1));
}

static int write_field(lua_State *L) {
    lua_settop(L, 3);
    cls_vector *self = lua_touserdata(L, 1);
    refuse_read_only(L, self);
    size_t place = check_place(L, self);
    lua_Integer position = (lua_Integer)place + 1;
    if (self->kind == CLS_BITS) {
        bool bit;
        if (!cls_read_bit(L, 3, &bit))
            return cls_fail(L, "bits[%I]: must be 0, 1, false or true, got %s", position, cls_push_value_text(L, 3));
        cls_set_bit(self, place, bit);
        return 0;
    }
    double number = lua_tonumber(L, 3);
    if (lua_type(L, 3) != LUA_TNUMBER || !(number - number == 0))
        return cls_fail(L, "floats[%I]: must be a finite number, got %s", position, cls_push_value_text(L, 3));
    cls_numbers(self)[place] = number;
    return 0;
}

static int length(lua_State *L) {
    const cls_vector *self = lua_touserdata(L, 1);
    lua_pushinteger(L, (lua_Integer)self->count);
    return 1;
}

/// Iterator over a vector: position and value.
static int next_value(lua_State *L) {
    cls_vector *vector = cls_to_vector(L, 1);
    int is_integer;
    lua_Integer position = lua_tointegerx(L, 2, &is_integer);
    if (vector == NULL || vector->kind == CLS_MATRIX || !is_integer || position < 0)
        return cls_fail(L, "ipairs: an iterator of vectors called with other arguments");
    if ((lua_Unsigned)position >= vector->count) return lua_pushnil(L), 1;
    lua_pushinteger(L, position + 1);
    push_element(L, vector, (size_t)position);
    return 2;
}

static int push_iteration(lua_State *L, lua_CFunction next) {
    lua_pushcfunction(L, next);
    lua_pushvalue(L, 1);
    lua_pushinteger(L, 0);
    return 3;
}

static int pairs(lua_State *L) { return push_iteration(L, next_value); }

/// As Lua's own.
static int next_entry(lua_State *L) {
    lua_Integer position = (lua_Integer)((lua_Unsigned)luaL_checkinteger(L, 2) + 1);
    lua_pushinteger(L, position);
    return lua_geti(L, 1, position) == LUA_TNIL ? 1 : 2;
}

int cls_ipairs(lua_State *L) {
    luaL_checkany(L, 1);
    const cls_vector *vector = cls_to_vector(L, 1);
    if (vector && vector->kind == CLS_MATRIX)
        return cls_fail(L, "ipairs: a matrix has rows and columns; visit m:row(i)");
    return push_iteration(L, vector ? next_value : next_entry);
}

int cls_copy_vector(lua_State *L) {
    const cls_vector *self = cls_to_vector(L, 1);
    if (self == NULL) return cls_fail(L, "copy: call it with a colon: v:copy()");
    cls_vector *copy = cls_push_vector(L, self->kind, self->rows, self->columns);
    memcpy(copy->data, self->data, cls_vector_bytes(self));
    return 1;
}

static void add_number(luaL_Buffer *text, double number) {
    char digits[32];
    int count = snprintf(digits, sizeof digits, number == number ? "%.6g" : "nan", number);
    luaL_addlstring(text, digits, (size_t)count);
}

/// The shape, and as many of the values as fit a line.
static int describe(lua_State *L) {
    enum { NUMBERS_SHOWN = 8, BITS_SHOWN = 64 };
    cls_vector *self = lua_touserdata(L, 1);
    luaL_Buffer text;
    luaL_buffinit(L, &text);
    if (self->kind == CLS_MATRIX)
        lua_pushfstring(L, "matrix(%I, %I):", (lua_Integer)self->rows, (lua_Integer)self->columns);
    else lua_pushfstring(L, "%s(%I):", names[self->kind], (lua_Integer)self->count);
    luaL_addvalue(&text);
    size_t shown = self->kind == CLS_BITS ? BITS_SHOWN : NUMBERS_SHOWN;
    for (size_t place = 0; place < self->count && place < shown; place++) {
        if (self->kind == CLS_BITS) {
            if (place == 0) luaL_addchar(&text, ' ');
            luaL_addchar(&text, cls_bit(self, place) ? '1' : '0');
            continue;
        }
        if (place > 0) luaL_addchar(&text, place % self->columns == 0 ? ';' : ',');
        luaL_addchar(&text, ' ');
        add_number(&text, cls_numbers(self)[place]);
    }
    if (self->count > shown) luaL_addstring(&text, self->kind == CLS_BITS ? "…" : ", …");
    if (self->count == 0) luaL_addstring(&text, " none");
    luaL_pushresult(&text);
    return 1;
}

static void define(lua_State *L, cls_vector_kind kind, const luaL_Reg *methods) {
    lua_newtable(L);
    lua_newtable(L);
    luaL_setfuncs(L, methods, 0);
    lua_pushcfunction(L, cls_copy_vector);
    lua_setfield(L, -2, "copy");
    lua_pushstring(L, names[kind]);
    lua_pushcclosure(L, read_field, 2);
    lua_setfield(L, -2, "__index");
    lua_pushcfunction(L, write_field);
    lua_setfield(L, -2, "__newindex");
    if (kind != CLS_MATRIX) {
        lua_pushcfunction(L, length);
        lua_setfield(L, -2, "__len");
        lua_pushcfunction(L, pairs);
        lua_setfield(L, -2, "__pairs");
    }
    lua_pushcfunction(L, describe);
    lua_setfield(L, -2, "__tostring");
    lua_pushstring(L, names[kind]);
    lua_setfield(L, -2, "__name");
    lua_pushboolean(L, 0);
    lua_setfield(L, -2, "__metatable");
    lua_pushboolean(L, 1);
    lua_rawsetp(L, -2, &cls_key_vector);
    lua_rawsetp(L, LUA_REGISTRYINDEX, &metatable_keys[kind]);
}

void cls_define_vectors(lua_State *L) {
    define(L, CLS_FLOATS, cls_floats_methods);
    define(L, CLS_BITS, cls_bits_methods);
    define(L, CLS_MATRIX, cls_matrix_methods);
}
