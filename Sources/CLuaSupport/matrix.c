/// `genome.matrix`: numbers in rows and columns, and what scripts of linear algebra need.
#include "vectors.h"

#include <string.h>

#include "lanes.h"

/// Pushes a matrix of zeros; refuses one that is too large.
static cls_vector *push_zeros(lua_State *L, size_t rows, size_t columns) {
    if (columns > 0 && rows > CLS_MOST_VALUES / columns)
        cls_fail(L, "matrix: %I x %I are more than %d values", (lua_Integer)rows, (lua_Integer)columns,
                 CLS_MOST_VALUES);
    cls_vector *matrix = cls_push_vector(L, CLS_MATRIX, rows, columns);
    memset(matrix->data, 0, cls_vector_bytes(matrix));
    return matrix;
}

/// Reads the row on top. `name` is for messages.
static void read_row(lua_State *L, double *numbers, size_t columns, const char *name, size_t row) {
    size_t count = cls_push_list(L, -1, name);
    if (count != columns)
        cls_fail(L, "%s: must have as many values as row 1, %I, got %I", name, (lua_Integer)columns,
                 (lua_Integer)count);
    for (size_t column = 0; column < columns; column++, lua_pop(L, 1)) {
        int type = lua_rawgeti(L, -1, (lua_Integer)column + 1);
        numbers[column] = lua_tonumber(L, -1);
        if (type != LUA_TNUMBER || !(numbers[column] - numbers[column] == 0))
            cls_fail(L, "matrix: value %I of row %I must be a finite number, got %s", (lua_Integer)column + 1,
                     (lua_Integer)row, cls_push_value_text(L, -1));
    }
    lua_pop(L, 1);
}

static int read_rows(lua_State *L) {
    size_t rows = cls_push_list(L, 1, "matrix"), columns = 0;
    int list = lua_gettop(L);
    cls_vector *matrix = NULL;
    for (size_t row = 1; row <= rows; row++) {
        const char *name = lua_pushfstring(L, "matrix: row %I", (lua_Integer)row);
        if (lua_rawgeti(L, list, (lua_Integer)row) != LUA_TTABLE)
            return cls_fail(L, "%s: must be a list of numbers, got %s", name, cls_push_value_text(L, -1));
        if (row == 1) {
            columns = cls_push_list(L, -1, name);
            lua_pop(L, 1);
            matrix = push_zeros(L, rows, columns);
            lua_insert(L, list + 1); // below the name
        }
        read_row(L, cls_numbers(matrix) + (row - 1) * columns, columns, name, row);
        lua_settop(L, list + 1);
    }
    if (rows == 0) push_zeros(L, 0, 0);
    return 1;
}

/// `genome.matrix(rows, columns)` or `genome.matrix { { … }, … }`.
int cls_matrix(lua_State *L) {
    lua_settop(L, 2);
    if (lua_type(L, 1) == LUA_TTABLE) return read_rows(L);
    size_t rows = cls_check_count(L, 1, 0, CLS_MOST_VALUES, "matrix", "rows");
    push_zeros(L, rows, cls_check_count(L, 2, 0, CLS_MOST_VALUES, "matrix", "columns"));
    return 1;
}

/// `genome.identity(n)`.
int cls_identity(lua_State *L) {
    size_t size = cls_check_count(L, 1, 0, CLS_MOST_VALUES, "identity", "n");
    double *numbers = cls_numbers(push_zeros(L, size, size));
    for (size_t place = 0; place < size; place++) numbers[place * size + place] = 1;
    return 1;
}

static cls_vector *check(lua_State *L, const char *method) { return cls_check_self(L, CLS_MATRIX, method); }

static cls_vector *change(lua_State *L, const char *method) { return cls_check_changeable(L, CLS_MATRIX, method); }

static int give_self(lua_State *L) {
    lua_settop(L, 1);
    return 1;
}

/// The value that the row at index 2 and the column at 3 name.
static double *check_place(lua_State *L, cls_vector *self, const char *method) {
    size_t row = cls_check_count(L, 2, 1, self->rows, method, "row");
    size_t column = cls_check_count(L, 3, 1, self->columns, method, "column");
    return cls_numbers(self) + (row - 1) * self->columns + column - 1;
}

static int get(lua_State *L) {
    lua_pushnumber(L, *check_place(L, check(L, "matrix:get"), "matrix:get"));
    return 1;
}

static int set(lua_State *L) {
    double *place = check_place(L, change(L, "matrix:set"), "matrix:set");
    *place = cls_check_finite(L, 4, "matrix:set", "value");
    return give_self(L);
}

static int rows(lua_State *L) {
    lua_pushinteger(L, (lua_Integer)check(L, "matrix:rows")->rows);
    return 1;
}

static int columns(lua_State *L) {
    lua_pushinteger(L, (lua_Integer)check(L, "matrix:columns")->columns);
    return 1;
}

/// Pushes `count` values from `first` on, each `stride` after the one before, as floats.
static int push_values(lua_State *L, cls_vector *self, size_t first, size_t stride, size_t count) {
    double *numbers = cls_numbers(cls_push_vector(L, CLS_FLOATS, 1, count));
    for (size_t place = 0; place < count; place++) numbers[place] = cls_numbers(self)[first + place * stride];
    return 1;
}

static int row(lua_State *L) {
    cls_vector *self = check(L, "matrix:row");
    size_t row = cls_check_count(L, 2, 1, self->rows, "matrix:row", "row");
    return push_values(L, self, (row - 1) * self->columns, 1, self->columns);
}

static int column(lua_State *L) {
    cls_vector *self = check(L, "matrix:column");
    size_t column = cls_check_count(L, 2, 1, self->columns, "matrix:column", "column");
    return push_values(L, self, column - 1, self->columns, self->rows);
}

static int diagonal(lua_State *L) {
    cls_vector *self = check(L, "matrix:diagonal");
    return push_values(L, self, 0, self->columns + 1, self->rows < self->columns ? self->rows : self->columns);
}

static int transpose(lua_State *L) {
    cls_vector *self = check(L, "matrix:transpose");
    cls_vector *other = cls_push_vector(L, CLS_MATRIX, self->columns, self->rows);
    cv_transpose(self->rows, self->columns, cls_numbers(self), cls_numbers(other));
    return 1;
}

static int scale(lua_State *L) {
    cls_vector *self = change(L, "matrix:scale");
    cv_scale(self->count, cls_check_finite(L, 2, "matrix:scale", "a"), cls_numbers(self));
    return give_self(L);
}

static int axpy(lua_State *L) {
    cls_vector *self = change(L, "matrix:axpy");
    double a = cls_check_finite(L, 2, "matrix:axpy", "a");
    cls_vector *other = cls_check_like(L, 3, self, "matrix:axpy", "other");
    cv_axpy(self->count, a, cls_numbers(other), cls_numbers(self));
    return give_self(L);
}

static int product_with_vector(lua_State *L, cls_vector *self, cls_vector *x) {
    cls_check_floats(L, 2, self->columns, "matrix:product", "other");
    cls_vector *result = cls_push_vector(L, CLS_FLOATS, 1, self->rows);
    cv_matrix_vector(self->rows, self->columns, cls_numbers(self), cls_numbers(x), cls_numbers(result));
    return 1;
}

static int product(lua_State *L) {
    cls_vector *self = check(L, "matrix:product"), *other = cls_to_vector(L, 2);
    if (other && other->kind == CLS_FLOATS) return product_with_vector(L, self, other);
    if (other == NULL || other->kind != CLS_MATRIX)
        return cls_fail(L, "matrix:product: other must be made by genome.matrix or genome.floats, got %s",
                        cls_push_value_text(L, 2));
    if (other->rows != self->columns)
        return cls_fail(L, "matrix:product: other must have as many rows as the matrix has columns, %I, got %I",
                        (lua_Integer)self->columns, (lua_Integer)other->rows);
    cls_vector *result = push_zeros(L, self->rows, other->columns);
    bool was_in_host = cls_begin_work(L, (double)self->count * (double)other->columns);
    cv_product(self->rows, self->columns, other->columns, cls_numbers(self), cls_numbers(other), cls_numbers(result));
    cls_end_work(L, was_in_host);
    return 1;
}

static int transposed_product(lua_State *L) {
    cls_vector *self = check(L, "matrix:transposed_product");
    cls_vector *x = cls_check_floats(L, 2, self->rows, "matrix:transposed_product", "v");
    cls_vector *result = cls_push_vector(L, CLS_FLOATS, 1, self->columns);
    cv_transposed_vector(self->rows, self->columns, cls_numbers(self), cls_numbers(x), cls_numbers(result));
    return 1;
}

static int rank_one(lua_State *L) {
    cls_vector *self = change(L, "matrix:rank_one");
    double a = cls_check_finite(L, 2, "matrix:rank_one", "a");
    cls_vector *x = cls_check_floats(L, 3, self->rows, "matrix:rank_one", "x");
    bool is_symmetric = lua_isnoneornil(L, 4);
    cls_vector *y =
        cls_check_floats(L, is_symmetric ? 3 : 4, self->columns, "matrix:rank_one", is_symmetric ? "x" : "y");
    double *scratch = cls_push_scratch(L, self->rows, sizeof *scratch);
    if (x == y) cv_symmetric_rank_one(self->rows, a, cls_numbers(x), cls_numbers(self), scratch);
    else cv_rank_one(self->rows, self->columns, a, cls_numbers(x), cls_numbers(y), cls_numbers(self), scratch);
    return give_self(L);
}

static void check_symmetric(lua_State *L, cls_vector *self) {
    const double *numbers = cls_numbers(self);
    if (self->rows != self->columns)
        cls_fail(L, "matrix:eigen: must have as many rows as columns, got %I x %I", (lua_Integer)self->rows,
                 (lua_Integer)self->columns);
    for (size_t place = 0; place < self->count; place++)
        if (!(numbers[place] - numbers[place] == 0))
            cls_fail(L, "matrix:eigen: the value at %I, %I must be finite, got %s",
                     (lua_Integer)(place / self->columns) + 1, (lua_Integer)(place % self->columns) + 1,
                     cls_push_number_text(L, numbers[place]));
    size_t place = cv_first_asymmetry(self->rows, numbers);
    if (place == self->count) return;
    size_t row = place / self->columns, column = place % self->columns;
    cls_fail(L, "matrix:eigen: must be symmetric, got %f at %I, %I and %f at %I, %I", numbers[place],
             (lua_Integer)row + 1, (lua_Integer)column + 1, numbers[column * self->columns + row],
             (lua_Integer)column + 1, (lua_Integer)row + 1);
}

static int eigen(lua_State *L) {
    cls_vector *self = check(L, "matrix:eigen");
    check_symmetric(L, self);
    size_t size = self->rows;
    double *scratch = cls_push_scratch(L, cv_eigen_scratch(size), sizeof *scratch);
    cls_vector *values = cls_push_vector(L, CLS_FLOATS, 1, size);
    cls_vector *vectors = cls_push_vector(L, CLS_MATRIX, size, size);
    memcpy(vectors->data, self->data, cls_vector_bytes(self));
    bool was_in_host = cls_begin_work(L, 8 * (double)size * (double)self->count);
    bool is_found = cv_eigen(size, cls_numbers(vectors), cls_numbers(values), scratch);
    cls_end_work(L, was_in_host);
    if (!is_found) return cls_fail(L, "matrix:eigen: no eigenvalue found within 60 steps");
    return 2;
}

const luaL_Reg cls_matrix_methods[] = {
    {"get", get},           {"set", set},       {"rows", rows},         {"columns", columns},
    {"row", row},           {"column", column}, {"diagonal", diagonal}, {"transpose", transpose},
    {"scale", scale},       {"axpy", axpy},     {"product", product},   {"transposed_product", transposed_product},
    {"rank_one", rank_one}, {"eigen", eigen},   {NULL, NULL},
};
