local genome, expect = require "genome", require "expect"

local encoder = genome.raw_values {}
assert(tostring(encoder) == "genome.raw_values {}")
expect.failure(function() genome.raw_values { 1 } end, "raw_values: options have names, got an entry at 1")
return expect.experiment { encoder = encoder, network = genome.dense_network {} }
