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
        (
            "function S:ask() return { genome.floats(3) }, 0 end",
            "script.lua:5: ask: episodes, its second result, must be an integer in 1 ... 1048576, got 0"
        ),
        (
            "function S:ask() return { genome.nes {} } end",
            "script.lua:5: nes: call it while the script loads, not in a function that a run calls"
        ),
        ("S.tell = nil", "script.lua: search: tell is missing; it must be a function"),
        ("S.start = 3", "script.lua: search: start must be a function, got 3"),
    ])
    func `says what it did wrong`(methods: String, expected: String) throws {
        #expect(try ScriptRuns().error(Self.broken(methods)) == expected)
    }

    @Test func `says how many episodes a round has`() throws {
        let runs = ScriptRuns()
        try runs.write(
            "script.lua",
            """
            local genome = require "genome"
            local S = {}
            function S:start(problem) self.zeros, self.round = genome.bits(problem.bits), 0 end
            function S:ask(generation)
              self.round = self.round + 1
              return { self.zeros, self.zeros }, self.round % 2 == 1 and 3 or nil
            end
            function S:tell(evaluations) return self.round % 2 == 1 end
            local Once = { observation_space = { low = { 0 }, high = { 1 } }, action_space = { discrete = 2 }, max_steps = 1 }
            function Once:reset() return { 0 } end
            function Once:step() return { 1 }, 1, true end
            return genome.experiment {
              environment = Once, encoder = genome.sign {}, search = S, generations = 1, episodes = 2,
              on_generation = function(generation) assert(generation.timesteps == 2 * 3 + 2 * 2) end,
            }
            """)
        #expect(try runs.run(name: "run").status == .finished)
    }

    @Test func `is given behaviors and objectives`() throws {
        let runs = ScriptRuns()
        try runs.write(
            "script.lua",
            Self.broken("function S:tell(e) assert(e[1].objectives[1] == 5 and #e == 1 and not e[1].behavior) end")
                .replacing("return vector:sum()", with: "return vector:sum(), 5"))
        #expect(try runs.run(name: "run").status == .finished)
    }

    /// What the class holds in tables is each search's own, and part of the checkpoint.
    @Test func `changes tables of its class without losing that at a stop`() throws {
        let runs = ScriptRuns()
        try runs.write(
            "script.lua",
            """
            local genome = require "genome"
            local Base = { inherited = { 0 } }
            local S = setmetatable({ best = { deep = { x = 0 }, v = genome.floats(1) }, tools = { f = print } }, { __index = Base })
            function S:ask() return { genome.floats(1, self.best.deep.x), genome.floats(1) } end
            function S:tell(evaluations)
              self.best.deep.x = self.best.deep.x + 1
              self.best.v[1] = self.best.v[1] + 2
              self.inherited[1] = self.inherited[1] + 3
            end
            function S:scalars() return { x = self.best.deep.x, v = self.best.v[1], i = self.inherited[1] } end
            return genome.experiment {
              fitness = function(v) return v:sum() end, variables = { floats = 1 }, search = S, generations = 5,
              on_finish = function() assert(S.best.deep.x == 0 and S.inherited[1] == 0) end,
            }
            """)
        let names = ["solution", "checkpoint"]
        let whole = try RunBits(of: runs.run(name: "whole").path, names: names)
        #expect(whole.scalars["search/x"]?[4] == 5 && whole.scalars["search/v"]?[4] == 10)
        #expect(whole.scalars["search/i"]?[4] == 15)
        for stop in 1..<5 {
            try runs.run(name: "stopped-\(stop)", stopAfter: stop)
            #expect(try RunBits(of: runs.run(name: "stopped-\(stop)", resumes: true).path, names: names) == whole)
        }
    }

    @Test func `sets shared numbers that everyone reads`() throws {
        let runs = ScriptRuns()
        try runs.write(
            "script.lua",
            """
            local genome = require "genome"
            local shared = genome.shared { d = 1 }
            local S = {}
            function S:start() shared.d = 2 end
            function S:ask() shared.d = shared.d + 1 return { genome.floats(1) } end
            function S:tell(evaluations)
              assert(evaluations[1].fitness == shared.d)
              shared.d = shared.d + 10
            end
            function S:scalars() return { d = shared.d } end
            return genome.experiment {
              fitness = function(v) return shared.d end, variables = { floats = 1 }, search = S, generations = 4,
            }
            """)
        let names = ["solution", "checkpoint"]
        let whole = try RunBits(of: runs.run(name: "whole").path, names: names)
        #expect(whole.scalars["search/d"]?[3] == 46)
        try runs.run(name: "stopped", stopAfter: 2)
        #expect(try RunBits(of: runs.run(name: "stopped", threads: 2, resumes: true).path, names: names) == whole)
    }

    @Test func `may ask for rounds, but not for ever`() throws {
        let message = try ScriptRuns().error(Self.broken("function S:tell() return true end"))
        #expect(message == "script.lua:5: tell: returned true 10000 times in generation 0; must end a generation")
    }
}
