"""Writes Tests/EnvironmentsTests/Recordings/cartpole-v1.bin: 1,000 episodes of Gymnasium's CartPole-v1.

    python3 Tests/Python/record_cartpole.py       needs Tests/Python/requirements.txt

500 episodes have random actions, 500 a balancing controller of random quality that acts at random for a share of its
steps, so that lengths spread over 8 ... 500 and many episodes are truncated.
"""

import gymnasium
import numpy as np
import recording

EPISODES = 1000
random = np.random.default_rng(1)


def controller():
    """A function of the state, of a quality drawn here: gains may be wrong, and a share of its actions is random."""
    gains = np.array([0.1, 0.4, 1.0, 0.6]) * random.uniform([-1, -0.5, 0.2, 0.2], [2, 2, 2, 2])
    noise = random.choice([0, random.uniform(0, 1)], p=[0.1, 0.9])
    return lambda state: int(random.integers(2)) if random.random() < noise else int(gains @ state > 0)


env = gymnasium.make("CartPole-v1")
episodes = []
for seed in range(EPISODES):
    act = (lambda state: int(random.integers(2))) if seed < EPISODES // 2 else controller()
    episodes.append(recording.play(env, seed, act))
    assert set(episodes[-1].rewards) == {1.0}, seed
recording.write("cartpole-v1.bin", b"CARTPOLE", episodes, recording.packed)
