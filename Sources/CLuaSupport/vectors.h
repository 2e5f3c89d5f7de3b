/// Vectors of scripts: numbers, bits and matrices as user data, in Lua's memory, so that the state's limit counts them.
/// No function of theirs calls Swift but to word an unknown name.
#pragma once
#include "CVectors.h"
#include "internal.h"

typedef enum { CLS_FLOATS, CLS_BITS, CLS_MATRIX, CLS_VECTOR_KINDS } cls_vector_kind;

/// The same limit for all: numbers that matter to scripts stay exact, and places fit 32 bits.
enum { CLS_MOST_VALUES = INT32_MAX };

typedef struct {
    cls_vector_kind kind;
    bool is_read_only;
    size_t count;         ///< values or bits
    size_t rows, columns; ///< of a matrix, row after row; else 1 and `count`
    union {
        double number;
        uint64_t word; ///< bit i is bit i % 64 of word i / 64; what is left of the last word is 0
    } data[];
} cls_vector;

static inline double *cls_numbers(cls_vector *vector) { return &vector->data->number; }
static inline uint64_t *cls_words(cls_vector *vector) { return &vector->data->word; }
static inline size_t cls_word_count(size_t bits) { return (bits + 63) / 64; }
static inline bool cls_bit(cls_vector *vector, size_t place) { return cls_words(vector)[place / 64] >> place % 64 & 1; }
static inline void cls_set_bit(cls_vector *vector, size_t place, bool bit) {
    uint64_t *word = cls_words(vector) + place / 64, mask = (uint64_t)1 << place % 64;
    *word = bit ? *word | mask : *word & ~mask;
}

// vectors.c

/// Pushes a new vector; its values are not set. `rows` is 1 unless it is a matrix.
cls_vector *cls_push_vector(lua_State *L, cls_vector_kind kind, size_t rows, size_t columns);
/// Bytes of the values.
size_t cls_vector_bytes(const cls_vector *vector);
/// The vector at `index`, or NULL. Never raises where the stack has room for two.
cls_vector *cls_to_vector(lua_State *L, int index);
/// What messages call a vector, such as "floats of 3 values".
const char *cls_push_vector_name(lua_State *L, const cls_vector *vector);
/// Memory for a while, on the stack.
void *cls_push_scratch(lua_State *L, size_t count, size_t size);

/// A vector that a method was called on. `method` is its name in messages, such as "floats:axpy".
cls_vector *cls_check_self(lua_State *L, cls_vector_kind kind, const char *method);
/// The same, where the method changes it.
cls_vector *cls_check_changeable(lua_State *L, cls_vector_kind kind, const char *method);
/// Another vector of the kind.
cls_vector *cls_check_vector(lua_State *L, int index, cls_vector_kind kind, const char *method, const char *name);
/// The same, as many values (rows and columns of a matrix) as `self`.
cls_vector *cls_check_like(lua_State *L, int index, const cls_vector *self, const char *method, const char *name);
/// Floats of `count` values.
cls_vector *cls_check_floats(lua_State *L, int index, size_t count, const char *method, const char *name);
double cls_check_finite(lua_State *L, int index, const char *method, const char *name);
size_t cls_check_count(lua_State *L, int index, size_t low, size_t high, const char *method, const char *name);
/// A list, maybe read-only: pushes the table that holds its values and returns how many there are. Values that are not
/// numbered from 1 are refused.
size_t cls_push_list(lua_State *L, int index, const char *name);
/// 0, 1, false or true; false if the value at `index` is none of them.
bool cls_read_bit(lua_State *L, int index, bool *bit);
/// A random stream that may be drawn from here.
cls_stream *cls_check_stream_argument(lua_State *L, int index, const char *method);

/// Work that may take longer than a callback may: it is not the script's endless loop. `operations` is about how many
/// it takes; little work counts as the script's own, so that a loop of it ends. Nothing raises in between.
bool cls_begin_work(lua_State *L, double operations);
void cls_end_work(lua_State *L, bool was_in_host);

/// `ipairs`, for vectors too.
int cls_ipairs(lua_State *L);
/// Defines how vectors behave.
void cls_define_vectors(lua_State *L);
/// Methods that all kinds share: `copy`.
int cls_copy_vector(lua_State *L);

// floats.c, bits.c, matrix.c

extern const luaL_Reg cls_floats_methods[], cls_bits_methods[], cls_matrix_methods[];
/// Functions of modules; upvalue 1 is the number of a function of the host that takes what they do not, or nil.
int cls_floats(lua_State *L);
int cls_bits(lua_State *L);
int cls_matrix(lua_State *L);
int cls_identity(lua_State *L);
