local genome, expect = require "genome", require "expect"

local universal = genome.stochastic_universal { baseline = "zero" }
assert(tostring(universal) == "genome.stochastic_universal { baseline = 'zero' }")
expect.failure(
  function() genome.stochastic_universal { baseline = 0 } end,
  "stochastic_universal: baseline must be one of 'worst', 'zero', got 0")
return expect.experiment { search = genome.ga { selection = universal } }
