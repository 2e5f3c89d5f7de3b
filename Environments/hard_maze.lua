-- The hard maze of Lehman and Stanley, as Uber's deep-neuroevolution has it (gym_tensorflow/maze): a round robot with
-- six rangefinders and a radar for the goal, which lies behind a dead end. What deviates from that source:
-- - Numbers are doubles and pi is pi; there they are float32, and pi is 3.1415926.
-- - Its radar for a point of interest, which is where the goal is, is left out: it shows that to no network.
-- As there, the order of a step is: speeds, a move along the old heading, the new heading, sensors. A robot that is
-- blocked keeps its speed and goes on turning.
local cos, sin, sqrt = math.cos, math.sin, math.sqrt

-- One to a line: the compiler folds only the last of several.
local START_X <const>    = 36.0
local START_Y <const>    = 184.0
local GOAL_X <const>     = 31.0
local GOAL_Y <const>     = 20.0
local RADIUS <const>     = 8.0
local STEPS <const>      = 400
local DEGREES <const>    = 180 / 3.141592653589793
-- As far as a rangefinder reaches; it tells a distance divided by this one.
local FARTHEST <const>   = 100.0
local DIAGONAL <const>   = 1.4142135623730951
-- What an action of 1 would ask for: angular velocity in degrees a step, speed in units a step.
local PER_ACTION <const> = 6.0
-- The most by which either of them changes in a step.
local CHANGE <const>     = 0.2

-- Segments from one point to another: the border and a stub at it, then what stands inside.
local WALLS <const> = {
  { 41, 5, 3, 8 }, { 3, 8, 4, 49 }, { 4, 49, 57, 53 }, { 4, 49, 7, 202 }, { 7, 202, 195, 198 }, { 195, 198, 186, 8 },
  { 186, 8, 39, 5 }, { 56, 54, 56, 157 }, { 57, 106, 158, 162 }, { 77, 201, 108, 164 }, { 6, 80, 33, 121 },
  { 192, 146, 87, 91 }, { 56, 55, 133, 30 },
}

-- The square of the distance from a wall to a place.
local function squared_distance(ax, ay, bx, by, x, y)
  local along_x, along_y = bx - ax, by - ay
  local part = ((x - ax) * along_x + (y - ay) * along_y) / (along_x * along_x + along_y * along_y)
  if part < 0 then part = 0.0 elseif part > 1 then part = 1.0 end
  local dx, dy = ax + part * along_x - x, ay + part * along_y - y
  return dx * dx + dy * dy
end

-- Most walls are too far away to matter. A grid has for each of its cells all walls that are nearer than `distance` to
-- a place in it, the four numbers of one after those of another. No robot leaves the grid: the border is closed, and a
-- step is shorter than the radius.
local CELL <const>       = 16.0
local CELLS <const>      = 13
local function make_grid(distance)
  local grid = {}
  for row = 0, CELLS - 1 do
    for column = 0, CELLS - 1 do
      local near = {}
      for _, wall in ipairs(WALLS) do
        local ax, ay, bx, by = wall[1] + 0.0, wall[2] + 0.0, wall[3] + 0.0, wall[4] + 0.0
        local to_middle = sqrt(squared_distance(ax, ay, bx, by, (column + 0.5) * CELL, (row + 0.5) * CELL))
        if to_middle < distance + CELL then
          table.move({ ax, ay, bx, by }, 1, 4, #near + 1, near)
        end
      end
      grid[row * CELLS + column] = near
    end
  end
  return grid
end
local touchable, visible = make_grid(RADIUS), make_grid(FARTHEST)

-- Whether a robot at this place would touch a wall: be nearer to it than its radius.
local function touches(x, y)
  local walls = touchable[y // CELL * CELLS + x // CELL]
  for i = 1, #walls, 4 do
    local square = squared_distance(walls[i], walls[i + 1], walls[i + 2], walls[i + 3], x, y)
    if square < RADIUS * RADIUS then return true end
  end
  return false
end

-- Fills in what a robot at this place with this heading perceives. In its own frame, with u ahead and v at +90 degrees,
-- the rangefinders lie on v = 0, u = 0, u = v and u = -v. A wall crosses such a line if its ends a and b lie on two
-- sides of it.
local function perceive(observation, x, y, cosine, sine)
  local ahead, behind, plus_90, minus_90 = FARTHEST, -FARTHEST, FARTHEST, -FARTHEST
  -- These are distances along u.
  local plus_45, minus_45 = FARTHEST / DIAGONAL, FARTHEST / DIAGONAL
  local walls = visible[y // CELL * CELLS + x // CELL]
  for i = 1, #walls, 4 do
    local ax, ay, bx, by = walls[i] - x, walls[i + 1] - y, walls[i + 2] - x, walls[i + 3] - y
    local au, av = cosine * ax + sine * ay, cosine * ay - sine * ax
    local bu, bv = cosine * bx + sine * by, cosine * by - sine * bx
    local cross = au * bv - av * bu
    if av * bv < 0 then
      local u = cross / (bv - av)
      if u > 0 then
        if u < ahead then ahead = u end
      elseif u > behind then
        behind = u
      end
    end
    if au * bu < 0 then
      local v = cross / (au - bu)
      if v > 0 then
        if v < plus_90 then plus_90 = v end
      elseif v > minus_90 then
        minus_90 = v
      end
    end
    local a, b = av - au, bv - bu
    if a * b < 0 then
      local u = cross / (b - a)
      if u > 0 and u < plus_45 then plus_45 = u end
    end
    a, b = av + au, bv + bu
    if a * b < 0 then
      local u = cross / (b - a)
      if u > 0 and u < minus_45 then minus_45 = u end
    end
  end
  observation[2] = minus_90 / -FARTHEST
  observation[3] = minus_45 / (FARTHEST / DIAGONAL)
  observation[4] = ahead / FARTHEST
  observation[5] = plus_45 / (FARTHEST / DIAGONAL)
  observation[6] = plus_90 / FARTHEST
  observation[7] = behind / -FARTHEST

  -- The quarters of directions around 0, 90, 180 and 270 degrees; each has its first border and not its last.
  local goal_x, goal_y = GOAL_X - x, GOAL_Y - y
  local u, v = cosine * goal_x + sine * goal_y, cosine * goal_y - sine * goal_x
  observation[8], observation[9], observation[10], observation[11] = 0, 0, 0, 0
  if v < u then
    observation[v >= -u and 8 or 11] = 1
  elseif v > -u then
    observation[9] = 1
  else
    observation[v > u and 10 or 11] = 1
  end
  return observation
end

local HardMaze = {
  summary           = "a robot in a maze with a dead end before the goal (Uber's HardMaze)",
  observation_space = { low = 0, high = 1, size = 11 },
  action_space      = { low = { -0.5, -0.5 }, high = { 0.5, 0.5 } },
  max_steps         = STEPS,
}

function HardMaze:reset(random)
  self.x, self.y = START_X, START_Y
  self.heading, self.cosine, self.sine = 0.0, 1.0, 0.0 -- in degrees
  self.angular_velocity, self.speed = 0.0, 0.0
  self.steps = 0
  self.observation = { 1 }
  return perceive(self.observation, START_X, START_Y, 1.0, 0.0)
end

function HardMaze:step(action)
  -- Both approach what the action asks for, which is within -3 … 3, and so stay there themselves.
  local turn, push = action[1], action[2]
  if turn > 0.5 then turn = 0.5 elseif turn < -0.5 then turn = -0.5 end
  if push > 0.5 then push = 0.5 elseif push < -0.5 then push = -0.5 end
  local angular_velocity, speed = self.angular_velocity, self.speed
  local change = PER_ACTION * turn - angular_velocity
  if change > CHANGE then change = CHANGE elseif change < -CHANGE then change = -CHANGE end
  angular_velocity = angular_velocity + change
  change = PER_ACTION * push - speed
  if change > CHANGE then change = CHANGE elseif change < -CHANGE then change = -CHANGE end
  speed = speed + change

  local cosine, sine = self.cosine, self.sine
  local x, y = self.x, self.y
  local new_x, new_y = x + cosine * speed, y + sine * speed
  if not touches(new_x, new_y) then
    x, y = new_x, new_y
    self.x, self.y = x, y
  end

  local heading = self.heading + angular_velocity
  if heading > 360 then heading = heading - 360 elseif heading < 0 then heading = heading + 360 end
  cosine, sine = cos(heading / DEGREES), sin(heading / DEGREES)
  self.heading, self.cosine, self.sine = heading, cosine, sine
  self.angular_velocity, self.speed = angular_velocity, speed

  local steps = self.steps + 1
  self.steps = steps
  local observation = perceive(self.observation, x, y, cosine, sine)
  if steps < STEPS then return observation, 0, false end
  return observation, -sqrt((x - GOAL_X) ^ 2 + (y - GOAL_Y) ^ 2), false, true
end

function HardMaze:behavior()
  return { self.x, self.y }
end

return HardMaze
