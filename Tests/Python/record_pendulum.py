"""Writes Tests/EnvironmentsTests/Recordings/pendulum-v1.bin: episodes and single steps of Gymnasium's Pendulum-v1.

    python3 Tests/Python/record_pendulum.py       needs Tests/Python/requirements.txt

The actor of the episodes turns the rod the way it moves, with a random torque for a share of its steps. Some torques lie
beyond the bounds. The single steps begin at any angle up to 100 radians.

Gymnasium squares a torque by the C library's powf, which for 7 torques in 10,000 is an ulp of float32 off: others are
drawn for these.
"""

import gymnasium
import numpy as np
import recording

random = np.random.default_rng(4)


def torque(way):
    while True:
        size = np.float32(random.choice([random.uniform(0, 2), 2, random.uniform(2, 3)], p=[0.5, 0.4, 0.1]))
        cut = min(size, np.float32(2))
        if cut**2 == cut * cut:
            return np.array([way * size], dtype=np.float32)


def actor(number):
    noise = number / 20 % 1
    return lambda state: torque(random.choice([-1, 1]) if random.random() < noise else 1 if state[1] >= 0 else -1)


def anywhere():
    return np.array([random.uniform(-100, 100), random.choice([random.uniform(-8, 8), -8, 8])])


env = gymnasium.make("Pendulum-v1")
episodes = [recording.play(env, seed, actor(seed)) for seed in range(40)]
episodes += [recording.play_from(env, anywhere(), torque(random.choice([-1, 1]))) for _ in range(1000)]
recording.write(
    "pendulum-v1.bin", b"PENDULUM", episodes, lambda actions: np.array(actions, "<f4").tobytes(), has_rewards=True
)
