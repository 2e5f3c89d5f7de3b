-- Finds bits that begin with many ones and end with many zeros: two goals at odds, whose best compromises are ones and
-- then zeros, one for each place of the border. `genome-lua front RUN` lists those that a run has found.
local genome = require "genome"

local p = genome.parameters { bits = 24, population_size = 100, crossover = 0.9, generations = 1000 }

return genome.experiment {
  fitness     = function(vector)
    local ones, zeros = 0, 0
    while ones < p.bits and vector[ones + 1] == 1 do ones = ones + 1 end
    while zeros < p.bits and vector[p.bits - zeros] == 0 do zeros = zeros + 1 end
    return ones, zeros
  end,
  variables   = { bits = p.bits },
  search      = genome.nsga2 { population_size = p.population_size, crossover = p.crossover, mutation = 1 / p.bits },
  generations = p.generations,
}
