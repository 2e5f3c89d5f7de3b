local genome, expect = require "genome", require "expect"

assert(tostring(genome.identity(2)) == "matrix(2, 2): 1, 0; 0, 1" and genome.identity(0):rows() == 0)
expect.failure(function() genome.identity(1.5) end, "identity: n must be an integer from 0 to 2147483647, got 1.5")
return expect.experiment {}
