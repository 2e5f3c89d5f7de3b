-- Balances a pole on a cart with a binary network.
local genome = require "genome"

local p = genome.parameters {
  hidden = { 64 }, population_size = 64, learning_rate = 10, generations = 300,
}

return genome.experiment {
  environment = "cartpole",
  encoder     = genome.thermometer { count = 16, low = { -2.4, -3, -0.2095, -3 }, high = { 2.4, 3, 0.2095, 3 } },
  network     = genome.binary_network { hidden = p.hidden },
  search      = genome.nes { population_size = p.population_size, learning_rate = p.learning_rate },
  generations = p.generations,
  solved      = { mean_return = 475, episodes = 100 },
}
