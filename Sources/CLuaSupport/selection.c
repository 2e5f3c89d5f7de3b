/// Selection schemes that scripts write: a function of the rated population that names parents.
#include "lanes.h"

typedef struct {
    cls_state *state;
    int64_t reference;
    cls_population population;
    int32_t count;
    int32_t *parents;
    const void *stream;
} selection;

/// Stack of the body: its argument, the function, and what its call returned.
enum { ARGUMENT = 1, FUNCTION, RESULT };

/// Sets a field of the individual on top to its row of numbers, if they are known.
static void set_numbers(lua_State *L, const char *name, const double *rows, int32_t count, int32_t individual) {
    const double *values = rows + (size_t)individual * (size_t)count;
    if (count == 0 || values[0] != values[0]) return;
    lua_createtable(L, count, 0);
    for (int32_t position = 0; position < count; position++) {
        lua_pushnumber(L, values[position]);
        lua_rawseti(L, -2, position + 1);
    }
    lua_setfield(L, -2, name);
}

/// A new list each time, of new tables: what a script does to it reaches no other generation.
static void push_population(lua_State *L, const selection *wanted) {
    const cls_population *population = &wanted->population;
    lua_createtable(L, population->count, 0);
    for (int32_t individual = 0; individual < population->count; individual++) {
        lua_createtable(L, 0, 1);
        lua_pushnumber(L, population->fitness[individual]);
        lua_setfield(L, -2, "fitness");
        set_numbers(L, "behavior", population->behaviors, population->behavior_size, individual);
        set_numbers(L, "objectives", population->objectives, population->objective_size, individual);
        lua_rawseti(L, -2, individual + 1);
    }
}

static int choose(lua_State *L) {
    const selection *wanted = lua_touserdata(L, ARGUMENT);
    lua_pushvalue(L, FUNCTION);
    push_population(L, wanted);
    wanted->state->stream = cls_push_stream(L, wanted->stream);
    lua_call(L, 2, 1);
    if (lua_type(L, RESULT) != LUA_TTABLE)
        return cls_refuse_result(L, FUNCTION, "selection", "must return a list of %d parents, got %s", wanted->count,
                                 cls_push_value_text(L, RESULT));
    for (int32_t position = 1; position <= wanted->count; position++) {
        int is_integer = 0;
        const int type = lua_rawgeti(L, RESULT, position);
        const lua_Integer parent = type == LUA_TNUMBER ? lua_tointegerx(L, -1, &is_integer) : 0;
        if (!is_integer || parent < 1 || parent > wanted->population.count)
            return cls_refuse_result(L, FUNCTION, "selection", "parents[%d] must be an integer of 1 to %d, got %s",
                                     position, wanted->population.count, cls_push_value_text(L, -1));
        wanted->parents[position - 1] = (int32_t)parent - 1;
        lua_pop(L, 1);
    }
    if (lua_rawgeti(L, RESULT, wanted->count + 1) != LUA_TNIL)
        return cls_refuse_result(L, FUNCTION, "selection", "must return a list of %d parents, got %I", wanted->count,
                                 (LUAI_UACINT)lua_rawlen(L, RESULT));
    return 0;
}

cls_status cls_select(cls_state *state, int64_t reference, cls_population population, int32_t count, const void *stream,
                      int32_t *parents) {
    selection wanted = {state, reference, population, count, parents, stream};
    cls_stream *before = state->stream;
    cls_status status = cls_protect_with(state, choose, &wanted, reference);
    state->stream = before;
    return status;
}
