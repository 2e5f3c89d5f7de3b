local genome, expect = require "genome", require "expect"

local novelty = genome.novelty { neighbors = 3, weight = 0.5 }
assert(tostring(novelty) == "genome.novelty { neighbors = 3, weight = 0.5 }")
expect.failure(function() genome.novelty { memory = 2 } end, "novelty: memory must be a number >= 0 and <= 1, got 2")
expect.failure(function() genome.novelty { archive = 0 } end, "novelty: archive must be an integer >= 1, got 0")
return expect.experiment { search = genome.deep_ga { novelty = novelty }, behavior = function() return 1 end }
