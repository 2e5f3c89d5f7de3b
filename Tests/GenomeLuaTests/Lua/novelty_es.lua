local genome, expect = require "genome", require "expect"

local search = genome.novelty_es { variant = "mixed", centers = 2, population_size = 6 }
assert(tostring(search) == "genome.novelty_es { variant = 'mixed', centers = 2, population_size = 6 }")
expect.failure(function() genome.novelty_es { population_size = 3 } end,
  "novelty_es: population_size must be even, got 3")
expect.failure(function() genome.novelty_es { choice = "best" } end,
  "novelty_es: choice must be one of 'novelty', 'round_robin', got 'best'")
expect.failure(function() genome.novelty_es { compat = "nsr" } end,
  "novelty_es: compat must be one of 'frostbite_ns', 'frostbite_nsr', 'humanoid_ns', 'humanoid_nsr', got 'nsr'")
expect.failure(function() genome.novelty_es { archive = 1.5 } end,
  "novelty_es: archive must be an integer >= 1, got 1.5")
return expect.experiment { search = search, behavior = function() return 1 end }
