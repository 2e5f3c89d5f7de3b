-- CMA-ES: samples a normal distribution and learns its mean, its step size and the covariances of the variables, from
-- the order of the individuals alone. All numbers of the problem's size are native vectors: a pattern for searches of
-- your own.
--
--   local cma_es = require "searches.cma_es"
--   search = cma_es { population_size = 12, deviation = 0.3 }
--
-- Follows N. Hansen, "The CMA Evolution Strategy: A Tutorial", https://arxiv.org/abs/1604.00772, with its defaults
-- (Table 1), negative weights included. The separable form, for many variables, keeps the variances alone: R. Ros and
-- N. Hansen, "A Simple Modification in CMA-ES Achieving Linear Time and Space Complexity", PPSN X, 2008; its weights
-- are positive.
--
-- Deviations: the largest and the smallest eigenvalue stay within a factor of 1e14 (as in Hansen's cmaes.m), because
-- rounding would make the smallest negative; steps longer than 1e100 are an error.

local genome = require "genome"

local most_full = 200 -- more variables are separable unless the script says otherwise
local most_condition = 1e14
local longest_step = 1e100

-- Options

local function text(value)
  if value ~= value then return "nan" end
  if type(value) == "string" then return "'" .. value .. "'" end
  if type(value) == "table" or type(value) == "function" then return "a " .. type(value) end
  return tostring(value)
end

local function is_boolean(value) return type(value) == "boolean" end

local function is_finite(value) return type(value) == "number" and value - value == 0 end

local function is_mean(value)
  if type(value) == "userdata" then return (pcall(function() genome.floats(#value):assign(value) end)) end
  return is_finite(value) or type(value) == "table" and (pcall(genome.floats, value))
end

-- What messages say is accepted, and what is.
local rules = {
  active = { "true or false", is_boolean },
  bits = { "'logits'", function(value) return value == "logits" end },
  deviation = { "a number > 0", function(value) return is_finite(value) and value > 0 end },
  mean = { "a finite number, a list of them or made by genome.floats", is_mean },
  population_size = {
    "an integer >= 4", function(value) return math.type(value) == "integer" and value >= 4 end,
  },
  separable = { "true or false", is_boolean },
}

-- Errors name the line that called the caller.
local function check(options)
  if type(options) ~= "table" then
    error(("cma_es: takes one table of options, got %s"):format(text(options)), 3)
  end
  for name, value in pairs(options) do
    local rule = rules[name]
    if not rule then
      local message = "cma_es: unknown option %s; there are active, bits, deviation, mean, population_size, separable"
      error(message:format(text(name)), 3)
    end
    if not rule[2](value) then error(("cma_es: %s must be %s, got %s"):format(name, rule[1], text(value)), 3) end
  end
end

-- What follows from the numbers of variables and individuals

-- Sets the rates of learning, and the weights of the individuals, the best first: those of the better half are positive
-- with the sum 1, the others negative with as large a sum as the rates allow (equations 49 to 53).
local function set_rates(self, n, population_size, is_active)
  local better, worse = {}, {}
  for place = 1, population_size do
    local raw = math.log((population_size + 1) / 2) - math.log(place)
    if place <= population_size // 2 then better[place] = raw else worse[#worse + 1] = raw end
  end
  better, worse = genome.floats(better), genome.floats(worse)
  local mass = better:sum() ^ 2 / better:dot(better) -- as many individuals of equal weight would be as sure
  local worse_mass = worse:sum() ^ 2 / worse:dot(worse)

  local rank_one = 2 / ((n + 1.3) ^ 2 + mass)
  local rank_mu = 2 * (0.25 + mass + 1 / mass - 2) / ((n + 2) ^ 2 + mass)
  if self.is_separable then
    rank_one, rank_mu = rank_one * (n + 2) / 3, rank_mu * (n + 2) / 3
  end
  rank_mu = math.min(rank_mu, 1 - rank_one)
  local negative = math.min(
    1 + rank_one / rank_mu, 1 + 2 * worse_mass / (mass + 2), (1 - rank_one - rank_mu) / (n * rank_mu))

  self.better, self.weights = #better, genome.floats(population_size)
  for place, raw in ipairs(better) do self.weights[place] = raw / better:sum() end
  for place, raw in ipairs(worse) do
    self.weights[#better + place] = is_active and -negative * raw / worse:sum() or 0
  end

  local step_rate = (mass + 2) / (n + mass + 5)
  self.rates = {
    mass = mass,
    rank_one = rank_one, -- c_1
    rank_mu = rank_mu, -- c_mu
    path = (4 + mass / n) / (n + 4 + 2 * mass / n), -- c_c
    step = step_rate, -- c_sigma
    damping = 1 + 2 * math.max(0, math.sqrt((mass - 1) / (n + 1)) - 1) + step_rate, -- d_sigma
    length = math.sqrt(n) * (1 - 1 / (4 * n) + 1 / (21 * n * n)), -- of a standard normal vector, on average
    wait = math.max(1, math.floor(1 / (10 * n * (rank_one + rank_mu)))), -- generations between decompositions
  }
end

-- The distribution: center + step_size * axes * lengths * z, with z standard normal

local function add_outer_product(self, a, x)
  if self.is_separable then
    self.covariance:axpy(a, x:copy():multiply(x))
  else
    self.covariance:rank_one(a, x)
  end
end

-- Makes axes and lengths from the covariance matrix: its eigenvectors and the roots of its eigenvalues.
local function decompose(self)
  self.decomposed = self.generation
  if self.is_separable then
    local largest = self.covariance:max()
    self.lengths = self.covariance:clamp(largest / most_condition, largest):copy():sqrt()
    return
  end
  local values, axes = self.covariance:eigen()
  local missing = values[#values] / most_condition - values[1]
  if missing > 0 then
    self.covariance:axpy(missing, genome.identity(#values))
    values:add(genome.floats(#values, missing))
  end
  self.axes, self.lengths = axes, values:sqrt()
end

-- A step as it would be if the distribution were the standard normal one.
local function whitened(self, step)
  if self.is_separable then return step:copy():divide(self.lengths) end
  return self.axes:product(self.axes:transposed_product(step):divide(self.lengths))
end

-- What the engine is given for a point: as it is, or its bits apart, each 1 where its number is positive.
local function individual(self, point)
  local count = self.bit_count
  if count == 0 then return point end
  local bits = genome.bits(count)
  if count == #point then return bits:above(point) end
  return { bits = bits:above(point:slice(1, count)), floats = point:slice(count + 1, #point) }
end

-- The search

local function first_center(self, n)
  local mean = self.mean
  if type(mean) == "number" then return genome.floats(n, mean) end
  if #mean ~= n then
    error(("%scma_es: mean must have %d values, one a variable, got %d"):format(self.place, n, #mean), 0)
  end
  return type(mean) == "table" and genome.floats(mean) or mean:copy()
end

local function start(self, problem)
  local n = problem.bits + problem.floats
  if problem.bits > 0 and not self.bits then
    local message = "%scma_es: the problem has %d bits; bits = 'logits' searches a number for each"
    error(message:format(self.place, problem.bits), 0)
  end
  self.center = first_center(self, n)
  self.random, self.bit_count = problem.random, problem.bits
  self.is_separable = self.separable
  if self.separable == nil then
    self.is_separable = n > most_full
    if self.is_separable then
      warn(("cma_es: separable, for %d variables; separable = false learns their covariances too"):format(n))
    end
  end
  self.individuals = self.population_size or 4 + math.floor(3 * math.log(n))
  local is_active = self.active
  if is_active == nil then is_active = not self.is_separable end
  set_rates(self, n, self.individuals, is_active)

  self.generation, self.step_size = 0, self.deviation
  self.covariance = self.is_separable and genome.floats(n, 1) or genome.identity(n)
  self.step_path, self.covariance_path = genome.floats(n), genome.floats(n)
  decompose(self)
end

local function ask(self)
  local points = {}
  self.steps, self.squares = {}, {}
  for i = 1, self.individuals do
    local z = genome.floats(#self.center):normal(self.random)
    self.squares[i] = z:dot(z)
    z:multiply(self.lengths)
    self.steps[i] = self.is_separable and z or self.axes:product(z)
    points[i] = individual(self, self.center:copy():axpy(self.step_size, self.steps[i]))
  end
  return points
end

-- Individuals, the best first; equal ones in their order, since the sort is stable.
local function ranking(evaluations)
  local order = {}
  for i, evaluation in ipairs(evaluations) do
    if evaluation.fitness ~= evaluation.fitness then
      error(("cma_es: the fitness of individual %d is nan, which has no rank"):format(i), 0)
    end
    order[i] = i
  end
  table.sort(order, function(a, b) return evaluations[a].fitness > evaluations[b].fitness end)
  return order
end

-- Equations 43 and 44: the mean path of the steps, and the step size from its length. Returns whether the path is short
-- enough to learn from (h_sigma).
local function adapt_step_size(self, step)
  local rates, path = self.rates, self.step_path
  path:scale(1 - rates.step):axpy(math.sqrt(rates.step * (2 - rates.step) * rates.mass), whitened(self, step))
  local length = path:norm() / rates.length
  self.step_size = self.step_size * math.exp(rates.step / rates.damping * (length - 1))
  local expected = math.sqrt(1 - (1 - rates.step) ^ (2 * (self.generation + 1)))
  return length / expected < 1.4 + 2 / (#step + 1)
end

-- Equations 45 to 47: the path of the means, and the covariance matrix from it and from the steps.
local function adapt_covariance(self, step, order, is_short)
  local rates, path = self.rates, self.covariance_path
  path:scale(1 - rates.path)
  local kept = 1 - rates.rank_one - rates.rank_mu * self.weights:sum()
  if is_short then
    path:axpy(math.sqrt(rates.path * (2 - rates.path) * rates.mass), step)
  else
    kept = kept + rates.rank_one * rates.path * (2 - rates.path)
  end
  self.covariance:scale(kept)
  add_outer_product(self, rates.rank_one, path)
  for place, weight in ipairs(self.weights) do
    local i = order[place]
    if weight < 0 then weight = weight * #step / self.squares[i] end
    if weight ~= 0 then add_outer_product(self, rates.rank_mu * weight, self.steps[i]) end
  end
end

local function tell(self, evaluations)
  local order, step = ranking(evaluations), genome.floats(#self.center)
  for place = 1, self.better do step:axpy(self.weights[place], self.steps[order[place]]) end
  self.center:axpy(self.step_size, step)
  local is_short = adapt_step_size(self, step)
  adapt_covariance(self, step, order, is_short)
  self.generation, self.steps, self.squares = self.generation + 1, nil, nil
  if self.step_size * self.lengths:max() >= longest_step then
    error(("cma_es: steps are longer than %g: fitness rises without end; bound the variables"):format(longest_step), 0)
  end
  if self.generation - self.decomposed >= self.rates.wait then decompose(self) end
end

local function policy(self)
  return individual(self, self.center:copy())
end

-- Options:
--   population_size  default 4 + floor(3 ln n) for n variables
--   deviation, mean  of the first samples, 0.5 and 0, in the search's own units: a bounded variable goes from -1 to 1
--   separable        whether only variances are learned; default: where there are more than 200 variables
--   active           whether bad individuals have negative weights; default: unless separable
--   bits             "logits": one number for each bit, which is 1 where that is positive; before the floats in a mean
return function(options)
  check(options)
  local search = { deviation = 0.5, mean = 0, start = start, ask = ask, tell = tell, policy = policy }
  for name, value in pairs(options) do search[name] = value end
  search.place = select(2, pcall(error, "", 3)) -- "script.lua:12: ", for what shows only at the start
  return search
end
