/// Calls of scripts for groups of lanes: what runs at every step of an episode, without Swift in between.
#pragma once
#include "CLuaSupport.h"

/// The objects of one class, or one function, for a number of lanes. The running episodes are those of the first lanes.
typedef struct cls_lanes cls_lanes;

/// What an observation or an action is made of.
typedef enum : int32_t {
    CLS_DISCRETE = 0, ///< one integer in 0 ..< count
    CLS_BINARY = 1,   ///< a list of `count` values, each 0 or 1, false or true
    CLS_BOX = 2,      ///< a list of `count` numbers
    CLS_IMAGE = 3,    ///< a string of `count` bytes, or a list of integers 0 ... 255
} cls_space_kind;

typedef struct {
    cls_space_kind kind;
    int32_t count;
} cls_space;

/// Prepares lanes for a class or function of the state. `methods` are names of the class's functions, ended by NULL; a
/// single function stands for the first. NULL if there is no memory.
cls_lanes *cls_open_lanes(cls_state *state, int64_t reference, int32_t capacity, const char *const *methods);
void cls_close_lanes(cls_lanes *lanes);

/// Moves the object of a lane to another.
cls_status cls_move_lane(cls_lanes *lanes, int32_t source, int32_t target);
/// The next call for many lanes begins behind this one, for once: where it failed, it is completed so.
void cls_skip_lanes(cls_lanes *lanes, int32_t lane);
/// The lane whose call failed last.
int32_t cls_failed_lane(const cls_lanes *lanes);
/// The function that it called, such as "step".
const char *cls_failed_callback(const cls_lanes *lanes);
/// How that call ended.
cls_status cls_lanes_status(const cls_lanes *lanes);

typedef struct {
    cls_space space;
    const int32_t *discrete; ///< one a lane, where actions are discrete
    const float *real;       ///< a row of `space.count` a lane, else
} cls_actions;

/// Value v of lane l stands at `l * lane_stride + v * value_stride`, as a number, or as a byte of an image.
typedef struct {
    float *values;
    uint8_t *bytes; ///< NULL where there are numbers
    size_t lane_stride, value_stride;
    int32_t count;
} cls_observations;

/// An environment: a class with `reset` and `step` (methods 0 and 1). Arrays have room for every lane.
typedef struct {
    cls_lanes *lanes;
    cls_actions actions;
    cls_space observation;
    cls_observations observations;
    double *rewards;
    uint8_t *terminated, *truncated;
} cls_environment;

/// Gives a lane a fresh object, whose episode draws from a stream of these words, and writes its first observation.
cls_status cls_reset_environment(const cls_environment *environment, int32_t lane, const void *stream);
/// Takes a step in each of the first `lanes` lanes. `context` is a cls_environment. 0, or 1 if a call failed.
int32_t cls_step_environment(const void *context, int32_t lanes);

/// Rated individuals. Behavior or objectives of one whose first number is NaN are not known.
typedef struct {
    const double *fitness;
    const double *behaviors;  ///< shape [count, behavior_size]
    const double *objectives; ///< beyond the fitness; shape [count, objective_size]
    int32_t behavior_size, objective_size, count;
} cls_population;

/// Calls a selection scheme with a list of individuals and a stream of these words. Its result, `count` individuals, is
/// left in `parents`, counted from 0.
cls_status cls_select(cls_state *state, int64_t reference, cls_population population, int32_t count, const void *stream,
                      int32_t *parents);

/// A reward: a class with `reward` (method 0) and `reset` (method 1, may be missing), or a function. Arrays are those
/// of the step just taken.
typedef struct {
    cls_lanes *lanes;
    cls_actions actions;
    cls_observations observations;
    const double *rewards;
    const uint8_t *terminated, *truncated;
    const int32_t *lengths; ///< steps of each lane's episode before this one
    const int32_t *limit;   ///< steps after which an episode is truncated
    double *fitness;        ///< sums of each lane's episode
    double *further;        ///< the same of what comes after the first number; shape [lanes, most - 1]
    int32_t *counts;        ///< numbers that each lane's episode gives in a step; 0 before its first
    int32_t most;           ///< of these
} cls_reward;

/// Begins an episode in a lane, whose first observation stands there; its fitness is 0.
cls_status cls_reset_reward(const cls_reward *reward, int32_t lane, const void *stream);
/// Adds to the fitness of each of the first `lanes` lanes. `context` is a cls_reward. 0, or 1 if a call failed.
int32_t cls_add_reward(const void *context, int32_t lanes);

/// An encoder: a class with `encode` (method 0) and `reset` (method 1, may be missing). The bits of a lane are a row of
/// `stride` words.
typedef struct {
    cls_lanes *lanes;
    cls_observations observations;
    int32_t bit_count;
    uint64_t *bits;
    size_t stride;
} cls_encoder;

/// Encodes the first `lanes` lanes. `context` is a cls_encoder. 0, or 1 if a call failed.
int32_t cls_encode(const void *context, int32_t lanes);

/// A decoder: a class with `decode` (method 0) and `reset` (method 1, may be missing).
typedef struct {
    cls_lanes *lanes;
    const int32_t *integers; ///< a row of `output_count` a lane; NULL where the outputs are floats
    const float *floats;     ///< the same of floats
    int32_t output_count;
    cls_space space;   ///< of the actions
    int32_t *discrete; ///< one a lane, where actions are discrete
    float *real;       ///< a row of `space.count` a lane, else
} cls_decoder;

/// Decodes the first `lanes` lanes. `context` is a cls_decoder. 0, or 1 if a call failed.
int32_t cls_decode(const void *context, int32_t lanes);

/// Begins an episode in a lane of an encoder or a decoder.
cls_status cls_reset_coder(cls_lanes *lanes, int32_t lane, const void *stream);

/// An episode that has ended, as a behavior function sees it.
typedef struct {
    cls_observations observations;
    int32_t length;
    double episode_return;
} cls_episode;

/// Asks what the episode of a lane did: method `method` of the lane's object, or the function, which is given
/// `episode`. Its numbers are left in the outgoing buffer.
cls_status cls_read_behavior(cls_lanes *lanes, int32_t lane, int32_t method, const cls_episode *episode);

/// Variables that an objective function rates: bits, or numbers.
typedef struct {
    const uint64_t *bits; ///< bit i is bit i % 64 of word i / 64
    const double *floats;
    size_t bit_count, float_count;
} cls_variables;

/// Calls the function of `lanes`, which have one, with a vector of the variables and a stream of these words. Its
/// numbers are left in the outgoing buffer.
cls_status cls_rate(cls_lanes *lanes, const cls_variables *variables, const void *stream);

/// A whole search: one lane of a class with `start`, `ask`, `tell`, `policy` and `scalars` (methods 0 to 4).
enum { CLS_SEARCH_START = 0 };

/// Makes the object of a search anew, without calling it.
cls_status cls_make_search(cls_lanes *lanes, const void *stream);
/// Calls a method of the object with the values of the incoming buffer; the search's random numbers go on from these
/// words. What it returns is left in the outgoing buffer. The first argument of `start`, a table, gets the field
/// `random`.
cls_status cls_call_search(cls_lanes *lanes, int32_t method, const char *name, const void *stream);
/// Leaves what the object remembers in the outgoing buffer: its fields, but for what `start` was given.
cls_status cls_read_search(cls_lanes *lanes);
/// Gives the object the fields of a table in the incoming buffer in place of its own, but for what `start` was given.
cls_status cls_write_search(cls_lanes *lanes);
/// Leaves where method `method` was written in the outgoing buffer: source and line.
cls_status cls_locate_method(cls_lanes *lanes, int32_t method);
