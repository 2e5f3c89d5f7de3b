local genome, expect = require "genome", require "expect"

local rank = genome.rank { pressure = 1.5 }
assert(tostring(rank) == "genome.rank { pressure = 1.5 }")
expect.failure(function() genome.rank { pressure = 3 } end, "rank: pressure must be a number >= 1 and <= 2, got 3")
expect.failure(
  function() genome.rank { presure = 2 } end, "rank: unknown option 'presure'; did you mean 'pressure'?")
return expect.experiment { search = genome.ga { selection = rank } }
