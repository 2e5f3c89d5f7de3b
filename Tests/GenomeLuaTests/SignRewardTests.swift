import Experiments
import GenomeLua
import LuaHost
import TestSupport
import Testing

/// Fitness by the signs of rewards.
@Suite struct `The signs of rewards` {
    /// Rewards of all signs, one after the other, until chance ends the episode.
    private static let rewards = [2, -0.25, 0, 1e-300, 0.5, -7, -1e300, 3]
    private static let signs = [1, -1, 0, 1, 1, -1, -1, 1]

    private static func script(_ options: String = "", reward: String = "rewards[self.count]") -> String {
        """
        local genome = require "genome"
        local rewards = { 2, -0.25, 0, 1e-300, 0.5, -7, -1e300, 3 }
        local Walk = { observation_space = { size = 1 }, action_space = { discrete = 2 }, max_steps = 7 }
        function Walk:reset(random) self.random, self.count = random, 0; return { 0 } end
        function Walk:step(action)
          self.count = self.count + 1
          return { self.random:normal() }, \(reward), self.random() < 0.15
        end
        return genome.experiment {
          environment = Walk, reward = genome.sign_reward {}, encoder = genome.sign {},
          network = genome.binary_network { hidden = { 3 } },
          search = genome.nes { population_size = 8, shaping = "none" }, generations = 4, episodes = 3,
          solved = { episodes = 2 }, \(options)
        }
        """
    }

    @Test func `make the fitness of a run, and leave its returns`() throws {
        let runs = ScriptRuns()
        try runs.write("script.lua", Self.script())
        let path = try runs.run(name: "run", checksDeterminism: true).path
        let bits = try RunBits(of: path)
        var lengths: Set<Int> = []
        for generation in 0..<4 {
            var (fitness, returns): ([Double], [Double]) = ([], [])
            for individual in 1...8 {
                let replay = try runs.replay(path, Replay.Choice(generation: generation, individual: individual))
                for episode in replay.episodes {
                    lengths.insert(episode.length)
                    #expect(episode.fitness == Double(Self.signs.prefix(episode.length).reduce(0, +)))
                    #expect(episode.episodeReturn == Self.rewards.prefix(episode.length).reduce(0, +))
                }
                fitness.append(replay.episodes.reduce(0) { $0 + ($1.fitness ?? .nan) } / 3)
                returns.append(replay.episodes.reduce(0) { $0 + $1.episodeReturn } / 3)
            }
            #expect(bits.scalars["fitness/mean"]?[generation] == Float(fitness.reduce(0, +) / 8))
            #expect(bits.scalars["fitness/best"]?[generation] == fitness.max().map(Float.init))
            #expect(bits.scalars["return/best"]?[generation] == returns.max().map(Float.init))
        }
        #expect(lengths == [1, 2, 3, 4, 5, 6, 7])
        for (threads, lanes) in [(2, 1), (1, 3), (3, 64)] {
            let other = try runs.run(name: "\(threads)-\(lanes)", threads: threads, lanes: lanes)
            #expect(try RunBits(of: other.path) == bits)
        }
    }

    @Test func `are what a function in Lua makes of them`() throws {
        let runs = ScriptRuns()
        let names = ["policy", "policy-best"]
        try runs.write("script.lua", Self.script())
        let native = try RunBits(of: runs.run(name: "native").path, names: names)
        let function = "function(reward) return reward > 0 and 1 or reward < 0 and -1 or 0 end"
        try runs.write("script.lua", Self.script().replacing("genome.sign_reward {}", with: function))
        let written = try RunBits(of: runs.run(name: "written").path, names: names)
        #expect(native.scalars == written.scalars && native.files == written.files)
    }

    @Test func `are part of what a run is`() throws {
        let runs = ScriptRuns()
        try runs.write("script.lua", Self.script())
        let path = try runs.run(name: "run", stopAfter: 2).path
        try runs.write("script.lua", Self.script().replacing("reward = genome.sign_reward {},", with: ""))
        let message = """
            \(path)/checkpoint: belongs to another experiment: reward was sign_reward, and is now none; resume with the \
            script and settings it was started with, or start a new run
            """
        #expect {
            try runs.run(name: "run", resumes: true)
        } throws: { "\($0)" == message }
    }

    @Test func `are not asked of a reward that is no number`() throws {
        let script = Self.script(reward: "self.count == 2 and 0/0 or 1")
        for text in [script, script.replacing("reward = genome.sign_reward {},", with: "")] {
            let runs = ScriptRuns()
            #expect(
                try runs.error(text)
                    == """
                    script.lua:5: step: the second result, the reward, must be a finite number, got nan (individual 1 of \
                    generation 0, episode 1, step 1; genome-lua replay \(runs.folder.path)/outputs/script/failing plays it \
                    again)
                    """)
        }
    }
}
