import Experiments
import GenomeLua
import LuaHost
import TestSupport
import Testing

/// Every function that a script can reach, called with whatever Lua has.
@Suite struct `Any call of the API` {
    /// What a script needs to make such calls. `try(name, function)` raises unless each call returns, or raises one line
    /// that names the function.
    private static let caller = #"""
        local genome = require "genome"
        local print = print
        local cyclic = {} cyclic[1] = cyclic; cyclic.x = cyclic
        local deep = {} for _ = 1, 99 do deep = { deep } end
        local function fail() error({}) end
        local hostile = setmetatable({}, {
          __index = fail, __newindex = fail, __len = fail, __call = fail, __pairs = fail, __eq = fail, __lt = fail,
          __concat = fail, __tostring = fail, __close = fail, __name = "hostile",
        })
        local odd = {
          false, true, 0, 1, -1, 2, 0.5, -0.0, 0 / 0, 1 / 0, -1 / 0, 2^53, 1e308, -1e308, math.maxinteger, math.mininteger,
          "", "1", "0x10", "mean_return", "a/b", "uniform", "x\0y", "\27[31m", "\xff\xfe", ("x"):rep(5000), "\u{202e}",
          {}, { 1 }, { 1, 2, 3 }, { 0 / 0 }, { "a" }, { [3] = 1 }, { [1.5] = 1 }, { [{}] = 1 }, { x = 1 }, { x = { y = {} } },
          cyclic, deep, hostile, { hostile }, print, fail, function() return 1 end, coroutine.create(fail),
          coroutine.wrap(fail), genome, genome.nes {}, genome.sign {}, genome.adam {}, genome.binary_network {},
          genome.tournament {}, genome.argmax {}, io, _G, math, string, package.loaded, setmetatable({}, { __metatable = 1 }),
        }
        local state = SEED
        local function draw(n)
          state = state * 6364136223846793005 + 1442695040888963407
          return (state >> 33) % n + 1
        end
        local function arguments(count)
          local list = {}
          for i = 1, count do if draw(9) > 1 then list[i] = odd[draw(#odd)] end end
          return table.unpack(list, 1, count)
        end
        local calls = 0
        local function try(name, call, other)
          for _ = 1, COUNT do
            local ok, why = pcall(call, arguments(draw(5) - 1))
            calls = calls + 1
            if not ok and name then
              local text = tostring(why)
              assert(type(why) == "string" and (why:find(name, 1, true) or other and why:find(other, 1, true)) and #text < 3000, name .. ": " .. text)
              assert(not text:find("\n", 1, true) and text:find("^script.lua:%d+: "), name .. ": " .. text)
            end
          end
        end
        """#

    private static let script =
        caller + #"""

            for name, make in pairs(genome) do
              if name ~= "shared" and name ~= "parameters" then
                load(("local try, make = ... local genome = { %s = make } "
                  .. "try('%s', function(...) local made = genome.%s(...) return made end)"):format(name, name, name),
                  "@script.lua")(try, make)
              end
            end
            try("parameters", function(...) local made = genome.parameters(...) return made end)
            try("require", function(...) local module = require(...) return module end, "module")
            -- What these raise may be a metamethod's own.
            for _, call in ipairs { print, warn, tostring, pairs, next, rawget, rawset, setmetatable, table.sort } do
              try(false, call)
            end
            local shared = genome.shared { wind = 0 }
            try("shared", function(...) local made = genome.shared(...) return made end)
            try("shared", function(key) local value = shared[key] return value end)
            try("s", function(key, value) shared[key == nil and 1 or key] = value end)
            for _, handle in ipairs { genome.nes {}, genome.sign {} } do
              try("genome.", function(key) local value = handle[key] return value end)
              try("s", function(key, value) handle[key == nil and 1 or key] = value end)
              try(false, function(other) return handle == other, tostring(handle), #handle end)
            end

            local function hold(random)
              try("random", function(...) local drawn = random(...) return drawn end)
              try("random", function(...) local drawn = random:uniform(...) return drawn end)
              try("random", function(...) local drawn = random:normal(...) return drawn end)
              try("random", function(...) local uniform = random.uniform local drawn = uniform(...) return drawn end)
              try(false, function(key) return random[key], tostring(random), random == key end)
              try(false, function(key, value) random[key] = value end)
            end

            local Walk = { observation_space = { size = 1 }, action_space = { discrete = 2 }, max_steps = 3 }
            function Walk:reset(random) if self ~= Walk then hold(random) end return { 0 } end
            function Walk:step(action)
              try(false, function(key, value) self[key] = value end)
              try(false, function(key, value) getmetatable(self)[key] = value end)
              return { 1 }, 1, false
            end

            return genome.experiment {
              environment = Walk, encoder = genome.sign {}, network = genome.binary_network { hidden = {} }, generations = 2,
              callback_seconds = 60,
              search = genome.ga {
                population_size = 3, elites = 1,
                selection = function(population, random)
                  hold(random)
                  try(false, function(key, value) population[1][key] = value; population[key] = value end)
                  return { 1, 2 }
                end,
              },
              on_generation = function(generation)
                try("log", function(...) generation:log(...) end)
                try("histogram", function(...) generation:histogram(...) end)
                try("generation", function(key) local value = generation[key] return value end)
                try("generation", function(key, value) if key ~= "state" then generation[key == nil and 1 or key] = value end end)
                try(false, function(...) return generation.log(...) end)
                try(false, function(other) return generation == other, tostring(generation), #generation end)
                try("s", function(key, value) shared[key == nil and 1 or key] = value end)
                print(calls)
              end,
            }
            """#

    @Test(arguments: 1...6) func `returns, or is refused in one line that names it`(seed: Int) throws {
        let runs = ScriptRuns()
        try runs.write(
            "script.lua",
            Self.script.replacing("SEED", with: "\(seed)").replacing("COUNT", with: "25"))
        try runs.run(name: "run", threads: seed % 2 + 1)
    }

    /// What the methods of a search can reach: distributions, draws, native searches, their recipes and states.
    private static let search =
        caller + #"""

            local nes, ga = genome.nes { population_size = 3 }, genome.ga { population_size = 3 }
            local function fuzz(handle, methods)
              for _, name in ipairs(methods) do
                -- Lua knows the name of a method only where it is written out.
                local text = "local handle = ... return function(...) local value = handle%s%s(...) return value end"
                for _, mark in ipairs { ":", "." } do
                  try(name, load(text:format(mark, name), "@script.lua")(handle))
                end
              end
              try("genome.", function(key) local value = handle[key] return value end)
              try("s", function(key, value) handle[key == nil and 1 or key] = value end)
              try(false, function(other) return handle == other, tostring(handle), #handle end)
            end
            local methods = { "ask", "tell", "policy", "scalars", "state", "set_state" }

            local S = {}
            function S:start(problem)
              self.parts = { nes:start(problem), ga:start(problem) }
              for _, native in ipairs { nes, ga } do fuzz(native, { "start" }) end
            end
            function S:ask(generation)
              local b = genome.bernoulli { logits = genome.floats(9) }
              local g = genome.gaussian { mean = genome.floats(2), deviation = 1 }
              for _, handle in ipairs { b, g } do fuzz(handle, { "sample" }) end
              fuzz(b:sample(1), {})
              for _, native in ipairs(self.parts) do
                fuzz(native, methods)
                -- A state of its own, with something else in one place.
                for _ = 1, 2 * COUNT do
                  local state = native:state()
                  for key in pairs(state) do
                    if draw(3) == 1 then state[key] = odd[draw(#odd)] end
                  end
                  local ok, why = pcall(function() native:set_state(state) end)
                  assert(ok or tostring(why):find("set_state", 1, true), why)
                  for i, recipe in ipairs((native:ask(draw(1 << 32) - 1))) do
                    if draw(9) == 1 then fuzz(recipe, {}) end
                  end
                  native:tell { draw(9), draw(9), draw(9) }
                end
              end
              print(calls)
              return self.parts[generation % 2 + 1]:ask(generation)
            end
            function S:tell(evaluations) self.parts[1]:policy() end

            return genome.experiment {
              environment = "cartpole", encoder = genome.sign {}, search = S, generations = 2,
              network = genome.binary_network { hidden = {}, biases = true }, callback_seconds = 60,
            }
            """#

    @Test(arguments: 1...6) func `in a search returns, or is refused in one line that names it`(seed: Int) throws {
        let runs = ScriptRuns()
        try runs.write(
            "script.lua", Self.search.replacing("SEED", with: "\(seed)").replacing("COUNT", with: "20"))
        try runs.run(name: "run", threads: seed % 2 + 1)
    }
}
