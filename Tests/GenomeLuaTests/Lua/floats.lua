local genome, expect = require "genome", require "expect"

local v = genome.floats { 3, 1, 2.5 }
assert(#v == 3 and v[1] == 3 and v[3] == 2.5 and tostring(v) == "floats(3): 3, 1, 2.5")
assert(tostring(genome.floats(1000, 0.5)) == "floats(1000): 0.5, 0.5, 0.5, 0.5, 0.5, 0.5, 0.5, 0.5, …")
assert(tostring(genome.floats(0)) == "floats(0): none")
v[2] = 4
assert(v:copy():scale(2):axpy(-1, v):add(v):sum() == 2 * v:sum())
assert(table.concat(v:order(), " ") == "3 1 2" and v:min() == 2.5 and v:max() == 4)
local seen = 0
for i, x in ipairs(v) do assert(v[i] == x); seen = seen + i end
for i, x in pairs(v) do assert(v[i] == x); seen = seen + i end
assert(seen == 12 and select("#", table.unpack(v)) == 3 and table.concat(v:list(), " ") == "3.0 4.0 2.5")
assert(table.concat(v:slice(2, 3), " ") == "4.0 2.5" and #v:slice(1, 0) == 0)
local w = genome.floats(3, 4):sqrt()
assert(w:dot(v) == 19 and w:norm() == math.sqrt(12) and w:mean() == 2)
assert(genome.floats(2):exp()[2] == 1 and genome.floats { -1, 9 }:abs():clamp(2, 3):assign(7):divide(genome.floats(2, 2))[1] == 3.5)
expect.failure(function() return v[4] end, "floats[4]: there are 3 values")
expect.failure(function() v:axpi(1, v) end, "floats: unknown name 'axpi'; did you mean 'axpy'?")
expect.failure(function() v:axpy(1, genome.floats(4)) end, "floats:axpy: x must have 3 values, got 4")
expect.failure(function() genome.floats() end, "floats: n must be an integer from 0 to 2147483647, got nil")
assert(getmetatable(v) == false)
return expect.experiment {}
