-- The hard maze by novelty: what counts is to end where no robot ended before, and that leads around the dead ends to
-- the goal. `--set novelty=0` selects by fitness alone, which runs straight into the nearest dead end and stays there.
local genome = require "genome"
local p = genome.parameters {
  population_size = 200, mutation_power = 0.1, parents = 40, novelty = 1.0, memory = 0.05, generations = 400,
}

return genome.experiment {
  environment = "hard_maze",
  encoder     = genome.raw_values {},
  network     = genome.dense_network { hidden = { 16 } },
  search      = genome.deep_ga {
    population_size = p.population_size, parents = p.parents, mutation_power = p.mutation_power, candidates = 0,
    novelty = genome.novelty { neighbors = 10, memory = p.memory, weight = p.novelty },
  },
  generations = p.generations,
  -- Nothing in the maze is random: one episode says all.
  solved      = { mean_return = -10, episodes = 1 },
}
