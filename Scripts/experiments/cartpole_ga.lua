-- Balances a pole on a cart with a binary network that a genetic algorithm finds.
local genome = require "genome"

local p = genome.parameters {
  hidden = { 64 }, population_size = 128, tournament = 3, mutation = 0.005, crossover = 0.5, generations = 300,
}

return genome.experiment {
  environment = "cartpole",
  encoder     = genome.thermometer { count = 16, low = { -2.4, -3, -0.2095, -3 }, high = { 2.4, 3, 0.2095, 3 } },
  network     = genome.binary_network { hidden = p.hidden },
  search      = genome.ga {
    population_size = p.population_size,
    selection       = genome.tournament { size = p.tournament },
    mutation        = p.mutation,
    crossover       = p.crossover,
  },
  episodes    = 3,
  generations = p.generations,
  solved      = { mean_return = 475, episodes = 100 },
}
