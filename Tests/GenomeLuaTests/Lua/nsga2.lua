local genome, expect = require "genome", require "expect"

local search = genome.nsga2 { population_size = 8, crossover = 0.5, novelty = genome.novelty { neighbors = 3 } }
assert(tostring(search) ==
  "genome.nsga2 { population_size = 8, crossover = 0.5, novelty = genome.novelty { neighbors = 3 } }")
expect.failure(
  function() genome.nsga2 { population_size = 1 } end, "nsga2: population_size must be an integer >= 2, got 1")
expect.failure(
  function() genome.nsga2 { novelty = genome.novelty { weight = 1 } } end,
  "nsga2: novelty is an objective of its own here, to which a weight means nothing; remove weight")
expect.failure(
  function() genome.nsga2 { crossover_knid = "uniform" } end,
  "nsga2: unknown option 'crossover_knid'; did you mean 'crossover_kind'?")
return expect.experiment { search = search, behavior = function(episode) return episode.length end }
