import Foundation
import TestSupport
import Testing

@Suite(.enabled(if: Tool.isExpected, Tool.skipComment)) struct `A run that is killed at any moment` {
    private static let script = """
        local genome = require "genome"
        return genome.experiment {
          environment = "cartpole",
          network = genome.binary_network { hidden = { 40 }, biases = true },
          search = genome.nes { population_size = 20, optimizer = genome.adam {}, learning_rate = 0.3 },
          generations = 120,
          max_steps = 100,
          solved = { episodes = 20, every = 2 },
          checkpoint_every = { generations = 4 },
        }
        """

    /// How a run is called that may have begun before: nothing of it counts until it has a record.
    private func arguments(_ tool: Tool, using random: inout SplitMix64) -> [String] {
        var arguments = ["run", "killed.lua", "--name", "killed", "--quiet"]
        arguments += ["--threads", "\(Int.random(in: 1...3, using: &random))"]
        arguments += ["--lanes", "\(Int.random(in: 1...30, using: &random))"]
        return tool.exists("outputs/killed/killed/run.json") ? arguments + ["--resume"] : arguments
    }

    @Test(arguments: 1...5) func `ends with the bits of one that was not`(seed: Int) throws {
        var random = SplitMix64(seed: UInt64(seed))
        let tool = Tool()
        try tool.write(Self.script, to: "killed.lua")
        let whole = try tool.run("run", "killed.lua", "--name", "whole", "--quiet")
        #expect(whole.status == 0, "\(whole)")

        var kills = 0
        var outcome: Tool.Outcome
        repeat {
            let running = try tool.start(arguments(tool, using: &random))
            if kills < 40 {
                usleep(UInt32.random(in: 1_000...150_000, using: &random))
                kill(running.process.processIdentifier, SIGKILL)
            }
            outcome = try running.wait()
            if outcome.isSignal { kills += 1 }
        } while outcome.isSignal
        #expect(outcome.status == 0 && outcome.errors.isEmpty, "seed \(seed), \(kills) kills: \(outcome)")
        #expect(
            try RunBits(of: tool.path("outputs/killed/killed")) == RunBits(of: tool.path("outputs/killed/whole")),
            "seed \(seed), \(kills) kills"
        )
        #expect(
            tool.names(in: "outputs/killed/killed").allSatisfy { !$0.hasPrefix(".") },
            "seed \(seed): nothing half written is left"
        )
    }
}
