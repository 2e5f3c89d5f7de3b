// The numbers of Gymnasium's lunar_lander.py (LunarLander-v3), by its names, and in its type.
#ifndef LUNAR_LANDER_CONSTANTS_HPP
#define LUNAR_LANDER_CONSTANTS_HPP

namespace lunar_lander {

constexpr int fps = 50;
constexpr double scale = 30; // pixels a metre

constexpr double main_engine_power = 13;
constexpr double side_engine_power = 0.6;
constexpr double initial_random = 1000;

constexpr double lander_poly[][2] = {{-14, 17}, {-17, 0}, {-17, -10}, {17, -10}, {17, 0}, {14, 17}};
constexpr double leg_away = 20;
constexpr double leg_down = 18;
constexpr double leg_width = 2, leg_height = 8;
constexpr double leg_spring_torque = 40;

constexpr double side_engine_height = 14;
constexpr double side_engine_away = 12;
constexpr double main_engine_y_location = 4;

constexpr double width = 600 / scale, height = 400 / scale; // of the view, in metres
constexpr int chunks = 11;                                  // points of the terrain
constexpr double helipad_y = height / 4;

} // namespace lunar_lander

#endif
