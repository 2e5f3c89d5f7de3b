local genome, expect = require "genome", require "expect"

local decoder = genome.argmax {}
assert(tostring(decoder) == "genome.argmax {}")
expect.failure(function() genome.argmax { count = 1 } end, "argmax: unknown option 'count'; there are no options")
return expect.experiment { decoder = decoder }
