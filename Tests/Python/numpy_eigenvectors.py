"""Answers with numpy's eigenvalues and eigenvectors of symmetric matrices.

Each line of standard input is a JSON list of the values of a square matrix, row after row; for each there is one line of
output, an object with "values", ascending, and "vectors", row after row, one vector a column.
"""

import json
import math
import sys

import numpy

for line in sys.stdin:
    values = numpy.array(json.loads(line), dtype=numpy.float64)
    size = math.isqrt(len(values))
    eigenvalues, vectors = numpy.linalg.eigh(values.reshape(size, size))
    print(json.dumps({"values": eigenvalues.tolist(), "vectors": vectors.flatten().tolist()}), flush=True)
