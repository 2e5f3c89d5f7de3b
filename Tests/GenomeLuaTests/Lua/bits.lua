local genome, expect = require "genome", require "expect"

local encoder = genome.bits {}
assert(tostring(encoder) == "genome.bits {}")
expect.failure(function() genome.bits { count = 1 } end, "bits: unknown option 'count'; there are no options")
return expect.experiment { encoder = encoder }
