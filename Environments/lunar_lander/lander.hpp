#ifndef LUNAR_LANDER_LANDER_HPP
#define LUNAR_LANDER_LANDER_HPP

#include "constants.hpp"
#include "genome_environment.h"

#include <array>
#include <box2d/box2d.h>

namespace lunar_lander {

/// Heights of the terrain's points, from the left, in metres.
using Terrain = std::array<double, chunks>;

/// A terrain that is level in its middle, where the landing pad is.
Terrain draw_terrain(genome_random &random);

/// The moon, the lander and its legs, in a Box2D world of their own. It stays where it is: the world keeps its address.
class Lander final : b2ContactListener {
  public:
    Lander(double gravity, const Terrain &terrain);
    Lander(const Lander &) = delete;
    Lander &operator=(const Lander &) = delete;

    /// Lets Box2D fill the table of kinds of contacts that all worlds share: it does so without a lock, when the first
    /// contact of a process arises. To be called before several threads step landers.
    static void prepare();

    b2Body &body() { return *lander; }

    /// Whether the left (0) or the right (1) leg stands on the ground.
    bool stands(int leg) const { return leg_contact[leg]; }

    /// Whether the lander itself has touched the ground.
    bool has_crashed() const { return crashed; }

    /// A fiftieth of a second.
    void step();

  private:
    void BeginContact(b2Contact *contact) override;
    void EndContact(b2Contact *contact) override;

    void add_moon(const Terrain &terrain);
    void add_lander();
    void add_leg(int leg);

    b2World world;
    b2Body *lander;
    std::array<b2Body *, 2> legs;
    std::array<bool, 2> leg_contact{};
    bool crashed = false;
};

/// Metres, from a double-precision number each, as Gymnasium hands them to Box2D.
inline b2Vec2 vector(double x, double y) { return b2Vec2(static_cast<float>(x), static_cast<float>(y)); }

} // namespace lunar_lander

#endif
