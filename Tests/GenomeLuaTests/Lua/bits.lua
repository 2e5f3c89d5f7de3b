local genome, expect = require "genome", require "expect"

local b = genome.bits { 0, 1, true, false }
assert(#b == 4 and b[2] == 1 and b[3] == 1 and b[4] == 0 and tostring(b) == "bits(4): 0110")
b[1], b[2] = true, 0
assert(tostring(b) == "bits(4): 1010" and b:popcount() == 2 and b:distance(genome.bits(4)) == 2)
assert(tostring(b:copy():invert()) == "bits(4): 0101" and tostring(b:slice(2, 3)) == "bits(2): 01")
local c = genome.bits { 1, 1, 0, 0 }
assert(tostring(b:copy():xor(c)) == "bits(4): 0110" and tostring(b:copy():band(c)) == "bits(4): 1000")
assert(tostring(b:copy():bor(c)) == "bits(4): 1110" and tostring(c:assign(b)) == "bits(4): 1010")
assert(table.concat(b:list()) == "1010" and tostring(c:assign(true)) == "bits(4): 1111")
local ones = 0
for _, bit in ipairs(b) do ones = ones + bit end
assert(ones == 2 and #tostring(genome.bits(100)) == #"bits(100): " + 64 + #"…")
expect.failure(function() b[1] = 2 end, "bits[1]: must be 0, 1, false or true, got 2")
expect.failure(function() return b[5] end, "bits[5]: there are 4 bits")
expect.failure(function() genome.bits(-1) end, "bits: n must be an integer from 0 to 2147483647, got -1")
assert(#genome.bits {} == 0)
return expect.experiment { encoder = genome.sign {} }
