local genome, expect = require "genome", require "expect"

local levels = genome.levels { count = 2, low = -1, high = { 1, 2 } }
assert(tostring(levels) == "genome.levels { count = 2, low = -1, high = { 1, 2 } }", tostring(levels))
expect.failure(function() genome.levels { count = 1 } end, "levels: count must be an integer of 2 to 65536, got 1")
expect.failure(function() genome.levels { low = 1 } end, "levels: low and high go together; high is missing")
expect.failure(
  function() genome.levels { low = 1, high = 1 } end, "levels: low must be below high (in float32), got 1 and 1")
return expect.experiment { decoder = levels }
