"""Answers with numpy's linear quantiles.

Each line of standard input is a JSON object with "samples" and "fractions"; for each there is one line of output, the
list of the quantiles at those fractions, in float64.
"""

import json
import sys

import numpy

for line in sys.stdin:
    request = json.loads(line)
    samples = numpy.array(request["samples"], dtype=numpy.float64)
    print(json.dumps([float(numpy.quantile(samples, fraction)) for fraction in request["fractions"]]), flush=True)
