-- Lands on the moon with a binary network.
local genome = require "genome"

local p = genome.parameters {
  encoder = "fine", -- or "genome": the thresholds of the program of that name
  hidden = { 64 }, population_size = 256, learning_rate = 30, episodes = 4, generations = 200,
}

-- `count` numbers from `low` to `high`, evenly spaced, or each the same times the one before.
local function even(low, high, count)
  local edges = {}
  for i = 1, count do edges[i] = low + (high - low) * (i - 1) / (count - 1) end
  return edges
end

-- The same to both sides of 0, which is one of them where `zero` says so.
local function geometric(low, high, count, zero)
  local edges = {}
  for i = count, 1, -1 do edges[#edges + 1] = -low * math.exp(math.log(high / low) * (i - 1) / (count - 1)) end
  if zero then edges[#edges + 1] = 0 end
  for i = #edges - (zero and 1 or 0), 1, -1 do edges[#edges + 1] = -edges[i] end
  return edges
end

local encoders = {
  -- Finer than the spaces: what matters happens in the middle of them.
  fine = function()
    return genome.thermometer {
      count = 16,
      low = { -0.4, 0, -0.6, -0.8, -0.5, -0.5, 0, 0 }, high = { 0.4, 1.5, 0.6, 0.2, 0.5, 0.5, 1, 1 },
    }
  end,
  genome = function()
    return genome.buckets {
      thresholds = {
        geometric(0.05, 0.5, 4, true), even(0.15, 1.4, 9),   -- place
        geometric(0.01, 1, 5, false), even(-1.5, 1, 10),     -- velocity
        even(-1.5, 1.5, 9), even(-1.5, 1.5, 9),              -- angle, and its velocity
        { 0.5 }, { 0.5 },                                    -- legs
      },
    }
  end,
}
if not encoders[p.encoder] then error("encoder must be 'fine' or 'genome', got '" .. p.encoder .. "'", 0) end

-- A learning rate of 30, or 100, learns in half of the generations that 10 takes.
return genome.experiment {
  environment = "lunar_lander",
  encoder     = encoders[p.encoder](),
  network     = genome.binary_network { hidden = p.hidden },
  search      = genome.nes { population_size = p.population_size, learning_rate = p.learning_rate },
  episodes    = p.episodes,
  common_random_numbers = true,
  generations = p.generations,
  solved      = { mean_return = 240, episodes = 100, every = 5 },
}
