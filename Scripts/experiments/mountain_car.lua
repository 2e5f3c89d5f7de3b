-- Swings a weak car up a hill with a binary network.
local genome = require "genome"

local p = genome.parameters {
  hidden = { 64 }, population_size = 128, learning_rate = 10, episodes = 8, generations = 100,
}

return genome.experiment {
  environment = "mountain_car",
  encoder     = genome.thermometer { count = 16, low = { -1.2, -0.07 }, high = { 0.6, 0.07 } },
  network     = genome.binary_network { hidden = p.hidden },
  search      = genome.nes { population_size = p.population_size, learning_rate = p.learning_rate },
  episodes    = p.episodes,
  common_random_numbers = true, -- some starts are much nearer to the goal than others
  generations = p.generations,
  solved      = { mean_return = -110, episodes = 100 },
}
