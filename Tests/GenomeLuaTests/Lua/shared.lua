local genome, expect = require "genome", require "expect"

local shared = genome.shared { difficulty = 0.5 }
assert(shared.difficulty == 0.5)
expect.failure(function() shared.difficulty = 1 end,
  "shared: difficulty can be set by callbacks and searches of the main script only")
return expect.experiment {}
