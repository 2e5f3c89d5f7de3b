"""Writes Tests/EnvironmentsTests/Recordings/cartpole-v1.bin: 1,000 episodes of Gymnasium's CartPole-v1.

    python3 Tests/Python/record_cartpole.py       needs Tests/Python/requirements.txt

500 episodes have random actions, 500 a balancing controller of random quality that acts at random for a share of its
steps, so that lengths spread over 8 ... 500 and many episodes are truncated. The README beside the file gives its
format. Every episode also keeps its states, exactly: `env.unwrapped.state` before Gymnasium rounds it to float32.
"""

import pathlib
import struct

import gymnasium
import numpy as np

OUTPUT = pathlib.Path(__file__).parents[1] / "EnvironmentsTests" / "Recordings" / "cartpole-v1.bin"
EPISODES = 1000
random = np.random.default_rng(1)


def controller():
    """A function of the state, of a quality drawn here: gains may be wrong, and a share of its actions is random."""
    gains = np.array([0.1, 0.4, 1.0, 0.6]) * random.uniform([-1, -0.5, 0.2, 0.2], [2, 2, 2, 2])
    noise = random.choice([0, random.uniform(0, 1)], p=[0.1, 0.9])
    return lambda state: int(random.integers(2)) if random.random() < noise else int(gains @ state > 0)


def record(env, seed, act):
    env.reset(seed=seed)
    states, actions = [env.unwrapped.state], []
    terminated = truncated = False
    while not (terminated or truncated):
        action = act(states[-1])
        observation, reward, terminated, truncated, _ = env.step(action)
        state = env.unwrapped.state
        assert reward == 1 and state.dtype == np.float64, (seed, reward)
        assert (observation == state.astype(np.float32)).all(), seed
        states.append(state)
        actions.append(action)
    assert truncated == (len(actions) == 500), seed
    return states, actions, terminated, truncated


def episode_bytes(states, actions, terminated, truncated):
    bits = np.packbits(actions, bitorder="little").tobytes()
    header = struct.pack("<HBB", len(actions), terminated, truncated)
    return header + bits + np.array(states, dtype="<f8").tobytes()


def version_bytes(text):
    return struct.pack("B", len(text)) + text.encode()


def main():
    env = gymnasium.make("CartPole-v1")
    data = b"CARTPOLE" + struct.pack("<HI", 1, EPISODES)
    data += version_bytes(gymnasium.__version__) + version_bytes(np.__version__)
    lengths, truncations = [], 0
    for seed in range(EPISODES):
        act = (lambda state: int(random.integers(2))) if seed < EPISODES // 2 else controller()
        episode = record(env, seed, act)
        lengths.append(len(episode[1]))
        truncations += episode[3]
        data += episode_bytes(*episode)
    OUTPUT.write_bytes(data)
    for name, part in (("random", lengths[: EPISODES // 2]), ("controlled", lengths[EPISODES // 2 :])):
        print(f"{name}: lengths at deciles {np.percentile(part, range(0, 101, 10)).astype(int).tolist()}")
    print(f"{truncations} episodes truncated, {sum(lengths)} transitions, {len(data)} bytes")


main()
