"""Plays LunarLander of Environments/lunar_lander beside Gymnasium's, with the same random numbers and actions, and says
how far observations and rewards differ at most: by nothing, as both are built on the same Box2D here.

    python3 Tests/Python/compare_lunar_lander.py BOX2D       needs Tests/Python/requirements.txt, and c++

BOX2D is the folder of PyPI's source of box2d-py, whose Box2D is the 2.3 of Gymnasium's:

    pip download --no-deps --no-binary :all: box2d-py==2.3.8 && tar xzf box2d-py-2.3.8.tar.gz
"""

import itertools
import pathlib
import subprocess
import sys
import sysconfig
import tempfile

import gymnasium
import numpy as np
from gymnasium.envs.box2d.lunar_lander import heuristic
from lunar_lander_session import act, draws
from native_environment import Group

CHECKOUT = pathlib.Path(__file__).parents[2]


def build(box2d, folder):
    """The library on Box2D 2.3, where a header and a function have other names."""
    header = folder / "box2d" / "box2d.h"
    header.parent.mkdir()
    header.write_text("#include <Box2D/Box2D.h>\n")
    includes = [folder, box2d, CHECKOUT / "Sources/CEnvironment/include", sysconfig.get_paths()["include"]]
    sources = [*(CHECKOUT / "Environments/lunar_lander").glob("*.cpp"), *(box2d / "Box2D").glob("**/b2*.cpp")]
    flags = ["-std=c++17", "-O2", "-w", "-fPIC", "-shared", "-ffp-contract=off", "-DSetTwoSided=Set"]
    library = folder / "lunar_lander.so"
    subprocess.run(["c++", *flags, *(f"-I{path}" for path in includes), *sources, "-o", library], check=True)
    return library


def difference(env, group, has_wind, plays_well, seed):
    """Of an episode, and how many steps it has."""
    observation, _ = env.reset(seed=seed)
    group.reset(0, draws(seed, has_wind))
    random = np.random.default_rng(seed)
    worst = np.abs(observation - group.observations[0]).max()
    for step in range(1, 1001):
        if plays_well:
            action = heuristic(env, observation)
        else:
            action = random.uniform(-1, 1, 2).astype(np.float32) if env.continuous else int(random.integers(4))
        act(group, 1, action)
        group.step(1)
        observation, reward, is_over, _, _ = env.step(action)
        worst = max(worst, np.abs(observation - group.observations[0]).max(), abs(reward - group.rewards[0]))
        assert is_over == bool(group.terminated[0]), (seed, step)
        if is_over:
            break
    return worst, step


with tempfile.TemporaryDirectory() as folder:
    library = build(pathlib.Path(sys.argv[1]), pathlib.Path(folder))
    for is_continuous, has_wind, plays_well in itertools.product((False, True), repeat=3):
        options = {"continuous": is_continuous, "enable_wind": has_wind}
        env = gymnasium.make("LunarLander-v3", **options).unwrapped
        group = Group(str(library), options, 1)
        played = [difference(env, group, has_wind, plays_well, seed) for seed in range(50)]
        worst, steps = max(w for w, _ in played), sum(n for _, n in played)
        print(f"{options}, {'heuristic' if plays_well else 'random'}: {worst} in {len(played)} episodes, {steps} steps")
