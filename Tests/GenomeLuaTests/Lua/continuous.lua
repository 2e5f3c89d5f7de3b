local genome, expect = require "genome", require "expect"

local decoder = genome.continuous { low = -1, high = { 1, 2 } }
assert(tostring(decoder) == "genome.continuous { low = -1, high = { 1, 2 } }")
expect.failure(function() genome.continuous { high = 1 } end, "continuous: low and high go together; low is missing")
expect.failure(function() genome.continuous { noise = -1 } end,
  "continuous: noise must be a number >= 0, got -1")
return expect.experiment { decoder = decoder, network = genome.dense_network {} }
