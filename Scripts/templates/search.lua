-- A search: asks for individuals and learns from what they earned. Here a (mu, lambda) evolution strategy on real
-- numbers: the best quarter of each generation is averaged, and the step shrinks when that does not help.
--
--   local my_search = require "my_search"
--   search = my_search { population_size = 20, step = 0.3 }
local genome = require "genome"

local MySearch = {}

-- Called once, also where a run goes on: problem.floats and problem.bits are the numbers of parameters.
function MySearch:start(problem)
  if problem.bits > 0 then error("my_search: finds real numbers, but the problem has " .. problem.bits .. " bits") end
  self.random = problem.random -- the search's own draws
  self.mean = genome.floats(problem.floats)
  self.size, self.width = self.population_size, self.step
  self.best = -math.huge
end

-- Returns the individuals to rate: a list of vectors.
function MySearch:ask(generation)
  self.asked = {}
  for i = 1, self.size do
    self.asked[i] = self.mean:copy():axpy(self.width, genome.floats(#self.mean):normal(self.random))
  end
  return self.asked
end

-- Learns: evaluations[i].fitness is what the i-th individual earned, higher is better.
function MySearch:tell(evaluations)
  local order, count = {}, math.max(1, #evaluations // 4)
  for i = 1, #evaluations do order[i] = i end
  table.sort(order, function(a, b) return evaluations[a].fitness > evaluations[b].fitness end)
  self.mean:assign(0)
  for i = 1, count do self.mean:axpy(1 / count, self.asked[order[i]]) end
  local best = evaluations[order[1]].fitness
  if best <= self.best then self.width = self.width * 0.95 end
  self.best = math.max(self.best, best)
end

-- The best guess, which is tested and saved.
function MySearch:policy() return self.mean end

-- Figures for the log: search/width.
function MySearch:scalars() return { width = self.width } end

-- All that a search remembers is in self, and part of the checkpoint; the class is read-only. Each call makes a class
-- of its own.
return function(options)
  local search = { population_size = options.population_size or 20, step = options.step or 0.3 }
  return setmetatable(search, { __index = MySearch })
end
