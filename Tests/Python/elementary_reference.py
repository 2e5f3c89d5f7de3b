"""Writes Tests/Python/elementary_reference.bin: exact values that the tests of Kernels compare against.

    python3 Tests/Python/elementary_reference.py          needs mpmath only; the same bytes every time

All numbers are little-endian. "ELEMREF1", u32 number of sections, then each section:
    16 bytes  name, padded with zeros: exp, log, sin, cos, tanh, sigmoid, normal0, normal1
    u32       inputs a record (2 for normal…, else 1), u32 number of records, then the records:
        u64   for each input: the bits of a float64, or a random word for normal…
        f64   the value, correctly rounded
        f32   what the rounding took: (exact - rounded) in units of the last place of the rounded value
"""

import math
import pathlib
import random
import struct

from mpmath import mp, mpf

OUTPUT = pathlib.Path(__file__).with_name("elementary_reference.bin")
mp.prec = 1400  # the greatest float64 modulo pi/2 needs 1024 + 53 + 60 bits

# The worst inputs that elementary_errors.py found.
WORST = {
    "exp": (
        "-0x1.4ef688d4da576p+9", "0x1.defac02c388ecp+7", "-0x1.44e7875d0c188p+9", "-0x1.50b14d780c358p+6",
        "-0x1.51e55b0762ec9p+8", "0x1.4a784509c69e4p+9", "-0x1.643f5c38dc7e8p+6", "0x1.11fc382c3d344p+9",
    ),
    "log": (
        "0x1.666b77513f8bfp+0", "0x1.69143e17b60f9p+0", "0x1.68961de2dd11fp-1", "0x1.697def062c85ap-1",
        "0x1.69e3382de406fp+0", "0x1.67d177e251823p+0", "0x1.689be4e29cea5p+0", "0x1.692a1ccb333cfp-1",
    ),
    "sin": (
        "-0x1.ce828e3dd1ca5p+20", "-0x1.69d00ad4cd6aep+21", "0x1.6275fee827085p+773", "0x1.4b64d676f57dfp+704",
        "-0x1.ebe1f28d16cedp+765", "-0x1.4a8942d963a8fp+882", "-0x1.ee8ebf4e0767cp+21", "-0x1.ee5ae31b6d4e0p+20",
    ),
    "cos": (
        "0x1.25d5db0b33d3ap+20", "0x1.26326d9c8e130p+441", "0x1.91ff10e5ba2fep+20", "0x1.4569bc02582abp+21",
        "-0x1.ee97c5c234a81p+789", "-0x1.3d9ef45569216p+52", "-0x1.761dd00022cbcp+350", "-0x1.6182f9e027ffcp+386",
    ),
    "tanh": (
        "-0x1.fa5bafa588100p-7", "0x1.fb1c9c985a3d2p-6", "-0x1.f643670e94364p-6", "0x1.f48a5f812fb40p-6",
        "-0x1.f6c5bec5b89b4p-6", "-0x1.fa24dcba93680p-6", "-0x1.f95f2c9d1de43p-6", "0x1.fa3417800aa38p-6",
    ),
    "sigmoid": (
        "-0x1.3645f95e9e556p+2", "-0x1.0986f7dd7d167p+2", "-0x1.094cc0023ec3ap+2", "-0x1.095ad297dc742p+2",
        "-0x1.097da0d675cd3p+2", "-0x1.09368e663e169p+2", "-0x1.b8ba225587a70p+1", "-0x1.09bbf0f122d9fp+2",
    ),
}
source = random.Random(52)


def double(bits):
    return struct.unpack("<d", struct.pack("<Q", bits))[0]


def powers(low, high):
    return math.ldexp(source.uniform(1, 2), source.randrange(low, high)) * source.choice((-1, 1))


def neighbors(x, count):
    """`x`, and `count` float64 on either side of it."""
    result, above, below = [x], x, x
    for _ in range(count):
        above, below = math.nextafter(above, math.inf), math.nextafter(below, -math.inf)
        result += [above, below]
    return result


def many(count, draw):
    return [draw() for _ in range(count)]


def angles():
    points = many(300, lambda: source.uniform(-0.8, 0.8)) + many(300, lambda: powers(-30, 20))
    points += many(200, lambda: powers(20, 1024)) + [powers(e, e + 1) for e in range(19, 24) for _ in range(20)]
    # Nearest to a multiple of pi/2 of all float64 (J.-M. Muller, Elementary Functions, table 11.1), and its doubles.
    points += [math.ldexp(6381956970095103, e) for e in range(790, 800)]
    for n in list(range(1, 40)) + many(60, lambda: source.randrange(40, 667544)) + [667543, 667544, 667545]:
        points += neighbors(float(n * mp.pi / 2), 1)
        points += neighbors(float((n - mpf(1) / 2) * mp.pi / 2), 1)  # where the quadrant changes
    points += neighbors(2.0**20, 2) + [double(0x7FEFFFFFFFFFFFFF), 5e-324, 2.0**-1022, 2.0**-27, 2.0**-26]
    return points + [-x for x in points[-20:]]


def points_of(name):
    if name == "exp":
        points = many(500, lambda: source.uniform(-708, 709.78)) + many(300, lambda: source.uniform(-745.1, -708))
        points += many(300, lambda: source.uniform(-1, 1)) + many(100, lambda: powers(-60, 0))
        for edge in (709.782712893384, -745.1332191019411, -708.3964185322641, -744.4400719213812, 0.0):
            points += neighbors(edge, 4)
        for n in range(-20, 21):
            points += neighbors(float((n + mpf(1) / 2) * mp.ln(2)), 1)  # where the power of two changes
        return points
    if name == "log":
        points = many(400, lambda: source.uniform(0.5, 2)) + many(300, lambda: double(source.randrange(1, 0x7FF << 52)))
        points += many(150, lambda: double(source.randrange(1, 1 << 52))) + [2.0**k for k in range(-1074, 1024, 37)]
        points += many(300, lambda: 1 + powers(-52, -1)) + neighbors(1.0, 8) + neighbors(2.0**-1022, 4)
        points += neighbors(math.sqrt(0.5), 4) + neighbors(math.sqrt(2), 4)
        return points + [5e-324, double(0x7FEFFFFFFFFFFFFF)]
    if name in ("sin", "cos"):
        return angles()
    if name == "tanh":
        points = many(500, lambda: source.uniform(-20, 20)) + many(400, lambda: source.uniform(-1, 1))
        points += many(200, lambda: powers(-60, 4)) + many(50, lambda: powers(-1074, -900))
        return points + neighbors(22.0, 3) + neighbors(19.06154746539849, 3) + neighbors(0.17328679513998632, 4)
    points = many(500, lambda: source.uniform(-745, 40)) + many(400, lambda: source.uniform(-5, 5))
    points += many(100, lambda: powers(-60, 3)) + neighbors(0.0, 3)
    return points + neighbors(-709.0, 2) + neighbors(-745.1332191019411, 2)


FUNCTIONS = {
    "exp": mp.exp,
    "log": mp.log,
    "sin": mp.sin,
    "cos": mp.cos,
    "tanh": mp.tanh,
    "sigmoid": lambda x: 1 / (1 + mp.exp(-x)),
}


def rounded(exact):
    """The nearest float64 and what that took, in its units of the last place."""
    if exact == 0:
        return 0.0, 0.0
    exponent = max(int(mp.floor(mp.log(abs(exact), 2))) - 52, -1074)
    scaled = exact / mpf(2) ** exponent
    whole = mp.nint(scaled)  # ties to even; ties do not occur in transcendental functions
    try:
        value = math.ldexp(int(whole), exponent)
    except OverflowError:
        return math.copysign(math.inf, exact), 0.0
    return value, float((exact - mpf(value)) / mpf(math.ulp(value)))


def record(inputs, exact):
    value, remainder = rounded(exact)
    return struct.pack(f"<{len(inputs)}Qdf", *inputs, value, remainder)


def normal_records():
    """Box and Muller, as the comment of ck_normal_pair_inline words it."""
    pairs = [(source.getrandbits(64), source.getrandbits(64)) for _ in range(800)]
    ends = [0, 2**64 - 1, 2**63, 2**63 - 1, 2**62, 2**61 - 1, 2**61, 3 * 2**61, 7 * 2**61 - 4096]
    pairs += [(a, b) for a in ends for b in ends]
    sections = [[], []]
    for a, b in pairs:
        u, v = ((mpf(word >> 12) + mpf(1) / 2) / 2**52 for word in (a, b))
        radius = mp.sqrt(-2 * mp.log(u))
        for section, function in zip(sections, (mp.cos, mp.sin)):
            section.append(record((a, b), radius * function(2 * mp.pi * v)))
    return sections


def main():
    sections = []
    for name, function in FUNCTIONS.items():
        points = points_of(name) + [float.fromhex(x) for x in WORST[name]]
        records = []
        for x in points:
            if x == 0 and name in ("sin", "tanh", "log"):
                continue
            bits = struct.unpack("<Q", struct.pack("<d", x))[0]
            records.append(record((bits,), function(mpf(x))))
        sections.append((name, 1, records))
    with mp.workprec(300):
        for i, records in enumerate(normal_records()):
            sections.append((f"normal{i}", 2, records))
    data = b"ELEMREF1" + struct.pack("<I", len(sections))
    for name, inputs, records in sections:
        data += name.encode().ljust(16, b"\0") + struct.pack("<II", inputs, len(records)) + b"".join(records)
        print(f"{name}: {len(records)} records")
    OUTPUT.write_bytes(data)
    print(f"{OUTPUT.name}: {len(data)} bytes")


main()
