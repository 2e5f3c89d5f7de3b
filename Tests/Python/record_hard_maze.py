"""Writes Tests/EnvironmentsTests/Recordings/hard-maze.bin: 8 episodes of the hard maze of Uber's deep-neuroevolution.

    python3 Tests/Python/record_hard_maze.py       needs numpy

Written from the description of the maze, not after Environments/hard_maze.lua: places and directions are complex
numbers, a rangefinder solves two linear equations for each wall, and the radar takes an angle. No recorded step is so
close to a decision (blocked or not, seen or not, this quarter or the next) that rounding could make it another one.

Tests/EnvironmentsTests/Recordings/README.md describes the file.
"""

import cmath
import math
import pathlib
import struct

import numpy as np

FILE = pathlib.Path(__file__).parents[1] / "EnvironmentsTests" / "Recordings" / "hard-maze.bin"

MAP = """
0 400 13
36 184
0
31 20
31 20
41 5 3 8
3 8 4 49
4 49 57 53
4 49 7 202
7 202 195 198
195 198 186 8
186 8 39 5
56 54 56 157
57 106 158 162
77 201 108 164
6 80 33 121
192 146 87 91
56 55 133 30
"""
numbers = [float(word) for word in MAP.split()]
STEPS = int(numbers[1])
START, GOAL = complex(*numbers[3:5]), complex(*numbers[6:8])
ENDS = np.array(numbers[10:]).reshape(-1, 2, 2)
WALLS = [(complex(*a), complex(*b)) for a, b in ENDS]
assert len(WALLS) == numbers[2]


def distance(wall, place):
    """From a place to the nearest point of a wall."""
    a, b = wall
    part = ((place - a) / (b - a)).real
    return abs(place - (a + min(max(part, 0), 1) * (b - a)))


def rangefinder(place, degrees):
    """The distance to the first wall in a direction, over 100, and at most 1."""
    ray = 100 * cmath.exp(1j * math.radians(degrees))
    nearest = 1.0
    for a, b in WALLS:
        # place + s ray = a + r (b - a)
        matrix = np.array([[ray.real, (a - b).real], [ray.imag, (a - b).imag]])
        s, r = np.linalg.solve(matrix, [(a - place).real, (a - place).imag])
        if 0 < s < 1:
            clear(r, 0, 1)
            if 0 < r < 1:
                nearest = min(nearest, s)
    return nearest


def clear(value, *borders):
    """Asserts that rounding cannot carry a value over a border."""
    assert all(abs(value - border) > 1e-9 for border in borders), (value, borders)


class Robot:
    def __init__(self):
        self.place, self.heading = START, 0.0
        self.angular_velocity = self.speed = 0.0
        self.blocked = 0

    def perceived(self):
        """Six ranges, and the quarter of directions in which the goal is, 0 to 3."""
        ranges = [rangefinder(self.place, self.heading + degrees) for degrees in (-90, -45, 0, 45, 90, -180)]
        turned = (math.degrees(cmath.phase(GOAL - self.place)) - self.heading + 45) % 360
        clear(turned, 0, 90, 180, 270, 360)
        return [*ranges, turned // 90]

    def step(self, action):
        outputs = [min(max(float(value) + 0.5, 0.0), 1.0) for value in action]
        targets = [(output - 0.5) * 6 for output in outputs]
        self.angular_velocity += min(max(targets[0] - self.angular_velocity, -0.2), 0.2)
        self.speed += min(max(targets[1] - self.speed, -0.2), 0.2)
        assert abs(self.angular_velocity) <= 3 and abs(self.speed) <= 3
        place = self.place + cmath.rect(self.speed, math.radians(self.heading))
        room = min(distance(wall, place) for wall in WALLS)
        clear(room, 8)
        if room < 8:
            self.blocked += 1
        else:
            self.place = place
        self.heading += self.angular_velocity
        if self.heading > 360:
            self.heading -= 360
        elif self.heading < 0:
            self.heading += 360


def restless(hold, forward):
    """Random actions, some beyond the bounds, each held for up to `hold` steps."""

    def actions(robot, random):
        while True:
            action = random.uniform(-0.8, 0.8, 2) + [0, forward]
            for _ in range(random.integers(1, hold + 1)):
                yield action

    return actions


def guided(noise):
    """Drives to the goal around the dead ends, with noise on what it does."""
    way = "52 178 84 158 116 154 148 174 170 156 138 134 106 118 76 94 98 68 130 52 140 20 108 22 76 26 44 26 31 20"
    points = np.array(way.split(), float).reshape(-1, 2)

    def actions(robot, random):
        for target in (complex(*point) for point in points):
            while abs(target - robot.place) > (5 if target == GOAL else 16):
                ahead = (target - robot.place) * cmath.exp(-1j * math.radians(robot.heading))
                bearing = math.degrees(cmath.phase(ahead))
                # Fast enough to turn, and slow enough to stop there.
                turn = math.copysign(math.sqrt(0.4 * abs(bearing)), bearing) / 6
                push = 0.5 * max(1 - abs(bearing) / 54, 0.1)
                yield np.array([turn, push]) + random.normal(0, noise, 2)
        while True:
            yield np.zeros(2)

    return actions


def play(seed, drive):
    """An episode's bytes."""
    random, robot = np.random.default_rng(seed), Robot()
    drive = drive(robot, random)
    rows, actions = [[robot.place.real, robot.place.imag, *robot.perceived()]], []
    for _ in range(STEPS):
        action = np.asarray(next(drive), dtype="<f4")
        robot.step(action)
        actions.append(action)
        rows.append([robot.place.real, robot.place.imag, *robot.perceived()])
    reward = -abs(GOAL - robot.place)
    rows = np.array(rows)
    print(
        f"  ends at {robot.place:.1f}, reward {reward:.1f}; {robot.blocked} moves blocked, "
        f"quarters {np.unique(rows[:, 8])}, ranges {rows[:, 2:8].min():.3f} to {rows[:, 2:8].max():.3f}"
    )
    quarters = rows[:, 8].astype("u1").tobytes()
    return np.array(actions).tobytes() + rows[:, :8].astype("<f8").tobytes() + quarters + struct.pack("<d", reward)


drives = [restless(1, 0), restless(10, 0), restless(30, 0.3), restless(60, 0.4), restless(40, -0.4)]
drives += [guided(0), guided(0.1), guided(0.3)]
data = b"HARDMAZE" + struct.pack("<HI", 1, len(drives))
data += b"".join(play(seed, drive) for seed, drive in enumerate(drives))
FILE.write_bytes(data)
print(f"{FILE.name}: {len(drives)} episodes of {STEPS} steps, {len(data)} bytes")
