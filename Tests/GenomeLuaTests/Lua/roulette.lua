local genome, expect = require "genome", require "expect"

local roulette = genome.roulette { baseline = "zero" }
assert(tostring(roulette) == "genome.roulette { baseline = 'zero' }")
assert(tostring(genome.roulette {}) == "genome.roulette {}")
expect.failure(
  function() genome.roulette { baseline = "mean" } end,
  "roulette: baseline must be one of 'worst', 'zero', got 'mean'")
expect.failure(
  function() genome.roulette { base = "zero" } end,
  "roulette: unknown option 'base'; the options are baseline")
return expect.experiment { search = genome.ga { selection = roulette } }
