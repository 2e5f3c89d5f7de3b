local genome, expect = require "genome", require "expect"

local search = genome.random_search { candidates = 0 }
assert(tostring(search) == "genome.random_search { candidates = 0 }")
expect.failure(function() genome.random_search { parents = 3 } end,
  "random_search: unknown option 'parents'; the options are population_size, candidates, candidate_episodes, "
    .. "timesteps")
return expect.experiment { search = search }
