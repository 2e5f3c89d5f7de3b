import Experiments
import FoundationEssentials
import GenomeLua
import LuaHost
import Synchronization
import TestSupport
import Testing

/// Runs of scripts in a folder of their own.
struct ScriptRuns {
    let folder = TemporaryFolder()
    let observer = Warnings()

    /// Remembers what runs warn of.
    final class Warnings: RunObserver {
        private(set) var texts: [String] = []

        func runDidStart(_ start: RunStart) {}
        func generationDidEnd(_ report: GenerationReport) {}
        func runDidEnd() {}
        func warn(_ message: String) { texts.append(message) }
    }

    /// Writes a file of the folder.
    func write(_ name: String, _ text: String) throws {
        try Data(text.utf8).write(to: URL(filePath: "\(folder.path)/\(name)"))
    }

    /// Runs `script.lua`.
    /// - Parameter stopAfter: Generations after which it is asked to stop.
    @discardableResult
    func run(
        name: String, threads: Int = 1, lanes: Int? = nil, resumes: Bool = false, stopAfter: Int? = nil,
        seed: UInt64? = nil, checksDeterminism: Bool = false
    ) throws -> RunOutcome {
        var request = RunRequest()
        request.output = "\(folder.path)/outputs"
        request.name = name
        request.lanes = lanes
        request.checksDeterminism = checksDeterminism
        request.claim = resumes ? .resume : .new
        let left = Mutex(stopAfter ?? .max)
        request.shouldStop = {
            left.withLock {
                $0 -= 1
                return $0 <= 0
            }
        }
        return try ScriptRun.perform(
            path: "script.lua",
            settings: [],
            overrides: ExperimentOverrides(seed: seed, threads: threads),
            request: request,
            configuration: configuration,
            observer: observer
        )
    }

    var configuration: ScriptConfiguration {
        var configuration = ScriptConfiguration()
        configuration.library = ScriptLibrary(
            folders: ["\(checkout)/Scripts"], environmentFolders: ["\(checkout)/Environments"],
            currentFolder: folder.path)
        configuration.print = { _ in }
        return configuration
    }

    /// The error with which it fails.
    func error(_ script: String) throws -> String? {
        try write("script.lua", script)
        do {
            try run(name: "failing")
            return nil
        } catch {
            return "\(error)"
        }
    }
}

@Suite struct `A run of plugins` {
    /// A script with a Lua environment, a reward that remembers, a curriculum, and callbacks with state.
    static let whole = """
        local genome = require "genome"
        local shared = genome.shared { wind = 0 }
        local Reward = {}
        function Reward:reset(observation) self.last = observation[1] end
        function Reward:reward(reward, observation, action, terminated, truncated)
          local gain = reward + (observation[1] - self.last) * math.random() - (terminated and 1 or 0)
          self.last = observation[1]
          return gain + (truncated and 0.5 or 0)
        end
        return genome.experiment {
          environment = "drift",
          reward = Reward,
          encoder = genome.sign {},
          network = genome.binary_network { hidden = { 5 }, biases = true },
          search = genome.nes { population_size = 9 },
          episodes = 2, generations = 7, max_steps = 30, solved = { episodes = 3, every = 2 },
          on_start = function(generation)
            generation.state.returns = {}
            generation:log("mine/start", 7)
          end,
          on_finish = function(generation) generation:histogram("mine/end", generation.state.returns) end,
          on_generation = function(generation)
            local returns = generation.state.returns
            returns[#returns + 1] = generation.mean_return + math.random()
            generation:log("mine/sum", returns[#returns] + (returns[#returns - 1] or 0))
            generation:histogram("mine/all", returns)
            shared.wind = shared.wind + 0.01 * #returns
          end,
        }
        """

    static let drift = """
        local genome = require "genome"
        local shared = genome.shared { wind = 0 }
        local Drift = { observation_space = { size = 2 }, action_space = { discrete = 2 }, max_steps = 25 }
        function Drift:reset(random)
          self.random, self.x = random, random:normal()
          return { self.x, 0 }
        end
        function Drift:step(action)
          local wind = self.random:uniform(-1, 1) + shared.wind
          self.x = self.x + (action == 1 and 0.3 or -0.3) + wind
          return { self.x, wind }, 1 - math.abs(self.x) / 5, math.abs(self.x) > 5
        end
        return Drift
        """

    @Test func `gives the same bits on any threads and lanes, stopped at any generation`() throws {
        let runs = ScriptRuns()
        // genome.shared is declared once in a state: by the script, which the environment asks.
        try runs.write(
            "script.lua",
            Self.whole.replacing("local shared = genome.shared { wind = 0 }", with: "local shared = require 'common'"))
        try runs.write(
            "drift.lua",
            Self.drift.replacing("local shared = genome.shared { wind = 0 }", with: "local shared = require 'common'"))
        try runs.write("common.lua", "return require('genome').shared { wind = 0 }")
        let whole = try RunBits(of: runs.run(name: "whole").path)
        #expect(whole.scalars["mine/start"] == [0: 7])
        let ends = whole.figures.filter { $0.contains("tag: \"mine/end\"") }
        #expect(ends.count == 1 && ends[0].hasPrefix("6 "))
        for (threads, lanes) in [(2, 1), (3, 4), (1, 64)] {
            let other = try runs.run(name: "other-\(threads)-\(lanes)", threads: threads, lanes: lanes)
            #expect(try RunBits(of: other.path) == whole, "\(threads) threads, \(lanes) lanes")
        }
        for stop in 1..<7 {
            let name = "stopped-\(stop)"
            #expect(try runs.run(name: name, stopAfter: stop).status == .interrupted)
            let resumed = try runs.run(name: name, threads: 2, resumes: true)
            #expect(resumed.status == .finished)
            #expect(try RunBits(of: resumed.path) == whole, "stopped after \(stop)")
        }
        #expect(try RunBits(of: runs.run(name: "seed", seed: 5).path) != whole)
    }

    @Test func `shows what a reward makes beside true returns`() throws {
        let runs = ScriptRuns()
        try runs.write(
            "script.lua",
            """
            local genome = require "genome"
            return genome.experiment {
              environment = "cartpole", search = genome.nes { population_size = 6 }, generations = 2,
              reward = function(reward, observation, action, terminated, truncated) return -2 * reward end,
            }
            """)
        let bits = try RunBits(of: runs.run(name: "run").path)
        let scalars = bits.scalars
        for step in 0..<2 {
            let mean = try #require(scalars["return/mean"]?[step])
            #expect(mean > 5)
            #expect(scalars["fitness/mean"]?[step] == -2 * mean)
            #expect(scalars["fitness/best"]?[step] == -2 * (scalars["return/worst"]?[step] ?? 0))
        }
    }

    @Test func `ends when a callback asks`() throws {
        let runs = ScriptRuns()
        try runs.write(
            "script.lua",
            """
            local genome = require "genome"
            return genome.experiment {
              environment = "cartpole", search = genome.nes { population_size = 4 }, generations = 50,
              on_generation = function(generation) if generation.index == 2 then generation:stop() end end,
              on_finish = function(generation) assert(generation.index == 2) end,
            }
            """)
        let outcome = try runs.run(name: "run")
        #expect(outcome.generation == 3 && outcome.status == .finished)
        #expect(try runs.run(name: "run", resumes: true).wasComplete)
    }

    @Test func `shows callbacks what the search found`() throws {
        let runs = ScriptRuns()
        for (variables, sum) in [("{ floats = 3, low = 2, high = 5 }", "sum"), ("{ bits = 70 }", "popcount")] {
            try runs.write(
                "script.lua",
                """
                local genome = require "genome"
                local function check(generation)
                  if generation.index % 2 == 1 then return assert(generation.solution == nil) end
                  assert(generation.solution:\(sum)() == generation.policy_return)
                end
                return genome.experiment {
                  fitness = function(v) return v:\(sum)() end, variables = \(variables),
                  search = genome.ga { population_size = 8 }, generations = 4, solved = { every = 2 },
                  on_start = function(generation) assert(generation.solution == nil) end,
                  on_generation = check, on_finish = check,
                }
                """)
            #expect(try runs.run(name: sum).status == .finished)
        }
    }

    @Test(arguments: [
        (
            "on_start", "generation:stop()",
            "generation:stop: there is nothing to stop in on_start; call it in on_generation"
        ),
        (
            "on_finish", "generation:stop()",
            "generation:stop: there is nothing to stop in on_finish; call it in on_generation"
        ),
        (
            "on_finish", "generation:log('x', 2)",
            "generation:log: 'x' has a value in this generation already; take another tag"
        ),
    ])
    func `says what is wrong before and after all generations`(
        callback: String, body: String, expected: String
    ) throws {
        let script = """
            local genome = require "genome"
            return genome.experiment {
              environment = "cartpole", search = genome.nes { population_size = 4 }, generations = 2,
              on_generation = function(generation) generation:log("x", 1) end,
              \(callback) = function(generation) \(body) end,
            }
            """
        #expect(try ScriptRuns().error(script) == "script.lua:5: \(expected)")
    }

    @Test(arguments: [
        ("error('no')", "script.lua:4: no"),
        ("generation:log('a')", "script.lua:4: generation:log: the value of 'a' must be a number, got nil"),
        ("generation.log('a', 1)", "script.lua:4: generation:log: call it with a colon: generation:log(…)"),
        ("generation.stop()", "script.lua:4: generation:stop: call it with a colon: generation:stop(…)"),
        ("generation:log(3, 4)", "script.lua:4: generation:log: a tag must be a string such as 'mine/figure', got 3"),
        (
            "generation:log('return/mean', 4)",
            "script.lua:4: generation:log: the tag 'return/mean' is the run's own; take another"
        ),
        (
            "generation:log('a', 1) generation:histogram('a', { 1 })",
            "script.lua:4: generation:histogram: 'a' has a value in this generation already; take another tag"
        ),
        ("generation:histogram('a', {})", "script.lua:4: generation:histogram: 'a' must be a list of numbers, got {}"),
        (
            "return generation.mean_retrun",
            "script.lua:4: generation: unknown name 'mean_retrun'; did you mean 'mean_return'?"
        ),
        ("generation.index = 3", "script.lua:4: generation is read-only but for its state: 'index' cannot be set"),
        (
            "generation.state.deep = { print }",
            "generation.state.deep is a table of functions; a checkpoint holds numbers, strings, booleans, vectors and tables of them"
        ),
        ("while true do end", "script.lua:4: on_generation took longer than 0.1 s and was stopped"),
    ])
    func `says what is wrong with a callback`(body: String, expected: String) throws {
        let script = """
            local genome = require "genome"
            return genome.experiment {
              environment = "cartpole", search = genome.nes { population_size = 4 }, generations = 2,
              on_generation = function(generation) \(body) end, callback_seconds = 0.1,
            }
            """
        #expect(try ScriptRuns().error(script) == expected)
    }

    @Test(arguments: [
        ("reset", "error('no')", "step 0"), ("step", "if self.n == 3 then error('no') end", "step 2"),
        ("step", "while true do end", "step 0"),
    ])
    func `names the episode that failed`(function: String, body: String, place: String) throws {
        let script = """
            local genome = require "genome"
            local Walk = { observation_space = { size = 1 }, action_space = { discrete = 2 } }
            function Walk:reset() self.n = 0; \(function == "reset" ? body : "") return { 0 } end
            function Walk:step() self.n = self.n + 1; \(function == "step" ? body : "") return { 1 }, 1, false end
            return genome.experiment {
              environment = Walk, search = genome.nes { population_size = 4 }, generations = 2, max_steps = 9,
              encoder = genome.sign {}, callback_seconds = 0.1,
            }
            """
        let message = body.hasPrefix("while") ? "step took longer than 0.1 s and was stopped" : "no"
        let line = function == "reset" ? 3 : 4
        let runs = ScriptRuns()
        #expect(
            try runs.error(script)
                == """
                script.lua:\(line): \(message) (individual 1 of generation 0, episode 1, \(place); genome-lua replay \
                \(runs.folder.path)/outputs/script/failing plays it again)
                """)
    }
}
