-- Swings a rod up and holds it there with a binary network, by full torque to the left or to the right.
local genome = require "genome"

local p = genome.parameters {
  hidden = { 256 }, population_size = 256, learning_rate = 10, episodes = 8, generations = 400, discount = 0.98,
}

-- Fitness counts early steps more: to hold a rod that starts near the top then pays, before any swing-up is learned.
-- By the plain return, half of the seeds stay with a rod that turns slowly round and round.
local Discounted = {}
function Discounted:reset() self.weight = 1 end
function Discounted:reward(reward)
  local weight = self.weight
  self.weight = weight * p.discount
  return weight * reward
end

return genome.experiment {
  environment = "pendulum",
  reward      = Discounted,
  encoder     = genome.thermometer { count = 16, low = { -1, -1, -8 }, high = { 1, 1, 8 } },
  network     = genome.binary_network { hidden = p.hidden },
  decoder     = genome.levels { count = 2 },
  search      = genome.nes { population_size = p.population_size, learning_rate = p.learning_rate },
  episodes    = p.episodes,
  common_random_numbers = true,
  generations = p.generations,
  solved      = { mean_return = -200, episodes = 100 },
}
