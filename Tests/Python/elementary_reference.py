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
        "0x1.26411c122bc3ep+8", "-0x1.00f6947fdb944p+9", "-0x1.5b3be2ac800ecp+7", "-0x1.31d7fb1cc2f1dp+9",
        "-0x1.4ef688d4da576p+9", "-0x1.88a8524f46042p+8", "-0x1.620634562d587p+9", "0x1.1a7ebf44fb0b0p+8",
    ),
    "log": (
        "0x1.69c8b5e5a9403p-1", "0x1.69b7f9414a807p+0", "0x1.68d567c21bb5fp-1", "0x1.6978a7e715999p+0",
        "0x1.69e759efb6e7fp-1", "0x1.6599bf6389f33p+0", "0x1.6946e6445d6dfp+0", "0x1.68ba4de735cdbp-1",
    ),
    "sin": (
        "0x1.c60880238134cp+20", "0x1.9888a6be036fcp+20", "0x1.d827e2f328fefp+1009", "0x1.57e7cbdc1ef12p+425",
        "-0x1.60fa013eebb3ap+123", "0x1.164739033baafp+949", "0x1.843543d3a61b0p+21", "0x1.c548c3009f169p+20",
    ),
    "cos": (
        "-0x1.9447594b94672p+558", "-0x1.46f022764776dp+539", "0x1.2dc8a238988f4p+403", "-0x1.652102a31b371p+20",
        "-0x1.9131761ab6baap+21", "0x1.3a6fe288b913cp+264", "-0x1.b8eabfbab758ap+21", "0x1.a67f940ac321cp+460",
    ),
    "tanh": (
        "-0x1.fe1e51b1f88f8p-6", "0x1.f15c0757f5976p-6", "0x1.fb9c86fb31080p-6", "-0x1.fd3e29c60b6c0p-6",
        "-0x1.f23ff3f41ddecp-6", "-0x1.fb2e71403726ep-7", "0x1.fc9caf9306a8cp-6", "0x1.f86f8911f34ddp-7",
    ),
    "sigmoid": (
        "-0x1.099f41de5f634p+2", "-0x1.36849986fa4a6p+2", "-0x1.b797e598a56d2p+1", "-0x1.b8793effda62bp+1",
        "-0x1.b965fb41068bep+1", "-0x1.366e59a770f8ap+2", "-0x1.b9af074ede67cp+1", "-0x1.3640a706d45c6p+2",
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
