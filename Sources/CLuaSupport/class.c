/// Classes of scripts: tables of functions, of which every episode gets an instance. Once loaded they are read-only,
/// in place, so that nothing an episode does reaches the next.
#include "value.h"
#include "vectors.h"

#include <string.h>

enum { MAXIMUM_ANCESTORS = 32 };

/// Copies the entries of the table at `from` to the one at `to`.
static void copy_entries(lua_State *L, int from, int to) {
    lua_pushnil(L);
    while (lua_next(L, from)) {
        lua_pushvalue(L, -2);
        lua_insert(L, -2);
        lua_rawset(L, to);
    }
}

/// Makes the vectors among the values of the table at `index` read-only.
static void freeze_vectors(lua_State *L, int index) {
    lua_pushnil(L);
    for (; lua_next(L, index); lua_pop(L, 1)) {
        cls_vector *vector = cls_to_vector(L, -1);
        if (vector) vector->is_read_only = true;
    }
}

/// Whether the value at `index` is the name of a metamethod.
static bool is_metamethod(lua_State *L, int index) {
    return lua_type(L, index) == LUA_TSTRING && strncmp(lua_tostring(L, index), "__", 2) == 0;
}

/// Moves the entries of the table at `index` into a table behind it. Metamethods stay: Lua looks for them in the table
/// itself, which may be the metatable of others.
static void move_behind(lua_State *L, int index, const char *name) {
    lua_newtable(L);
    int backing = lua_gettop(L);
    copy_entries(L, index, backing);
    freeze_vectors(L, backing);
    lua_pushnil(L);
    while (lua_next(L, index)) {
        lua_pop(L, 1);
        if (is_metamethod(L, -1)) continue;
        lua_pushvalue(L, -1);
        lua_pushnil(L);
        lua_rawset(L, index);
    }
    lua_newtable(L); // the new metatable: what the old one says, but for reading and writing
    int metatable = lua_gettop(L);
    if (lua_getmetatable(L, index)) {
        copy_entries(L, lua_gettop(L), metatable);
        lua_setmetatable(L, backing);
    }
    lua_pushvalue(L, backing);
    lua_setfield(L, metatable, "__index");
    cls_set_assign(L, name, backing);
    lua_setmetatable(L, index);
    lua_rawgetp(L, LUA_REGISTRYINDEX, &cls_key_frozen);
    lua_pushvalue(L, index);
    lua_pushvalue(L, backing);
    lua_rawset(L, -3);
    lua_settop(L, backing - 1);
}

/// Freezes the table at `index`, then the tables that it inherits from.
static void freeze_class(lua_State *L, int index, const char *name) {
    index = lua_absindex(L, index);
    for (int generation = 0; generation < MAXIMUM_ANCESTORS; generation++) {
        luaL_checkstack(L, 16, "too many classes");
        cls_push_backing(L, index);
        bool is_new = lua_rawequal(L, -1, index);
        lua_pop(L, 1);
        if (!is_new) return;
        bool inherits = luaL_getmetafield(L, index, "__index") == LUA_TTABLE; // pushes nothing for nil
        if (!inherits) {
            move_behind(L, index, name);
            return;
        }
        int parent = lua_gettop(L);
        bool is_itself = lua_rawequal(L, parent, index);
        move_behind(L, index, name);
        if (is_itself) return;
        index = parent;
    }
}

typedef struct {
    int64_t reference;
    const char *name;
} class_argument;

static int freeze(lua_State *L) {
    const class_argument *argument = lua_touserdata(L, 1);
    cls_push_reference(L, argument->reference);
    if (lua_istable(L, -1)) freeze_class(L, -1, argument->name);
    return 0;
}

cls_status cls_freeze_class(cls_state *state, int64_t reference, const char *name) {
    return cls_protect(state, freeze, &(class_argument){reference, name});
}

/// The field may be inherited, so this may run a function of the script.
static int read_field(lua_State *L) {
    const class_argument *argument = lua_touserdata(L, 1);
    cls_push_reference(L, argument->reference);
    lua_getfield(L, -1, argument->name);
    cls_of(L)->outgoing.count = 0;
    cls_write_value(L, -1);
    return 0;
}

cls_status cls_read_field(cls_state *state, int64_t reference, const char *name) {
    return cls_protect(state, read_field, &(class_argument){reference, name});
}

void cls_push_instance_metatable(lua_State *L, int index) {
    index = lua_absindex(L, index);
    cls_push_backing(L, index);
    int backing = lua_gettop(L);
    lua_newtable(L);
    // A class may be the metatable of its own instances: its metamethods are theirs.
    static const char *const names[] = {
        "__add",  "__band",  "__bnot", "__bor", "__bxor", "__call", "__close",    "__concat",
        "__div",  "__eq",    "__idiv", "__le",  "__len",  "__lt",   "__mod",      "__mul",
        "__name", "__pairs", "__pow",  "__shl", "__shr",  "__sub",  "__tostring", "__unm",
    };
    for (size_t position = 0; position < sizeof names / sizeof *names; position++) {
        lua_pushstring(L, names[position]);
        lua_pushvalue(L, -1);
        lua_rawget(L, backing);
        lua_rawset(L, -3);
    }
    lua_pushvalue(L, backing);
    lua_setfield(L, -2, "__index");
    // What getmetatable gives is the class, never what is behind it.
    lua_pushvalue(L, index);
    lua_setfield(L, -2, "__metatable");
    lua_remove(L, backing);
}
