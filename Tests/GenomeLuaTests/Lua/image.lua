local genome, expect = require "genome", require "expect"

local image = genome.image { grayscale = true, resize = { 84, 84 }, stack = 4 }
assert(tostring(image) == "genome.image { grayscale = true, resize = { 84, 84 }, stack = 4 }")
expect.failure(function() genome.image { grayscale = 1 } end, "image: grayscale must be true or false, got 1")
expect.failure(function() genome.image { resize = { 84 } } end, "image: resize must have 2 entries, got 1")
expect.failure(function() genome.image { resize = { 84, 0 } } end,
  "image: resize[2] must be an integer of 1 to 16777216, got 0")
expect.failure(function() genome.image { stack = 0 } end, "image: stack must be an integer of 1 to 256, got 0")
expect.failure(function() genome.image { scale = true } end,
  "image: unknown option 'scale'; the options are grayscale, resize, stack")
expect.failure(function() expect.experiment { observation = "gray" } end,
  "experiment: observation must be made by genome.image, got 'gray'")
expect.failure(function() expect.experiment { observation = genome.image } end,
  "experiment: observation is a constructor that was not called; call it: genome.image {}")
return expect.experiment { observation = image }
