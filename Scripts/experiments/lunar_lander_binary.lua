-- Lands on the moon with a binary network.
local genome = require "genome"

local p = genome.parameters {
  hidden = { 64 }, population_size = 256, learning_rate = 30, episodes = 4, generations = 200,
}

-- Finer than the spaces: what matters happens in the middle of them. A learning rate of 30, or 100, learns in half of
-- the generations that 10 takes.
return genome.experiment {
  environment = "lunar_lander",
  encoder     = genome.thermometer {
    count = 16,
    low = { -0.4, 0, -0.6, -0.8, -0.5, -0.5, 0, 0 }, high = { 0.4, 1.5, 0.6, 0.2, 0.5, 0.5, 1, 1 },
  },
  network     = genome.binary_network { hidden = p.hidden },
  search      = genome.nes { population_size = p.population_size, learning_rate = p.learning_rate },
  episodes    = p.episodes,
  common_random_numbers = true,
  generations = p.generations,
  solved      = { mean_return = 240, episodes = 100, every = 5 },
}
