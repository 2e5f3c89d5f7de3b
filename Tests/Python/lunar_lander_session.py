"""Plays LunarLander of a native library with the random numbers that Gymnasium would draw.

    python3 Tests/Python/lunar_lander_session.py lunar_lander.so

Each line of standard input is a JSON object, answered by a line of output:

  {"options": {...}, "seed": 1, "actions": [...]}     observations, the first one included, and rewards
  {"fall": 200}                                       of so many episodes without thrust: step and place of the touch
  {"options": {...}, "policy": "heuristic", "first": 0, "count": 1000}
                                                      returns, lengths and steps of the first touch of episodes, and
                                                      how far a reward was from the one that observations give
"""

import json
import sys

import numpy
from native_environment import Group

LANES = 100


def draws(seed, has_wind):
    """Draws as Gymnasium makes them with this seed: numbers from 64 bits each, but for the two integers of the wind,
    which follow 12 heights and a force and are made such that the remainder by 19998 is numpy's integer."""
    generator = numpy.random.Generator(numpy.random.PCG64(seed))
    drawn = 0

    def draw():
        nonlocal drawn
        drawn += 1
        if has_wind and drawn in (15, 16):
            return 19998 + int(generator.integers(19998))
        return int(generator.bit_generator.random_raw())

    return draw


def heuristic(s, is_discrete):
    """Gymnasium's `heuristic`, for rows of observations."""
    target = numpy.clip(s[:, 0] * 0.5 + s[:, 2] * 1.0, -0.4, 0.4)
    stands = (s[:, 6] > 0) | (s[:, 7] > 0)
    angle = numpy.where(stands, 0, (target - s[:, 4]) * 0.5 - s[:, 5] * 1.0)
    hover = numpy.where(stands, -s[:, 3] * 0.5, (0.55 * numpy.abs(s[:, 0]) - s[:, 1]) * 0.5 - s[:, 3] * 0.5)
    if not is_discrete:
        return numpy.clip(numpy.stack([hover * 20 - 1, -angle * 20], axis=1), -1, 1)
    side = numpy.where(angle < -0.05, 3, numpy.where(angle > 0.05, 1, 0))
    return numpy.where((hover > numpy.abs(angle)) & (hover > 0.05), 2, side)


def shaping(s):
    s = s.astype(numpy.float64)
    return (-100 * numpy.hypot(s[:, 0], s[:, 1]) - 100 * numpy.hypot(s[:, 2], s[:, 3]) - 100 * numpy.abs(s[:, 4])
            + 10 * s[:, 6] + 10 * s[:, 7])


def fuel(group, n):
    if group.is_discrete:
        return numpy.choose(group.choices[:n], [0, 0.03, 0.3, 0.03])
    main, side = group.actions[:n].astype(numpy.float64).T
    return (0.3 * numpy.where(main > 0, (main + 1) / 2, 0)
            + 0.03 * numpy.where(numpy.abs(side) > 0.5, numpy.abs(side), 0))


def act(group, n, actions):
    if group.is_discrete:
        group.choices[:n] = actions
    else:
        group.actions[:n] = actions


def flight(library, request):
    group = Group(library, request["options"], 1)
    group.reset(0, draws(request["seed"], request["options"]["enable_wind"]))
    observations, rewards = [group.observations[0].tolist()], []
    for action in request["actions"]:
        act(group, 1, action)
        group.step(1)
        observations.append(group.observations[0].tolist())
        rewards.append(group.rewards[0])
    group.close()
    return {"observations": observations, "rewards": rewards}


class Episode:
    def __init__(self):
        self.total = self.length = self.touch = 0

    def count(self, observation, reward, is_over):
        self.total += reward
        self.length += 1
        if self.touch == 0 and (is_over or observation[6] or observation[7]):
            self.touch, self.place = self.length, observation[:2].tolist()


def play(library, options, policy, seeds):
    """Episodes side by side: one that ends makes room for the next, in the end for that of the last lane."""
    group = Group(library, options, LANES)
    random = numpy.random.default_rng(seeds[0])
    has_wind = options.get("enable_wind", False)
    waiting, lanes, episodes, error = list(seeds), [], [], 0.0

    def begin(lane):
        group.reset(lane, draws(waiting.pop(0), has_wind))
        episodes.append(Episode())
        return episodes[-1]

    while len(lanes) < LANES and waiting:
        lanes.append(begin(len(lanes)))
    while lanes:
        n = len(lanes)
        before = shaping(group.observations[:n])
        if policy == "heuristic":
            act(group, n, heuristic(group.observations[:n], group.is_discrete))
        elif policy == "random":
            act(group, n, random.integers(4, size=n))
        group.step(n)
        goes_on = group.terminated[:n] == 0
        rewards = numpy.where(goes_on, shaping(group.observations[:n]) - before - fuel(group, n),
                              100 * numpy.sign(group.rewards[:n]))
        error = max(error, float(numpy.abs(rewards - group.rewards[:n]).max()))
        for lane in reversed(range(n)):
            episode = lanes[lane]
            episode.count(group.observations[lane], group.rewards[lane], group.terminated[lane])
            if group.terminated[lane] or episode.length == group.specification.max_steps:
                if waiting:
                    lanes[lane] = begin(lane)
                else:
                    last = lanes.pop()
                    if lane < len(lanes):
                        group.move(len(lanes), lane)
                        lanes[lane] = last
    group.close()
    return episodes, error


def answer(library, request):
    if "actions" in request:
        return flight(library, request)
    if "fall" in request:
        episodes, _ = play(library, {}, "nothing", range(request["fall"]))
        return [[episode.touch] + episode.place for episode in episodes]
    seeds = range(request["first"], request["first"] + request["count"])
    episodes, error = play(library, request["options"], request["policy"], seeds)
    return {
        "returns": [episode.total for episode in episodes],
        "lengths": [episode.length for episode in episodes],
        "touches": [episode.touch for episode in episodes],
        "reward_error": error,
    }


if __name__ == "__main__":
    for line in sys.stdin:
        print(json.dumps(answer(sys.argv[1], json.loads(line))), flush=True)
