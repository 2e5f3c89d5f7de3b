/// Whole searches that scripts write: an object that asks and is told. All that it remembers is in its fields.
#include "lanes.h"
#include "value.h"
#include "vectors.h"

#include <string.h>

/// Stack of a body: its argument, the group's table, and from 3 on what it works with.
enum { ARGUMENT = 1, GROUP, FIRST };

typedef struct {
    cls_lanes *lanes;
    int32_t method;
    const char *name;
    const void *stream;
} call;

/// Whether the value on top is data alone: no function is in it, and no table with a metatable.
static bool is_data(lua_State *L, int depth) {
    if (lua_type(L, -1) != LUA_TTABLE) return lua_type(L, -1) < LUA_TTABLE || cls_to_vector(L, -1) != NULL;
    if (depth == MAXIMUM_DEPTH) return false;
    if (lua_getmetatable(L, -1)) {
        lua_pop(L, 1);
        return false;
    }
    luaL_checkstack(L, 8, "too many tables");
    lua_pushnil(L);
    while (lua_next(L, -2)) {
        if (!is_data(L, depth + 1)) {
            lua_pop(L, 2);
            return false;
        }
        lua_pop(L, 1);
    }
    return true;
}

/// Replaces the data on top by a copy.
static void copy_data(lua_State *L) {
    if (cls_to_vector(L, -1)) {
        lua_pushcfunction(L, cls_copy_vector);
        lua_insert(L, -2);
        lua_call(L, 1, 1);
    } else if (lua_type(L, -1) == LUA_TTABLE) {
        lua_newtable(L);
        lua_pushnil(L);
        while (lua_next(L, -3)) {
            copy_data(L);
            lua_pushvalue(L, -2);
            lua_insert(L, -2);
            lua_rawset(L, -4);
        }
        lua_remove(L, -2);
    }
}

/// Gives the object on top copies of the tables that its class and the ancestors of that hold: what a method changes in
/// them is in its fields then, and so in a checkpoint.
static void copy_tables(lua_State *L) {
    const int object = lua_gettop(L);
    lua_pushvalue(L, object);
    for (int ancestor = 0; ancestor < MAXIMUM_DEPTH; ancestor++) {
        if (luaL_getmetafield(L, -1, "__index") != LUA_TTABLE) break;
        cls_push_backing(L, -1);
        const int class = lua_gettop(L);
        lua_pushnil(L);
        for (; lua_next(L, class); lua_settop(L, class + 1)) {
            lua_pushvalue(L, class + 1);
            const bool is_new = lua_type(L, -2) == LUA_TTABLE && lua_rawget(L, object) == LUA_TNIL;
            lua_pop(L, 1);
            if (!is_new || !is_data(L, 0)) continue;
            copy_data(L);
            lua_pushvalue(L, class + 1);
            lua_insert(L, -2);
            lua_rawset(L, object);
        }
    }
    lua_settop(L, object);
}

static int make(lua_State *L) {
    const call *argument = lua_touserdata(L, ARGUMENT);
    cls_renew_lane(L, argument->lanes, 0, argument->stream);
    lua_rawgeti(L, GROUP, cls_object_place(0));
    copy_tables(L);
    return 0;
}

cls_status cls_make_search(cls_lanes *lanes, const void *stream) {
    return cls_protect_lanes(lanes, make, &(call){.lanes = lanes, .stream = stream});
}

static int call_method(lua_State *L) {
    const call *argument = lua_touserdata(L, ARGUMENT);
    cls_lanes *lanes = argument->lanes;
    memcpy(lanes->streams[0]->words, argument->stream, cls_of(L)->host.streams.size);
    lua_rawgeti(L, GROUP, PLACE_METHODS + argument->method);
    lua_rawgeti(L, GROUP, cls_object_place(0));
    const int count = cls_push_incoming(L);
    if (argument->method == CLS_SEARCH_START) {
        lua_rawgeti(L, GROUP, cls_stream_place(lanes, 0));
        lua_setfield(L, FIRST + 2, "random");
        lua_pushvalue(L, FIRST + 2);
        lua_rawseti(L, GROUP, cls_scratch_place(lanes, SCRATCH_ACTION, 0));
    }
    cls_begin_lane(L, lanes, 0, argument->name);
    lua_call(L, count + 1, LUA_MULTRET);
    cls_of(L)->outgoing.count = 0;
    for (int index = FIRST; index <= lua_gettop(L); index++) cls_write_value(L, index);
    return 0;
}

cls_status cls_call_search(cls_lanes *lanes, int32_t method, const char *name, const void *stream) {
    return cls_protect_lanes(lanes, call_method, &(call){lanes, method, name, stream});
}

/// Whether the value on top is what `start` was given: the table, or its random numbers.
static bool is_given(lua_State *L, const cls_lanes *lanes) {
    lua_rawgeti(L, GROUP, cls_scratch_place(lanes, SCRATCH_ACTION, 0));
    lua_rawgeti(L, GROUP, cls_stream_place(lanes, 0));
    const bool is = lua_rawequal(L, -3, -2) || lua_rawequal(L, -3, -1);
    lua_pop(L, 2);
    return is;
}

static int read_fields(lua_State *L) {
    enum { OBJECT = FIRST, COPY };
    const call *argument = lua_touserdata(L, ARGUMENT);
    lua_rawgeti(L, GROUP, cls_object_place(0));
    lua_newtable(L);
    lua_pushnil(L);
    while (lua_next(L, OBJECT)) {
        if (is_given(L, argument->lanes)) {
            lua_pop(L, 1);
            continue;
        }
        lua_pushvalue(L, -2);
        lua_insert(L, -2);
        lua_rawset(L, COPY);
    }
    cls_of(L)->outgoing.count = 0;
    cls_write_value(L, COPY);
    return 0;
}

cls_status cls_read_search(cls_lanes *lanes) { return cls_protect_lanes(lanes, read_fields, &(call){.lanes = lanes}); }

static int write_fields(lua_State *L) {
    enum { OBJECT = FIRST, FIELDS };
    const call *argument = lua_touserdata(L, ARGUMENT);
    lua_rawgeti(L, GROUP, cls_object_place(0));
    cls_push_incoming(L);
    lua_pushnil(L);
    while (lua_next(L, OBJECT)) {
        const bool is_kept = is_given(L, argument->lanes);
        lua_pop(L, 1);
        if (is_kept) continue;
        lua_pushvalue(L, -1);
        lua_pushnil(L);
        lua_rawset(L, OBJECT);
    }
    lua_pushnil(L);
    while (lua_next(L, FIELDS)) {
        lua_pushvalue(L, -2);
        lua_insert(L, -2);
        lua_rawset(L, OBJECT);
    }
    return 0;
}

cls_status cls_write_search(cls_lanes *lanes) {
    return cls_protect_lanes(lanes, write_fields, &(call){.lanes = lanes});
}

static int locate(lua_State *L) {
    const call *argument = lua_touserdata(L, ARGUMENT);
    lua_Debug activation;
    lua_rawgeti(L, GROUP, PLACE_METHODS + argument->method);
    lua_getinfo(L, ">S", &activation);
    const char *source = cls_source(&activation);
    cls_of(L)->outgoing.count = 0;
    cls_write_string(L, source, strlen(source));
    cls_write_integer(L, activation.linedefined);
    return 0;
}

cls_status cls_locate_method(cls_lanes *lanes, int32_t method) {
    return cls_protect_lanes(lanes, locate, &(call){.lanes = lanes, .method = method});
}
