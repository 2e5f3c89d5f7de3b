local genome, expect = require "genome", require "expect"

local truncation = genome.truncation { size = 4 }
assert(tostring(truncation) == "genome.truncation { size = 4 }")
expect.failure(function() genome.truncation { size = 0 } end, "truncation: size must be an integer >= 1, got 0")
return expect.experiment { search = genome.ga { selection = truncation } }
