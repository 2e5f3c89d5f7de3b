local genome, expect = require "genome", require "expect"

local encoder = genome.buckets { count = 4, low = -1, high = { 1, 2 } }
assert(tostring(encoder) == "genome.buckets { count = 4, low = -1, high = { 1, 2 } }")
assert(tostring(genome.buckets { thresholds = { { 0 }, { -1, 1 } } }) == "genome.buckets { thresholds = { { 0 }, { -1, 1 } } }")
expect.failure(function() genome.buckets { low = 2, high = { 3, 1 } } end,
  "buckets: low must be below high (in float32), got 2 and 1 for value 2")
return expect.experiment { encoder = encoder }
