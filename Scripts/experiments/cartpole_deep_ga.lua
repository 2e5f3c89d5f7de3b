-- CartPole by the deep genetic algorithm: mutations alone, kept as seeds. `genome-lua lineage RUN` prints them.
local genome = require "genome"
local p = genome.parameters { population_size = 64, mutation_power = 0.1, generations = 200 }

return genome.experiment {
  environment = "cartpole",
  network     = genome.dense_network { hidden = { 16 } },
  search      = genome.deep_ga {
    population_size = p.population_size, parents = 10, mutation_power = p.mutation_power,
    candidates = 5, candidate_episodes = 10,
  },
  generations = p.generations,
  solved      = { mean_return = 475, episodes = 100 },
}
