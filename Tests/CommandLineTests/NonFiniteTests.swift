import Foundation
import Testing

@Suite(.enabled(if: Tool.isExpected, Tool.skipComment))
struct `Fitness that is no number` {
    private let tool = Tool()

    /// Runs an experiment whose fitness is spoilt in a later generation, and looks at what is left.
    private func expect(_ message: String, of experiment: String, name: String) throws {
        let script = """
            local genome = require "genome"
            return genome.experiment {
              \(experiment),
              generations = 40, checkpoint_every = { generations = 1 },
            }
            """
        try tool.write(script, to: "\(name).lua")
        let outcome = try tool.run("run", "\(name).lua", "--name", "a", "--quiet")
        #expect(outcome.status == 65 && outcome.output == "")
        #expect(try outcome.errors.hasShape(message), "\(outcome.errors)")
        let run = "outputs/\(name)/a"
        let record = try tool.record(run)
        #expect(record["status"] as? String == "failed")
        #expect((record["message"] as? String).map { "error: \($0)" }?.isEmpty == false)
        // The last checkpoint is that of the generation before, and whole: up to there the run can be repeated.
        let done = try #require(record["generation"] as? Int)
        #expect(done > 0)
        let again = try tool.run("run", "\(name).lua", "--name", "b", "--quiet", "--generations", "\(done)")
        #expect(again == .init(status: 0))
        #expect(try tool.bytes("\(run)/checkpoint") == tool.bytes("outputs/\(name)/b/checkpoint"))
    }

    @Test func `from a reward function stops the run at its line`() throws {
        try expect(
            #"error: reward\.lua:4: reward: must return a finite number, got -?nan \(individual \d of generation \d+, "#
                + #"episode 1, step \d+; genome-lua replay outputs/reward/a plays it again\)\n"#,
            of: """
                environment = "cartpole", search = genome.nes { population_size = 4 },
                  reward = function(reward, observation) return observation[1] > 0.15 and 0 / 0 or reward end
                """, name: "reward")
    }

    @Test func `from an objective stops the run at its line`() throws {
        try expect(
            #"error: objective\.lua:4: fitness: value 1 must be a finite number, got -?nan \(individual \d of generation "#
                + #"\d+; genome-lua replay outputs/objective/a plays it again\)\n"#,
            of: """
                variables = { floats = 2 }, search = require "searches.cma_es" { population_size = 6 },
                  fitness = function(vector) return vector[1] > 1.5 and 0 / 0 or vector[1] end
                """, name: "objective")
    }

    @Test func `would come of a center that leaves float32: the run stops before`() throws {
        try expect(
            "error: the center of the search has left what float32 holds; lower learning_rate, or raise weight_decay\n",
            of: """
                variables = { floats = 2 }, fitness = function(vector) return vector[1] end,
                  search = genome.es { learning_rate = 1e15, optimizer = genome.sgd {}, shaping = "none" }
                """, name: "center")
    }

    @Test func `would come of a policy that leaves float32: the run stops before`() throws {
        try expect(
            #"error: generation \d+: the search's policy has numbers beyond what float32 holds; lower what changes them, "#
                + "such as learning_rate or mutation_power\n",
            of: """
                variables = { floats = 9 }, fitness = function(vector) return math.min(math.abs(vector[1]), 1e300) end,
                  search = genome.deep_ga { population_size = 4, mutation_power = 1e38 }
                """, name: "policy")
    }

    @Test(arguments: ["nes", "ga"]) func `from finite rewards that add up to none stops the run`(search: String) throws
    {
        try expect(
            #"error: the fitness of individual \d of generation \d+ is -?(inf|nan): its rewards must add up to a finite "#
                + #"number; genome-lua replay RUN --generation \d+ --individual \d plays it again\n"#,
            of: """
                environment = "cartpole", search = genome.\(search) { population_size = 4 },
                  reward = function(reward, observation) return observation[1] > 0.15 and 1.7e308 or reward end
                """, name: search)
    }

    @Test func `of a center stops the run before its population plays`() throws {
        let script = """
            local genome = require "genome"
            return genome.experiment {
              environment = "cartpole", network = genome.dense_network { hidden = { 2 } }, generations = 3,
              search = genome.novelty_es { population_size = 4 }, reward = function() return 1.7e308 end,
              behavior = function(episode) return episode.length end,
            }
            """
        try tool.write(script, to: "center.lua")
        #expect(
            try tool.run("run", "center.lua", "--quiet").errors == """
                error: the fitness of a center or candidate that generation 0 rates beside its population is inf: \
                its rewards must add up to a finite number

                """)
    }

    @Test func `logged by a script is logged as it is`() throws {
        let script = """
            local genome = require "genome"
            return genome.experiment {
              environment = "cartpole", search = genome.nes { population_size = 4 }, generations = 3,
              on_generation = function(generation) generation:log("mine", 0 / 0) end,
            }
            """
        try tool.write(script, to: "log.lua")
        #expect(try tool.run("run", "log.lua", "--name", "a", "--quiet") == .init(status: 0))
        let lines = try tool.run("scalars", "outputs/log/a", "--tag", "mine", "--csv").output.lines.dropFirst()
        #expect(try lines.count == 3 && lines.allSatisfy { try $0.hasShape(#"mine,\d,nan,[\d.]+"#) })
    }
}
