-- Pendulum by OpenAI's evolution strategy: a real torque. Start states decide much of a return, so each individual
-- plays several episodes.
local genome = require "genome"
local p = genome.parameters {
  population_size = 64, deviation = 0.1, learning_rate = 0.05, episodes = 4, generations = 400,
}

return genome.experiment {
  environment = "pendulum",
  network     = genome.dense_network { hidden = { 16, 16 } },
  decoder     = genome.continuous {},
  search      = genome.es {
    population_size = p.population_size, deviation = p.deviation, learning_rate = p.learning_rate,
  },
  episodes    = p.episodes,
  generations = p.generations,
  solved      = { mean_return = -160, episodes = 100 },
}
