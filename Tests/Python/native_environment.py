"""Loads a native environment of Sources/CEnvironment/include/genome_environment.h, and plays it as the tool would."""

import ctypes

import numpy

NextFunction = ctypes.CFUNCTYPE(ctypes.c_uint64, ctypes.c_void_p)
NormalFunction = ctypes.CFUNCTYPE(ctypes.c_double, ctypes.c_void_p)


class Random(ctypes.Structure):
    _fields_ = [("next", NextFunction), ("normal", NormalFunction), ("state", ctypes.c_uint64 * 8)]


class Space(ctypes.Structure):
    _fields_ = [
        ("kind", ctypes.c_int),
        ("count", ctypes.c_int32),
        ("low", ctypes.POINTER(ctypes.c_double)),
        ("high", ctypes.POINTER(ctypes.c_double)),
    ]


class Specification(ctypes.Structure):
    _fields_ = [
        ("observation_space", Space),
        ("action_space", Space),
        ("observation_number", ctypes.c_int),
        ("observation_layout", ctypes.c_int),
        ("max_steps", ctypes.c_int32),
    ]


class Option(ctypes.Structure):
    _fields_ = [
        ("name", ctypes.c_char_p),
        ("kind", ctypes.c_int),
        ("number", ctypes.c_double),
        ("text", ctypes.c_char_p),
    ]


class Failure(ctypes.Structure):
    _fields_ = [("lane", ctypes.c_int32), ("text", ctypes.c_char * 500)]


class Batch(ctypes.Structure):
    _fields_ = [("capacity", ctypes.c_int32)] + [
        (name, ctypes.c_void_p)
        for name in ("choices", "actions", "observations", "rewards", "terminated", "truncated")
    ]


def function(*arguments):
    return ctypes.CFUNCTYPE(ctypes.c_int, *arguments, ctypes.POINTER(Failure))


class Environment(ctypes.Structure):
    _fields_ = [
        ("version", ctypes.c_uint32),
        ("name", ctypes.c_char_p),
        ("summary", ctypes.c_char_p),
        ("options", ctypes.POINTER(Option)),
        ("option_count", ctypes.c_int32),
        ("describe", function(ctypes.POINTER(Option), ctypes.POINTER(Specification))),
        ("make", function(ctypes.POINTER(Option), ctypes.POINTER(Batch), ctypes.POINTER(ctypes.c_void_p))),
        ("destroy", ctypes.CFUNCTYPE(None, ctypes.c_void_p)),
        ("reset", function(ctypes.c_void_p, ctypes.c_int32, ctypes.POINTER(Random))),
        ("step", function(ctypes.c_void_p, ctypes.c_int32, ctypes.c_int32)),
        ("move", ctypes.CFUNCTYPE(None, ctypes.c_void_p, ctypes.c_int32, ctypes.c_int32)),
    ]


class Group:
    """Lanes of an environment whose observations are float32, lane by lane."""

    def __init__(self, path, options, capacity):
        library = ctypes.CDLL(path)
        library.genome_environment_plugin.restype = ctypes.POINTER(Environment)
        self.environment = library.genome_environment_plugin().contents
        self.failure = Failure()
        chosen = (Option * self.environment.option_count)()
        for index, option in enumerate(chosen):
            default = self.environment.options[index]
            number = float(options.get(default.name.decode(), default.number))
            option.name, option.kind, option.number, option.text = default.name, default.kind, number, default.text
        self.specification = Specification()
        self.call(self.environment.describe, chosen, self.specification)
        self.is_discrete = self.specification.action_space.kind == 0
        width = self.specification.observation_space.count
        self.choices = numpy.zeros(capacity, numpy.int32)
        self.actions = numpy.zeros((capacity, self.specification.action_space.count), numpy.float32)
        self.observations = numpy.zeros((capacity, width), numpy.float32)
        self.rewards = numpy.zeros(capacity)
        self.terminated = numpy.zeros(capacity, numpy.uint8)
        self.truncated = numpy.zeros(capacity, numpy.uint8)
        self.batch = Batch(capacity, *(
            array.ctypes.data for array in (
                self.choices, self.actions, self.observations, self.rewards, self.terminated, self.truncated)
        ))
        self.group = ctypes.c_void_p()
        self.call(self.environment.make, chosen, self.batch, self.group)
        self.streams = []
        self.random = Random(NextFunction(self.draw), NormalFunction(lambda _: 0.0))

    def reset(self, lane, draw):
        """Begins an episode in a lane; `draw()` gives 64 random bits."""
        self.streams.append(draw)
        self.random.state[0] = len(self.streams) - 1
        self.call(self.environment.reset, self.group, lane, self.random)

    def step(self, lanes):
        """Takes a step in the first lanes."""
        self.call(self.environment.step, self.group, 0, lanes)

    def move(self, source, target):
        """An episode goes on in another lane."""
        self.environment.move(self.group, source, target)
        self.observations[target] = self.observations[source]

    def close(self):
        self.environment.destroy(self.group)

    def draw(self, address):
        """A draw of the stream whose number stands in the state."""
        return self.streams[ctypes.cast(address, ctypes.POINTER(Random)).contents.state[0]]()

    def call(self, function, *arguments):
        if function(*arguments, self.failure):
            raise ValueError(self.failure.text.decode())
