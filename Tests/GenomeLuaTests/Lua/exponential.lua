local genome, expect = require "genome", require "expect"

local schedule = genome.exponential { from = 1, to = 0.5, over = 10 }
assert(tostring(schedule) == "genome.exponential { from = 1, to = 0.5, over = 10 }")
expect.failure(function() genome.exponential { from = 1, to = 0, over = 10 } end,
  "exponential: to must be a number > 0, got 0")
return expect.experiment { search = genome.deep_ga { mutation_power = schedule } }
