local genome, expect = require "genome", require "expect"

local adam = genome.adam { beta2 = 0.9 }
assert(tostring(adam) == "genome.adam { beta2 = 0.9 }")
expect.failure(function() genome.adam { beta2 = 1 } end, "adam: beta2 must be a number >= 0 and < 1, got 1")
return expect.experiment { search = genome.nes { optimizer = adam } }
