import Experiments
import GenomeLua
import LuaHost
import TestSupport
import Testing

@Suite struct `A part of a policy in Lua` {
    /// CartPole with a native part, or the same written in Lua.
    private func script(encoder: String, decoder: String) -> String {
        """
        local genome = require "genome"
        local Thermometer = { size = 8 }
        local low, high = { -2.4, -3, -0.2095, -3 }, { 2.4, 3, 0.2095, 3 }
        function Thermometer:encode(observation, bits)
          for value = 1, 4 do
            for i = 1, 2 do
              local threshold = string.unpack("f", string.pack("f", low[value] + (high[value] - low[value]) * (i - 0.5) / 2))
              if observation[value] >= threshold then bits[2 * value - 2 + i] = 1 end
            end
          end
        end
        local Sign = { outputs = 1 }
        function Sign:decode(outputs) return outputs[1] > 0 and 1 or 0 end
        local Argmax = { outputs = 2 }
        function Argmax:decode(outputs) return outputs[2] > outputs[1] and 1 or 0 end
        return genome.experiment {
          environment = "cartpole", network = genome.binary_network { hidden = { 5 } },
          search = genome.nes { population_size = 8 }, generations = 3, solved = { episodes = 3 },
          encoder = \(encoder), decoder = \(decoder),
        }
        """
    }

    private static let native =
        "genome.thermometer { count = 2, low = { -2.4, -3, -0.2095, -3 }, high = { 2.4, 3, 0.2095, 3 } }"

    @Test(arguments: [
        ("Thermometer", "genome.sign_decoder {}", native, "genome.sign_decoder {}"),
        (native, "Sign", native, "genome.sign_decoder {}"),
        ("Thermometer", "Argmax", native, "genome.argmax {}"),
    ])
    func `gives the figures of the native one`(
        encoder: String, decoder: String, nativeEncoder: String, nativeDecoder: String
    ) throws {
        let runs = ScriptRuns()
        try runs.write("script.lua", script(encoder: encoder, decoder: decoder))
        let written = try RunBits(of: runs.run(name: "written").path)
        try runs.write("script.lua", script(encoder: nativeEncoder, decoder: nativeDecoder))
        let native = try RunBits(of: runs.run(name: "native").path)
        #expect(written.scalars == native.scalars)
        #expect(written.scalars["return/mean"]?.count == 3)
    }

    /// Parts that remember and draw, for real actions.
    private static let whole = """
        local genome = require "genome"
        local Plane = {
          observation_space = { low = { -9, -9 }, high = { 9, 9 } },
          action_space = { low = { -1, -0.5 }, high = { 1, 0.5 } }, max_steps = 20,
        }
        function Plane:reset(random)
          self.random, self.x, self.y = random, random:normal(), random:normal()
          return { self.x, self.y }
        end
        function Plane:step(action)
          self.x = self.x + action[1] + 0.1 * self.random:normal()
          self.y = self.y + action[2]
          return { self.x, self.y }, -math.abs(self.x) - math.abs(self.y), math.abs(self.x) > 8
        end
        function Plane:behavior() return self.x, self.y end
        local Memory = { size = 5 }
        function Memory:reset(random) self.random, self.last = random, 0 end
        function Memory:encode(observation)
          local x = observation[1]
          local bits = { x > 0, x > self.last, observation[2] > 0, self.random() > 0.5, math.random() > 0.3 }
          self.last = x
          return bits
        end
        local Smooth = { outputs = 3 }
        function Smooth:reset(random) self.random, self.x = random, 0 end
        function Smooth:decode(outputs)
          self.x = (self.x + outputs[1] / 5) / 2
          return { math.max(-1, math.min(1, self.x)), outputs[2] > outputs[3] and 0.5 or self.random:uniform(-0.5, 0.5) }
        end
        return genome.experiment {
          environment = Plane, encoder = Memory, decoder = Smooth,
          network = genome.binary_network { hidden = { 6 } },
          search = genome.ga {
            population_size = 10,
            selection = function(population, random)
              local parents = {}
              for i = 1, 9 do
                local best = random(10)
                for _ = 1, 2 do
                  local other = random(10)
                  local function far(individual) return math.abs(individual.behavior[1]) + individual.behavior[2] end
                  if far(population[other]) > far(population[best]) then best = other end
                end
                parents[i] = best
              end
              return parents
            end,
          },
          episodes = 2, generations = 5, solved = { episodes = 3 },
        }
        """

    @Test(arguments: [whole, whole.replacing("decoder = Smooth,", with: "")])
    func `gives the same bits on any threads and lanes, stopped at any generation`(script: String) throws {
        let runs = ScriptRuns()
        try runs.write("script.lua", script)
        let bits = try RunBits(of: runs.run(name: "whole").path)
        for (threads, lanes) in [(2, 1), (3, 4), (1, 64)] {
            let other = try runs.run(name: "\(threads)-\(lanes)", threads: threads, lanes: lanes)
            #expect(try RunBits(of: other.path) == bits, "\(threads) threads, \(lanes) lanes")
        }
        for stop in 1..<5 {
            let name = "stopped-\(stop)"
            try runs.run(name: name, stopAfter: stop)
            #expect(try RunBits(of: runs.run(name: name, threads: 2, resumes: true).path) == bits)
        }
    }

    @Test func `of a behavior is a function of the episode as well`() throws {
        let runs = ScriptRuns()
        func script(_ behavior: String) -> String {
            Self.whole.replacing(
                "function Plane:behavior() return self.x, self.y end",
                with: behavior.isEmpty ? "function Plane:behavior() return self.x, self.y end" : ""
            )
            .replacing("episodes = 2, generations", with: "\(behavior) episodes = 2, generations")
        }
        try runs.write("script.lua", script(""))
        let method = try runs.run(name: "method").path
        // The observation is the position, in float32.
        try runs.write(
            "script.lua",
            script("behavior = function(episode) return { episode.observation[1], episode.observation[2] } end,"))
        let function = try runs.run(name: "function").path
        #expect(try RunBits(of: method).scalars == RunBits(of: function).scalars)
    }

    @Test(arguments: [
        (
            "bits[3] = 1", "return outputs[1] > 0 and 1 or 0",
            "script.lua:3: encode: there must be 2 bits, got 3"
        ),
        ("bits[1] = 2", "return 0", "script.lua:3: encode: bits[1] must be 0 or 1, got 2"),
        ("bits[2] = nil", "return 0", "script.lua:3: encode: bits[2] must be 0 or 1, got nil"),
        ("return 7", "return 0", "script.lua:3: encode: must fill 'bits', or return 2 bits, got 7"),
        ("return { 1 }", "return 0", "script.lua:3: encode: bits[2] must be 0 or 1, got nil"),
        ("error('no')", "return 0", "script.lua:3: no"),
        ("", "return 2", "script.lua:5: decode: the action must be an integer of 0 to 1, got 2"),
        ("", "return 0.5", "script.lua:5: decode: the action must be an integer of 0 to 1, got 0.5"),
        ("", "return {}", "script.lua:5: decode: the action must be an integer of 0 to 1, got a table"),
        ("", "self.nothing.more = 1", "script.lua:5: attempt to index a nil value (field 'nothing')"),
        (
            "Encoder.size = 3", "return 0",
            "script.lua:3: the encoder's class is read-only: 'size' cannot be set; keep in self what an episode changes"
        ),
    ])
    func `says what it did wrong`(encode: String, decode: String, expected: String) throws {
        let message = try ScriptRuns().error(
            """
            local genome = require "genome"
            local Encoder, Decoder = { size = 2 }, { outputs = 3 }
            function Encoder:encode(observation, bits) \(encode) end

            function Decoder:decode(outputs) \(decode) end
            return genome.experiment {
              environment = "cartpole", search = genome.nes { population_size = 4 }, generations = 2,
              encoder = Encoder, decoder = Decoder,
            }
            """)
        #expect(message?.hasPrefix(expected + " (individual ") == true, "\(message ?? "none")")
    }

    @Test(arguments: [
        ("encoder = { size = 2 }", "script.lua:2: experiment: encoder must be made by"),
        ("encoder = { encode = print }", "script.lua: encoder: size is missing; it must be an integer of 1 to 1048576"),
        (
            "encoder = { size = 0, encode = print }",
            "script.lua: encoder: size must be an integer of 1 to 1048576, got 0"
        ),
        ("encoder = { size = 2, reset = print }", "script.lua: encoder: encode is missing; it must be a function"),
        (
            "decoder = { decode = print }",
            "script.lua: decoder: outputs is missing; it must be an integer of 1 to 1048576"
        ),
        (
            "behavior = function() return 1, {} end",
            "script.lua:3: behavior: value 2 must be a finite number, got a table (individual "
        ),
        (
            "behavior = function() end",
            "script.lua:3: behavior: must return numbers or a list of them, got nothing (individual "
        ),
        (
            "behavior = function(episode) if episode.length % 2 == 0 then return 1 end return 1, 2 end",
            "behavior: must have the same number of values in every episode, got "
        ),
        (
            "decoder = genome.levels {}",
            "script.lua:2: experiment: decoder: levels are for real actions, but the environment has 2 discrete ones; use genome.argmax"
        ),
        (
            "decoder = genome.continuous {}",
            "script.lua:2: experiment: decoder: continuous gives real actions, but the environment has 2 discrete ones; use genome.argmax"
        ),
        (
            "network = genome.dense_network {}, decoder = genome.continuous {}",
            "script.lua:2: experiment: decoder: continuous gives real actions, but the environment has 2 discrete ones; use genome.argmax"
        ),
        (
            "encoder = genome.normalized {}",
            "script.lua:2: experiment: encoder: a binary network reads bits; use genome.thermometer or genome.sign, or genome.dense_network"
        ),
        (
            "network = genome.dense_network { virtual_batch = 8 }, encoder = { size = 2, encode = print }",
            """
            script.lua:2: experiment: network: virtual_batch needs an encoder that keeps nothing between \
            observations, and the script wrote its own; use another, or leave virtual_batch out
            """
        ),
        (
            "encoder = genome.raw_values {}",
            "script.lua:2: experiment: encoder: a binary network reads bits; use genome.thermometer or genome.sign, or genome.dense_network"
        ),
    ])
    func `is refused with what is wrong`(option: String, expected: String) throws {
        let message = try ScriptRuns().error(
            """
            local genome = require "genome"
            return genome.experiment {
              environment = "cartpole", generations = 9, \(option),
              search = genome.nes { population_size = 8 },
            }
            """)
        #expect(message?.hasPrefix(expected) == true, "\(message ?? "none")")
    }

    @Test(arguments: [
        (
            "{ low = -1, high = 1, size = 2 }", "genome.argmax {}",
            "decoder: argmax chooses among discrete actions, but environment 'inline' has box(2); use genome.levels"
        ),
        (
            "{ low = { -1, 0 }, high = { 1, math.huge } }", "nil",
            "decoder: value 2 of an action of environment 'inline' has no bounds; give them with genome.levels { low = …, high = … }"
        ),
        (
            "{ low = -1, high = 1, size = 2 }", "genome.levels { low = { 1, 2, 3 }, high = 4 }",
            "decoder: low has 3 entries, but an action has 2 values; give one for each"
        ),
        (
            "{ binary = 3 }", "genome.argmax {}",
            "decoder: environment 'inline' has binary actions; use genome.sign_decoder"
        ),
        (
            "{ binary = 3 }", "genome.continuous {}",
            "decoder: environment 'inline' has binary actions; use genome.sign_decoder"
        ),
        (
            "{ low = -1, high = 1, size = 2 }", "genome.continuous {}",
            "decoder: a binary network's outputs are whole numbers; use genome.levels, or genome.dense_network"
        ),
    ])
    func `for real actions is refused where it does not fit`(space: String, decoder: String, expected: String) throws {
        let message = try ScriptRuns().error(
            """
            local genome = require "genome"
            local Still = { observation_space = { binary = 1 }, action_space = \(space), max_steps = 2 }
            function Still:reset() return { 0 } end
            function Still:step(action) return { 0 }, 0, false end
            return genome.experiment {
              environment = Still, search = genome.nes { population_size = 4 }, generations = 1, decoder = \(decoder),
            }
            """)
        #expect(message == "script.lua:5: experiment: " + expected)
    }

    @Test(arguments: [
        ("{ low = { -1, 2 }, high = { 1, 4 } }", "nil", "a[1] >= -1 and a[1] <= 1 and (a[2] - 2) * 2 % 1 == 0"),
        (
            "{ low = { -1, 2 }, high = { 1, 4 } }", "genome.sign_decoder {}",
            "math.abs(a[1]) == 1 and (a[2] == 2 or a[2] == 4)"
        ),
        ("{ size = 2 }", "genome.levels { count = 3, low = -2, high = 2 }", "a[1] % 2 == 0 and math.abs(a[2]) <= 2"),
        ("{ binary = 2 }", "nil", "math.type(a[1]) == 'integer' and (a[1] == 0 or a[1] == 1) and #a == 2"),
    ])
    func `for real actions stays among its levels`(space: String, decoder: String, claim: String) throws {
        let runs = ScriptRuns()
        try runs.write(
            "script.lua",
            """
            local genome = require "genome"
            local Still = { observation_space = { size = 1 }, action_space = \(space), max_steps = 5 }
            function Still:reset(random) self.random = random; return { random:normal() } end
            function Still:step(a)
              assert(\(claim))
              return { self.random:normal() }, a[1], false
            end
            return genome.experiment {
              environment = Still, search = genome.nes { population_size = 8 }, generations = 2, decoder = \(decoder),
              encoder = genome.thermometer { count = 4, low = -1, high = 1 }, solved = { episodes = 2 },
            }
            """)
        #expect(try runs.run(name: "run").status == .finished)
    }

    /// What is returned as a vector counts as the list would.
    @Test func `may return vectors in the place of lists`() throws {
        func bits(_ list: (String, _ kind: String) -> String) throws -> RunBits {
            let runs = ScriptRuns()
            try runs.write(
                "script.lua",
                """
                local genome = require "genome"
                local Walk = { observation_space = { size = 2 }, action_space = { low = { -1 }, high = { 1 } }, max_steps = 9 }
                function Walk:reset(random) self.x = random:normal() return \(list("self.x, 1", "floats")) end
                function Walk:step(action) self.x = self.x + action[1] return \(list("self.x, 0", "floats")), self.x, self.x > 4 end
                local Encoder = { size = 3 }
                function Encoder:encode(o) return \(list("o[1] > 0, o[1] > 1, o[2] > 0", "bits")) end
                local Decoder = { outputs = 2 }
                function Decoder:decode(outputs) return \(list("outputs[1] / 9", "floats")) end
                return genome.experiment {
                  environment = Walk, encoder = Encoder, decoder = Decoder, search = genome.nes { population_size = 6 },
                  generations = 3,
                }
                """)
            return try RunBits(of: runs.run(name: "run").path, names: [])
        }
        let lists = try bits { values, _ in "{ \(values) }" }
        let vectors = try bits { values, kind in "genome.\(kind) { \(values) }" }
        #expect(lists.scalars == vectors.scalars && lists.scalars["return/mean"]?.count == 3)
    }
}
