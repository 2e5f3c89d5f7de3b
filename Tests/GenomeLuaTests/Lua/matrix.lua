local genome, expect = require "genome", require "expect"

local m = genome.matrix { { 2, 1 }, { 1, 2 } }
assert(m:rows() == 2 and m:columns() == 2 and m:get(1, 2) == 1 and tostring(m) == "matrix(2, 2): 2, 1; 1, 2")
assert(tostring(m:product(genome.floats { 1, 2 })) == "floats(2): 4, 5")
assert(tostring(m:product(m)) == "matrix(2, 2): 5, 4; 4, 5")
local values, vectors = m:eigen()
assert(math.abs(values[1] - 1) < 1e-15 and math.abs(values[2] - 3) < 1e-15)
assert(math.abs(vectors:get(1, 2) - math.sqrt(0.5)) < 1e-15)
local wide = genome.matrix(2, 3):set(2, 3, 5):rank_one(2, genome.floats { 1, 2 }, genome.floats { 1, 0, 1 })
assert(tostring(wide) == "matrix(2, 3): 2, 0, 2; 4, 0, 9" and tostring(wide:transpose()) == "matrix(3, 2): 2, 4; 0, 0; 2, 9")
assert(tostring(wide:row(2)) == "floats(3): 4, 0, 9" and tostring(wide:column(1)) == "floats(2): 2, 4")
assert(tostring(wide:transposed_product(genome.floats { 1, 1 })) == "floats(3): 6, 0, 11")
assert(tostring(wide:copy():scale(2):axpy(-1, wide)) == tostring(wide) and tostring(wide:diagonal()) == "floats(2): 2, 0")
expect.failure(function() wide:eigen() end, "matrix:eigen: must have as many rows as columns, got 2 x 3")
expect.failure(function() return m[1] end, "matrix: a value has a row and a column: m:get(i, j), m:set(i, j, x)")
expect.failure(function() m:get(3, 1) end, "matrix:get: row must be an integer from 1 to 2, got 3")
return expect.experiment {}
