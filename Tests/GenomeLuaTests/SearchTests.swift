import Experiments
import GenomeLua
import LuaHost
import Records
import TestSupport
import Testing

@Suite struct `A search in Lua` {
    /// A (1, n) evolution strategy whose step shrinks, with all kinds of state.
    private static let strategy = """
        local Strategy = { size = 6 }
        function Strategy:start(problem)
          self.problem, self.random = problem, problem.random
          self.mean = genome.floats(problem.floats):normal(self.random)
          self.mask = genome.bits(problem.bits):random(self.random)
          self.step, self.history, self.name = 0.5, {}, "strategy"
        end
        function Strategy:ask(generation)
          self.asked = {}
          for i = 1, self.size do
            local floats = self.mean:copy():axpy(self.step, genome.floats(#self.mean):normal(self.random))
            local bits = self.mask:copy():xor(genome.bits(#self.mask):random(self.random, 0.05))
            self.asked[i] = { floats = floats, bits = bits }
          end
          return self.pick(self.problem, self.asked)
        end
        function Strategy.pick(problem, asked)
          local list = {}
          for i, one in ipairs(asked) do
            list[i] = problem.floats == 0 and one.bits or problem.bits == 0 and one.floats or one
          end
          return list
        end
        function Strategy:tell(evaluations)
          local best = 1
          for i = 2, #evaluations do
            if evaluations[i].fitness > evaluations[best].fitness then best = i end
          end
          self.mean:assign(self.asked[best].floats)
          self.mask:assign(self.asked[best].bits)
          self.asked = nil
          self.step = self.step * 0.98
          self.history[#self.history + 1] = evaluations[best].fitness + math.random()
          self.rounds = (self.rounds or 0) + 1
          return self.rounds % 3 == 0
        end
        function Strategy:scalars() return { step = self.step, rounds = self.rounds } end
        """

    private static let policy = """
        function Strategy:policy() return self.pick(self.problem, { { floats = self.mean, bits = self.mask } })[1] end
        """

    private static func script(_ task: String, _ policy: String = policy, options: String = "") -> String {
        """
        local genome = require "genome"
        \(strategy)
        \(policy)
        return genome.experiment {
          \(task), search = Strategy, generations = 8, solved = { episodes = 2, every = 2 }, \(options)
        }
        """
    }

    @Test(arguments: [
        (
            "environment = 'cartpole', encoder = genome.sign {}, network = genome.binary_network { hidden = { 4 }, biases = true }",
            policy, ["policy", "policy-best", "checkpoint"]
        ),
        ("environment = 'cartpole', encoder = genome.sign {}", "", ["policy", "policy-best", "checkpoint"]),
        (
            "fitness = function(vector) return -vector:norm() end, variables = { floats = 5, low = -2, high = 3 }",
            policy,
            ["solution", "solution-best", "checkpoint"]
        ),
        (
            "fitness = function(vector) return vector:popcount() end, variables = { bits = 100 }", "",
            ["solution", "solution-best", "checkpoint"]
        ),
    ])
    func `gives the same bits on any threads, stopped at any generation`(
        task: String, policy: String, names: [String]
    ) throws {
        let runs = ScriptRuns()
        try runs.write("script.lua", Self.script(task, policy))
        let bits = try RunBits(of: runs.run(name: "whole").path, names: names)
        #expect(bits.scalars["search/step"]?.count == 8 && bits.scalars["search/rounds"]?[7].map { $0 > 8 } == true)
        for threads in 2...3 {
            #expect(try RunBits(of: runs.run(name: "\(threads)", threads: threads).path, names: names) == bits)
        }
        for stop in 1..<8 {
            let name = "stopped-\(stop)"
            try runs.run(name: name, stopAfter: stop)
            let resumed = try runs.run(name: name, threads: 2, resumes: true)
            #expect(try RunBits(of: resumed.path, names: names) == bits, "stopped after \(stop)")
        }
        #expect(try RunBits(of: runs.run(name: "seed", seed: 3).path, names: names) != bits)
    }

    @Test func `climbs`() throws {
        let runs = ScriptRuns()
        let task = "fitness = function(vector) return -vector:norm() end, variables = { floats = 4 }"
        try runs.write(
            "script.lua", Self.script(task).replacing("generations = 8", with: "generations = 200"))
        let outcome = try runs.run(name: "run")
        let solution = try SolutionFile(readFrom: "\(outcome.path)/solution")
        #expect(solution.fitness > -0.2)
    }

    private static func broken(_ methods: String, task: String = "fitness = print, variables = { floats = 3 }")
        -> String
    {
        """
        local genome = require "genome"
        local S = {}
        function S:ask() return { genome.floats(3) } end
        function S:tell() end
        \(methods)
        return genome.experiment {
          fitness = function(vector) return vector:sum() end, variables = { floats = 3 },
          search = S, generations = 2, callback_seconds = 0.1,
        }
        """
    }

    @Test(arguments: [
        ("function S:ask() end", "script.lua:5: ask: must return a list of vectors, got nil"),
        ("function S:ask() return {} end", "script.lua:5: ask: must return a list of vectors, got {}"),
        ("function S:ask() return 7 end", "script.lua:5: ask: must return a list of vectors, got 7"),
        (
            "function S:ask() return { genome.floats(3), genome.floats(2) } end",
            "script.lua:5: ask: individual 2 must be floats of 3 values, got floats of 2 values"
        ),
        (
            "function S:ask() return { genome.bits(3) } end",
            "script.lua:5: ask: individual 1 must be floats of 3 values, got 3 bits"
        ),
        (
            "function S:ask() return { { 1, 2, 3 } } end",
            "script.lua:5: ask: individual 1 must be floats of 3 values, got { 1, 2, 3 }"
        ),
        (
            "function S:ask() return { genome.floats(3, 1e300) } end",
            "script.lua:5: ask: individual 1 must have finite numbers, got 1e+300 at 1"
        ),
        ("function S:tell() return 3 end", "script.lua:5: tell: must return true for another round, or nothing, got 3"),
        ("function S:tell(e) error('fitness ' .. e[1].fitness) end", "script.lua:5: fitness 0.0"),
        ("function S:policy() end", "script.lua:5: policy: the policy must be floats of 3 values, got nil"),
        (
            "function S:scalars() return 1 end",
            "script.lua:5: scalars: must return a table of numbers by name, got 1"
        ),
        (
            "function S:scalars() return { 'x' } end",
            "script.lua:5: scalars: must return a table of numbers by name, got 1 = 'x'"
        ),
        ("function S:ask() while true do end end", "script.lua:5: ask took longer than 0.1 s and was stopped"),
        ("function S:start(problem) error('of ' .. problem.floats) end", "script.lua:5: of 3"),
        (
            "function S:tell() self.deep = { print } end",
            "search.deep is a table of functions; a checkpoint holds numbers, strings, booleans, vectors and tables of them"
        ),
        (
            "function S:tell() S.count = 1 end",
            "script.lua:5: the search's class is read-only: 'count' cannot be set; keep in self what an episode changes"
        ),
        (
            "function S:tell() local t = {}; t[1] = t; self.loop = t end",
            "search: what self holds cannot be saved: a table that contains itself cannot be handed over"
        ),
        (
            "function S:tell() local t = {}; t[1] = t; return t end",
            "script.lua:5: tell: a table that contains itself cannot be handed over"
        ),
        ("S.tell = nil", "script.lua: search: tell is missing; it must be a function"),
        ("S.start = 3", "script.lua: search: start must be a function, got 3"),
    ])
    func `says what it did wrong`(methods: String, expected: String) throws {
        #expect(try ScriptRuns().error(Self.broken(methods)) == expected)
    }

    @Test func `is given behaviors and objectives`() throws {
        let runs = ScriptRuns()
        try runs.write(
            "script.lua",
            Self.broken("function S:tell(e) assert(e[1].objectives[1] == 5 and #e == 1 and not e[1].behavior) end")
                .replacing("return vector:sum()", with: "return vector:sum(), 5"))
        #expect(try runs.run(name: "run").status == .finished)
    }
}

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
            "genome.gaussian { mean = genome.floats(2), deviation = 1 }:sample(1)",
            "ask: individual 1 must be floats of 3 values, got a draw of 2 floats"
        ),
        (
            "genome.bernoulli { logits = genome.floats(3) }:sample(1)",
            "ask: individual 1 must be floats of 3 values, got a draw of 3 bits"
        ),
        (
            "genome.bernoulli { logits = genome.floats(3) }",
            "ask: individual 1 must be floats of 3 values, or drawn in this call"
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

@Suite struct `CMA-ES in a run` {
    @Test func `balances the pole by the logits of a binary network`() throws {
        let runs = ScriptRuns()
        try runs.write(
            "script.lua",
            """
            local genome = require "genome"
            return genome.experiment {
              environment = "cartpole",
              encoder = genome.thermometer { count = 4, low = { -2.4, -3, -0.2095, -3 }, high = { 2.4, 3, 0.2095, 3 } },
              network = genome.binary_network { hidden = { 8 } },
              search = require "searches.cma_es" { bits = "logits", population_size = 32 },
              generations = 300, episodes = 3, solved = { mean_return = 475 },
            }
            """)
        #expect(try runs.run(name: "run", threads: 2).status == .solved)
    }

    @Test(arguments: ["{}", "{ separable = true }"])
    func `finds the valley of Rosenbrock, with the same bits when stopped at any generation`(options: String) throws {
        let runs = ScriptRuns()
        func write(_ generations: Int) throws {
            try runs.write(
                "script.lua",
                """
                local genome = require "genome"
                return genome.experiment {
                  fitness = function(v)
                    local sum = 0
                    for i = 1, #v - 1 do sum = sum + 100 * (v[i + 1] - v[i] ^ 2) ^ 2 + (1 - v[i]) ^ 2 end
                    return -sum
                  end,
                  variables = { floats = 4 }, search = require "searches.cma_es" \(options),
                  generations = \(generations), solved = { fitness = -1e-9 },
                }
                """)
        }
        try write(12)
        let names = ["solution", "solution-best", "checkpoint"]
        let bits = try RunBits(of: runs.run(name: "whole").path, names: names)
        for stop in 1..<12 {
            try runs.run(name: "stopped-\(stop)", stopAfter: stop)
            let resumed = try runs.run(name: "stopped-\(stop)", threads: 2, resumes: true)
            #expect(try RunBits(of: resumed.path, names: names) == bits, "stopped after \(stop)")
        }
        guard options == "{}" else { return }
        try write(1000)
        #expect(try runs.run(name: "long").status == .solved)
    }
}
