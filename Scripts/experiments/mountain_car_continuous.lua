-- Swings a weak car up a hill with a binary network, by full force to the left or to the right.
local genome = require "genome"

local p = genome.parameters {
  hidden = { 64 }, population_size = 128, learning_rate = 10, episodes = 4, generations = 100,
}

return genome.experiment {
  environment = "mountain_car_continuous",
  encoder     = genome.thermometer { count = 16, low = { -1.2, -0.07 }, high = { 0.6, 0.07 } },
  network     = genome.binary_network { hidden = p.hidden },
  decoder     = genome.levels { count = 2 }, -- a level of no force costs nothing, and the search would rest on it
  search      = genome.nes { population_size = p.population_size, learning_rate = p.learning_rate },
  episodes    = p.episodes,
  common_random_numbers = true,
  generations = p.generations,
  solved      = { mean_return = 92, episodes = 100 },
}
