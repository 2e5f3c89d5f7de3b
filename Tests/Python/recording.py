"""What the scripts record_*.py share: plays episodes through Gymnasium and writes them, with every state exactly.

Tests/EnvironmentsTests/Recordings/README.md describes the files.
"""

import dataclasses
import pathlib
import struct

import gymnasium
import numpy as np

FOLDER = pathlib.Path(__file__).parents[1] / "EnvironmentsTests" / "Recordings"


@dataclasses.dataclass
class Episode:
    states: list  # one more than actions
    actions: list
    rewards: list
    terminated: bool
    truncated: bool


def play(env, seed, act):
    """An episode; `act` gives the action in a state."""
    env.reset(seed=seed)
    episode = Episode([state_of(env)], [], [], False, False)
    while not (episode.terminated or episode.truncated):
        step(env, episode, act(episode.states[-1]))
    assert episode.truncated == (len(episode.actions) == env.spec.max_episode_steps), seed
    return episode


def play_from(env, state, action):
    """One step from any state."""
    env.reset(seed=0)
    env.unwrapped.state = state
    episode = Episode([state_of(env)], [], [], False, False)
    step(env, episode, action)
    return episode


def step(env, episode, action):
    _, reward, episode.terminated, episode.truncated, _ = env.step(action)
    episode.states.append(state_of(env))
    episode.actions.append(action)
    episode.rewards.append(float(reward))


def state_of(env):
    """The state as Gymnasium keeps it, in its type."""
    return np.array(env.unwrapped.state)


def packed(actions):
    """One bit each."""
    return np.packbits(actions, bitorder="little").tobytes()


def write(name, magic, episodes, actions_bytes, state_type="<f8", has_rewards=False):
    """Writes a recording and says what it holds.

    A start state is written in float64, states after steps in `state_type`, which holds them exactly.
    """
    data = magic + struct.pack("<HI", 1, len(episodes))
    for version in (gymnasium.__version__, np.__version__):
        data += struct.pack("B", len(version)) + version.encode()
    for episode in episodes:
        data += struct.pack("<HBB", len(episode.actions), episode.terminated, episode.truncated)
        data += actions_bytes(episode.actions)
        data += np.array(episode.states[0], dtype="<f8").tobytes()
        after = np.array(episode.states[1:])
        assert (after.astype(state_type) == after).all(), name
        data += after.astype(state_type).tobytes()
        if has_rewards:
            data += np.array(episode.rewards, dtype="<f8").tobytes()
    (FOLDER / name).write_bytes(data)
    lengths = [len(episode.actions) for episode in episodes]
    print(f"{name}: lengths at deciles {np.percentile(lengths, range(0, 101, 10)).astype(int).tolist()}")
    ends = [sum(e.terminated for e in episodes), sum(e.truncated for e in episodes)]
    print(f"  {ends[0]} terminated, {ends[1]} truncated, {sum(lengths)} transitions, {len(data)} bytes")
