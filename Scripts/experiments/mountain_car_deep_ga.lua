-- MountainCar by the deep genetic algorithm. The reward says nothing until the car is on top: mutations must be bold.
local genome = require "genome"
local p = genome.parameters { population_size = 128, mutation_power = 0.3, generations = 200 }

return genome.experiment {
  environment = "mountain_car",
  network     = genome.dense_network { hidden = { 16 } },
  search      = genome.deep_ga {
    population_size = p.population_size, parents = 10, mutation_power = p.mutation_power,
    candidates = 5, candidate_episodes = 10,
  },
  generations = p.generations,
  solved      = { mean_return = -110, episodes = 100 },
}
