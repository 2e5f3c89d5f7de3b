-- Swings two links up with a binary network.
local genome = require "genome"

local p = genome.parameters {
  hidden = { 64 }, population_size = 256, learning_rate = 10, episodes = 8, generations = 200,
}

return genome.experiment {
  environment = "acrobot",
  encoder     = genome.thermometer { count = 16, low = { -1, -1, -1, -1, -12, -28 }, high = { 1, 1, 1, 1, 12, 28 } },
  network     = genome.binary_network { hidden = p.hidden },
  search      = genome.nes { population_size = p.population_size, learning_rate = p.learning_rate },
  episodes    = p.episodes,
  common_random_numbers = true,
  generations = p.generations,
  solved      = { mean_return = -95, episodes = 100 },
}
