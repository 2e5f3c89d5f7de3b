"""Searches the largest errors of Sources/CKernels/elementary.h; its header states them rounded up.

    python3 Tests/Python/elementary_errors.py [millions of points a function (default 20) [names]]

Needs x86-64 (80-bit `numpy.longdouble`, 2^-11 ulp), clang, numpy and mpmath. The worst points of each function are
measured again with mpmath, then printed in hexadecimal for elementary_reference.py.
"""

import ctypes
import pathlib
import subprocess
import sys
import tempfile

import mpmath
import numpy as np

HEADER = pathlib.Path(__file__).parents[2] / "Sources" / "CKernels" / "elementary.h"
WRAPPER = "\n".join(
    [f'#include "{HEADER}"']
    + [
        f"void map_{name}(const double *x, double *y, long n)"
        f" {{ for (long i = 0; i < n; i++) y[i] = ck_{name}_inline(x[i]); }}"
        for name in ("exp", "log", "sin", "cos", "tanh", "sigmoid")
    ]
    + [
        "void map_normal_pair(const uint64_t *a, double *z, long n) {",
        "    for (long i = 0; i < n; i++) ck_normal_pair_inline(a[2 * i], a[2 * i + 1], &z[2 * i], &z[2 * i + 1]);",
        "}",
    ]
)
EXACT = {
    "exp": mpmath.exp,
    "log": mpmath.log,
    "sin": mpmath.sin,
    "cos": mpmath.cos,
    "tanh": mpmath.tanh,
    "sigmoid": lambda x: 1 / (1 + mpmath.exp(-x)),
}
EXTENDED = {
    "exp": np.exp,
    "log": np.log,
    "sin": np.sin,
    "cos": np.cos,
    "tanh": np.tanh,
    "sigmoid": lambda x: 1 / (1 + np.exp(-x)),
}
CHUNK = 1_000_000
random = np.random.default_rng(20250101)


def uniform(low, high):
    return lambda: random.uniform(low, high, CHUNK)


def powers(low, high):
    """Either sign, every binary exponent in low ..< high alike."""

    def draw():
        size = np.ldexp(random.uniform(1, 2, CHUNK), random.integers(low, high, CHUNK))
        return size * random.choice([-1, 1], CHUNK)

    return draw


def any_positive():
    return random.integers(1, 0x7FF0000000000000, CHUNK).view(np.float64)


def subnormal():
    return random.integers(1, 1 << 52, CHUNK).view(np.float64)


def near_one():
    return 1 + powers(-53, -1)()


def near_multiples_of_half_pi():
    nearest = random.integers(-600_000, 600_000, CHUNK) * np.longdouble(np.pi / 2)
    return nearest.astype(np.float64) + np.ldexp(random.uniform(-1, 1, CHUNK), random.integers(-40, 0, CHUNK))


angles = [uniform(-0.8, 0.8), uniform(-10, 10), powers(-30, 20), powers(19, 22), powers(20, 1024)]
angles.append(near_multiples_of_half_pi)
POINTS = {
    "exp": [uniform(-1, 1), uniform(-708, 709.78), uniform(-745.2, -708), powers(-60, 3)],
    "log": [uniform(0.5, 2), any_positive, subnormal, near_one],
    "sin": angles,
    "cos": angles,
    "tanh": [uniform(-1, 1), uniform(-20, 20), powers(-60, 4), powers(-1070, -900)],
    "sigmoid": [uniform(-5, 5), uniform(-745, 40), powers(-60, 3)],
}


def ulp_size(value):
    """The distance of neighboring float64 where `value` (longdouble) lies."""
    _, exponent = np.frexp(value)
    return np.ldexp(np.longdouble(1), np.maximum(exponent - 53, -1074))


def exact_error(name, x, y):
    with mpmath.workprec(1400):
        truth = EXACT[name](mpmath.mpf(float(x)))
        exponent = max(int(mpmath.floor(mpmath.log(abs(truth), 2))), -1022)
        return float(abs(mpmath.mpf(float(y)) - truth) / mpmath.mpf(2) ** (exponent - 52))


def search(library, name, millions):
    function = getattr(library, f"map_{name}")
    worst = []
    for i in range(millions):
        x = np.ascontiguousarray(POINTS[name][i % len(POINTS[name])]())
        y = np.empty_like(x)
        function(x.ctypes.data_as(ctypes.c_void_p), y.ctypes.data_as(ctypes.c_void_p), ctypes.c_long(len(x)))
        truth = EXTENDED[name](x.astype(np.longdouble))
        errors = np.where(truth == y, 0, np.abs(y - truth) / ulp_size(truth)).astype(np.float64)
        for j in np.argsort(errors)[-4:]:
            worst.append((exact_error(name, x[j], y[j]), x[j]))
        worst = sorted(worst, reverse=True)[:8]
    print(f"{name}: {worst[0][0]:.4f} ulp over {millions} million points")
    print("    " + ", ".join(f'"{x.hex()}"' for _, x in worst))


def search_normal(library, millions):
    largest = 0
    for _ in range(millions // 4 + 1):
        draws = random.integers(0, 2**64, (CHUNK, 2), dtype=np.uint64)
        draws[: CHUNK // 4, 0] |= np.uint64(0xFFFFFFFF_00000000)  # radius near zero
        z = np.empty((CHUNK, 2))
        pointers = draws.ctypes.data_as(ctypes.c_void_p), z.ctypes.data_as(ctypes.c_void_p)
        library.map_normal_pair(*pointers, ctypes.c_long(CHUNK))
        u, v = (((draws >> np.uint64(12)).astype(np.longdouble) + np.longdouble(0.5)) / 2**52).T
        radius = np.sqrt(-2 * np.log(u))
        # An eighth of a turn at most, measured from the nearest axis, so that 2 pi is not needed to more digits.
        quadrant = np.rint(4 * v)
        angle = (v - quadrant / 4) * (8 * np.arctan(np.longdouble(1)))
        cosine, sine = np.cos(angle), np.sin(angle)
        quadrant = quadrant.astype(int) % 4
        z0 = radius * np.choose(quadrant, [cosine, -sine, -cosine, sine])
        z1 = radius * np.choose(quadrant, [sine, cosine, -sine, -cosine])
        for column, truth in enumerate((z0, z1)):
            largest = max(largest, float((np.abs(z[:, column] - truth) / ulp_size(truth)).max()))
    print(f"normal_pair: {largest:.3f} ulp over {millions // 4 + 1} million pairs")


def main():
    millions = int(sys.argv[1]) if len(sys.argv) > 1 else 20
    with tempfile.TemporaryDirectory() as folder:
        source, built = pathlib.Path(folder) / "map.c", pathlib.Path(folder) / "map.so"
        source.write_text(WRAPPER)
        subprocess.run(["clang", "-std=c17", "-O2", "-shared", "-fPIC", "-o", built, source], check=True)
        library = ctypes.CDLL(str(built))
        for name in sys.argv[2:] or POINTS:
            search(library, name, millions)
        search_normal(library, millions)


main()
