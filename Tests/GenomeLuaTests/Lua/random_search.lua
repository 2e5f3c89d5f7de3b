local genome, expect = require "genome", require "expect"

local search = genome.random_search { candidates = 0 }
assert(tostring(search) == "genome.random_search { candidates = 0 }")
expect.failure(function() genome.random_search { parents = 3 } end,
  "random_search: unknown option 'parents'; the options are population_size, candidates, candidate_episodes, "
    .. "timesteps, compat")
expect.failure(function() genome.random_search { compat = "ga_atari" } end,
  "random_search: compat must be one of 'rs_atari', got 'ga_atari'")
return expect.experiment { search = search }
