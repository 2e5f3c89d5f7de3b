import Experiments
import GenomeLua
import LuaHost
import TestSupport
import Testing

@Suite struct `Whatever callbacks return` {
    /// Values that no callback ought to return, or that only some may.
    private static let oddities = """
        local cyclic = {} cyclic[1] = cyclic
        local odd = {
          false, true, 0, 1, -1, 0.5, 2^53, 1e308, -1e308, 0 / 0, 1 / 0, -1 / 0, math.mininteger, "", "1", "x\\0y",
          ("x"):rep(5000), {}, { 1 }, { 0, 1 }, { 1, 2, 3 }, { 0 / 0 }, { 1 / 0 }, { "a" }, { [3] = 1 }, { { 1 } }, { x = 1 },
          setmetatable({}, { __index = function() return 1 end, __len = function() return 9 end }), cyclic,
          setmetatable({}, { __tostring = function() error("no") end }), print, function() error({}) end,
          coroutine.create(print), genome.nes {}, io, _G, math, string.rep,
        }
        local state = SEED
        local function draw(n)
          state = state * 6364136223846793005 + 1442695040888963407
          return (state >> 33) % n + 1
        end
        -- What is right; in one of the callbacks now and then something odd, nothing, or an error that is something odd.
        local function maybe(callback, right)
          local kind = callback == SEED % 8 and draw(30) or 99
          if kind == 1 then return nil end
          if kind == 2 then error(odd[draw(#odd)], draw(3) - 1) end
          if kind < 6 then return odd[draw(#odd)] end
          return right
        end
        """

    private static func script(seed: Int) -> String {
        """
        local genome = require "genome"
        \(oddities.replacing("SEED", with: "\(seed)"))
        local Walk = { observation_space = { size = 2 }, action_space = { discrete = 2 }, max_steps = 6 }
        function Walk:reset(random) self.x = 0; return maybe(0, { 0, maybe(0, 1) }), maybe(0, nil) end
        function Walk:step(action)
          self.x = self.x + 1
          return maybe(1, { maybe(1, self.x), 1 }), maybe(1, 1), maybe(1, false), maybe(1, nil), maybe(1, nil)
        end
        local Encoder, Decoder = { size = 2 }, { outputs = 2 }
        function Encoder:encode(observation, bits)
          bits[1] = maybe(5, 1)
          return maybe(5, nil) or maybe(5, nil) and { maybe(5, 0), 1 }
        end
        function Decoder:decode(outputs) return maybe(6, outputs[1] > 0 and 1 or 0) end
        return genome.experiment {
          environment = Walk, generations = 5, network = genome.binary_network { hidden = {} },
          encoder = Encoder, decoder = Decoder, behavior = function() return maybe(7, 1), maybe(7, 2) end,
          reward = function(...) return maybe(2, 1) end,
          search = genome.ga {
            population_size = 4, elites = 1,
            selection = function() return maybe(3, { maybe(3, 1), maybe(3, 2), maybe(3, 3) }) end,
          },
          on_generation = function(generation)
            generation.state.x = maybe(4, 3)
            generation:log(maybe(4, "a/b"), maybe(4, 1))
            generation:histogram(maybe(4, "a/c"), maybe(4, { 1, maybe(4, 2) }))
          end,
        }
        """
    }

    @Test(arguments: 1...150) func `is taken or refused in one line, never a crash`(seed: Int) throws {
        let runs = ScriptRuns()
        try runs.write("script.lua", Self.script(seed: seed))
        do {
            try runs.run(name: "run", threads: seed % 3 + 1, lanes: seed % 5 + 1)
        } catch let error as LuaError {
            #expect(error.description.hasPrefix("script.lua:"), "seed \(seed): \(error)")
            #expect(!error.description.contains("\n") && error.description.count < 2000, "seed \(seed)")
        } catch {
            // What a checkpoint cannot hold, and what shows only beside other episodes, has no line of its own.
            let text = "\(error)"
            #expect(
                text.hasPrefix("generation.state.x is ") || text.hasPrefix("behavior: must have the same number"),
                "seed \(seed): \(error)")
        }
    }

    /// The same of a function that rates variables, and of a search.
    private static func searchScript(seed: Int) -> String {
        """
        local genome = require "genome"
        \(oddities.replacing("SEED % 8", with: "\(seed % 5)").replacing("SEED", with: "\(seed)"))
        for _, more in ipairs {
          genome.floats(3), genome.floats { 0, 1e300, 2 }, genome.bits(3), genome.matrix(2, 2), { bits = 1 },
          { floats = genome.floats(3) }, { bits = genome.bits(3), floats = genome.floats(3) },
        } do odd[#odd + 1] = more end
        local S = {}
        function S:start(problem) self.v, self.random = genome.floats(3), problem.random end
        function S:ask()
          local g = genome.gaussian { mean = maybe(1, self.v), deviation = maybe(1, 1) }
          return maybe(1, { maybe(1, genome.floats(3):normal(self.random)), maybe(1, g:sample(maybe(1, 4))) })
        end
        function S:tell(evaluations)
          self.kept = maybe(2, evaluations[1].fitness)
          return maybe(2, nil)
        end
        function S:policy() return maybe(3, self.v) end
        function S:scalars() return maybe(4, { a = maybe(4, 1), b = maybe(4, 2) }) end
        return genome.experiment {
          fitness = function(vector) return maybe(0, vector:sum()), maybe(0, 2) end,
          variables = { floats = 3 }, search = S, generations = 12,
        }
        """
    }

    @Test(arguments: 1...150) func `is taken or refused of a search as well`(seed: Int) throws {
        let runs = ScriptRuns()
        try runs.write("script.lua", Self.searchScript(seed: seed))
        do {
            // A tell that always returned true would never end.
            try runs.run(name: "run", threads: seed % 3 + 1)
        } catch let error as LuaError {
            let isLocated = error.description.hasPrefix("script.lua:")
            #expect(isLocated || error.description.hasPrefix("search: what self holds"), "seed \(seed): \(error)")
            #expect(!error.description.contains("\n") && error.description.count < 2000, "seed \(seed)")
        } catch {
            let text = "\(error)"
            #expect(
                text.hasPrefix("search.kept") || text.hasPrefix("fitness: must return as many numbers each time"),
                "seed \(seed): \(error)")
        }
    }
}
