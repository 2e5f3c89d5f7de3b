/// The globals of a script: an allow list, built from nothing. Lua's own libraries are opened and then left
/// unreachable.
#include "value.h"
#include "vectors.h"

const char cls_key_frozen, cls_key_kinds, cls_key_references, cls_key_loaded, cls_key_handle, cls_key_math,
    cls_key_package, cls_key_random, cls_key_ours, cls_key_vector;

static const char *const base_names[] = {
    "_VERSION", "assert", "error",    "getmetatable", "pcall",  "rawequal",
    "rawlen",   "select", "tonumber", "type",         "xpcall", NULL,
};
static const char *const string_names[] = {
    "byte", "char",     "find",    "gmatch", "gsub",   "len",   "lower", "match",
    "pack", "packsize", "reverse", "sub",    "unpack", "upper", NULL,
};
static const char *const table_names[] = {"pack", "unpack", NULL};
static const char *const math_names[] = {
    "abs",  "acos", "asin", "atan", "ceil",       "cos",  "deg",        "exp",  "floor",
    "fmod", "huge", "log",  "max",  "maxinteger", "min",  "mininteger", "modf", "pi",
    "rad",  "sin",  "sqrt", "tan",  "tointeger",  "type", "ult",        NULL,
};
static const char *const coroutine_names[] = {
    "close", "create", "isyieldable", "resume", "running", "status", "wrap", "yield", NULL,
};
static const char *const utf8_names[] = {"char", "charpattern", "codepoint", "codes", "len", "offset", NULL};
static const char *const debug_names[] = {"traceback", NULL};

static const char *const refused_io[] = {
    "close", "flush", "input", "lines", "open", "output", "popen", "read", "tmpfile", "type", "write", NULL,
};
static const char *const refused_os[] = {
    "clock", "date", "difftime", "execute", "exit", "getenv", "remove", "rename", "setlocale", "time", "tmpname", NULL,
};
static const char *const refused_debug[] = {
    "debug",   "gethook",  "getinfo",      "getlocal",   "getmetatable", "getregistry", "getupvalue",  "getuservalue",
    "sethook", "setlocal", "setmetatable", "setupvalue", "setuservalue", "upvalueid",   "upvaluejoin", NULL,
};

/// Upvalues: the name of what was called, what allows it ("" if nothing does).
static int refuse(lua_State *L) {
    cls_begin_call(L);
    cls_write_value(L, lua_upvalueindex(1));
    cls_write_value(L, lua_upvalueindex(2));
    return cls_call_host(L, CLS_REFUSE);
}

/// Sets field `name` of the table on top to a function that refuses to run. `library` is "" for a global.
static void set_refused(lua_State *L, const char *library, const char *name, const char *allowance) {
    lua_pushfstring(L, "%s%s%s", library, *library ? "." : "", name);
    lua_pushstring(L, allowance);
    lua_pushcclosure(L, refuse, 2);
    lua_setfield(L, -2, name);
}

static void set_all_refused(lua_State *L, const char *library, const char *const *names, const char *allowance) {
    for (; *names; names++) set_refused(L, library, *names, allowance);
}

void cls_load_text(lua_State *L, const char *text, size_t count, const char *chunk_name) {
    lua_pushfstring(L, "@%s", chunk_name);
    int status = luaL_loadbufferx(L, text, count, lua_tostring(L, -1), "t");
    lua_remove(L, -2);
    if (status == LUA_OK) return;
    if (status == LUA_ERRSYNTAX) cls_of(L)->syntax_message = lua_tostring(L, -1);
    lua_error(L);
}

static const char *read_piece(lua_State *L, void *context, size_t *count) {
    (void)context;
    cls_check_stop(L);
    luaL_checkstack(L, 2, "too many nested functions");
    lua_pushvalue(L, 1);
    lua_call(L, 0, 1);
    if (lua_isnil(L, -1)) {
        lua_pop(L, 1);
        *count = 0;
        return NULL;
    }
    if (!lua_isstring(L, -1)) cls_fail(L, "load: the reader function must return a string");
    lua_replace(L, 5); // keeps the piece alive
    return lua_tolstring(L, 5, count);
}

/// As Lua's `load`, but text only whatever the mode.
static int load(lua_State *L) {
    bool has_environment = !lua_isnone(L, 4);
    lua_settop(L, 5);
    size_t count;
    const char *text = lua_tolstring(L, 1, &count);
    const char *name = luaL_optstring(L, 2, text ? text : "=(load)");
    int status;
    if (text) {
        status = luaL_loadbufferx(L, text, count, name, "t");
    } else {
        luaL_checktype(L, 1, LUA_TFUNCTION);
        status = lua_load(L, read_piece, NULL, name, "t");
    }
    if (status != LUA_OK) {
        if (cls_is_uncatchable(L, status)) return lua_error(L);
        lua_pushnil(L);
        lua_insert(L, -2);
        return 2;
    }
    if (has_environment) {
        lua_pushvalue(L, 4);
        if (!lua_setupvalue(L, -2, 1)) lua_pop(L, 1);
    }
    return 1;
}

/// As Lua's, but refuses what would make results depend on the collector.
static int set_metatable(lua_State *L) {
    luaL_checktype(L, 1, LUA_TTABLE);
    int type = lua_type(L, 2);
    if (type != LUA_TNIL && type != LUA_TTABLE) return luaL_typeerror(L, 2, "nil or table");
    lua_settop(L, 2);
    if (luaL_getmetafield(L, 1, "__metatable") != LUA_TNIL) return cls_fail(L, "cannot change a protected metatable");
    if (type == LUA_TTABLE) {
        static const char *const refused[] = {"__gc", "__mode"};
        for (int index = 0; index < 2; index++) {
            lua_pushstring(L, refused[index]);
            if (lua_rawget(L, 2) != LUA_TNIL)
                return cls_fail(L, "setmetatable: %s is refused: results would depend on when memory is collected",
                                refused[index]);
            lua_pop(L, 1);
        }
    }
    lua_settop(L, 2);
    lua_setmetatable(L, 1);
    return 1;
}

/// Memory in use differs from run to run: "count" is 0. Collecting changes no result.
static int collect_garbage(lua_State *L) {
    static const char *const options[] = {
        "collect",     "count",        "step",     "isrunning",  "stop", "restart",
        "incremental", "generational", "setpause", "setstepmul", NULL,
    };
    int option = luaL_checkoption(L, 1, "collect", options);
    if (option == 0 || option == 2) lua_gc(L, LUA_GCCOLLECT, 0);
    if (option == 2 || option == 3) lua_pushboolean(L, 1);
    else lua_pushinteger(L, 0);
    return 1;
}

/// Opens a library of Lua and pushes a new table with the named fields of it.
static void push_library(lua_State *L, const char *name, lua_CFunction open, const char *const *fields) {
    luaL_requiref(L, name, open, 0);
    lua_newtable(L);
    for (; *fields; fields++) {
        lua_getfield(L, -2, *fields);
        lua_setfield(L, -2, *fields);
    }
    lua_remove(L, -2);
}

/// Takes the table on top as global and module `name`; `globals` and `loaded` are absolute indices.
static void define(lua_State *L, const char *name, int globals, int loaded) {
    cls_freeze(L, name, false);
    lua_pushvalue(L, -1);
    lua_setfield(L, globals, name);
    lua_setfield(L, loaded, name);
}

static void set_function(lua_State *L, const char *name, lua_CFunction function) {
    lua_pushcfunction(L, function);
    lua_setfield(L, -2, name);
}

static void build_string(lua_State *L, int globals, int loaded) {
    push_library(L, LUA_STRLIBNAME, luaopen_string, string_names);
    luaL_requiref(L, LUA_STRLIBNAME, luaopen_string, 0);
    lua_getfield(L, -1, "format");
    lua_remove(L, -2);
    lua_pushcclosure(L, cls_format, 1);
    lua_setfield(L, -2, "format");
    luaL_requiref(L, LUA_STRLIBNAME, luaopen_string, 0);
    lua_getfield(L, -1, "rep");
    lua_remove(L, -2);
    lua_pushcclosure(L, cls_repeat, 1);
    lua_setfield(L, -2, "rep");
    set_refused(L, "string", "dump", "");
    // The metatable of strings reads from the table behind: quick, and out of reach since it is locked.
    lua_pushliteral(L, "");
    lua_getmetatable(L, -1);
    lua_pushvalue(L, -3);
    lua_setfield(L, -2, "__index");
    lua_pushboolean(L, 0);
    lua_setfield(L, -2, "__metatable");
    lua_pop(L, 2);
    define(L, LUA_STRLIBNAME, globals, loaded);
}

static void build_math(lua_State *L, int globals, int loaded) {
    push_library(L, LUA_MATHLIBNAME, luaopen_math, math_names);
    set_function(L, "random", cls_random);
    set_function(L, "randomseed", cls_randomseed);
    lua_pushvalue(L, -1);
    lua_rawsetp(L, LUA_REGISTRYINDEX, &cls_key_math);
    define(L, LUA_MATHLIBNAME, globals, loaded);
}

/// Files behave as other handles do: their finalizer is out of reach, and their text holds no address.
static void lock_files(lua_State *L) {
    if (luaL_getmetatable(L, LUA_FILEHANDLE) == LUA_TTABLE) {
        lua_pushboolean(L, 0);
        lua_setfield(L, -2, "__metatable");
        lua_pushnil(L);
        lua_setfield(L, -2, "__tostring");
    }
    lua_pop(L, 1);
}

/// A library that reaches outside: Lua's own if allowed, else functions that say how to allow them.
static void build_outside(lua_State *L, const char *name, lua_CFunction open, bool is_allowed, const char *const *names,
                          int globals, int loaded) {
    if (is_allowed) {
        luaL_requiref(L, name, open, 0);
        lock_files(L);
    } else {
        lua_newtable(L);
        set_all_refused(L, name, names, name);
    }
    define(L, name, globals, loaded);
}

static void build_package(lua_State *L, uint32_t allowances, int globals, int loaded) {
    lua_newtable(L);
    if (allowances & CLS_ALLOW_NATIVE) {
        luaL_requiref(L, LUA_LOADLIBNAME, luaopen_package, 0);
        lua_getfield(L, -1, "loadlib");
        lua_remove(L, -2);
        lua_setfield(L, -2, "loadlib");
    } else {
        set_refused(L, "package", "loadlib", "native");
    }
    set_refused(L, "package", "searchpath", "");
    lua_pushliteral(L, "/\n;\n?\n!\n-\n");
    lua_setfield(L, -2, "config");
    lua_pushliteral(L, "");
    lua_setfield(L, -2, "path");
    lua_pushliteral(L, "");
    lua_setfield(L, -2, "cpath");
    lua_pushvalue(L, loaded);
    cls_freeze(L, "package.loaded", false);
    lua_setfield(L, -2, "loaded");
    lua_pushvalue(L, -1);
    lua_rawsetp(L, LUA_REGISTRYINDEX, &cls_key_package);
    define(L, LUA_LOADLIBNAME, globals, loaded);
}

static void set_registry_table(lua_State *L, const char *key) {
    lua_newtable(L);
    lua_rawsetp(L, LUA_REGISTRYINDEX, key);
}

int cls_build_sandbox(lua_State *L) {
    bool is_strict = *(const bool *)lua_touserdata(L, 1);
    uint32_t allowances = cls_of(L)->allowances;
    set_registry_table(L, &cls_key_frozen);
    set_registry_table(L, &cls_key_kinds);
    set_registry_table(L, &cls_key_references);
    cls_define_random(L);
    cls_define_vectors(L);
    lua_newtable(L);
    int loaded = lua_gettop(L);
    lua_pushvalue(L, loaded);
    lua_rawsetp(L, LUA_REGISTRYINDEX, &cls_key_loaded);
    push_library(L, LUA_GNAME, luaopen_base, base_names);
    int globals = lua_gettop(L);
    static const luaL_Reg own[] = {
        {"collectgarbage", collect_garbage},
        {"ipairs", cls_ipairs},
        {"load", load},
        {"next", cls_next},
        {"pairs", cls_pairs},
        {"pcall", cls_pcall},
        {"print", cls_print},
        {"rawget", cls_rawget},
        {"rawset", cls_rawset},
        {"require", cls_require},
        {"setmetatable", set_metatable},
        {"tostring", cls_tostring},
        {"warn", cls_warn},
        {"xpcall", cls_xpcall},
        {NULL, NULL},
    };
    luaL_setfuncs(L, own, 0);
    set_refused(L, "", "dofile", "");
    set_refused(L, "", "loadfile", "");

    build_string(L, globals, loaded);
    build_math(L, globals, loaded);
    push_library(L, LUA_TABLIBNAME, luaopen_table, table_names);
    set_function(L, "concat", cls_concat);
    set_function(L, "insert", cls_insert);
    set_function(L, "move", cls_move);
    set_function(L, "remove", cls_remove);
    set_function(L, "sort", cls_sort);
    define(L, LUA_TABLIBNAME, globals, loaded);
    push_library(L, LUA_COLIBNAME, luaopen_coroutine, coroutine_names);
    set_function(L, "close", cls_coroutine_close);
    set_function(L, "resume", cls_coroutine_resume);
    set_function(L, "wrap", cls_coroutine_wrap);
    define(L, LUA_COLIBNAME, globals, loaded);
    push_library(L, LUA_UTF8LIBNAME, luaopen_utf8, utf8_names);
    define(L, LUA_UTF8LIBNAME, globals, loaded);
    push_library(L, LUA_DBLIBNAME, luaopen_debug, debug_names);
    set_all_refused(L, "debug", refused_debug, "");
    define(L, LUA_DBLIBNAME, globals, loaded);
    build_outside(L, LUA_IOLIBNAME, luaopen_io, allowances & CLS_ALLOW_IO, refused_io, globals, loaded);
    build_outside(L, LUA_OSLIBNAME, luaopen_os, allowances & CLS_ALLOW_OS, refused_os, globals, loaded);
    build_package(L, allowances, globals, loaded);

    lua_pushvalue(L, globals);
    if (is_strict) cls_freeze(L, "", true);
    lua_pushvalue(L, -1);
    lua_setfield(L, globals, LUA_GNAME);
    lua_pushvalue(L, -1);
    lua_setfield(L, loaded, LUA_GNAME);
    lua_rawseti(L, LUA_REGISTRYINDEX, LUA_RIDX_GLOBALS);
    return 0;
}

static int set_package_path(lua_State *L) {
    lua_rawgetp(L, LUA_REGISTRYINDEX, &cls_key_package);
    lua_pushstring(L, lua_touserdata(L, 1));
    lua_setfield(L, -2, "path");
    return 0;
}

cls_status cls_set_package_path(cls_state *state, const char *path) {
    return cls_protect(state, set_package_path, (void *)path);
}
