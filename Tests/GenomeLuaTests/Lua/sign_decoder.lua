local genome, expect = require "genome", require "expect"

local decoder = genome.sign_decoder {}
assert(tostring(decoder) == "genome.sign_decoder {}")
expect.failure(function() genome.sign_decoder { count = 1 } end, "sign_decoder: unknown option 'count'; there are no options")
return expect.experiment { decoder = decoder }
