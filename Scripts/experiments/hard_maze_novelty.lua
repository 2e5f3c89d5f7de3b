-- The hard maze by novelty: what counts is to end where no robot ended before, and that leads around the dead ends to
-- the goal. `--set novelty=0` selects by fitness alone, which runs straight into the nearest dead end and stays there.
local genome = require "genome"
local p = genome.parameters {
  population_size = 200, mutation_power = 0.2, weight_decay = 0.02, parents = 40, novelty = 1.0, memory = 0.05,
  generations = 1000,
}

return genome.experiment {
  environment = "hard_maze",
  encoder     = genome.raw_values {},
  network     = genome.dense_network { hidden = { 16 } },
  search      = genome.deep_ga {
    population_size = p.population_size, parents = p.parents, candidates = 0,
    -- Nothing but the decay keeps weights small; large ones are changed little by a mutation, and the search stands.
    mutation_power = p.mutation_power, weight_decay = p.weight_decay,
    novelty = genome.novelty { neighbors = 10, memory = p.memory, weight = p.novelty },
  },
  generations = p.generations,
  -- Nothing in the maze is random: one episode says all.
  solved      = { mean_return = -10, episodes = 1 },
}
