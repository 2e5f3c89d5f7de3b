/// What Swift cannot do with Lua.
///
/// A Lua error is a longjmp, which skips the release and defer of every Swift frame that it crosses. So Swift never
/// touches a lua_State: every function below runs its Lua calls in protected mode and reports a status, and values
/// cross in both directions as bytes (see value.h). Functions of scripts that are written in Swift are called by one C
/// function, which raises an error only after the Swift frame has returned.
#pragma once

#include <stdbool.h>
#include <stddef.h>
#include <stdint.h>

/// One Lua state with its memory limit, its buffers and its host. Belongs to one thread at a time.
typedef struct cls_state cls_state;

/// How a call of Lua ended. Failures leave a report in the outgoing buffer: the error value, then its frames.
typedef enum : int32_t {
    CLS_OK = 0,
    CLS_FAILED = 1,        ///< a runtime error
    CLS_SYNTAX = 2,        ///< a chunk did not compile
    CLS_MEMORY = 3,        ///< the memory limit was reached; there is no report
    CLS_REPORT_FAILED = 4, ///< the error could not be reported (its own `__tostring` failed, or the C stack is full)
    CLS_STOPPED = 5,       ///< past its deadline
} cls_status;

/// How a Swift function ended.
typedef enum : int32_t {
    CLS_RETURNED = 0, ///< the incoming buffer holds the results
    CLS_REFUSED = 1,  ///< the incoming buffer holds one string, raised with the place of the caller in front
    CLS_LOCATED = 2,  ///< the same, but the string names its place already
} cls_outcome;

/// Functions of the host that the library itself calls; functions of modules are numbered from 0.
enum {
    CLS_PRINT = -1,    ///< arguments: one string, a line that a script prints
    CLS_REQUIRE = -2,  ///< arguments: module name; results: "file", chunk name, text, or "value", the module itself
    CLS_MISSING = -3,  ///< arguments: name of the container, the key, list of the keys it has; always refuses
    CLS_ASSIGN = -4,   ///< arguments: name of the container, the key, whether the container has it; always refuses
    CLS_REFUSE = -5,   ///< arguments: name of the function called, what allows it ("" if nothing does); always refuses
    CLS_DESCRIBE = -6, ///< arguments: a handle; results: the text that `tostring` shows
};

/// How the host draws: a stream is `size` bytes, which a function may change and a copy of which goes on alike.
typedef struct {
    size_t size;
    uint64_t (*next)(void *words); ///< 64 random bits
    double (*normal)(void *words); ///< a standard normal deviate
} cls_stream_kind;

/// The Swift side of a state. `call` finds the caller's place and the arguments in the outgoing buffer, and leaves
/// results or a message in the incoming one. `reseed` writes the words of the stream that a seed names, or is false.
typedef struct {
    void *context;
    cls_outcome (*call)(void *context, int64_t function);
    cls_stream_kind streams;
    bool (*reseed)(void *context, uint64_t seed, void *words);
} cls_host;

enum { CLS_ALLOW_IO = 1, CLS_ALLOW_OS = 2, CLS_ALLOW_NATIVE = 4 };

/// Opens a sandboxed state that may hold `memory_limit` bytes. NULL if the limit is too small even for the libraries.
cls_state *cls_open(size_t memory_limit, uint32_t allowances, bool has_strict_globals, cls_host host);
void cls_close(cls_state *state);

/// Bytes that Lua may hold from now on.
void cls_limit_memory(cls_state *state, size_t memory_limit);
/// Bytes that Lua holds now.
size_t cls_memory_used(const cls_state *state);

/// What Lua left for Swift: valid until the next call of any function of this header.
const uint8_t *cls_outgoing(const cls_state *state, size_t *count);
/// What Swift leaves for Lua: copied. False if there is no memory.
bool cls_set_incoming(cls_state *state, const uint8_t *bytes, size_t count);

/// Compiles and runs a text chunk; its first result is left in the outgoing buffer.
cls_status cls_run(cls_state *state, const uint8_t *text, size_t count, const char *chunk_name);
/// Calls function `reference` with the values in the incoming buffer; all results are left in the outgoing one.
cls_status cls_call(cls_state *state, int64_t reference);
/// Gives `math.random` the stream of these words; NULL: none.
void cls_set_stream(cls_state *state, const void *words);
/// What runs from now on is named `callback` in messages and may take so long; 0: as long as it likes.
void cls_limit(cls_state *state, const char *callback, uint32_t milliseconds);
/// Called on a thread of its own, again and again, where a function of C did not return by twice its deadline and a
/// second: nothing can stop it.
void cls_set_hang_handler(void (*handler)(const char *callback, uint32_t milliseconds));
/// Makes a class, and those that it inherits from, read-only; errors name it `name`.
cls_status cls_freeze_class(cls_state *state, int64_t reference, const char *name);
/// Leaves a field of a class in the outgoing buffer; it may be inherited.
cls_status cls_read_field(cls_state *state, int64_t reference, const char *name);
#define CLS_NO_FUNCTION INT64_MIN
/// The number of a function that the host gave, where a value named one; `CLS_NO_FUNCTION` for another. Never raises.
int64_t cls_host_function(cls_state *state, int64_t reference);
/// Forgets a function that a value named.
void cls_release(cls_state *state, int64_t reference);

/// Defines how handles of kind `kind` behave. The incoming buffer holds its name, then its methods as name and number
/// of function in turn. `read` and `write` are functions for other fields, or `CLS_NO_FUNCTION`.
cls_status cls_define_kind(cls_state *state, int64_t kind, int64_t read, int64_t write);

typedef double (*cls_unary)(double);
typedef double (*cls_binary)(double, double);
/// Replaces `math.NAME`. For "log" a base may follow: the result is then function(x) / function(base).
cls_status cls_set_math_unary(cls_state *state, const char *name, cls_unary function);
/// Replaces `math.NAME(x, y)`, where `y` is 1 if not given (as in `math.atan`).
cls_status cls_set_math_binary(cls_state *state, const char *name, cls_binary function);
/// Sets `package.path`, which is for scripts to read only.
cls_status cls_set_package_path(cls_state *state, const char *path);

#include "CLuaLanes.h"
