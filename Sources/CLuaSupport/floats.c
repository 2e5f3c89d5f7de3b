/// `genome.floats`: numbers in double precision.
#include "vectors.h"

#include <string.h>

#include "lanes.h"

static int read_list(lua_State *L) {
    size_t count = cls_push_list(L, 1, "floats");
    int list = lua_gettop(L);
    double *numbers = cls_numbers(cls_push_vector(L, CLS_FLOATS, 1, count));
    for (size_t place = 0; place < count; place++, lua_pop(L, 1)) {
        int type = lua_rawgeti(L, list, (lua_Integer)place + 1);
        numbers[place] = lua_tonumber(L, -1);
        if (type != LUA_TNUMBER || !(numbers[place] - numbers[place] == 0))
            return cls_fail(L, "floats: value %I must be a finite number, got %s", (lua_Integer)place + 1,
                            cls_push_value_text(L, -1));
    }
    return 1;
}

/// The numbers of a vector; bits are 0 and 1.
static int copy_vector(lua_State *L, cls_vector *vector) {
    double *numbers = cls_numbers(cls_push_vector(L, CLS_FLOATS, 1, vector->count));
    for (size_t place = 0; place < vector->count; place++)
        numbers[place] = vector->kind == CLS_BITS ? cls_bit(vector, place) : cls_numbers(vector)[place];
    return 1;
}

/// `genome.floats(n, value)`, `genome.floats { … }` or `genome.floats(vector)`.
int cls_floats(lua_State *L) {
    lua_settop(L, 2);
    cls_vector *vector = cls_to_vector(L, 1);
    if (vector && vector->kind != CLS_MATRIX) return copy_vector(L, vector);
    if (lua_type(L, 1) == LUA_TTABLE) return read_list(L);
    size_t count = cls_check_count(L, 1, 0, CLS_MOST_VALUES, "floats", "n");
    double value = lua_isnil(L, 2) ? 0 : cls_check_finite(L, 2, "floats", "value");
    double *numbers = cls_numbers(cls_push_vector(L, CLS_FLOATS, 1, count));
    for (size_t place = 0; place < count; place++) numbers[place] = value;
    return 1;
}

static cls_vector *check(lua_State *L, const char *method) { return cls_check_self(L, CLS_FLOATS, method); }

static cls_vector *change(lua_State *L, const char *method) { return cls_check_changeable(L, CLS_FLOATS, method); }

/// Methods that change the vector return it.
static int give_self(lua_State *L) {
    lua_settop(L, 1);
    return 1;
}

static int slice(lua_State *L) {
    cls_vector *self = check(L, "floats:slice");
    size_t first = cls_check_count(L, 2, 1, self->count + 1, "floats:slice", "first");
    size_t last = cls_check_count(L, 3, first - 1, self->count, "floats:slice", "last");
    cls_vector *part = cls_push_vector(L, CLS_FLOATS, 1, last - first + 1);
    memcpy(part->data, self->data + first - 1, cls_vector_bytes(part));
    return 1;
}

static int assign(lua_State *L) {
    cls_vector *self = change(L, "floats:assign");
    if (lua_type(L, 2) == LUA_TNUMBER) {
        double value = cls_check_finite(L, 2, "floats:assign", "value");
        for (size_t place = 0; place < self->count; place++) cls_numbers(self)[place] = value;
        return give_self(L);
    }
    cls_vector *other = cls_to_vector(L, 2);
    if (other == NULL || other->kind != CLS_FLOATS)
        return cls_fail(L, "floats:assign: value must be a finite number or made by genome.floats, got %s",
                        cls_push_value_text(L, 2));
    cls_check_like(L, 2, self, "floats:assign", "value");
    memmove(self->data, other->data, cls_vector_bytes(self));
    return give_self(L);
}

static int axpy(lua_State *L) {
    cls_vector *self = change(L, "floats:axpy");
    double a = cls_check_finite(L, 2, "floats:axpy", "a");
    cls_vector *x = cls_check_like(L, 3, self, "floats:axpy", "x");
    cv_axpy(self->count, a, cls_numbers(x), cls_numbers(self));
    return give_self(L);
}

static int scale(lua_State *L) {
    cls_vector *self = change(L, "floats:scale");
    cv_scale(self->count, cls_check_finite(L, 2, "floats:scale", "a"), cls_numbers(self));
    return give_self(L);
}

static int combine(lua_State *L, const char *method, void (*function)(size_t, const double *, double *)) {
    cls_vector *self = change(L, method);
    cls_vector *x = cls_check_like(L, 2, self, method, "x");
    function(self->count, cls_numbers(x), cls_numbers(self));
    return give_self(L);
}

static int add(lua_State *L) { return combine(L, "floats:add", cv_add); }
static int multiply(lua_State *L) { return combine(L, "floats:multiply", cv_multiply); }
static int divide(lua_State *L) { return combine(L, "floats:divide", cv_divide); }

static int map(lua_State *L, const char *method, void (*function)(size_t, double *)) {
    cls_vector *self = change(L, method);
    function(self->count, cls_numbers(self));
    return give_self(L);
}

static int square_root(lua_State *L) { return map(L, "floats:sqrt", cv_square_root); }
static int exponential(lua_State *L) { return map(L, "floats:exp", cv_exponential); }
static int absolute(lua_State *L) { return map(L, "floats:abs", cv_absolute); }

static int clamp(lua_State *L) {
    cls_vector *self = change(L, "floats:clamp");
    double low = cls_check_finite(L, 2, "floats:clamp", "low"), high = cls_check_finite(L, 3, "floats:clamp", "high");
    if (low > high) return cls_fail(L, "floats:clamp: the interval from %f to %f is empty", low, high);
    cv_clamp(self->count, low, high, cls_numbers(self));
    return give_self(L);
}

static int dot(lua_State *L) {
    cls_vector *self = check(L, "floats:dot");
    cls_vector *x = cls_check_like(L, 2, self, "floats:dot", "x");
    lua_pushnumber(L, cv_dot(self->count, cls_numbers(self), cls_numbers(x)));
    return 1;
}

static int sum(lua_State *L) {
    cls_vector *self = check(L, "floats:sum");
    lua_pushnumber(L, cv_sum(self->count, cls_numbers(self)));
    return 1;
}

static int norm(lua_State *L) {
    cls_vector *self = check(L, "floats:norm");
    lua_pushnumber(L, cv_norm(self->count, cls_numbers(self)));
    return 1;
}

static void check_values(lua_State *L, const cls_vector *self, const char *method) {
    if (self->count == 0) cls_fail(L, "%s: there are no values", method);
}

static void check_order(lua_State *L, cls_vector *self, const char *method) {
    size_t place = cv_first_nan(self->count, cls_numbers(self));
    if (place < self->count) cls_fail(L, "%s: value %I is nan, which has no order", method, (lua_Integer)place + 1);
}

static int mean(lua_State *L) {
    cls_vector *self = check(L, "floats:mean");
    check_values(L, self, "floats:mean");
    lua_pushnumber(L, cv_sum(self->count, cls_numbers(self)) / (double)self->count);
    return 1;
}

static int extreme(lua_State *L, const char *method, double (*function)(size_t, const double *)) {
    cls_vector *self = check(L, method);
    check_values(L, self, method);
    check_order(L, self, method);
    lua_pushnumber(L, function(self->count, cls_numbers(self)));
    return 1;
}

static int minimum(lua_State *L) { return extreme(L, "floats:min", cv_minimum); }
static int maximum(lua_State *L) { return extreme(L, "floats:max", cv_maximum); }

static int order(lua_State *L) {
    cls_vector *self = check(L, "floats:order");
    check_order(L, self, "floats:order");
    size_t count = self->count;
    cv_entry *entries = cls_push_scratch(L, 2 * count, sizeof *entries);
    for (size_t place = 0; place < count; place++)
        entries[place] = (cv_entry){cls_numbers(self)[place], (uint32_t)place};
    bool was_in_host = cls_begin_work(L, 64 * (double)count);
    const cv_entry *sorted = cv_order(count, entries, entries + count);
    cls_end_work(L, was_in_host);
    lua_createtable(L, (int)count, 0);
    for (size_t place = 0; place < count; place++) {
        lua_pushinteger(L, (lua_Integer)sorted[place].place + 1);
        lua_rawseti(L, -2, (lua_Integer)place + 1);
    }
    return 1;
}

static double optional(lua_State *L, int index, double standard, const char *method, const char *name) {
    return lua_isnoneornil(L, index) ? standard : cls_check_finite(L, index, method, name);
}

static int normal(lua_State *L) {
    cls_vector *self = change(L, "floats:normal");
    cls_stream *stream = cls_check_stream_argument(L, 2, "floats:normal");
    double mean = optional(L, 3, 0, "floats:normal", "mean"),
           deviation = optional(L, 4, 1, "floats:normal", "deviation");
    if (deviation < 0) return cls_fail(L, "floats:normal: deviation must be >= 0, got %f", deviation);
    for (size_t place = 0; place < self->count; place++)
        cls_numbers(self)[place] = cls_draw_normal(L, stream, mean, deviation);
    return give_self(L);
}

static int uniform(lua_State *L) {
    cls_vector *self = change(L, "floats:uniform");
    cls_stream *stream = cls_check_stream_argument(L, 2, "floats:uniform");
    double low = optional(L, 3, 0, "floats:uniform", "low"), high = optional(L, 4, 1, "floats:uniform", "high");
    if (low > high) return cls_fail(L, "floats:uniform: the interval from %f to %f is empty", low, high);
    for (size_t place = 0; place < self->count; place++)
        cls_numbers(self)[place] = cls_draw_uniform(L, stream, low, high);
    return give_self(L);
}

static int list(lua_State *L) {
    cls_vector *self = check(L, "floats:list");
    lua_createtable(L, (int)self->count, 0);
    for (size_t place = 0; place < self->count; place++) {
        lua_pushnumber(L, cls_numbers(self)[place]);
        lua_rawseti(L, -2, (lua_Integer)place + 1);
    }
    return 1;
}

const luaL_Reg cls_floats_methods[] = {
    {"slice", slice},       {"assign", assign}, {"add", add},          {"axpy", axpy},       {"scale", scale},
    {"multiply", multiply}, {"divide", divide}, {"sqrt", square_root}, {"exp", exponential}, {"abs", absolute},
    {"clamp", clamp},       {"dot", dot},       {"sum", sum},          {"mean", mean},       {"norm", norm},
    {"min", minimum},       {"max", maximum},   {"order", order},      {"normal", normal},   {"uniform", uniform},
    {"list", list},         {NULL, NULL},
};
