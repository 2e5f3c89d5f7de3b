#ifndef LUNAR_LANDER_EPISODE_HPP
#define LUNAR_LANDER_EPISODE_HPP

#include "lander.hpp"

namespace lunar_lander {

/// What an experiment may choose.
struct Settings {
    bool is_continuous;
    double gravity;
    bool has_wind;
    double wind_power, turbulence_power;
};

/// How strongly the engines fire: 0, or 0.5 ... 1 of their power.
struct Thrust {
    double main, side;
    int direction; // in which the side engines push: -1, 0 or 1

    /// Of one of four actions: nothing, the left engine, the main one, the right one.
    static Thrust of_choice(int choice);
    /// Of two real actions: main engine and side engines.
    static Thrust of_throttles(const float throttles[2]);
};

/// An episode of LunarLander-v3.
class Episode {
  public:
    /// Begins with a step without thrust, as Gymnasium's `reset`.
    Episode(const Settings &settings, genome_random &random);

    void step(const Thrust &thrust);

    /// Place, velocity, angle, angular velocity, and whether each leg stands.
    using Observation = std::array<double, 8>;

    /// What the last step gave.
    Observation observation;
    double reward = 0;
    bool is_terminated = false;

  private:
    void blow();
    void fire(const Thrust &thrust);
    void observe();

    const Settings settings;
    Lander lander;
    genome_random random;
    int wind_index = 0, torque_index = 0;
    double shaping = 0;
};

} // namespace lunar_lander

#endif
