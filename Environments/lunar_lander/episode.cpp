#include "episode.hpp"

#include <algorithm>
#include <cmath>

namespace lunar_lander {

namespace {

constexpr double pi = 3.141592653589793;

/// Between -1 and 1, without a period.
double gust(int index) { return std::tanh(std::sin(0.02 * index) + std::sin(pi * 0.01 * index)); }

double squared(double x) { return x * x; }

/// How good a place to be it is; rewards are its differences.
double shaping_of(const Episode::Observation &o) {
    return -100 * std::sqrt(squared(o[0]) + squared(o[1])) - 100 * std::sqrt(squared(o[2]) + squared(o[3])) -
           100 * std::abs(o[4]) + 10 * o[6] + 10 * o[7];
}

void push(b2Body &body, double x, double y, double power, double throttle, const b2Vec2 &place) {
    body.ApplyLinearImpulse(vector(-x * power * throttle, -y * power * throttle), place, true);
}

} // namespace

Thrust Thrust::of_choice(int choice) {
    const bool is_side = choice == 1 || choice == 3;
    return {choice == 2 ? 1.0 : 0.0, is_side ? 1.0 : 0.0, is_side ? choice - 2 : 0};
}

Thrust Thrust::of_throttles(const float throttles[2]) {
    const double main = std::clamp<double>(throttles[0], -1, 1), side = std::clamp<double>(throttles[1], -1, 1);
    const bool is_side = std::abs(side) > 0.5;
    return {main > 0 ? (main + 1) * 0.5 : 0, is_side ? std::abs(side) : 0, is_side ? (side < 0 ? -1 : 1) : 0};
}

Episode::Episode(const Settings &settings, genome_random &drawn)
    : settings(settings), lander(settings.gravity, draw_terrain(drawn)), random(drawn) {
    const double x = genome_uniform(&random, -initial_random, initial_random);
    const double y = genome_uniform(&random, -initial_random, initial_random);
    lander.body().ApplyForceToCenter(vector(x, y), true);
    if (settings.has_wind) {
        wind_index = static_cast<int>(genome_integer(&random, 2 * 9999)) - 9999;
        torque_index = static_cast<int>(genome_integer(&random, 2 * 9999)) - 9999;
    }
    step({0, 0, 0});
}

void Episode::step(const Thrust &thrust) {
    if (settings.has_wind && !lander.stands(0) && !lander.stands(1)) blow();
    fire(thrust);
    lander.step();
    observe();
    const double before = shaping;
    shaping = shaping_of(observation);
    reward = shaping - before - thrust.main * 0.30 - thrust.side * 0.03;
    is_terminated = false;
    if (lander.has_crashed() || std::abs(observation[0]) >= 1) {
        is_terminated = true;
        reward = -100;
    }
    if (!lander.body().IsAwake()) {
        is_terminated = true;
        reward = 100;
    }
}

void Episode::blow() {
    lander.body().ApplyForceToCenter(vector(gust(wind_index++) * settings.wind_power, 0), true);
    lander.body().ApplyTorque(static_cast<float>(gust(torque_index++) * settings.turbulence_power), true);
}

/// Gymnasium's engines, with what it calls their bug: the side engines push at a place that depends on the angle. The
/// smoke that it draws has no weight here, nor there where nothing is drawn.
void Episode::fire(const Thrust &thrust) {
    b2Body &body = lander.body();
    const double angle = body.GetAngle();
    const double tip[2] = {std::sin(angle), std::cos(angle)};
    const double side[2] = {-tip[1], tip[0]};
    // Drawn in each step, whether an engine fires or not.
    double dispersion[2];
    for (double &drawn : dispersion) drawn = genome_uniform(&random, -1, 1) / scale;

    if (thrust.main > 0) {
        const double away = main_engine_y_location / scale + 2 * dispersion[0];
        const double x = tip[0] * away + side[0] * dispersion[1], y = -tip[1] * away - side[1] * dispersion[1];
        const b2Vec2 place = vector(body.GetPosition().x + x, body.GetPosition().y + y);
        push(body, x, y, main_engine_power, thrust.main, place);
    }
    if (thrust.side > 0) {
        const double away = 3 * dispersion[1] + thrust.direction * side_engine_away / scale;
        const double x = tip[0] * dispersion[0] + side[0] * away, y = -tip[1] * dispersion[0] - side[1] * away;
        const b2Vec2 place = vector(body.GetPosition().x + x - tip[0] * 17 / scale,
                                    body.GetPosition().y + y + tip[1] * side_engine_height / scale);
        push(body, x, y, side_engine_power, thrust.side, place);
    }
}

void Episode::observe() {
    const b2Body &body = lander.body();
    const b2Vec2 place = body.GetPosition(), velocity = body.GetLinearVelocity();
    observation = {
        (place.x - width / 2) / (width / 2),
        (place.y - (helipad_y + leg_down / scale)) / (height / 2),
        velocity.x * (width / 2) / fps,
        velocity.y * (height / 2) / fps,
        body.GetAngle(),
        20.0 * body.GetAngularVelocity() / fps,
        lander.stands(0) ? 1.0 : 0.0,
        lander.stands(1) ? 1.0 : 0.0,
    };
}

} // namespace lunar_lander
