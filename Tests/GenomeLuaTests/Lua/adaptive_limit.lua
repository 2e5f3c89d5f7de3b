local genome, expect = require "genome", require "expect"

local limit = genome.adaptive_limit { limit = 100, ratio = 2, max = 400 }
assert(tostring(limit) == "genome.adaptive_limit { limit = 100, ratio = 2, max = 400 }")
expect.failure(function() genome.adaptive_limit {} end,
  "adaptive_limit: limit is required; it must be an integer >= 1")
expect.failure(function() genome.adaptive_limit { limit = 0 } end,
  "adaptive_limit: limit must be an integer >= 1, got 0")
expect.failure(function() genome.adaptive_limit { limit = 9, max = 8 } end,
  "adaptive_limit: limit must be at most max, got 9 and 8")
expect.failure(function() genome.adaptive_limit { limit = 9, ratio = 1 } end,
  "adaptive_limit: ratio must be a number > 1, got 1")
for _, threshold in ipairs { 0, 1.5 } do
  expect.failure(function() genome.adaptive_limit { limit = 9, threshold = threshold } end,
    "adaptive_limit: threshold must be a number > 0 and <= 1, got " .. threshold)
end
for _, wrong in ipairs { { 0, "0" }, { 1.5, "1.5" }, { genome.sign {}, "a genome.sign" } } do
  expect.failure(function() expect.experiment { max_steps = wrong[1] } end,
    "experiment: max_steps must be an integer >= 1, or made by genome.adaptive_limit, got " .. wrong[2])
end
return expect.experiment { max_steps = limit }
