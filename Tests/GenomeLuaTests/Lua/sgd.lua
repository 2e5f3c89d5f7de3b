local genome, expect = require "genome", require "expect"

local sgd = genome.sgd {}
assert(tostring(sgd) == "genome.sgd {}")
expect.failure(function() genome.sgd { rate = 1 } end, "sgd: unknown option 'rate'; there are no options")
return expect.experiment { search = genome.nes { optimizer = sgd } }
