/// What the files of this module share. Every function here may raise unless it says otherwise.
#pragma once
#include "CLuaSupport.h"

#include <lauxlib.h>
#include <lua.h>
#include <lualib.h>
#include <pthread.h>
#include <signal.h>
#include <stdatomic.h>

typedef struct {
    uint8_t *bytes;
    size_t count, capacity;
} cls_buffer;

enum { CLS_SMALL_CLASSES = 16 };

/// A coroutine that runs, or has resumed the one before it in the chain.
typedef struct cls_frame {
    lua_State *L;
    struct cls_frame *previous;
} cls_frame;

/// A stream of random numbers; what it is made of only the host knows.
typedef struct {
    bool is_bound; ///< to an episode: it gives draws in callbacks of that one only
    _Alignas(8) uint8_t words[];
} cls_stream;

struct cls_state {
    lua_State *main;
    lua_State *running; ///< the coroutine that called Swift, else `main`
    size_t used, limit; ///< bytes

    // memory.c
    struct block *free_blocks[CLS_SMALL_CLASSES]; ///< by size, in steps of 16 bytes
    struct chunk *chunks;                         ///< the first is the one that blocks are cut from
    size_t chunk_left;                            ///< of it, in bytes

    cls_buffer outgoing, incoming;
    cls_host host;
    uint32_t allowances;
    const char *syntax_message; ///< the interned message of the last chunk that did not compile: compared, never read
    bool syntax_was_reported;
    cls_unary unary[8]; ///< functions of `math` that are the host's
    int unary_count;
    cls_stream *stream;     ///< what `math.random` draws from now, or NULL
    cls_stream *own_stream; ///< what it draws from while the script loads, once there was one

    // guard.c: of the thread that runs the state, and of a signal that it gets
    cls_frame *volatile frames; ///< innermost first
    cls_state *outer;           ///< what was active on the thread before
    int depth;                  ///< guarded calls within each other
    volatile sig_atomic_t is_stopped;
    bool is_exhausted; ///< the memory limit was reached

    // watchdog.c
    pthread_t thread; ///< that of the call that runs, or ran last
    bool has_thread;
    _Atomic uint64_t sequence;           ///< odd while a callback runs; a number of its own for each
    _Atomic uint64_t doomed;             ///< the callback that the watchdog wants stopped
    _Atomic uint32_t limit_milliseconds; ///< of a callback; 0: none
    _Atomic bool is_in_host;             ///< a long call of our own functions is not timed
    _Atomic uint64_t host_calls;         ///< so far
    const char *_Atomic callback;        ///< as messages name it
    char callback_text[128];             ///< what `callback` points to unless it is a literal
    uint64_t seen, seen_calls, looks;    ///< the watchdog's own
    cls_state *next;
};

/// The state that a lua_State belongs to: coroutines copy the extra space of the main thread. Never raises.
static inline cls_state *cls_of(lua_State *L) { return *(cls_state **)lua_getextraspace(L); }

// buffer.c; none of these raises
bool cls_append(cls_buffer *buffer, const void *bytes, size_t count);
void cls_free_buffer(cls_buffer *buffer);

// memory.c
void *cls_allocate(void *context, void *memory, size_t old_size, size_t size);
void cls_free_chunks(cls_state *state);

// place.c
/// Pushes "source:line: " of the function at `level`, or "" where it is not Lua's.
void cls_push_place(lua_State *L, int level);
/// Raises `message` with the place of the caller in front.
int cls_fail(lua_State *L, const char *format, ...);
/// Message handler: leaves the report of an error in the outgoing buffer.
int cls_report(lua_State *L);
/// Whether a line of a script runs: not C, nor a chunk of the host's own, whose name begins with "=". Never raises.
bool cls_is_script(const lua_Debug *activation);
/// Name of a chunk as its owner typed it. Never raises.
const char *cls_source(const lua_Debug *activation);

// state.c
/// Pushes the function or table that a reference names. Never raises where the stack has room for two.
void cls_push_reference(lua_State *L, int64_t reference);

// call.c
/// Calls function `function` of the host, whose arguments (after the place) stand in the outgoing buffer; returns how
/// many results were pushed, or raises what it refused.
int cls_call_host(lua_State *L, int64_t function);
/// The level of the nearest function of a script below a C function; 0 if there is none.
int cls_caller_level(lua_State *L);
/// Empties the outgoing buffer and writes the caller's place.
void cls_begin_call(lua_State *L);
/// Pushes host function `function` as a Lua function.
void cls_push_host_function(lua_State *L, int64_t function);
/// Runs `body` in protected mode with `argument` as light user data.
cls_status cls_protect(cls_state *state, lua_CFunction body, void *argument);
/// The same, with what `reference` names as second argument.
cls_status cls_protect_with(cls_state *state, lua_CFunction body, void *argument, int64_t reference);

// guard.c
/// The state whose guarded call runs on this thread.
extern _Thread_local cls_state *volatile cls_active;
/// Begins a guarded call on `L`, around a protected one.
void cls_enter(cls_state *state, cls_frame *frame, lua_State *L);
/// Ends it. Returns whether it was stopped.
bool cls_leave(cls_state *state, const cls_frame *frame);
void cls_push_frame(cls_state *state, cls_frame *frame, lua_State *L);
void cls_pop_frame(cls_state *state, const cls_frame *frame);
/// Whether an error of this status goes past the script that would catch it. Never raises.
bool cls_is_uncatchable(lua_State *L, int status);
/// Whether a coroutine ended in the hook of an earlier call.
bool cls_was_killed(lua_State *co);
/// The hook of a state that is past its deadline.
void cls_raise_stop(lua_State *L, lua_Debug *activation);
/// For loops of our own, in which no instruction of a script runs.
static inline void cls_check_stop(lua_State *L) {
    if (cls_of(L)->is_stopped) cls_raise_stop(L, NULL);
}
int cls_pcall(lua_State *L);
int cls_xpcall(lua_State *L);

// watchdog.c; none of these raises
void cls_register(cls_state *state);
void cls_unregister(cls_state *state);
/// The calling thread is the one to signal.
void cls_take_thread(cls_state *state);
void cls_watch(cls_state *state);
void cls_unwatch(cls_state *state);
/// Gives the deadline to the next of several callbacks in one guarded call; false if it was stopped.
bool cls_next_callback(cls_state *state);
/// What runs from now on is called so; `name` outlives it.
static inline void cls_name_callback(cls_state *state, const char *name) {
    atomic_store_explicit(&state->callback, name, memory_order_relaxed);
}

// coroutine.c
int cls_coroutine_resume(lua_State *L);
int cls_coroutine_wrap(lua_State *L);
int cls_coroutine_close(lua_State *L);

// freeze.c
/// Replaces the table on top by a read-only one. `is_strict`: reading what it lacks is an error.
void cls_freeze(lua_State *L, const char *name, bool is_strict);
/// Gives the table on top errors for the fields that it lacks.
void cls_make_strict(lua_State *L, const char *name);
/// Pushes the table behind the read-only table at `index`, or the table itself.
void cls_push_backing(lua_State *L, int index);
/// Makes the metatable on top one of the host's: locked, and assigning is an error that begins with `name`. `backing`
/// is the index of the table behind.
void cls_set_assign(lua_State *L, const char *name, int backing);
/// Refuses the name at index 2, which none of the string keys of the table at `names` is. `container` is the index of
/// what messages call their owner.
int cls_refuse_name(lua_State *L, int container, int names);
int cls_rawget(lua_State *L);
int cls_rawset(lua_State *L);

// class.c
/// Pushes the metatable for instances of the class at `index`.
void cls_push_instance_metatable(lua_State *L, int index);

// order.c, sort.c, list.c, text.c, random.c, require.c: functions of scripts
int cls_next(lua_State *L);
int cls_pairs(lua_State *L);
int cls_sort(lua_State *L);
int cls_concat(lua_State *L);
int cls_insert(lua_State *L);
int cls_move(lua_State *L);
int cls_remove(lua_State *L);
int cls_repeat(lua_State *L);
int cls_tostring(lua_State *L);
int cls_print(lua_State *L);
int cls_warn(lua_State *L);
int cls_format(lua_State *L);
/// Pushes a number as text, NaN without a sign.
const char *cls_push_number_text(lua_State *L, double number);
int cls_random(lua_State *L);
int cls_randomseed(lua_State *L);
/// Pushes a stream for a callback.
cls_stream *cls_push_stream(lua_State *L, const void *words);
/// The stream at `index`, or NULL.
cls_stream *cls_to_stream(lua_State *L, int index);
/// Refuses the stream of another episode.
void cls_check_bound(lua_State *L, const cls_stream *stream);
/// 64 random bits; without a stream an error.
uint64_t cls_draw(lua_State *L, cls_stream *stream);
/// What `random:uniform` and `random:normal` give.
double cls_draw_uniform(lua_State *L, cls_stream *stream, double low, double high);
double cls_draw_normal(lua_State *L, cls_stream *stream, double mean, double deviation);
/// Defines how streams behave.
void cls_define_random(lua_State *L);
int cls_require(lua_State *L);

// sandbox.c
/// Light C function: builds the globals of a new state.
int cls_build_sandbox(lua_State *L);
/// Compiles text (never bytecode) and pushes the function, or raises and remembers that it was a syntax error.
void cls_load_text(lua_State *L, const char *text, size_t count, const char *chunk_name);

/// Keys of the registry: their addresses.
extern const char cls_key_frozen, cls_key_kinds, cls_key_references, cls_key_loaded, cls_key_handle, cls_key_math,
    cls_key_package, cls_key_random, cls_key_ours, cls_key_vector;
