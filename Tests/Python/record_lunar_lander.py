"""Writes Tests/EnvironmentsTests/Recordings/lunar-lander-v3.json: how Gymnasium's LunarLander-v3 flies, and how well
policies play it.

    python3 Tests/Python/record_lunar_lander.py       needs Tests/Python/requirements.txt
"""

import importlib.metadata
import itertools
import json

import gymnasium
import numpy as np
import recording
from gymnasium.envs.box2d.lunar_lander import heuristic

OPTIONS = [
    {"continuous": is_continuous, "enable_wind": is_windy} for is_continuous in (False, True) for is_windy in (False, True)
]


def chosen(env, policy, random, observation):
    if policy == "heuristic":
        return heuristic(env, observation)
    if policy == "nothing":
        return 0
    return random.uniform(-1, 1, 2).astype(np.float32) if env.continuous else int(random.integers(4))


def steps(env, policy, seed):
    """Each step of an episode: action, observation, reward and whether it is the last."""
    random = np.random.default_rng(seed)
    observation, _ = env.reset(seed=seed)
    for step in range(1000):
        action = chosen(env, policy, random, observation)
        observation, reward, is_over, _, _ = env.step(action)
        yield action, observation, reward, is_over
        if is_over:
            return


def has_touched(env, observation):
    return bool(env.game_over or observation[6] or observation[7])


def flight(env, policy, seed):
    """An episode until something touches the ground."""
    start, _ = env.reset(seed=seed)
    actions, observations, rewards = [], [start], []
    for action, observation, reward, is_over in steps(env, policy, seed):
        if is_over or has_touched(env, observation):
            break
        actions.append(np.asarray(action).tolist())
        observations.append(observation)
        rewards.append(round(float(reward), 5))
    observations = [[round(float(value), 6) for value in observation] for observation in observations]
    return {"seed": seed, "actions": actions, "observations": observations, "rewards": rewards}


def fall(env, seed):
    """The step in which a lander without thrust touches the ground or leaves the view, and where."""
    for step, (_, observation, _, is_over) in enumerate(steps(env, "nothing", seed), start=1):
        if is_over or has_touched(env, observation):
            return [step, round(float(observation[0]), 4), round(float(observation[1]), 4)]


def play(env, policy, seed):
    """Return, length and the step of the first touch of an episode."""
    total = length = touch = 0
    for _, observation, reward, is_over in steps(env, policy, seed):
        total += float(reward)
        length += 1
        if touch == 0 and (is_over or has_touched(env, observation)):
            touch = length
    return round(total, 3), length, touch


def plays(options, policy):
    env = gymnasium.make("LunarLander-v3", **options).unwrapped
    returns, lengths, touches = zip(*(play(env, policy, 10000 + seed) for seed in range(1000)))
    return {"options": options, "policy": policy, "returns": returns, "lengths": lengths, "touches": touches}


flights = []
for seed, (options, policy) in enumerate(itertools.product(OPTIONS, ("heuristic", "random"))):
    env = gymnasium.make("LunarLander-v3", **options).unwrapped
    flights.append({"options": options, "policy": policy} | flight(env, policy, seed))
discrete = gymnasium.make("LunarLander-v3").unwrapped
contents = {
    "gymnasium": gymnasium.__version__,
    "box2d": importlib.metadata.version("Box2D"),
    "flights": flights,
    "falls": [fall(discrete, seed) for seed in range(200)],
    "plays": [plays(OPTIONS[0], "heuristic"), plays(OPTIONS[2], "heuristic"), plays(OPTIONS[1], "random"),
              plays(OPTIONS[3], "heuristic")],
}
(recording.FOLDER / "lunar-lander-v3.json").write_text(json.dumps(contents, separators=(",", ":")) + "\n")
for played in contents["plays"]:
    print(played["options"], played["policy"], np.mean(played["returns"]), np.mean(played["lengths"]))
