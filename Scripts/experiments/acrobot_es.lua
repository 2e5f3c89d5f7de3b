-- Acrobot by OpenAI's evolution strategy.
local genome = require "genome"
local p = genome.parameters { population_size = 64, deviation = 0.1, learning_rate = 0.05, generations = 100 }

return genome.experiment {
  environment = "acrobot",
  network     = genome.dense_network { hidden = { 16, 16 } },
  search      = genome.es {
    population_size = p.population_size, deviation = p.deviation, learning_rate = p.learning_rate,
  },
  generations = p.generations,
  solved      = { mean_return = -85, episodes = 100 },
}
