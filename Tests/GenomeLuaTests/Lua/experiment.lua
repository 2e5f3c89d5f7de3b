local genome, expect = require "genome", require "expect"

local experiment = genome.experiment { environment = "cartpole", search = genome.nes {}, solved = {} }
assert(tostring(experiment) == "genome.experiment { environment = 'cartpole', search = genome.nes {}, solved = {} }")
expect.failure(function() genome.experiment { environment = "cartpole", search = "nes" } end,
  "experiment: search must be made by genome.nes, genome.es, genome.novelty_es, genome.deep_ga, "
    .. "genome.random_search, genome.ga or genome.nsga2, or a table with the function ask, got 'nes'")
return experiment
