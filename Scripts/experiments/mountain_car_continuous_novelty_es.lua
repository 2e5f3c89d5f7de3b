-- MountainCarContinuous by evolution strategies, half for fitness and half for novelty. Force costs, and only the top
-- pays: by fitness alone, with `genome.es` in place of `genome.novelty_es`, the car learns to stay where it is.
local genome = require "genome"
local p = genome.parameters {
  variant = "mixed", population_size = 64, deviation = 0.1, learning_rate = 0.05, generations = 400,
}

return genome.experiment {
  environment = "mountain_car_continuous",
  encoder     = genome.raw_values {},
  network     = genome.dense_network { hidden = { 16 } },
  -- Where the car ends, and when.
  behavior    = function(episode) return { episode.observation[1], episode.length / 999 } end,
  search      = genome.novelty_es {
    variant = p.variant, center_episodes = 5, -- a car starts here or there
    population_size = p.population_size, deviation = p.deviation, learning_rate = p.learning_rate,
  },
  generations = p.generations,
  solved      = { mean_return = 90, episodes = 100 },
}
