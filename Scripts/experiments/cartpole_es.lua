-- CartPole by OpenAI's evolution strategy: a dense network, antithetic noise, Adam.
local genome = require "genome"
local p = genome.parameters { population_size = 256, deviation = 0.1, learning_rate = 0.1, generations = 200 }

return genome.experiment {
  environment = "cartpole",
  encoder     = genome.raw_values {},
  network     = genome.dense_network { hidden = { 16, 16 }, activation = "relu" },
  search      = genome.es {
    population_size = p.population_size, deviation = p.deviation, learning_rate = p.learning_rate,
  },
  generations = p.generations,
  solved      = { mean_return = 475, episodes = 100 },
}
