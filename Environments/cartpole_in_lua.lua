-- CartPole-v1 as a script: the same operations in the same order as the built-in cartpole, so that every episode is the
-- same. A pattern for environments that are to be fast: what is observed is the state itself, one table refilled at
-- each step, and numbers that do not change are constants of the compiler.
local sin, cos = math.sin, math.cos

-- One to a line: the compiler folds only the last of several.
local GRAVITY <const>          = 9.8
local TOTAL_MASS <const>       = 1.1
local POLE_MASS <const>        = 0.1
local HALF_LENGTH <const>      = 0.5
local POLE_MASS_LENGTH <const> = 0.05
local FORCE <const>            = 10.0
local SECONDS <const>          = 0.02
local POSITION_LIMIT <const>   = 2.4
local ANGLE_LIMIT <const>      = 12 * 2 * 3.141592653589793 / 360

local CartPole = {
  summary           = "cartpole written in Lua: the same episodes, bit for bit",
  observation_space = {
    low  = { -4.8, -math.huge, -0.41887902047863906, -math.huge },
    high = { 4.8, math.huge, 0.41887902047863906, math.huge },
  },
  action_space      = { discrete = 2 },
  max_steps         = 500,
}

function CartPole:reset(random)
  local state = {}
  for value = 1, 4 do state[value] = random:uniform(-0.05, 0.05) end
  self.state = state
  return state
end

function CartPole:step(action)
  local state = self.state
  local position, velocity, angle, angular_velocity = state[1], state[2], state[3], state[4]
  local sine, cosine = sin(angle), cos(angle)

  local force = action == 1 and FORCE or -FORCE
  local pull = (force + POLE_MASS_LENGTH * (angular_velocity * angular_velocity) * sine) / TOTAL_MASS
  local angular_acceleration = (GRAVITY * sine - cosine * pull)
    / (HALF_LENGTH * (4.0 / 3.0 - POLE_MASS * (cosine * cosine) / TOTAL_MASS))
  local acceleration = pull - POLE_MASS_LENGTH * angular_acceleration * cosine / TOTAL_MASS

  position = position + SECONDS * velocity
  angle = angle + SECONDS * angular_velocity
  state[1] = position
  state[2] = velocity + SECONDS * acceleration
  state[3] = angle
  state[4] = angular_velocity + SECONDS * angular_acceleration
  local left = position < -POSITION_LIMIT or position > POSITION_LIMIT
  return state, 1, left or angle < -ANGLE_LIMIT or angle > ANGLE_LIMIT
end

return CartPole
