-- What tests in Lua share.
local expect = {}

--- Asserts that calling `body` fails at its own line with exactly `message`.
function expect.failure(body, message)
  local ok, why = pcall(body)
  assert(not ok, "no failure: " .. message)
  local text = why:gsub("^[%w_./-]+:%d+: ", "")
  assert(text == message, why)
end

--- An experiment around some options, for scripts that must return one.
function expect.experiment(options)
  local genome = require "genome"
  options.environment = options.environment or "cartpole"
  options.search = options.search or genome.nes {}
  return genome.experiment(options)
end

return expect
