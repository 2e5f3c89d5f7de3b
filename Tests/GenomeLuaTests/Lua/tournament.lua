local genome, expect = require "genome", require "expect"

local tournament = genome.tournament { size = 4 }
assert(tostring(tournament) == "genome.tournament { size = 4 }")
expect.failure(function() genome.tournament { size = 0.5 } end, "tournament: size must be an integer of 1 to 65536, got 0.5")
return expect.experiment { search = genome.ga { selection = tournament } }
