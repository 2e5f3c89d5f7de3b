local genome, expect = require "genome", require "expect"

local momentum = genome.momentum { momentum = 0.5 }
assert(tostring(momentum) == "genome.momentum { momentum = 0.5 }")
expect.failure(function() genome.momentum { momentum = -1 } end, "momentum: momentum must be a number >= 0 and < 1, got -1")
return expect.experiment { search = genome.nes { optimizer = momentum } }
