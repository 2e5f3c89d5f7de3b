import EventFiles
import Foundation
import TestSupport
import Testing

@Suite(.enabled(if: Tool.isExpected, Tool.skipComment))
struct `A run that is killed again and again` {
    private let tool = Tool()

    private static let native = """
        local genome = require "genome"
        return genome.experiment {
          environment = "cartpole", network = genome.binary_network { hidden = { 9 }, biases = true }, generations = 400,
          search = genome.nes { population_size = 12, mirrored = true, optimizer = genome.adam {}, learning_rate = 0.3 },
          solved = { episodes = 4, every = 3 }, seed = 11, checkpoint_every = { generations = 7 },
        }
        """

    /// Whatever a script can write, with state in each.
    private static func plugins(_ search: String) -> String {
        """
        local genome = require "genome"
        local shared = genome.shared { wind = 0 }
        local nes = genome.nes { population_size = 8 }

        local Walk = { observation_space = { size = 2 }, action_space = { low = { -1 }, high = { 1 } }, max_steps = 20 }
        function Walk:reset(random) self.random, self.x = random, random:normal() return { self.x, 0 } end
        function Walk:step(action)
          self.x = self.x + action[1] + shared.wind * self.random:normal() + math.random() - 0.5
          return { self.x, action[1] }, 1 - math.abs(self.x), math.abs(self.x) > 6
        end

        local Reward = {}
        function Reward:reset(observation) self.last = observation[1] end
        function Reward:reward(reward, observation, action)
          local gain = math.abs(self.last) - math.abs(observation[1])
          self.last = observation[1]
          return reward + gain + 0.1 * math.random(), -math.abs(action[1])
        end

        local Encoder = { size = 4 }
        function Encoder:reset(random) self.random, self.last = random, 0 end
        function Encoder:encode(o, bits)
          bits[1], bits[2], bits[3] = o[1] > 0, o[1] > 1, o[1] > self.last
          bits[4] = self.random() < 0.5
          self.last = o[1]
        end

        local Decoder = { outputs = 2 }
        function Decoder:reset(random) self.random = random end
        function Decoder:decode(outputs) return { (outputs[1] > outputs[2] and 0.7 or -0.7) + 0.1 * self.random() } end

        local Search = {}
        function Search:start(problem)
          self.random, self.nes, self.told = problem.random, nes:start(problem), { 0 }
          self.bits = problem.bits
        end
        function Search:ask(generation)
          local list = self.nes:ask(generation)
          list[#list + 1] = genome.bernoulli { logits = genome.floats(self.bits, 0.1) }:sample(self.random(1000))
          return list
        end
        function Search:tell(evaluations)
          self.told[1] = self.told[1] + evaluations[9].behavior[1] + self.random()
          evaluations[9] = nil
          self.nes:tell(evaluations)
          self.nes:set_state { logits = self.nes:state().logits:scale(0.99) }
        end
        function Search:policy() return self.nes:policy() end
        function Search:scalars() return { told = self.told[1] } end

        local function selection(population, random)
          local parents = {}
          for i = 1, 9 do
            local a, b = random(10), random(10)
            parents[i] = population[a].fitness + population[a].behavior[1] > population[b].fitness and a or b
          end
          return parents
        end

        return genome.experiment {
          environment = Walk, reward = Reward, encoder = Encoder, decoder = Decoder,
          behavior = function(episode) return episode.observation[1] end,
          network = genome.binary_network { hidden = { 3, 2 }, biases = false }, search = \(search),
          generations = 200, episodes = 2, solved = { episodes = 3, every = 3 }, seed = 5,
          checkpoint_every = { generations = 7 },
          on_start = function(generation) generation.state.best = genome.floats(1, -100) end,
          on_generation = function(generation)
            local best = generation.state.best
            best[1] = math.max(best[1], generation.mean_return + math.random())
            generation:log("mine/best", best[1])
            shared.wind = shared.wind + 0.001
          end,
        }
        """
    }

    /// A native search of a dense network, with behaviors.
    private static func dense(_ search: String, reward: String = "nil", maxSteps: String = "90") -> String {
        """
        local genome = require "genome"
        return genome.experiment {
          environment = "cartpole", network = genome.dense_network { hidden = { 6 } }, generations = 150,
          behavior = function(episode) return episode.observation[1], episode.length end, search = genome.\(search),
          solved = { episodes = 4, every = 3 }, seed = 12, checkpoint_every = { generations = 7 },
          max_steps = \(maxSteps), reward = \(reward),
        }
        """
    }

    private static let scripts = [
        "es": dense("es { population_size = 10, timesteps = 400 }"),
        "novelty es": dense("novelty_es { population_size = 8, patience = 2 }"),
        "deep ga": dense(
            """
            deep_ga { population_size = 12, parents = 3, candidates = 3, candidate_episodes = 2,
              mutation_power = genome.exponential { from = 0.5, to = 0.01, over = 20000, unit = "timesteps" },
              novelty = genome.novelty { weight = 0.5, memory = 0.2 } }
            """),
        "ga by novelty": dense("ga { population_size = 40, novelty = genome.novelty { weight = 0.5, memory = 0.2 } }"),
        "nsga2": dense("nsga2 { population_size = 20, novelty = genome.novelty { memory = 0.2 } }"),
        "a growing population": dense("deep_ga { population_size = 8, parents = 3, candidates = 2, timesteps = 600 }"),
        "an adaptive limit": dense(
            "es { population_size = 10, shaping = 'none' }", reward: "genome.sign_reward {}",
            maxSteps: "genome.adaptive_limit { limit = 10, threshold = 0.2, ratio = 1.05, max = 90 }"),
        "random search": dense("random_search { population_size = 12, candidates = 3 }"),
        "nsga2 of a reward": plugins("genome.nsga2 { population_size = 10, crossover_kind = 'one_point' }"),
        "native": native, "a search": plugins("Search"),
        "a selection": plugins("genome.ga { population_size = 10, selection = selection }"),
        "a native selection": plugins(
            "genome.ga { population_size = 10, selection = genome.stochastic_universal {}, crossover_kind = 'two_point' }"
        ),
    ]

    @Test(arguments: scripts.keys.sorted(), 1...2)
    func `ends with the bits of one that was left alone`(script: String, seed: UInt64) throws {
        try tool.write(try #require(Self.scripts[script]), to: "mine.lua")
        let start = ContinuousClock.now
        #expect(try tool.run("run", "mine.lua", "--name", "whole", "--quiet") == .init(status: 0))
        let time = ContinuousClock.now - start
        // So that it takes several kills, however fast the machine and slow a sanitizer.
        var longest = Int(time / .microseconds(3))
        var random = ByteFuzzer(seed: seed)
        var kills = 0
        while true {
            let isBegun = tool.exists("outputs/mine/killed/run.json")
            let arguments = ["run", "mine.lua", "--name", "killed", "--quiet", "--threads", "\(1 + random.below(3))"]
            let running = try tool.start(arguments + [isBegun ? "--resume" : "--overwrite"])
            // The first comes early: a machine that was busy before may have time now, and the run be over.
            usleep(UInt32(random.below(kills == 0 ? longest / 4 : longest)))
            kill(running.process.processIdentifier, SIGKILL)
            let outcome = try running.wait()
            if !outcome.isSignal {
                #expect(outcome == .init(status: 0), "seed \(seed), \(kills) kills")
                break
            }
            // Longer each time: a run whose start takes most of it must come to an end.
            longest += longest / 20
            kills += 1
            try #require(kills < 1000)
        }
        #expect(kills > 0)
        for name in ["policy", "policy-best", "checkpoint"] {
            #expect(
                try tool.bytes("outputs/mine/killed/\(name)") == tool.bytes("outputs/mine/whole/\(name)"),
                "\(name), seed \(seed), \(kills) kills")
        }
        #expect(try lasting("outputs/mine/killed") == lasting("outputs/mine/whole"), "seed \(seed), \(kills) kills")
        #expect(!tool.names(in: "outputs/mine/killed").contains { $0.hasPrefix(".writing") })
        let record = try tool.record("outputs/mine/killed")
        #expect(record["status"] as? String == "finished")
    }

    /// All that a run logged but for times.
    private func lasting(_ run: String) throws -> [String] {
        var reader = try EventReader(folder: tool.path(run))
        var values: [String] = []
        while let event = try reader.next() {
            guard case .summaries(let summaries) = event.content else { continue }
            values += summaries.filter { !$0.tag.hasPrefix("time/") }.map { "\(event.step) \($0)" }
        }
        return values
    }
}
