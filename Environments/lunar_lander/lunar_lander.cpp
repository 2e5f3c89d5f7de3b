// LunarLander-v3 of Gymnasium as an environment of genome-lua, on Box2D 2.4.
#include "episode.hpp"

#include <exception>
#include <memory>
#include <vector>

namespace lunar_lander {

namespace {

// As Gymnasium has them, in this order.
const genome_option options[] = {
    {"continuous", GENOME_BOOLEAN, 0, nullptr},        // two throttles in place of four actions
    {"gravity", GENOME_NUMBER, -10, nullptr},          // upwards, in m/s²
    {"enable_wind", GENOME_BOOLEAN, 0, nullptr},       // until a leg stands
    {"wind_power", GENOME_NUMBER, 15, nullptr},        // most force of the wind
    {"turbulence_power", GENOME_NUMBER, 1.5, nullptr}, // most torque of it
};

Settings settings_of(const genome_option *chosen) {
    return {chosen[0].number != 0, chosen[1].number, chosen[2].number != 0, chosen[3].number, chosen[4].number};
}

int describe(const genome_option *chosen, genome_specification *out, genome_failure *failure) {
    constexpr double full_turn = 6.2831854820251465; // 2 pi in float32
    static const double low[] = {-2.5, -2.5, -10, -10, -full_turn, -10, 0, 0};
    static const double high[] = {2.5, 2.5, 10, 10, full_turn, 10, 1, 1};
    static const double weakest[] = {-1, -1}, strongest[] = {1, 1};
    const Settings settings = settings_of(chosen);
    if (!(settings.gravity > -12 && settings.gravity < 0))
        return genome_fail(failure, "gravity must be above -12 and below 0, got %g", settings.gravity);
    if (!(settings.wind_power >= 0 && settings.wind_power <= 20))
        return genome_fail(failure, "wind_power must be 0 to 20, got %g", settings.wind_power);
    if (!(settings.turbulence_power >= 0 && settings.turbulence_power <= 2))
        return genome_fail(failure, "turbulence_power must be 0 to 2, got %g", settings.turbulence_power);
    *out = {};
    out->observation_space = {GENOME_BOX, 8, low, high};
    out->action_space = settings.is_continuous ? genome_space{GENOME_BOX, 2, weakest, strongest}
                                               : genome_space{GENOME_DISCRETE, 4, nullptr, nullptr};
    out->observation_number = GENOME_FLOAT32;
    out->observation_layout = GENOME_LANE_MAJOR;
    out->max_steps = 1000;
    return 0;
}

/// Episodes side by side. Each begins in a world of its own, as what a world keeps could change the next one.
struct Group {
    const Settings settings;
    const genome_batch *const batch;
    std::vector<std::unique_ptr<Episode>> episodes;

    Group(const Settings &settings, const genome_batch *batch)
        : settings(settings), batch(batch), episodes(batch->capacity) {
        Lander::prepare();
    }

    void observe(int32_t lane) {
        float *const out = static_cast<float *>(batch->observations) + 8 * lane;
        for (int i = 0; i < 8; i++) out[i] = static_cast<float>(episodes[lane]->observation[i]);
    }

    Thrust thrust(int32_t lane) const {
        return settings.is_continuous ? Thrust::of_throttles(batch->actions + 2 * lane)
                                      : Thrust::of_choice(batch->choices[lane]);
    }
};

/// Calls what may throw; no exception leaves the library.
template <typename Body> int guarded(genome_failure *failure, Body body) noexcept {
    try {
        body();
        return 0;
    } catch (const std::bad_alloc &) {
        return genome_fail(failure, "no memory for another world");
    } catch (const std::exception &error) {
        return genome_fail(failure, "%s", error.what());
    }
}

int make(const genome_option *chosen, const genome_batch *batch, void **group, genome_failure *failure) {
    return guarded(failure, [&] { *group = new Group(settings_of(chosen), batch); });
}

void destroy(void *group) { delete static_cast<Group *>(group); }

int reset(void *group, int32_t lane, genome_random *random, genome_failure *failure) {
    return guarded(failure, [&] {
        Group &g = *static_cast<Group *>(group);
        g.episodes[lane] = std::make_unique<Episode>(g.settings, *random);
        g.observe(lane);
    });
}

int step(void *group, int32_t first, int32_t end, genome_failure *) {
    Group &g = *static_cast<Group *>(group);
    for (int32_t lane = first; lane < end; lane++) {
        Episode &episode = *g.episodes[lane];
        episode.step(g.thrust(lane));
        g.observe(lane);
        g.batch->rewards[lane] = episode.reward;
        g.batch->terminated[lane] = episode.is_terminated;
        g.batch->truncated[lane] = 0;
    }
    return 0;
}

void move(void *group, int32_t source, int32_t target) {
    Group &g = *static_cast<Group *>(group);
    g.episodes[target] = std::move(g.episodes[source]);
}

/// Where the lander is.
int behavior(void *group, int32_t lane, double *numbers, genome_failure *) {
    const Episode &episode = *static_cast<Group *>(group)->episodes[lane];
    numbers[0] = episode.observation[0];
    numbers[1] = episode.observation[1];
    return 0;
}

const genome_environment environment = [] {
    genome_environment e{};
    e.version = GENOME_ENVIRONMENT_VERSION;
    e.name = "lunar_lander";
    e.summary = "land on the moon between two flags (Gymnasium's LunarLander-v3)";
    e.options = options;
    e.option_count = std::size(options);
    e.describe = describe;
    e.make = make;
    e.destroy = destroy;
    e.reset = reset;
    e.step = step;
    e.move = move;
    e.behavior_count = 2;
    e.behavior = behavior;
    return e; // no states: Box2D's worlds cannot be copied
}();

} // namespace

} // namespace lunar_lander

extern "C" const genome_environment *genome_environment_plugin() { return &lunar_lander::environment; }
