local genome, expect = require "genome", require "expect"

local schedule = genome.linear { from = 1, to = 0, over = 10, unit = "timesteps" }
assert(tostring(schedule) == "genome.linear { from = 1, to = 0, over = 10, unit = 'timesteps' }")
expect.failure(function() genome.linear { from = 1, over = 10 } end, "linear: to is required; it must be a number >= 0")
return expect.experiment { search = genome.deep_ga { mutation_power = schedule } }
