-- Finds the bits that are all 1 by a genetic algorithm: the first problem of many a text, and a search without an
-- environment. `--set selection=roulette` and the like try other selections.
local genome = require "genome"

local p = genome.parameters {
  bits = 256, population_size = 100, selection = "tournament", crossover_kind = "two_point", generations = 500,
}

return genome.experiment {
  fitness     = function(vector) return vector:popcount() end,
  variables   = { bits = p.bits },
  search      = genome.ga {
    population_size = p.population_size,
    selection       = genome[p.selection] {},
    crossover       = 0.9,
    crossover_kind  = p.crossover_kind,
    mutation        = 1 / p.bits,
  },
  generations = p.generations,
  solved      = { fitness = p.bits },
}
