local genome, expect = require "genome", require "expect"

local encoder = genome.raw_bits {}
assert(tostring(encoder) == "genome.raw_bits {}")
expect.failure(function() genome.raw_bits { count = 1 } end, "raw_bits: unknown option 'count'; there are no options")
return expect.experiment { encoder = encoder }
