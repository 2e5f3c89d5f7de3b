-- An environment: a walker that must stay near the middle while the wind moves it.
--
--   genome-lua check my_environment.lua     plays it and says what is wrong
--   environment = "my_environment"          in an experiment, uses it

local MyEnvironment = {
  summary           = "stay near the middle of a windy line",
  -- What is observed: here position and wind. math.huge is no bound.
  observation_space = { low = { -5, -1 }, high = { 5, 1 } },
  -- Actions count from 0: here left, stay, right.
  action_space      = { discrete = 3 },
  -- Episodes are cut after so many steps.
  max_steps         = 100,
}

local STEP <const> = 0.5

-- Begins an episode. self is new: keep in it what an episode changes. random gives the episode's own numbers.
function MyEnvironment:reset(random)
  self.random = random
  self.position, self.wind = random:uniform(-1, 1), 0
  return { self.position, self.wind }
end

-- Takes a step: observation, reward, terminated and, if the environment itself cuts an episode short, truncated.
function MyEnvironment:step(action)
  self.position = self.position + (action - 1) * STEP + self.wind
  self.wind = math.max(-1, math.min(1, 0.9 * self.wind + self.random:normal(0, 0.2)))
  local fell = math.abs(self.position) > 5
  self.position = math.max(-5, math.min(5, self.position))
  return { self.position, self.wind }, 1 - math.abs(self.position) / 5, fell
end

return MyEnvironment
