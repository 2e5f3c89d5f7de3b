"""Derives every constant of Sources/CKernels/elementary.h and Sources/CKernels/single.h.

    python3 Tests/Python/elementary_coefficients.py            prints the blocks of #define lines
    python3 Tests/Python/elementary_coefficients.py --check    fails unless the headers hold exactly these lines

The polynomials are nearly minimax in relative error: weighted least squares in 60 digits with Lawson's iteration,
which moves weight to where the error is largest. Coefficients are rounded to float64 (float32 in single.h) one by one from the lowest power,
and the higher ones are fitted again each time, so that they make up for what rounding took.
"""

import pathlib
import struct
import sys

from mpmath import mp, mpf

mp.dps = 60
KERNELS = pathlib.Path(__file__).parents[2] / "Sources" / "CKernels"


def single(value):
    """The nearest float32."""
    return struct.unpack("f", struct.pack("f", float(value)))[0]


def fit(target, weight, degree, low, high, fixed):
    """The polynomial p of `degree` whose lowest coefficients are `fixed` and whose largest
    |weight(t) (p(t) - target(t))| on [low, high] is nearly least."""
    count, first = 100, len(fixed)
    points = [(low + high) / 2 - (high - low) / 2 * mp.cos(mp.pi * (i + mpf(1) / 2) / count) for i in range(count)]
    rows = [[weight(t) * t**k for k in range(first, degree + 1)] for t in points]
    rest = [weight(t) * (target(t) - sum(c * t**k for k, c in enumerate(fixed))) for t in points]
    shares = [mpf(1) / count] * count
    for _ in range(15):
        normal = mp.matrix(len(rows[0]), len(rows[0]))
        right = mp.matrix(len(rows[0]), 1)
        for share, row, value in zip(shares, rows, rest):
            for i, a in enumerate(row):
                right[i] += share * a * value
                for j in range(i + 1):
                    normal[i, j] += share * a * row[j]
        for i in range(len(rows[0])):
            for j in range(i):
                normal[j, i] = normal[i, j]
        solution = list(mp.cholesky_solve(normal, right))
        errors = [abs(sum(a * c for a, c in zip(row, solution)) - value) for row, value in zip(rows, rest)]
        total = sum(share * error for share, error in zip(shares, errors))
        shares = [share * error / total for share, error in zip(shares, errors)]
    return fixed + solution


def rounded_fit(name, target, weight, degree, low, high, rounded=float):
    fixed = []
    while len(fixed) <= degree:
        fixed.append(mpf(rounded(fit(target, weight, degree, low, high, fixed)[len(fixed)])))
    error = max(
        abs(weight(t) * (mp.polyval(fixed[::-1], t) - target(t)))
        for t in (low + (high - low) * (i + mpf(1) / 2) / 2000 for i in range(2000))
    )
    lines = [f"/* relative error of the polynomial below 2^{mp.nstr(mp.log(error, 2), 4)} */"]
    suffix = "f" if rounded is single else ""
    return lines + [define(f"CK_{name}_{i}", c, suffix) for i, c in enumerate(fixed)]


def define(name, value, suffix=""):
    value = mpf(value)
    assert value == mpf(float(value)), name
    return f"#define {name} {float(value).hex()}{suffix}"


def leading_bits(value, bits, below=None):
    """`value` cut to `bits` bits, counted from its own first bit or from the weight 2^`below`."""
    top = below if below is not None else mp.floor(mp.log(abs(value), 2)) + 1
    scale = mpf(2) ** (bits - top)
    return mp.floor(value * scale) / scale


def exponential():
    def target(r):
        return sum(r**k / mp.factorial(k + 2) for k in range(40))

    half = mp.ln(2) / 2 * (1 + mpf(2) ** -20)
    # 11 bits of the exponent times 42 bits are exact.
    high = leading_bits(mp.ln(2), 42)
    return [
        define("CK_LOG2_E", float(1 / mp.ln(2))),
        define("CK_LN2_HIGH", high),
        define("CK_LN2_LOW", float(mp.ln(2) - high)),
    ] + rounded_fit("EXP", target, lambda r: r**2 / mp.exp(r), 9, -half, half)


def logarithm():
    def target(z):
        if z < mpf("1e-6"):
            return sum(2 * z**i / (2 * i + 3) for i in range(12))
        s = mp.sqrt(z)
        return (2 * mp.atanh(s) - 2 * s) / (s * z)

    greatest = ((mp.sqrt(2) - 1) / (mp.sqrt(2) + 1)) ** 2
    return [define("CK_SQRT_HALF", float(mp.sqrt(mpf(1) / 2)))] + rounded_fit(
        "LOG", target, lambda z: z / 2, 6, mpf(0), greatest
    )


def trigonometry():
    quarter = mp.pi / 2
    parts, rest = [], quarter
    # A quadrant number below 2^20 times 33 bits is exact.
    for i in range(3):
        part = leading_bits(rest, 33, below=1 - 33 * i)
        parts.append(define(f"CK_HALF_PI_{i}", part))
        rest -= part
    parts.append(define("CK_HALF_PI_3", float(rest)))

    def sine(z):
        return sum((-1) ** (i + 1) * z**i / mp.factorial(2 * i + 3) for i in range(25))

    def cosine(z):
        return sum((-1) ** i * z**i / mp.factorial(2 * i + 4) for i in range(25))

    def sine_weight(z):
        return z / (1 + z * sine(z))

    greatest = (mp.pi / 4) ** 2 * (1 + mpf(2) ** -20)
    return (
        [define("CK_TWO_OVER_PI", float(2 / mp.pi)), define("CK_HALF_PI", float(quarter))]
        + parts
        + rounded_fit("SIN", sine, sine_weight, 5, mpf(0), greatest)
        + rounded_fit("COS", cosine, lambda z: z**2 / mp.cos(mp.sqrt(z)), 5, mpf(0), greatest)
    )


def two_over_pi_words():
    """1216 bits of 2/pi after the binary point, behind one word of zeros (the integer part)."""
    with mp.workdps(450):
        bits = int(mp.floor(2 / mp.pi * mpf(2) ** (64 * 19)))
    words = [0] + [(bits >> (64 * (18 - i))) & (2**64 - 1) for i in range(19)]
    rows = [words[i : i + 4] for i in range(0, 20, 4)]
    return ["        " + ", ".join(f"0x{word:016x}" for word in row) + "," for row in rows]


def single_exponential():
    def target(r):
        return sum(r**k / mp.factorial(k + 2) for k in range(40))

    half = mp.ln(2) / 2 * (1 + mpf(2) ** -20)
    high = mpf(single(leading_bits(mp.ln(2), 16)))
    return [
        define("CK_SINGLE_LOG2_E", single(1 / mp.ln(2)), "f"),
        define("CK_SINGLE_LN2_HIGH", high, "f"),
        define("CK_SINGLE_LN2_LOW", single(mp.ln(2) - high), "f"),
    ] + rounded_fit("SINGLE_EXP", target, lambda r: r**2 / mp.expm1(r) if r else mpf(0), 4, -half, half, single)


def single_logarithm():
    """log(1 + f) = f + f^2 p(f)."""

    def target(f):
        if abs(f) < mpf("1e-4"):
            return sum((-1) ** (k + 1) * f**k / (k + 2) for k in range(12))
        return (mp.log(1 + f) - f) / f**2

    def weight(f):
        return f**2 / mp.log(1 + f) if f else mpf(0)

    return rounded_fit("SINGLE_LOG", target, weight, 6, mp.sqrt(mpf(1) / 2) - 1, mp.sqrt(2) - 1, single)


def single_turns():
    """Of a quarter turn times f, |f| <= 1/2: sin = f p(f^2), cos = q(f^2)."""

    def sine(z):
        return sum((-1) ** i * (mp.pi / 2) ** (2 * i + 1) * z**i / mp.factorial(2 * i + 1) for i in range(25))

    def cosine(z):
        return sum((-1) ** i * (mp.pi / 2) ** (2 * i) * z**i / mp.factorial(2 * i) for i in range(25))

    return rounded_fit("SINGLE_SIN", sine, lambda z: 1 / sine(z), 3, mpf(0), mpf(1) / 4, single) + rounded_fit(
        "SINGLE_COS", cosine, lambda z: 1 / cosine(z), 3, mpf(0), mpf(1) / 4, single
    )


def elementary_lines():
    lines = exponential() + logarithm() + trigonometry() + two_over_pi_words()
    return lines + [f"    const uint64_t half_pi = 0x{int(mp.floor(mp.pi / 2 * mpf(2) ** 63)):016x};"]


def main():
    for name, lines in [
        ("elementary.h", elementary_lines()),
        ("single.h", single_exponential() + single_logarithm() + single_turns()),
    ]:
        if "--check" not in sys.argv:
            print("\n".join(lines))
            continue
        header = set((KERNELS / name).read_text().splitlines())
        missing = [line for line in lines if line not in header]
        if missing:
            sys.exit(f"{name} lacks these lines:\n" + "\n".join(missing))
        print(f"{name} holds all {len(lines)} lines")


main()
