-- MountainCar in half the steps, by a genetic algorithm for novelty as well: in 100 steps hardly a car gets on top, and
-- the rewards of all others are the same. `--set novelty=0` goes by fitness alone, and waits for luck.
local genome = require "genome"

local p = genome.parameters {
  hidden = { 32 }, population_size = 128, mutation = 0.005, crossover = 0.5, novelty = 0.5, generations = 300,
}

return genome.experiment {
  environment = "mountain_car",
  max_steps   = 100,
  encoder     = genome.thermometer { count = 16, low = { -1.2, -0.07 }, high = { 0.6, 0.07 } },
  network     = genome.binary_network { hidden = p.hidden },
  -- Where the car ends and how fast, in numbers of about the same size.
  behavior    = function(episode) return { episode.observation[1], 10 * episode.observation[2] } end,
  search      = genome.ga {
    population_size = p.population_size,
    mutation        = p.mutation,
    crossover       = p.crossover,
    novelty         = genome.novelty { weight = p.novelty },
  },
  episodes    = 3,
  common_random_numbers = true, -- some starts are much nearer to the goal than others
  generations = p.generations,
  solved      = { mean_return = -97, episodes = 100 },
}
