local genome, expect = require "genome", require "expect"

-- The test sets rate=0.25 and hidden=8,4.
local p = genome.parameters { rate = 1, hidden = { 64 }, name = "x" }
assert(p.rate == 0.25 and #p.hidden == 2 and p.hidden[2] == 4 and p.name == "x")
local names = {}
for name in pairs(p) do names[#names + 1] = name end
assert(table.concat(names, " ") == "hidden name rate")
expect.failure(function() return p.rat end, "parameters: unknown name 'rat'; did you mean 'rate'?")
return expect.experiment {}
