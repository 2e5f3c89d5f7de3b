"""Writes Tests/EnvironmentsTests/Recordings/acrobot-v1.bin: episodes and single steps of Gymnasium's Acrobot-v1.

    python3 Tests/Python/record_acrobot.py       needs Tests/Python/requirements.txt

The actor of the episodes turns the second link the way it moves, but acts at random for a share of its steps. The single
steps begin anywhere, most of them so fast that angles are wrapped and velocities cut.
"""

import gymnasium
import numpy as np
import recording

random = np.random.default_rng(3)


def actor(number):
    noise = number / 20 % 1 * 1.2
    return lambda state: int(random.integers(3)) if random.random() < noise else 2 if state[3] > 0 else 0


def anywhere():
    return random.uniform(-1, 1, 4) * [np.pi, np.pi, 4 * np.pi, 9 * np.pi]


env = gymnasium.make("Acrobot-v1")
episodes = [recording.play(env, seed, actor(seed)) for seed in range(40)]
for episode in episodes:
    assert episode.rewards == [-1.0] * (len(episode.actions) - 1) + [0.0 if episode.terminated else -1.0]
episodes += [recording.play_from(env, anywhere(), int(random.integers(3))) for _ in range(1000)]
recording.write("acrobot-v1.bin", b"ACROBOT1", episodes, bytes)
