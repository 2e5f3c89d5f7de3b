local genome, expect = require "genome", require "expect"

local network = genome.binary_network { hidden = {}, biases = true }
assert(tostring(network) == "genome.binary_network { hidden = {}, biases = true }")
expect.failure(function() genome.binary_network { hidden = { 1.5 } } end,
  "binary_network: hidden[1] must be an integer >= 1, got 1.5")
return expect.experiment { network = network }
