import Experiments
import GenomeLua
import TestSupport
import Testing

@Suite struct `A reward of several numbers` {
    /// A walk whose episodes differ in length; each step earns, and costs, what its place says.
    private static func script(
        reward: String, search: String = "genome.nsga2 { population_size = 8 }", rule: String = "stop",
        options: String = ""
    ) -> String {
        """
        local genome = require "genome"
        local Walk = { observation_space = { size = 1 }, action_space = { low = { -1 }, high = { 1 } }, max_steps = 12 }
        function Walk:reset(random) self.random, self.x = random, random:normal() return { self.x } end
        function Walk:step(action)
          self.x = self.x + action[1] + 0.3 * self.random:normal()
          return { self.x }, -math.abs(self.x), math.abs(self.x) > 4
        end
        local Remembering = {}
        function Remembering:reset(observation) self.last = observation[1] end
        function Remembering:reward(reward, observation, action)
          local moved = observation[1] - self.last
          self.last = observation[1]
          return reward, -math.abs(action[1]), moved
        end
        return genome.experiment {
          environment = Walk, encoder = genome.sign {}, network = genome.binary_network { hidden = { 5 }, biases = true },
          reward = \(reward), search = \(search), generations = 6, episodes = 2, solved = { episodes = 2 },
          on_error = "\(rule)", \(options)
        }
        """
    }

    private static let function =
        "function(reward, observation, action) return reward, observation[1], -math.abs(action[1]) end"

    /// The behavior tells what the rewards' sums must be: the walk adds them up itself.
    @Test func `sums each over the steps of an episode, and gives selections the mean over episodes`() throws {
        let runs = ScriptRuns()
        try runs.write(
            "script.lua",
            """
            local genome = require "genome"
            local Walk = { observation_space = { size = 1 }, action_space = { discrete = 2 }, max_steps = 9 }
            function Walk:reset(random)
              self.random, self.x, self.sums = random, random:normal(), { 0, 0, 0 }
              return { self.x }
            end
            function Walk:step(action)
              self.x = self.x + (2 * action - 1) * self.random()
              local sums = self.sums
              -- The observation is what the policy sees: a float32.
              local seen = string.unpack("f", string.pack("f", self.x))
              sums[1], sums[2], sums[3] = sums[1] + seen, sums[2] + seen * seen, sums[3] + action
              return { self.x }, 0, self.random() < 0.1
            end
            function Walk:behavior() return self.sums end
            local checks = 0
            local function choose(population)
              for _, one in ipairs(population) do
                assert(#one.objectives == 2 and #one.behavior == 3)
                assert(one.fitness == one.behavior[1])
                assert(one.objectives[1] == one.behavior[2] and one.objectives[2] == one.behavior[3])
                checks = checks + 1
              end
              return { 1, 2, 3, 4, 5 }
            end
            return genome.experiment {
              environment = Walk, encoder = genome.sign {}, network = genome.binary_network { hidden = { 3 } },
              reward = function(_, o, action) return o[1], o[1] * o[1], action end,
              search = genome.ga { population_size = 6, elites = 1, selection = choose }, generations = 4, episodes = 3,
              solved = { episodes = 1 },
              on_finish = function() assert(checks == 24) end,
            }
            """)
        #expect(try runs.run(name: "run").status == .finished)
    }

    @Test(arguments: [function, "Remembering"])
    func `gives the same bits on any threads and lanes, stopped at any generation`(reward: String) throws {
        let runs = ScriptRuns()
        try runs.write("script.lua", Self.script(reward: reward))
        let bits = try RunBits(of: runs.run(name: "run").path)
        #expect(
            Set(["search/objective_1", "search/objective_2", "search/objective_3"]).isSubset(of: bits.scalars.keys))
        #expect(bits.scalars["search/objective_4"] == nil)
        for (threads, lanes) in [(2, 1), (3, 4), (1, 64), (2, 3)] {
            let other = try runs.run(name: "\(threads)-\(lanes)", threads: threads, lanes: lanes)
            #expect(try RunBits(of: other.path) == bits, "\(threads) threads, \(lanes) lanes")
        }
        for stop in 1..<6 {
            try runs.run(name: "stopped-\(stop)", stopAfter: stop)
            #expect(try RunBits(of: runs.run(name: "stopped-\(stop)", threads: 2, resumes: true).path) == bits)
        }
    }

    /// A step that gives other numbers than the first of its episode fails in that episode alone, whoever played before.
    @Test func `is forgiven in an episode of its own`() throws {
        let runs = ScriptRuns()
        let reward = """
            { reset = function(self) self.steps = 0 end,
              reward = function(self, r, o)
                self.steps = self.steps + 1
                if self.steps > 1 and o[1] > 2 then return r end
                return r, o[1]
              end }
            """
        try runs.write("script.lua", Self.script(reward: reward, rule: "worst"))
        let bits = try RunBits(of: runs.run(name: "run").path)
        #expect(try #require(bits.scalars["episode/failed"]).values.contains { $0 > 0 })
        for (threads, lanes) in [(2, 1), (1, 64)] {
            let other = try runs.run(name: "\(threads)-\(lanes)", threads: threads, lanes: lanes)
            #expect(try RunBits(of: other.path) == bits, "\(threads) threads, \(lanes) lanes")
        }
    }

    @Test(arguments: [
        (
            "function(r, o)\n if math.random() < 0.2 then return r, 1 end return r, 1, 2 end",
            "must return as many numbers in each step, got"
        ),
        ("function(r)\n return r, 'x' end", "value 2 must be a finite number, got 'x'"),
        ("function(r)\n return r, 0, 0 / 0 end", "value 3 must be a finite number, got"),
        ("function(r)\n return 'x', 1 end", "must return a finite number, got 'x'"),
        ("function()\n end", "must return a finite number, got nil"),
        (
            "function()\n return table.unpack(genome.floats(17):list()) end", "must return at most 16 numbers, got 17"
        ),
        (
            "function()\n return table.unpack(genome.floats(2000):list()) end",
            "must return at most 16 numbers, got 2000"
        ),
    ])
    func `is refused at its line where a number is missing, too many or none`(reward: String, message: String) throws {
        let error = try #require(try ScriptRuns().error(Self.script(reward: reward)))
        #expect(error.hasPrefix("script.lua:17: reward: \(message)"), "\(error)")
        #expect(error.contains(" (individual "), "\(error)")
    }

    @Test func `is refused where episodes give different numbers`() throws {
        let reward = """
            { reset = function(self, o) self.gives = o[1] > 0 end,
              reward = function(self, r) if self.gives then return r, 1 end return r end }
            """
        let error = try #require(try ScriptRuns().error(Self.script(reward: reward)))
        let shape = /reward: must return as many numbers each time, got [12] for individual \d and [12] for the first/
        #expect(error.wholeMatch(of: shape) != nil, "\(error)")
    }

    @Test func `needs a second number for NSGA-II`() throws {
        let error = try ScriptRuns().error(Self.script(reward: "function(r) return r end"))
        #expect(
            error
                == "nsga2: individuals have one objective, their fitness, and need at least 2: let the experiment's fitness or reward return several numbers, or give genome.nsga2 novelty = genome.novelty {}"
        )
    }

    @Test func `shows them where an individual is played again`() throws {
        let runs = ScriptRuns()
        try runs.write("script.lua", Self.script(reward: "function(r) return 2, 3, -0.5 end"))
        let path = try runs.run(name: "run").path
        let replay = try runs.replay(path, .init(generation: 1, individual: 2, episode: 1))
        let shape =
            /individual 2 of generation 1, episode 1: return -?[\d.]+, fitness (\d+) and (\d+) and -([\d.]+), (\d+) steps/
        let match = try #require(replay.text.wholeMatch(of: shape), "\(replay.text)")
        let steps = try #require(Double(match.4))
        #expect(Double(match.1) == 2 * steps && Double(match.2) == 3 * steps && Double(match.3) == 0.5 * steps)
        try runs.write(
            "script.lua",
            """
            local genome = require "genome"
            return genome.experiment {
              fitness = function(v) return 1, 2, 3 end, variables = { bits = 4 }, generations = 2,
              search = genome.nsga2 { population_size = 4 },
            }
            """)
        let other = try runs.run(name: "rated").path
        let rated = try runs.replay(other, .init(generation: 1, individual: 2))
        #expect(rated.text == "individual 2 of generation 1: fitness 1.0 and 2.0 and 3.0")
    }
}
