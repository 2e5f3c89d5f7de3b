local genome, expect = require "genome", require "expect"

local es = genome.es { population_size = 128, optimizer = genome.sgd {} }
assert(tostring(es) == "genome.es { population_size = 128, optimizer = genome.sgd {} }")
expect.failure(function() genome.es { deviation = 0 } end, "es: deviation must be a float32 number > 0, got 0")
expect.failure(function() genome.es { population_size = 5 } end, "es: population_size must be even, got 5")
expect.failure(function() genome.es { compat = "ga_atari" } end,
  "es: compat must be one of 'es_gym', 'es_atari', 'frostbite_es', 'humanoid_es', got 'ga_atari'")
return expect.experiment { search = es }
