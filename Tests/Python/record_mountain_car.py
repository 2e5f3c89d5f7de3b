"""Writes mountain-car-v0.bin and mountain-car-continuous-v0.bin in Tests/EnvironmentsTests/Recordings.

    python3 Tests/Python/record_mountain_car.py       needs Tests/Python/requirements.txt

Each has episodes of a driver that speeds up the way it moves, but acts at random for a share of its steps, and single
steps from states all over, bounds included. In the continuous one some actions lie beyond the bounds.
"""

import gymnasium
import numpy as np
import recording

random = np.random.default_rng(2)


def driver(number, choose):
    """Drives the way it moves; `choose` makes the action of a direction, which is random for a share of steps."""
    noise = number / 15 % 1 * 1.1
    return lambda state: choose(random.integers(-1, 2) if random.random() < noise else 1 if state[1] >= 0 else -1)


def anywhere(kind):
    """A state anywhere, often at a bound, in Gymnasium's type."""
    position = random.choice([random.uniform(-1.2, 0.6), -1.2, 0.6, random.uniform(0.4, 0.6)], p=[0.6, 0.1, 0.1, 0.2])
    velocity = random.choice([random.uniform(-0.07, 0.07), -0.07, 0.07], p=[0.6, 0.2, 0.2])
    return np.array([position, velocity], dtype=kind)


env = gymnasium.make("MountainCar-v0")
episodes = [recording.play(env, seed, driver(seed, lambda way: int(way) + 1)) for seed in range(60)]
episodes += [recording.play_from(env, anywhere(np.float64), int(random.integers(3))) for _ in range(1000)]
assert {reward for episode in episodes for reward in episode.rewards} == {-1.0}
recording.write("mountain-car-v0.bin", b"MOUNTCAR", episodes, bytes)


def force(way):
    """Of a size up to 1, at times exactly 1 or more."""
    size = random.choice([random.uniform(0, 1), 1, random.uniform(1, 2)], p=[0.5, 0.4, 0.1])
    return np.array([way * size], dtype=np.float32)


env = gymnasium.make("MountainCarContinuous-v0")
episodes = [recording.play(env, seed, driver(seed, force)) for seed in range(30)]
episodes += [
    recording.play_from(env, anywhere(np.float32), force(random.choice([-1, 1]))) for _ in range(1000)
]
recording.write(
    "mountain-car-continuous-v0.bin", b"MOUNTCON", episodes, lambda actions: np.array(actions, "<f4").tobytes(),
    state_type="<f4", has_rewards=True,
)
