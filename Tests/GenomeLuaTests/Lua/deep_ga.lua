local genome, expect = require "genome", require "expect"

local schedule = genome.exponential { from = 0.1, to = 0.001, over = 50 }
local search = genome.deep_ga { parents = 3, mutation_power = schedule }
assert(tostring(search) ==
  "genome.deep_ga { parents = 3, mutation_power = genome.exponential { from = 0.1, to = 0.001, over = 50 } }")
expect.failure(function() genome.deep_ga { mutation_power = -1 } end,
  "deep_ga: mutation_power must be a float32 number >= 0, or made by genome.linear or genome.exponential, got -1")
expect.failure(function() genome.deep_ga { mutation_power = genome.sgd {} } end,
  "deep_ga: mutation_power must be a float32 number >= 0, or made by genome.linear or genome.exponential, got a genome.sgd")
expect.failure(function() genome.deep_ga { weight_decay = 1 } end,
  "deep_ga: weight_decay must be a number >= 0 and < 1, got 1")
expect.failure(function() genome.deep_ga { timesteps = -1 } end,
  "deep_ga: timesteps must be an integer >= 0, got -1")
expect.failure(function() genome.deep_ga { compat = "genome" } end,
  "deep_ga: compat must be one of 'ga_atari', got 'genome'")
return expect.experiment { search = search }
