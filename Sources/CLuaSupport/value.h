/// Values as bytes. A value is a tag and what follows it, little-endian as the machine is:
///   nil, false, true             nothing
///   integer, number              8 bytes
///   string                       8 bytes of length, then the bytes
///   table                        key and value in turn (Lua's own order outward), then `end`
///   handle                       8 bytes of kind, 8 bytes of index
///   function                     8 bytes: outward a reference into the state
///   object (outward)             8 bytes: a reference to a table with functions among its values, or with a metatable:
///                                a class, which is not copied
///   other (outward)              a string value: the name of its type
///   host function (inward)       8 bytes: its number
///   module (inward)              a string value: its name, then as a table; read-only, unknown names are errors
///   record (inward)              the same, but its fields may be assigned
///   floats                       8 bytes of count, then 8 a value
///   bits                         8 bytes of count, then words of 64, bit i in word i / 64; the rest of the last is 0
///   matrix                       8 bytes of rows, 8 of columns, then 8 a value, row after row
///   native function (inward)     8 bytes: its number
#pragma once
#include "internal.h"

enum {
    TAG_NIL = 0,
    TAG_FALSE,
    TAG_TRUE,
    TAG_INTEGER,
    TAG_NUMBER,
    TAG_STRING,
    TAG_TABLE,
    TAG_END,
    TAG_HANDLE,
    TAG_FUNCTION,
    TAG_OTHER,
    TAG_HOST_FUNCTION,
    TAG_MODULE,
    TAG_RECORD,
    TAG_OBJECT,
    TAG_FLOATS,
    TAG_BITS,
    TAG_MATRIX,
    TAG_NATIVE_FUNCTION,
    TAG_COUNT,
};

enum { MAXIMUM_DEPTH = 32, MAXIMUM_BYTES = 256 << 20 };

/// What a handle's block holds.
typedef struct {
    int64_t kind, index;
} cls_handle;

/// Appends the value at `index` to the outgoing buffer. May raise (a value that cannot cross, or no memory).
void cls_write_value(lua_State *L, int index);
/// The same for a key that is no more than named: of a table only its type.
void cls_write_key(lua_State *L, int index);
/// As `cls_write_value`, but an object itself is written with its entries, as a table of options that holds functions.
void cls_write_argument(lua_State *L, int index);
/// Appends no more than the type of the value at `index`.
void cls_write_type(lua_State *L, int index);
void cls_write_string(lua_State *L, const char *bytes, size_t count);
void cls_write_integer(lua_State *L, int64_t integer);
void cls_write_boolean(lua_State *L, bool boolean);
void cls_write_tag(lua_State *L, uint8_t tag);

/// Pushes every value of the incoming buffer and returns how many. May raise.
int cls_push_incoming(lua_State *L);

/// The handle at `index`, or NULL.
cls_handle *cls_to_handle(lua_State *L, int index);
