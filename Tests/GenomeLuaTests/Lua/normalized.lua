local genome, expect = require "genome", require "expect"

local encoder = genome.normalized { clip = 3 }
assert(tostring(encoder) == "genome.normalized { clip = 3 }")
expect.failure(function() genome.normalized { clip = 0 } end, "normalized: clip must be a float32 number > 0, got 0")
return expect.experiment { encoder = encoder, network = genome.dense_network {} }
