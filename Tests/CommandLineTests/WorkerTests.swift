import Foundation
import GenomeLua
import Kernels
import Randomness
import Rollouts
import Search
import TestSupport
import Testing

@testable import Experiments

/// Experiments whose individuals any worker rates alike.
private enum Trial: String, CaseIterable {
    case script, again, native, dense, deep, objective, image

    /// What stands between `genome.experiment {` and `}`.
    var options: String {
        switch self {
        case .script:
            """
            environment = Walk, on_error = "worst", episodes = 3,
            reward = function(reward, observation) return reward + shared.bonus * observation[1], observation[1] end,
            encoder = Stairs, search = genome.nsga2 { population_size = 24 },
            """
        case .again:
            """
            environment = Forgetful, encoder = genome.sign {}, on_error = "retry",
            search = genome.nes { population_size = 24 },
            """
        case .native: #"environment = "cartpole", search = genome.nes { population_size = 23 }, episodes = 2,"#
        case .dense:
            """
            environment = "pendulum", search = genome.es { population_size = 10 }, max_steps = 30,
            network = genome.dense_network { hidden = { 8, 8 } }, encoder = genome.normalized {},
            """
        case .deep:
            """
            environment = "cartpole", search = genome.deep_ga { population_size = 12, parents = 4 },
            network = genome.dense_network { hidden = { 70 }, activation = "relu", virtual_batch = 16 },
            """
        case .objective:
            """
            variables = { floats = 5, low = -1, high = 1 }, on_error = "worst", search = genome.es { population_size = 70 },
            fitness = function(x, random)
              local sum = random:normal()
              for i = 1, #x do sum = sum - x[i] * x[i] end
              if sum > -2 then error("too good") end
              return sum
            end,
            """
        case .image:
            """
            environment = Picture, observation = genome.image { grayscale = true, resize = { 2, 2 }, stack = 2 },
            search = genome.nes { population_size = 9 },
            """
        }
    }

    var text: String {
        """
        local genome = require "genome"
        local shared = genome.shared { bonus = 0.25 }
        local Walk = { observation_space = { size = 1, low = 0, high = 20 }, action_space = { discrete = 2 }, max_steps = 20 }
        function Walk:reset(random)
          self.random, self.n, self.x = random, 0, random:uniform(0, 3)
          return { self.x }
        end
        function Walk:step(action)
          self.n, self.x = self.n + 1, self.x + action * self.random:uniform(0, 1)
          if self.n == 4 and self.random:uniform(0, 1) < 0.1 then error("slipped") end
          return { self.x }, action, self.x > 6
        end
        local Stairs = { size = 3 }
        function Stairs:encode(observation, bits)
          for i = 1, 3 do bits[i] = observation[1] > i and 1 or 0 end
        end
        function Walk:behavior() return { self.n, self.x } end
        local Forgetful = { observation_space = { size = 1 }, action_space = { discrete = 2 }, max_steps = 5 }
        -- It is no function of its seed, as the second try of an episode shows; those before it are.
        local tries = {}
        function Forgetful:reset(random)
          self.x = random:uniform(0, 1)
          tries[self.x] = (tries[self.x] or 0) + 1
          if self.x < 0.2 and tries[self.x] == 1 then error("forgot") end
          return { self.x }
        end
        function Forgetful:step(action) return { self.x }, action + self.x, false end
        local Picture = {
          observation_space = { shape = { 4, 4, 3 }, type = "uint8" }, action_space = { discrete = 2 }, max_steps = 9,
        }
        function Picture:reset(random) self.random = random; return self:look() end
        function Picture:look()
          local bytes = {}
          for i = 1, 48 do bytes[i] = math.floor(self.random:uniform(0, 256)) end
          return bytes
        end
        function Picture:step(action) return self:look(), action, false end
        return genome.experiment { \(options) generations = 3 }
        """
    }
}

@Suite(.enabled(if: Tool.isExpected, Tool.skipComment))
struct `Threads and processes` {
    private let tool = Tool()

    private func load(_ trial: Trial) throws -> LoadedScript {
        try tool.write(trial.text, to: "\(trial).lua")
        var configuration = ScriptConfiguration()
        configuration.print = { _ in }
        return try Script.load(path: tool.path("\(trial).lua"), configuration)
    }

    /// What a generation's individuals are worth to some workers.
    /// - Returns: Those, and the failure that was forgiven first.
    private func evaluations(
        _ script: LoadedScript, _ workforce: Workforce, _ purpose: Purpose = .episode
    ) throws -> (Evaluations, failure: String?) {
        let configuration = script.configuration(ExperimentOverrides())
        let assembly = try Assembly(configuration, workforce, hooks: nil, calibrated: nil)
        let evaluations = try assembly.evaluator.evaluate(
            EvaluationRequest(
                recipes: assembly.search.ask(generation: 0).recipes,
                expression: assembly.search.expression,
                episodes: configuration.episodes,
                purpose: purpose,
                generation: 0,
                sharedValues: script.shared?.values ?? [],
                normalization: assembly.firstStatistics?.normalization,
                episodeLimit: 18
            )
        )
        return (evaluations, assembly.evaluator.forgivenFailure.map { "\($0)" })
    }

    @Test(arguments: Trial.allCases)
    fileprivate func `give the individuals of a generation the same evaluations`(trial: Trial) throws {
        let script = try load(trial)
        var isolation = Isolation()
        isolation.path = Tool.path
        let program = try script.program(isolation)
        let workforces = [
            Workforce(threads: 3), Workforce(threads: 1, program: program),
            Workforce(threads: 3, lanes: 5, program: program),
        ]
        for purpose in [Purpose.episode, .test] {
            let (expected, failure) = try evaluations(script, Workforce(threads: 1, lanes: 1), purpose)
            for workforce in workforces {
                let (got, gotFailure) = try evaluations(script, workforce, purpose)
                #expect(got.returns.array().map(\.bitPattern) == expected.returns.array().map(\.bitPattern))
                #expect(got.lengths.array() == expected.lengths.array())
                #expect(got.shaped?.array().map(\.bitPattern) == expected.shaped?.array().map(\.bitPattern))
                #expect(got.failures?.array() == expected.failures?.array())
                #expect(got.behaviors == expected.behaviors && got.objectives == expected.objectives)
                #expect(got.observations == expected.observations)
                #expect(got.fitness == expected.fitness && gotFailure == failure)
            }
        }
    }

    @Test func `differ in what the trials compare`() throws {
        let (walk, failure) = try evaluations(load(.script), Workforce(threads: 1))
        #expect(failure?.contains("slipped") == true)
        #expect(walk.failedEpisodes > 0 && walk.behaviors.count == 72 && walk.objectives.count == 72)
        #expect(walk.shaped != nil)
        #expect(try evaluations(load(.dense), Workforce(threads: 1)).0.observations != nil)
        #expect(try evaluations(load(.objective), Workforce(threads: 1)).0.failedEpisodes > 0)
    }
}
