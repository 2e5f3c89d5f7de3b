"""Plays environments of Gymnasium for genome-lua, which starts this with

    descriptors 1, 2    what is printed
    descriptors 3, 4    a stream of messages for each of two groups of lanes
    descriptors 5, 6    the memory of each, shared with genome-lua

A message has its length before it (32 bits, little endian). It is a request in JSON, or commands: an operation, a first
and a second argument, 64 bits each. The answer is b"+" and JSON, or b"-", the number of the command that failed and its
lane (32 bits each; -1: an environment could not be made), and why. Commands behind it are not carried out.
"""

import difflib
import json
import math
import mmap
import os
import select
import signal
import socket
import struct
import sys
import threading
import traceback

# Only what is installed is imported, never what lies beside this file.
if sys.path and os.path.realpath(sys.path[0]) == os.path.dirname(os.path.realpath(__file__)):
    del sys.path[0]

# Characters of an error's text.
LONGEST = 500
# Values in an observation or an action.
MOST = 1 << 24


class Refusal(Exception):
    """What cannot be played, in one line."""


# ---- Spaces ----


def bounds(values):
    """Numbers for JSON, which has none that are infinite: one where all are equal."""
    numbers = [None if abs(value) == float("inf") else value for value in values.ravel().astype(float).tolist()]
    return numbers[0] if len(set(numbers)) == 1 else numbers


def is_number(dtype):
    return dtype.kind in "biuf"


def counted(count, space, use):
    """The values in a space, if they are not too many."""
    if count > MOST:
        raise Refusal(f"its {use} space is {space} with {count} values, and at most {MOST} are supported")
    return int(count)


def described(space, use):
    """A space as genome-lua reads it. Observations that are one of several are seen one-hot."""
    import gymnasium.spaces as spaces

    if isinstance(space, spaces.Discrete):
        return {"kind": "discrete", "count": counted(space.n, space, use)}
    if isinstance(space, spaces.MultiBinary):
        return {"kind": "binary", "count": counted(math.prod(space.shape), space, use)}
    if isinstance(space, spaces.Box) and is_number(space.dtype) and counted(space.low.size, space, use) > 0:
        return {
            "kind": "box",
            "count": int(space.low.size),
            "low": bounds(space.low),
            "high": bounds(space.high),
            "bytes": are_bytes(space) and use == "observation",
            "shape": [int(size) for size in space.shape],
        }
    raise Refusal(
        f"its {use} space is {space}, and Box, Discrete and MultiBinary are supported; a wrapper such as "
        f"gymnasium.wrappers.{'FlattenObservation' if use == 'observation' else 'TransformAction'} makes one of another"
    )


def are_bytes(space):
    """Whether observations of a space are bytes."""
    import gymnasium.spaces as spaces

    return isinstance(space, spaces.Box) and space.dtype == "uint8"


def observer(space):
    """Checks an observation, and makes of it what is assigned to a lane's row."""
    import gymnasium.spaces as spaces
    import numpy

    if isinstance(space, spaces.Discrete):
        start, count = int(space.start), int(space.n)

        def one_hot(observation):
            number = int(observation) - start
            if not 0 <= number < count:
                raise Refusal(f"the observation must be in {start} ... {start + count - 1}, got {observation}")
            values = numpy.zeros(count, numpy.float32)
            values[number] = 1
            return values

        return one_hot

    is_bytes = are_bytes(space)

    def checked(observation):
        array = numpy.asarray(observation)
        if array.shape != space.shape or not is_number(array.dtype):
            raise Refusal(
                f"the observation must be numbers of shape {list(space.shape)}, got {array.dtype} of shape "
                f"{list(array.shape)}"
            )
        if is_bytes and not numpy.can_cast(array.dtype, numpy.uint8):
            raise Refusal(f"the observation must be uint8, as its space is, got {array.dtype}")
        return array

    return checked


def actor(space, choices, rows):
    """Makes the actions of lanes first ..< end: those of a Box within its bounds, integers by rounding."""
    import gymnasium.spaces as spaces
    import numpy

    if isinstance(space, spaces.Discrete):
        start = int(space.start)
        if start == 0:
            return lambda first, end: choices[first:end].tolist()
        return lambda first, end: (choices[first:end] + start).tolist()
    dtype, shape = space.dtype, space.shape
    low, high = (space.low, space.high) if isinstance(space, spaces.Box) else (numpy.zeros(shape), numpy.ones(shape))
    low, high = low.ravel(), high.ravel()

    # They are new arrays each time: an environment may keep its action.
    if dtype.kind == "f":

        def real(first, end):
            return [row.reshape(shape) for row in numpy.clip(rows[first:end].astype(dtype), low, high)]

        return real
    low, high = low.astype(numpy.float64), high.astype(numpy.float64)
    if dtype.itemsize == 8:
        # The greatest of them is no float64.
        high = numpy.minimum(high, numpy.nextafter(float(numpy.iinfo(dtype).max), 0))

    def integral(first, end):
        values = numpy.clip(numpy.rint(rows[first:end], dtype=numpy.float64), low, high).astype(dtype)
        return [row.reshape(shape) for row in values]

    return integral


# ---- Groups ----


class Group:
    """The environments of a group of lanes, each made when its lane first plays."""

    def __init__(self, task, layout, descriptor):
        import numpy

        lanes = layout["lanes"]
        memory = memoryview(mmap.mmap(descriptor, layout["size"]))
        first = task.make(is_checked=False)
        observed, acted = first.observation_space, first.action_space
        count = layout["observation_count"]

        def array(name, dtype, *shape):
            return numpy.frombuffer(memory, dtype, int(numpy.prod(shape)), layout[name]).reshape(shape)

        self.ndarray = numpy.ndarray
        rows = array("observations", numpy.uint8 if layout["bytes"] else numpy.float32, lanes, count)
        self.task = task
        # Of one that is one of several: none, as it is no array.
        self.shape, self.dtype = observed.shape or None, observed.dtype
        row_shape = self.shape or (count,)
        self.rows = [row.reshape(row_shape) for row in rows]
        self.observed = observer(observed)
        actions = array("actions", numpy.float32, lanes, layout["action_count"])
        self.actions = actor(acted, array("actions", numpy.int32, lanes), actions)
        # The lane that plays: what genome-lua reads where this process comes to its end.
        self.playing = memory[layout["playing"] : layout["playing"] + 4].cast("i")
        self.rewards = memory[layout["rewards"] : layout["rewards"] + 8 * lanes].cast("d")
        self.ends = memory[layout["ends"] : layout["ends"] + lanes]
        self.spare = [first]
        self.environments = [None] * lanes
        self.steps = [None] * lanes

    def move(self, source, target):
        """The episode of lane source goes on in lane target."""
        for lanes in (self.environments, self.steps):
            lanes[source], lanes[target] = lanes[target], lanes[source]
        self.rows[target][...] = self.rows[source]

    def reset(self, lane, seed):
        # What fails or takes long as an environment is made is no lane's doing.
        self.playing[0] = -1
        environment = self.environments[lane]
        if environment is None:
            environment = self.environments[lane] = self.spare.pop() if self.spare else self.task.make(is_checked=False)
            self.steps[lane] = environment.step
        self.playing[0] = lane
        observation, _ = environment.reset(seed=seed)
        self.rows[lane][...] = self.observed(observation)

    def step(self, first, end):
        ndarray, shape, dtype, playing, rewards = self.ndarray, self.shape, self.dtype, self.playing, self.rewards
        lanes = range(first, end)
        self.ends[first:end] = bytes(end - first)
        for lane, step, action, row in zip(lanes, self.steps[first:end], self.actions(first, end), self.rows[first:end]):
            playing[0] = lane
            observation, reward, terminated, truncated, _ = step(action)
            if type(observation) is not ndarray or observation.dtype is not dtype or observation.shape != shape:
                observation = self.observed(observation)
            row[...] = observation
            try:
                rewards[lane] = reward
            except TypeError:
                raise Refusal(f"the reward must be a number, got {reward!r}") from None
            if terminated or truncated:
                self.ends[lane] = (1 if terminated else 0) | (2 if truncated else 0)

    def forget(self, lane):
        """Lets go of an environment that failed: it may be good for nothing now."""
        if lane < 0:
            return
        close(self.environments[lane])
        self.environments[lane] = self.steps[lane] = None

    def carry_out(self, commands):
        operations = (self.move, self.reset, self.step)  # by their numbers in a command
        for number, (operation, first, second) in enumerate(struct.iter_unpack("<3q", commands)):
            try:
                operations[operation](first, second)
            except (Exception, SystemExit) as error:
                lane = self.playing[0]
                self.forget(lane)
                self.playing[0] = -1
                return b"-" + struct.pack("<2i", number, lane) + words(error).encode(errors="backslashreplace")
        self.playing[0] = -1
        return b"+"

    def close(self):
        for environment in self.environments + self.spare:
            close(environment)


def close(environment):
    """Closes an environment, if there is one; it is done with, whatever it says to that."""
    try:
        if environment is not None:
            environment.close()
    except (Exception, SystemExit):
        pass


def words(error):
    """What went wrong, in one line, with the place."""
    try:
        text = " ".join(str(error).split())
    except (Exception, SystemExit):
        text = ""
    if len(text) > LONGEST:
        text = text[:LONGEST] + " …"
    if isinstance(error, Refusal):
        return text
    frames = traceback.extract_tb(error.__traceback__)
    place = f" ({os.path.basename(frames[-1].filename)}:{frames[-1].lineno})" if frames else ""
    return f"{type(error).__name__}{': ' if text else ''}{text}{place}"


# ---- The task ----


class Task:
    """An environment with its options."""

    def __init__(self, name, options):
        self.name, self.options = name, options

    def make(self, is_checked=True):
        """Gymnasium's checker looks at what is described: those that play are faster without it, and all alike."""
        import gymnasium

        checker = {} if is_checked else {"disable_env_checker": True}
        return gymnasium.make(self.name, **{**checker, **self.options})

    def description(self):
        try:
            import gymnasium
        except ModuleNotFoundError as error:
            if error.name != "gymnasium":
                raise
            raise Refusal("no gymnasium") from None
        from gymnasium import error as errors

        try:
            environment = self.make()
        except (errors.NameNotFound, errors.NamespaceNotFound, errors.VersionNotFound):
            near = difflib.get_close_matches(self.name, gymnasium.registry.keys(), n=3, cutoff=0.5)
            hint = f"; did you mean {' or '.join(repr(name) for name in near)}?" if near else ""
            raise Refusal(f"gymnasium {gymnasium.__version__} knows no environment '{self.name}'{hint}") from None
        specification = environment.spec
        described_task = {
            "observation": described(environment.observation_space, "observation"),
            "action": described(environment.action_space, "action"),
            "max_steps": specification.max_episode_steps if specification else None,
            "version": self.version(gymnasium, environment),
        }
        close(environment)
        return described_task

    def version(self, gymnasium, environment):
        """What episodes depend on beside genome-lua."""
        from importlib import metadata

        parts = [f"gymnasium {gymnasium.__version__}"]
        package = type(environment.unwrapped).__module__.split(".")[0]
        if package != "gymnasium":
            for name in metadata.packages_distributions().get(package, [])[:1]:
                parts.append(f"{name} {metadata.version(name)}")
        return ", ".join(parts + [f"Python {sys.version.split()[0]}"])


# ---- Messages ----


class Stream:
    """Messages to and from genome-lua."""

    def __init__(self, descriptor):
        self.socket = socket.socket(fileno=descriptor)

    def receive(self):
        """A message; None at the end."""
        head = self.read(4)
        return None if head is None else self.read(struct.unpack("<I", head)[0])

    def read(self, count):
        parts = []
        while count > 0:
            part = self.socket.recv(count)
            if not part:
                return None
            parts.append(part)
            count -= len(part)
        return b"".join(parts)

    def send(self, message):
        self.socket.sendall(struct.pack("<I", len(message)) + message)


class Worker:
    """Answers messages of both groups until genome-lua closes their streams."""

    def __init__(self):
        self.streams = {3: Stream(3), 4: Stream(4)}
        self.groups = {}
        self.task = None

    def answer(self, descriptor, message):
        if not message.startswith(b"{"):
            return self.groups[descriptor].carry_out(message)
        try:
            return b"+" + json.dumps(self.fulfil(descriptor, json.loads(message))).encode()
        except (Exception, SystemExit) as error:
            return b"-" + struct.pack("<2i", 0, -1) + words(error).encode(errors="backslashreplace")

    def fulfil(self, descriptor, request):
        if self.task is None:
            self.task = Task(request["name"], request["options"])
        if request["do"] == "describe":
            return self.task.description()
        if descriptor in self.groups:
            self.groups.pop(descriptor).close()
        self.groups[descriptor] = Group(self.task, request, descriptor + 2)
        return {}

    def run(self):
        poll = select.poll()
        for descriptor in self.streams:
            poll.register(descriptor, select.POLLIN)
        while self.streams:
            for descriptor, _ in poll.poll():
                message = self.streams[descriptor].receive()
                if message is not None:
                    self.streams[descriptor].send(self.answer(descriptor, message))
                    continue
                poll.unregister(descriptor)
                del self.streams[descriptor]
                if descriptor in self.groups:
                    self.groups.pop(descriptor).close()


def end_with_parent():
    """Ends this process when nobody reads what it prints: genome-lua is gone, whatever an environment is busy with."""
    poll = select.poll()
    poll.register(1, 0)
    poll.poll()
    os.killpg(0, signal.SIGKILL)


if __name__ == "__main__":
    threading.Thread(target=end_with_parent, daemon=True).start()
    try:
        Worker().run()
    except (BrokenPipeError, ConnectionResetError):
        pass
