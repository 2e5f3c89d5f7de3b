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
local novelty = genome.novelty { weight = 0.5 }
assert(tostring(genome.ga { novelty = novelty }) == "genome.ga { novelty = genome.novelty { weight = 0.5 } }")
expect.failure(
  function() genome.ga { novelty = novelty, selection = function() end } end,
  "ga: novelty is for the selections of genome; one of the script sees each individual's behavior itself")
expect.failure(
  function() genome.ga { novelty = novelty, selection = genome.roulette { baseline = "zero" } } end,
  "ga: ranks by novelty and fitness are also below 0, which the baseline 'zero' has no room for; use the baseline "
    .. "'worst', or novelty of weight 1")
genome.ga { novelty = genome.novelty {}, selection = genome.roulette { baseline = "zero" } }
return expect.experiment { search = ga }
