/// Objective functions that scripts write: they rate a vector of variables.
#include "lanes.h"
#include "vectors.h"

#include <string.h>

/// Stack of the body: its argument, the group's table, the function.
enum { ARGUMENT = 1, GROUP, FUNCTION };

typedef struct {
    cls_lanes *lanes;
    const cls_variables *variables;
    const void *stream;
} rating;

/// A new vector each time: what a script keeps of it changes nothing else.
static void push_vector(lua_State *L, const cls_variables *variables) {
    const bool has_bits = variables->bit_count > 0;
    const size_t count = has_bits ? variables->bit_count : variables->float_count;
    cls_vector *vector = cls_push_vector(L, has_bits ? CLS_BITS : CLS_FLOATS, 1, count);
    memcpy(vector->data, has_bits ? (const void *)variables->bits : variables->floats, cls_vector_bytes(vector));
}

static int rate(lua_State *L) {
    const rating *wanted = lua_touserdata(L, ARGUMENT);
    cls_lanes *lanes = wanted->lanes;
    cls_renew_lane(L, lanes, 0, wanted->stream);
    lua_rawgeti(L, GROUP, PLACE_METHODS);
    lua_pushvalue(L, FUNCTION);
    push_vector(L, wanted->variables);
    lua_rawgeti(L, GROUP, cls_stream_place(lanes, 0));
    cls_begin_lane(L, lanes, 0, "fitness");
    lua_call(L, 2, LUA_MULTRET);
    cls_write_numbers(L, FUNCTION, "fitness");
    return 0;
}

cls_status cls_rate(cls_lanes *lanes, const cls_variables *variables, const void *stream) {
    return cls_protect_lanes(lanes, rate, &(rating){lanes, variables, stream});
}
