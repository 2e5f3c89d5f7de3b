import Experiments
import GenomeLua
import LuaHost
import Records
import TestSupport
import Testing

@Suite struct `Draws from a search's distributions` {
    /// PBIL on bits, a mirrored Gaussian on floats.
    private static let search = """
        local S = {}
        function S:start(problem)
          self.logits = genome.floats(problem.bits)
          self.mean, self.random = genome.floats(problem.floats), problem.random
        end
        function S:ask(generation)
          local b = genome.bernoulli { logits = self.logits }
          local g = genome.gaussian { mean = self.mean, deviation = genome.floats(#self.mean, 0.5) }
          local list = {}
          for i = 1, 8 do
            local seed, sign = generation * 8 + (i - 1) // 2, i % 2 == 1 and 1 or -1
            list[i] = { bits = b:sample(seed, sign), floats = g:sample(seed, sign) }
            if i == 8 then list[i].bits = genome.bits(#self.logits):random(self.random) end
          end
          return list
        end
        function S:tell(evaluations) self.logits[1] = evaluations[1].fitness / 100 end
        """

    private static func script(_ policy: String = "") -> String {
        """
        local genome = require "genome"
        \(search)
        \(policy)
        return genome.experiment {
          environment = "cartpole", encoder = genome.sign {},
          network = genome.binary_network { hidden = { 30 }, biases = true },
          search = S, generations = 5, solved = { episodes = 2 },
        }
        """
    }

    @Test(arguments: [
        "",
        """
        function S:policy()
          return { bits = genome.bernoulli { logits = self.logits }:sample(7), floats = self.mean }
        end
        """,
    ])
    func `give the same bits on any threads, stopped at any generation`(policy: String) throws {
        let runs = ScriptRuns()
        try runs.write("script.lua", Self.script(policy))
        let bits = try RunBits(of: runs.run(name: "whole").path)
        for threads in 2...3 {
            #expect(try RunBits(of: runs.run(name: "\(threads)", threads: threads).path) == bits)
        }
        for stop in 1..<5 {
            try runs.run(name: "stopped-\(stop)", stopAfter: stop)
            #expect(try RunBits(of: runs.run(name: "stopped-\(stop)", threads: 2, resumes: true).path) == bits)
        }
    }

    /// The rating function sees the draws: their moments must be those of the distributions.
    @Test func `have the moments of their distributions, and mirrored ones are mirrored`() throws {
        let runs = ScriptRuns()
        func run(_ variables: String, _ ask: String, _ fitness: String) throws -> [String: [Int: Float]] {
            try runs.write(
                "script.lua",
                """
                local genome = require "genome"
                local S = {}
                function S:ask() \(ask) end
                function S:tell(e) self.first, self.second = e[1].fitness, e[2].fitness end
                function S:scalars() return { first = self.first, second = self.second } end
                return genome.experiment {
                  fitness = function(v) \(fitness) end, variables = \(variables), search = S, generations = 1,
                }
                """)
            return try RunBits(of: runs.run(name: "run-\(UInt32.random(in: 0 ... .max))").path, names: []).scalars
        }
        let gaussian = try run(
            "{ floats = 20000 }",
            "local g = genome.gaussian { mean = genome.floats(20000, 3), deviation = 2 }; return { g:sample(1), g:sample(1, -1) }",
            "return v:mean()")
        let (first, second) = (gaussian["search/first"]![0]!, gaussian["search/second"]![0]!)
        #expect(abs(first - 3) < 0.06 && abs(first + second - 6) < 1e-4)
        let bits = try run(
            "{ bits = 20000 }",
            "local b = genome.bernoulli { logits = genome.floats(20000, 1) }; return { b:sample(1), b:sample(2) }",
            "return v:popcount()")
        let expected: Float = 20000 / (1 + 0.36788)
        #expect(abs(bits["search/first"]![0]! - expected) < 300 && abs(bits["search/second"]![0]! - expected) < 300)
        #expect(bits["search/first"]![0]! != bits["search/second"]![0]!)
    }

    /// Whoever rates a draw sees what the search reads of it.
    @Test(arguments: [
        ("bits", "popcount", "genome.bernoulli { logits = genome.floats(70, 0.3) }"),
        ("floats", "norm", "genome.gaussian { mean = genome.floats(70, 1), deviation = 2 }"),
    ])
    func `can be read`(kind: String, measure: String, distribution: String) throws {
        let runs = ScriptRuns()
        try runs.write(
            "script.lua",
            """
            local genome = require "genome"
            local nes = genome.nes { population_size = 2 }
            local S = {}
            function S:start(problem) self.native = nes:start(problem) end
            function S:ask(generation)
              local d = \(distribution)
              self.asked = { d:sample(generation), d:sample(generation, -1), self.native:ask(generation)[1] }
              return self.asked
            end
            function S:tell(evaluations)
              for i, one in ipairs(self.asked) do
                local v = one:vector()
                assert(math.abs(v:\(measure)() - evaluations[i].fitness) < 1e-6 and #genome.floats(v) == 70)
              end
              self.asked = nil
            end
            return genome.experiment {
              fitness = function(v) return v:\(measure)() end, variables = { \(kind) = 70 }, search = S,
              generations = 3,
            }
            """)
        #expect(try runs.run(name: "run").status == .finished)
    }

    @Test(arguments: [
        ("genome.bernoulli()", "bernoulli: takes one table of options"),
        ("genome.bernoulli { logits = 3 }", "bernoulli: logits must be made by genome.floats, got 3"),
        ("genome.bernoulli { logit = genome.floats(2) }", "bernoulli: unknown option 'logit'; did you mean 'logits'?"),
        (
            "genome.bernoulli { logits = genome.floats(2, 0):divide(genome.floats(2)) }",
            "bernoulli: logits must be finite, got nan at 1"
        ),
        ("genome.gaussian { deviation = 1 }", "gaussian: mean must be made by genome.floats, got nil"),
        (
            "genome.gaussian { mean = genome.floats(2) }",
            "gaussian: deviation must be a number, or floats of 2 values, got nil"
        ),
        ("genome.gaussian { mean = genome.floats(2), deviation = -1 }", "gaussian: deviation must be >= 0, got -1.0"),
        (
            "genome.gaussian { mean = genome.floats(2), deviation = 1 }:sample()",
            "sample: seed must be an integer >= 0, got nil"
        ),
        (
            "genome.gaussian { mean = genome.floats(2), deviation = 1 }:sample(1, 2)",
            "sample: sign must be 1 or -1, got 2"
        ),
        (
            "genome.gaussian { mean = genome.floats(2), deviation = 1 }.sample(1)",
            "sample: call it with a colon: distribution:sample(seed)"
        ),
        (
            "genome.gaussian { mean = genome.floats(2), deviation = 1 }:sample(1).vector(3)",
            "vector: call it with a colon: draw:vector()"
        ),
        (
            "genome.gaussian { mean = genome.floats(2), deviation = 1 }:sample(1)",
            "ask: individual 1 must be floats of 3 values, got a draw of 2 floats"
        ),
        (
            "genome.bernoulli { logits = genome.floats(3) }:sample(1)",
            "ask: individual 1 must be floats of 3 values, got a draw of 3 bits"
        ),
        (
            "genome.bernoulli { logits = genome.floats(3) }",
            "ask: individual 1 must be floats of 3 values, or a draw or recipe that still stands"
        ),
    ])
    func `say what is wrong`(individual: String, expected: String) throws {
        let message = try ScriptRuns().error(
            """
            local genome = require "genome"
            local S = {}
            function S:ask() return { \(individual) } end
            function S:tell() end
            return genome.experiment {
              fitness = function(v) return 1 end, variables = { floats = 3 }, search = S, generations = 2,
            }
            """)
        #expect(message == "script.lua:3: " + expected)
    }

    @Test(arguments: [
        ("genome.bernoulli { logits = v }", "bernoulli"),
        ("genome.gaussian { mean = v, deviation = 1 }", "gaussian"), ("d:sample(1)", "sample"),
    ])
    func `are bounded by the memory limit`(call: String, name: String) throws {
        let message = try ScriptRuns().error(
            """
            local genome = require "genome"
            local S = {}
            function S:ask()
              local v, d = genome.floats(1000), genome.bernoulli { logits = genome.floats(1) }
              while true do local made = \(call) end
            end
            function S:tell() end
            return genome.experiment {
              fitness = function(v) return 1 end, variables = { floats = 1 }, search = S, memory_limit = 4,
            }
            """)
        #expect(
            message
                == "script.lua:5: \(name): distributions and draws of one generation take more than memory_limit")
    }

    @Test func `end with the generation`() throws {
        let message = try ScriptRuns().error(
            """
            local genome = require "genome"
            local S = {}
            local kept = {}
            function S:ask(generation)
              kept.d = kept.d or genome.gaussian { mean = genome.floats(1), deviation = 1 }
              return { kept.d:sample(generation) }
            end
            function S:tell() end
            return genome.experiment {
              fitness = function(v) return 1 end, variables = { floats = 1 }, search = S, generations = 2,
            }
            """)
        #expect(message == "script.lua:6: sample: the distribution is of an earlier generation; make one in each ask")
        #expect(
            try GenomeLuaTests.message(loading: "local genome = require 'genome'\nreturn genome.bernoulli {}")
                == "script.lua:2: bernoulli: distributions are made by the methods of a search")
    }
}
