local genome, expect = require "genome", require "expect"

local ga = genome.ga { elites = 2, selection = genome.truncation { size = 4 } }
assert(tostring(ga) == "genome.ga { elites = 2, selection = genome.truncation { size = 4 } }")
assert(tostring(genome.ga { selection = function() end }) == "genome.ga { selection = a function }")
expect.failure(function() genome.ga { elites = 64 } end, "ga: elites must be below population_size, got 64 of 64")
expect.failure(function() genome.ga { mutation = 2 } end, "ga: mutation must be a number >= 0 and <= 1, got 2")
expect.failure(
  function() genome.ga { selection = 3 } end,
  "ga: selection must be a function, or made by genome.truncation, genome.tournament, genome.roulette, "
    .. "genome.stochastic_universal or genome.rank, got 3")
local cut = genome.ga { crossover = 1, crossover_kind = "two_point" }
assert(tostring(cut) == "genome.ga { crossover = 1, crossover_kind = 'two_point' }")
expect.failure(
  function() genome.ga { crossover_kind = "two_points" } end,
  "ga: crossover_kind must be one of 'uniform', 'one_point', 'two_point', got 'two_points'")
expect.failure(
  function() genome.ga { crossover_knid = "two_point" } end,
  "ga: unknown option 'crossover_knid'; did you mean 'crossover_kind'?")
return expect.experiment { search = ga }
