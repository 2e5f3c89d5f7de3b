local genome, expect = require "genome", require "expect"

local encoder = genome.thermometer { count = 4, low = -1, high = { 1, 2 } }
assert(tostring(encoder) == "genome.thermometer { count = 4, low = -1, high = { 1, 2 } }")
assert(tostring(genome.thermometer { thresholds = { { 0 }, { -1, 1 } } }) == "genome.thermometer { thresholds = { { 0 }, { -1, 1 } } }")
expect.failure(function() genome.thermometer { low = 2, high = { 3, 1 } } end,
  "thermometer: low must be below high (in float32), got 2 and 1 for value 2")
return expect.experiment { encoder = encoder }
