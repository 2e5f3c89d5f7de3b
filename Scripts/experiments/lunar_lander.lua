-- Lands on the moon by OpenAI's evolution strategy. No two grounds and starts are alike, so each individual plays two
-- episodes.
local genome = require "genome"
local p = genome.parameters {
  hidden = { 16 }, population_size = 64, deviation = 0.1, learning_rate = 0.05, episodes = 2, generations = 500,
}

return genome.experiment {
  environment = "lunar_lander",
  network     = genome.dense_network { hidden = p.hidden },
  search      = genome.es {
    population_size = p.population_size, deviation = p.deviation, learning_rate = p.learning_rate,
  },
  episodes    = p.episodes,
  generations = p.generations,
  solved      = { mean_return = 250, episodes = 100, every = 5 },
}
