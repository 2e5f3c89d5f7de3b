local genome, expect = require "genome", require "expect"

local encoder = genome.sign {}
assert(tostring(encoder) == "genome.sign {}")
expect.failure(function() genome.sign { count = 1 } end, "sign: unknown option 'count'; there are no options")
return expect.experiment { encoder = encoder }
