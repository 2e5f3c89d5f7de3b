-- A reward: makes fitness from each step, in place of the environment's own rewards.
--
--   reward = require "my_reward",      in an experiment, uses it

local MyReward = {}

-- Begins an episode: observation is its first. self is new.
function MyReward:reset(observation)
  self.last = observation[1]
end

-- Rates a step. observation is the one after it, a list that is reused: copy what is to be remembered.
function MyReward:reward(reward, observation, action, terminated, truncated)
  local change = math.abs(observation[1] - self.last)
  self.last = observation[1]
  return reward - 0.1 * change - (terminated and 1 or 0)
end

return MyReward
