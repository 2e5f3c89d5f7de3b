/// Where an error happened: chunk names as their owners typed them, never cut at LUA_IDSIZE as Lua's own are.
#include "value.h"

#include <stdarg.h>
#include <string.h>

const char *cls_source(const lua_Debug *activation) {
    return activation->source[0] == '@' ? activation->source + 1 : activation->short_src;
}

bool cls_is_script(const lua_Debug *activation) {
    return activation->currentline > 0 && strncmp(activation->source, "@=", 2) != 0;
}

void cls_push_place(lua_State *L, int level) {
    lua_Debug activation;
    if (lua_getstack(L, level, &activation)) {
        lua_getinfo(L, "Sl", &activation);
        if (activation.currentline > 0) {
            lua_pushfstring(L, "%s:%d: ", cls_source(&activation), activation.currentline);
            return;
        }
    }
    lua_pushliteral(L, "");
}

int cls_fail(lua_State *L, const char *format, ...) {
    va_list arguments;
    va_start(arguments, format);
    cls_push_place(L, 1);
    lua_pushvfstring(L, format, arguments);
    va_end(arguments);
    lua_concat(L, 2);
    return lua_error(L);
}

/// Writes the message. Lua cuts the name of a chunk to 60 bytes in its own messages: the whole name is put back.
static void write_message(lua_State *L, const char *message, size_t count) {
    lua_Debug activation;
    for (int level = 0; lua_getstack(L, level, &activation); level++) {
        lua_getinfo(L, "S", &activation);
        size_t cut = strlen(activation.short_src);
        const char *source = cls_source(&activation);
        if (source == activation.short_src || count <= cut || message[cut] != ':') continue;
        if (memcmp(message, activation.short_src, cut) != 0) continue;
        lua_pushfstring(L, "%s%s", source, message + cut);
        size_t whole;
        const char *text = lua_tolstring(L, -1, &whole);
        cls_write_string(L, text, whole);
        lua_pop(L, 1);
        return;
    }
    cls_write_string(L, message, count);
}

/// Writes source, line and name of each Lua function on the stack, innermost first.
static void write_frames(lua_State *L) {
    enum { MAXIMUM_FRAMES = 64 };
    lua_Debug activation;
    int written = 0;
    for (int level = 0; written < MAXIMUM_FRAMES && lua_getstack(L, level, &activation); level++) {
        lua_getinfo(L, "Sln", &activation);
        if (!cls_is_script(&activation)) continue;
        const char *source = cls_source(&activation);
        const char *name = *activation.what == 'm' ? "" : activation.name ? activation.name : "?";
        cls_write_string(L, source, strlen(source));
        cls_write_integer(L, activation.currentline);
        cls_write_string(L, name, strlen(name));
        written++;
    }
}

static int write_raised(lua_State *L) {
    cls_write_value(L, 1);
    return 0;
}

int cls_report(lua_State *L) {
    cls_state *state = cls_of(L);
    state->outgoing.count = 0;
    if (lua_type(L, 1) == LUA_TSTRING) {
        size_t count;
        const char *message = lua_tolstring(L, 1, &count);
        state->syntax_was_reported = message == state->syntax_message;
        write_message(L, message, count);
    } else if (luaL_getmetafield(L, 1, "__tostring") != LUA_TNIL) {
        lua_pushvalue(L, 1);
        lua_call(L, 1, 1);
        size_t count;
        const char *message = lua_tolstring(L, -1, &count);
        if (message == NULL) message = "an error object whose __tostring gives no string", count = strlen(message);
        write_message(L, message, count);
    } else {
        // A table that cannot be handed over is shown by its type.
        lua_pushcfunction(L, write_raised);
        lua_pushvalue(L, 1);
        if (lua_pcall(L, 1, 0, 0) != LUA_OK) {
            state->outgoing.count = 0;
            cls_write_type(L, 1);
        }
    }
    write_frames(L);
    lua_settop(L, 1);
    return 1;
}
