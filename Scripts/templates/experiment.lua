-- An experiment: what is learned, where, how, and for how long.
--
--   genome-lua run my_experiment.lua                         runs it; --help lists the parameters below
--   genome-lua run my_experiment.lua --set hidden=32,32      changes one
--   tensorboard --logdir outputs/my_experiment               shows it

local genome = require "genome"

local p = genome.parameters {
  hidden = { 64 }, population_size = 64, learning_rate = 10, generations = 100,
}

return genome.experiment {
  -- A name (genome-lua environments lists them), a path such as "./corridor.lua", or a table with reset and step.
  environment = "cartpole",
  -- Observation to bits; without it, a thermometer on what random play observes.
  encoder     = genome.thermometer { count = 16, low = { -2.4, -3, -0.2095, -3 }, high = { 2.4, 3, 0.2095, 3 } },
  network     = genome.binary_network { hidden = p.hidden },
  search      = genome.nes { population_size = p.population_size, learning_rate = p.learning_rate },
  generations = p.generations,
  -- The run ends once the policy's mean return over 100 fresh episodes reaches this.
  solved      = { mean_return = 475, episodes = 100 },
  -- Called after each generation.
  on_generation = function(generation)
    generation:log("mine/gap", generation.best_return - generation.mean_return)
  end,
}
