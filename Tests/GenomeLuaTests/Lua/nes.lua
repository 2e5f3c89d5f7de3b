local genome, expect = require "genome", require "expect"

local nes = genome.nes { population_size = 128, optimizer = genome.adam { beta1 = 0.5 } }
assert(tostring(nes) == "genome.nes { population_size = 128, optimizer = genome.adam { beta1 = 0.5 } }")
expect.failure(function() genome.nes { epsilon = 0 } end, "nes: epsilon must be a number > 0, got 0")
return expect.experiment { search = nes }
