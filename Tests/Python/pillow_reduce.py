"""Reduces images with Pillow: each line of the input, [width, height, x factor, y factor, bytes of red, green and blue],
is answered by a line of the reduced image's bytes."""

import json
import sys

from PIL import Image

for line in sys.stdin:
    width, height, x, y, values = json.loads(line)
    image = Image.frombytes("RGB", (width, height), bytes(values))
    print(json.dumps(list(image.reduce((x, y)).tobytes())), flush=True)
