/// `genome.bits`: bits, 64 to a word.
#include "vectors.h"

#include <string.h>

#include "lanes.h"

static cls_vector *push_zeros(lua_State *L, size_t count) {
    cls_vector *bits = cls_push_vector(L, CLS_BITS, 1, count);
    memset(bits->data, 0, cls_vector_bytes(bits));
    return bits;
}

static int read_list(lua_State *L) {
    size_t count = cls_push_list(L, 1, "bits");
    int list = lua_gettop(L);
    cls_vector *bits = push_zeros(L, count);
    for (size_t place = 0; place < count; place++, lua_pop(L, 1)) {
        bool bit;
        lua_rawgeti(L, list, (lua_Integer)place + 1);
        if (!cls_read_bit(L, -1, &bit))
            return cls_fail(L, "bits: value %I must be 0, 1, false or true, got %s", (lua_Integer)place + 1,
                            cls_push_value_text(L, -1));
        cls_set_bit(bits, place, bit);
    }
    return 1;
}

/// `genome.bits(n)` or `genome.bits { … }`.
int cls_bits(lua_State *L) {
    if (lua_type(L, 1) == LUA_TTABLE) return read_list(L);
    push_zeros(L, cls_check_count(L, 1, 0, CLS_MOST_VALUES, "bits", "n"));
    return 1;
}

static cls_vector *check(lua_State *L, const char *method) { return cls_check_self(L, CLS_BITS, method); }

static cls_vector *change(lua_State *L, const char *method) { return cls_check_changeable(L, CLS_BITS, method); }

static int give_self(lua_State *L) {
    lua_settop(L, 1);
    return 1;
}

/// Sets what is left of the last word to 0.
static void clear_rest(cls_vector *bits) {
    if (bits->count % 64 > 0) cls_words(bits)[bits->count / 64] &= ((uint64_t)1 << bits->count % 64) - 1;
}

static int slice(lua_State *L) {
    cls_vector *self = check(L, "bits:slice");
    size_t first = cls_check_count(L, 2, 1, self->count + 1, "bits:slice", "first");
    size_t last = cls_check_count(L, 3, first - 1, self->count, "bits:slice", "last");
    cls_vector *part = cls_push_vector(L, CLS_BITS, 1, last - first + 1);
    cv_copy_bits(cls_words(self), first - 1, part->count, cls_words(part));
    return 1;
}

static int assign(lua_State *L) {
    cls_vector *self = change(L, "bits:assign");
    bool bit;
    if (cls_read_bit(L, 2, &bit)) {
        memset(self->data, bit ? 0xff : 0, cls_vector_bytes(self));
        clear_rest(self);
        return give_self(L);
    }
    cls_vector *other = cls_to_vector(L, 2);
    if (other == NULL || other->kind != CLS_BITS)
        return cls_fail(L, "bits:assign: value must be 0, 1, false, true or made by genome.bits, got %s",
                        cls_push_value_text(L, 2));
    cls_check_like(L, 2, self, "bits:assign", "value");
    memmove(self->data, other->data, cls_vector_bytes(self));
    return give_self(L);
}

static int combine(lua_State *L, const char *method, void (*function)(size_t, const uint64_t *, uint64_t *)) {
    cls_vector *self = change(L, method);
    cls_vector *other = cls_check_like(L, 2, self, method, "other");
    function(cls_word_count(self->count), cls_words(other), cls_words(self));
    return give_self(L);
}

static int exclusive_or(lua_State *L) { return combine(L, "bits:xor", cv_exclusive_or); }
static int and(lua_State *L) { return combine(L, "bits:band", cv_and); }
static int or(lua_State *L) { return combine(L, "bits:bor", cv_or); }

static int invert(lua_State *L) {
    cls_vector *self = change(L, "bits:invert");
    cv_not(cls_word_count(self->count), cls_words(self));
    clear_rest(self);
    return give_self(L);
}

static int popcount(lua_State *L) {
    cls_vector *self = check(L, "bits:popcount");
    lua_pushinteger(L, (lua_Integer)cv_ones(cls_word_count(self->count), cls_words(self)));
    return 1;
}

static int distance(lua_State *L) {
    cls_vector *self = check(L, "bits:distance");
    cls_vector *other = cls_check_like(L, 2, self, "bits:distance", "other");
    size_t bits = cv_distance(cls_word_count(self->count), cls_words(self), cls_words(other));
    lua_pushinteger(L, (lua_Integer)bits);
    return 1;
}

static bool is_probability(double number) { return number >= 0 && number <= 1; }

/// The probability of each bit, or NULL where index 3 has one for all, which is left in `common`.
static const double *check_probability(lua_State *L, const cls_vector *self, double *common) {
    cls_vector *each = cls_to_vector(L, 3);
    if (each == NULL || each->kind != CLS_FLOATS) {
        *common = lua_tonumber(L, 3);
        if (lua_type(L, 3) != LUA_TNUMBER || !is_probability(*common))
            cls_fail(L, "bits:random: probability must be a number from 0 to 1 or made by genome.floats, got %s",
                     cls_push_value_text(L, 3));
        return NULL;
    }
    cls_check_floats(L, 3, self->count, "bits:random", "probability");
    for (size_t place = 0; place < each->count; place++) {
        double number = cls_numbers(each)[place];
        if (!is_probability(number))
            cls_fail(L, "bits:random: probability[%I] must be a number from 0 to 1, got %s", (lua_Integer)place + 1,
                     cls_push_number_text(L, number));
    }
    return cls_numbers(each);
}

/// Without a probability one draw for 64 bits, the lowest first; else each bit is `random() < probability`.
static int draw(lua_State *L) {
    lua_settop(L, 3);
    cls_vector *self = change(L, "bits:random");
    cls_stream *stream = cls_check_stream_argument(L, 2, "bits:random");
    if (lua_isnil(L, 3)) {
        for (size_t word = 0; word < cls_word_count(self->count); word++) cls_words(self)[word] = cls_draw(L, stream);
        clear_rest(self);
        return give_self(L);
    }
    double common;
    const double *each = check_probability(L, self, &common);
    for (size_t place = 0; place < self->count; place++)
        cls_set_bit(self, place, cls_draw_uniform(L, stream, 0, 1) < (each ? each[place] : common));
    return give_self(L);
}

/// Each bit is 1 where the number of floats is greater than a threshold, 0 unless given.
static int above(lua_State *L) {
    lua_settop(L, 3);
    cls_vector *self = change(L, "bits:above");
    const double *numbers = cls_numbers(cls_check_floats(L, 2, self->count, "bits:above", "x"));
    const double threshold = lua_isnil(L, 3) ? 0 : cls_check_finite(L, 3, "bits:above", "threshold");
    for (size_t place = 0; place < self->count; place++) cls_set_bit(self, place, numbers[place] > threshold);
    return give_self(L);
}

static int list(lua_State *L) {
    cls_vector *self = check(L, "bits:list");
    lua_createtable(L, (int)self->count, 0);
    for (size_t place = 0; place < self->count; place++) {
        lua_pushinteger(L, cls_bit(self, place));
        lua_rawseti(L, -2, (lua_Integer)place + 1);
    }
    return 1;
}

const luaL_Reg cls_bits_methods[] = {
    {"slice", slice}, {"assign", assign}, {"xor", exclusive_or},  {"band", and},
    {"bor", or},      {"invert", invert}, {"popcount", popcount}, {"distance", distance},
    {"random", draw}, {"above", above},   {"list", list},         {NULL, NULL},
};
