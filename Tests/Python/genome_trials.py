"""Environments of Gymnasium that tests play: one that is known to the last bit, with faults, and CartPole from states."""

import ctypes
import json
import os
import signal
import sys
import time

import gymnasium
import numpy
from gymnasium import spaces
from gymnasium.envs.classic_control.cartpole import CartPoleEnv


class Wordless(Exception):
    def __str__(self):
        raise KeyError("no words")


class Corridor(gymnasium.Env):
    """A walker that begins at seed % 11 and sees its place and its steps; it earns a quarter of its place."""

    made = 0

    def __init__(self, observes="float32", acts="discrete", fault="", at=3, marker="", length=20):
        Corridor.made += 1
        # The first is described, and the second is made as a group begins.
        if Corridor.made > 2 and fault.endswith(" in making"):
            getattr(self, "do_" + fault.removesuffix(" in making"))()
        self.observes, self.acts, self.length = observes, acts, length
        self.fault, self.at, self.marker = fault, at, marker
        self.observation_space = {
            "float32": spaces.Box(0, 1000, (2,), numpy.float32),
            "float64": spaces.Box(0, 1000, (2,), numpy.float64),
            "uint8": spaces.Box(0, 255, (2,), numpy.uint8),
            "matrix": spaces.Box(-numpy.inf, numpy.inf, (1, 2), numpy.float32),
            "image": spaces.Box(0, 255, (4, 3, 2), numpy.uint8),
            "gray": spaces.Box(0, 255, (4, 3), numpy.uint8),
            "binary": spaces.MultiBinary(2),
            "discrete": spaces.Discrete(40, start=-10),
            "huge": spaces.Discrete(10**11),
            "huge binary": spaces.MultiBinary([10**6, 10**5]),
            "dict": spaces.Dict({"place": spaces.Discrete(2)}),
        }[observes]
        self.action_space = {
            "discrete": spaces.Discrete(3),
            "shifted": spaces.Discrete(3, start=-1),
            "box": spaces.Box(-1, 1, (2, 1), numpy.float64),
            "narrow": spaces.Box(-0.1, 0.1, (2,), numpy.float64),
            "integers": spaces.Box(numpy.array([-2, 0]), numpy.array([2, 255]), dtype=numpy.int16),
            "all integers": spaces.Box(-(2**63), 2**63 - 1, (2,), numpy.int64),
            "huge": spaces.Discrete(10**11),
            "binary": spaces.MultiBinary(2),
            "tuple": spaces.Tuple((spaces.Discrete(2), spaces.Discrete(2))),
        }[acts]

    def seen(self):
        pair = [self.place, self.steps]
        if self.observes == "discrete":
            return self.place + self.steps - 10
        if self.observes == "binary":
            return numpy.array([self.place % 2, self.steps % 2], numpy.int8)
        if self.observes in ("image", "gray"):
            shape = self.observation_space.shape
            return (numpy.arange(numpy.prod(shape)).reshape(shape) * (self.steps + 1) + self.place).astype(numpy.uint8)
        if self.observes == "matrix":
            return numpy.array([pair], numpy.float32)
        return numpy.array(pair, self.observation_space.dtype)

    def reset(self, *, seed=None, options=None):
        super().reset(seed=seed)
        self.place, self.steps, self.odd = seed % 11, 0, seed % 2 == 1
        if self.fault == "some" and seed % 7 == 0:
            raise ValueError("cannot begin")
        if self.fault == "raise in reset":
            raise ValueError("cannot begin")
        return self.seen(), {}

    def step(self, action):
        if not self.action_space.contains(action):
            raise TypeError(f"no action: {action!r}")
        self.steps += 1
        if self.fault == "some" and self.steps == self.at and self.place < 2:
            return self.do_nan_reward() if self.place else self.do_nan_observation()
        if self.fault == "exit of some" and self.steps == self.at and self.place < 2:
            self.do_exit()
        once = "kill once, then raise"
        has_faults = self.fault not in ("", "some", "exit of some", once)
        if self.steps == self.at and has_faults and not (self.marker and os.path.exists(self.marker)):
            if self.marker:
                open(self.marker, "w").close()
            fault = getattr(self, "do_" + self.fault.replace(" ", "_"), None)
            if fault:
                result = fault()
                if result is not None:
                    return result
        if self.fault == once and self.steps == self.at and self.odd:
            if not os.path.exists(self.marker):
                open(self.marker, "w").close()
                self.do_kill()
            self.do_raise()
        reward = self.place / 4 + float(numpy.sum(action)) / 8
        return self.seen(), reward, self.steps == self.length and self.odd, self.steps == self.length and not self.odd, {}

    def do_raise(self):
        raise IndexError("fell\noff")

    def do_raise_without_words(self):
        raise Wordless

    def do_wait(self):
        time.sleep(1.5)

    def do_fork(self):
        if os.fork() == 0:
            time.sleep(1000)
        self.do_kill()

    def do_kill_when_told(self):
        while not os.path.exists(self.marker + ".told"):
            time.sleep(0.01)
        self.do_kill()

    def do_wide_bytes(self):
        return self.seen().astype(numpy.int64) + 256, 0.0, False, False, {}

    def do_real_bytes(self):
        return self.seen().astype(numpy.float32), 0.0, False, False, {}

    def do_complex(self):
        return self.seen().astype(numpy.complex64), 0.0, False, False, {}

    def do_nan_reward(self):
        return self.seen(), float("nan"), False, False, {}

    def do_nan_observation(self):
        return numpy.array([0, numpy.nan], numpy.float32), 0.0, False, False, {}

    def do_wrong_shape(self):
        return numpy.zeros(3, numpy.float32), 0.0, False, False, {}

    def do_text_reward(self):
        return self.seen(), "much", False, False, {}

    def do_system_exit(self):
        sys.exit(7)

    def do_exit(self):
        os._exit(3)

    def do_kill(self):
        os.kill(os.getpid(), signal.SIGKILL)

    def do_segfault(self):
        ctypes.string_at(0)

    def do_hang(self):
        time.sleep(1000)

    def do_think(self):
        print("thinking")
        self.do_hang()

    def do_give_up(self):
        print("enough")
        self.do_exit()

    def do_chatter(self):
        for number in range(3000):
            print(f"\x1b[31mline {number}" + "x" * 5000)


class CartPoleFrom(CartPoleEnv):
    """CartPole whose start state is that of its seed in `starts`, a table in JSON."""

    def __init__(self, starts="{}"):
        super().__init__()
        self.starts = {int(seed): start for seed, start in json.loads(starts).items()}

    def reset(self, *, seed=None, options=None):
        super().reset(seed=seed)
        self.state = numpy.array(self.starts[seed], numpy.float64)
        return numpy.array(self.state, numpy.float32), {}


gymnasium.register("Corridor-v0", entry_point=Corridor)
gymnasium.register("CartPoleFrom-v0", entry_point=CartPoleFrom, max_episode_steps=500)
