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
          local kind = callback == SEED % 5 and draw(30) or 99
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
        return genome.experiment {
          environment = Walk, generations = 5, encoder = genome.sign {}, network = genome.binary_network { hidden = {} },
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
            // What a checkpoint cannot hold has no line of its own.
            #expect("\(error)".hasPrefix("generation.state.x is "), "seed \(seed): \(error)")
        }
    }
}
