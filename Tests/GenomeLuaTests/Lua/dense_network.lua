local genome, expect = require "genome", require "expect"

local network = genome.dense_network { hidden = { 3 }, activation = "elu" }
assert(tostring(network) == "genome.dense_network { hidden = { 3 }, activation = 'elu' }")
expect.failure(function() genome.dense_network { activation = "linear" } end,
  "dense_network: activation must be one of 'tanh', 'relu', 'lrelu', 'elu', got 'linear'")
expect.failure(function() genome.dense_network { hidden_gain = 0 } end,
  "dense_network: hidden_gain must be a float32 number > 0, got 0")
expect.failure(function() genome.dense_network { virtual_batch = 1 } end,
  "dense_network: virtual_batch must be an integer of 2 to 65536, got 1")
return expect.experiment { network = network }
