local genome, expect = require "genome", require "expect"

local reward = genome.sign_reward {}
assert(tostring(reward) == "genome.sign_reward {}")
expect.failure(function() genome.sign_reward { scale = 2 } end,
  "sign_reward: unknown option 'scale'; there are no options")
expect.failure(function() expect.experiment { reward = "sign" } end,
  "experiment: reward must be a function, or a table with the function reward, or made by genome.sign_reward, "
    .. "got 'sign'")
expect.failure(function() expect.experiment { reward = genome.sign_reward } end,
  "experiment: reward is a constructor that was not called; call it: genome.sign_reward {}")
return expect.experiment { reward = reward }
