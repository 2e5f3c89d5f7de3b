import Experiments
import GenomeLua
import LuaHost
import TestSupport
import Testing

/// Limits of episodes that adapt, as scripts use them.
@Suite struct `A script's adaptive limit` {
    private static func script(
        limit: String, reward: String = "nil", step: String = "", options: String = ""
    ) -> String {
        """
        local genome = require "genome"
        local shared = genome.shared { longest = 0 }
        local Walk = { observation_space = { size = 1 }, action_space = { discrete = 2 }, max_steps = 50 }
        function Walk:reset(random) self.count, self.random = 0, random; return { 0 } end
        function Walk:step(action)
          self.count = self.count + 1
          \(step)
          return { self.random:normal() }, 1, self.random() < 0.02
        end
        return genome.experiment {
          environment = Walk, encoder = genome.sign {}, network = genome.binary_network { hidden = { 3 } },
          search = genome.nes { population_size = 8 }, generations = 8, solved = { episodes = 3 },
          max_steps = \(limit), reward = \(reward), \(options)
        }
        """
    }

    @Test func `rises to the environment's own, and shows in callbacks`() throws {
        let runs = ScriptRuns()
        let callback =
            "on_generation = function(generation) generation:log('mine/limit', generation.episode_limit) end,"
        try runs.write(
            "script.lua",
            Self.script(limit: "genome.adaptive_limit { limit = 3, threshold = 0.01, ratio = 2 }", options: callback))
        let bits = try RunBits(of: runs.run(name: "run", checksDeterminism: true).path)
        #expect(bits.scalars["episode/limit"] == [0: 3, 1: 6, 2: 12, 3: 24, 4: 48, 5: 50, 6: 50, 7: 50])
        #expect(bits.scalars["mine/limit"] == bits.scalars["episode/limit"])
        // The policy is tested up to the highest limit from the start.
        #expect(try #require(bits.scalars["return/policy"]?[0]) > 3)
        for (threads, lanes) in [(2, 1), (1, 3), (3, 64)] {
            let other = try runs.run(name: "\(threads)-\(lanes)", threads: threads, lanes: lanes)
            #expect(try RunBits(of: other.path) == bits)
        }
        for stop in 1..<8 {
            try runs.run(name: "stopped-\(stop)", stopAfter: stop)
            #expect(try RunBits(of: runs.run(name: "stopped-\(stop)", resumes: true).path) == bits)
        }
    }

    @Test func `is nil in callbacks where there is none`() throws {
        let runs = ScriptRuns()
        let callback = "on_generation = function(generation) assert(generation.episode_limit == nil) end,"
        try runs.write("script.lua", Self.script(limit: "5", options: callback))
        #expect(try runs.run(name: "run").status == .finished)
    }

    @Test func `truncates for a reward as well`() throws {
        let runs = ScriptRuns()
        // Fitness is 100 where the reward saw the episode truncated.
        let reward = "function(reward, observation, action, terminated, truncated) return truncated and 100 or 0 end"
        try runs.write(
            "script.lua",
            Self.script(limit: "genome.adaptive_limit { limit = 3, threshold = 0.01, ratio = 2 }", reward: reward))
        let path = try runs.run(name: "run").path
        for (generation, limit) in [3, 6, 12, 24].enumerated() {
            let episodes = try (1...8).map {
                try runs.replay(path, Replay.Choice(generation: generation, individual: $0)).episodes[0]
            }
            #expect(episodes.contains { $0.length == limit })
            // Chance may have ended it in that very step.
            for episode in episodes {
                #expect(episode.length <= limit && (episode.fitness == 100) == (episode.length == limit))
            }
        }
    }

    @Test func `is that of the episode that failed where it is played again`() throws {
        let runs = ScriptRuns()
        // Fails at the last step that the limit allows, as the reward sees it.
        let reward = """
            function(reward, observation, action, terminated, truncated)
                if truncated and observation[1] > 1.5 then error('cut off') end
                return reward
              end
            """
        let message = try #require(
            try runs.error(
                Self.script(limit: "genome.adaptive_limit { limit = 3, threshold = 0.01, ratio = 2 }", reward: reward)))
        #expect(message.contains("cut off (individual "))
        let path = "\(runs.folder.path)/outputs/script/failing"
        let error = #expect(throws: LuaError.self) { try runs.replay(path) }
        #expect(error?.description.contains("cut off (individual ") == true)
    }

    @Test func `cannot begin above the environment's own`() throws {
        #expect(
            try ScriptRuns().error(Self.script(limit: "genome.adaptive_limit { limit = 51 }"))
                == """
                script.lua:10: experiment: max_steps: the limit begins at 51, but environment 'inline' ends episodes \
                after 50 steps; lower it, or give max
                """)
        #expect(try ScriptRuns().error(Self.script(limit: "genome.adaptive_limit { limit = 51, max = 51 }")) == nil)
    }
}
