"""Writes Tests/EnvironmentsTests/Recordings/spaces.json: the spaces and step limits of Gymnasium's environments.

    python3 Tests/Python/record_spaces.py       needs Tests/Python/requirements.txt
"""

import json

import gymnasium
import recording

NAMES = [
    "Acrobot-v1", "CartPole-v1", "LunarLander-v3", "LunarLanderContinuous-v3", "MountainCar-v0",
    "MountainCarContinuous-v0", "Pendulum-v1",
]


def description(space):
    """A count, or bounds in float32 as text."""
    if isinstance(space, gymnasium.spaces.Discrete):
        assert space.start == 0
        return {"count": int(space.n)}
    return {"low": [str(bound) for bound in space.low], "high": [str(bound) for bound in space.high]}


environments = []
for name in NAMES:
    env = gymnasium.make(name)
    environments.append({
        "name": name,
        "observation": description(env.observation_space),
        "action": description(env.action_space),
        "max_steps": env.spec.max_episode_steps,
    })
(recording.FOLDER / "spaces.json").write_text(json.dumps(environments, indent=1) + "\n")
