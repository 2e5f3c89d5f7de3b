-- CartPole by random search: a network so small that drawing it again and again finds a good one.
local genome = require "genome"
local p = genome.parameters { population_size = 128, generations = 200 }

return genome.experiment {
  environment = "cartpole",
  network     = genome.dense_network { hidden = { 4 } },
  search      = genome.random_search {
    population_size = p.population_size, candidates = 10, candidate_episodes = 20,
  },
  generations = p.generations,
  solved      = { mean_return = 475, episodes = 100 },
}
