import EventFiles
import Foundation
import TestSupport
import Testing

@Suite(.enabled(if: Tool.isExpected, Tool.skipComment))
struct `A run that is killed again and again` {
    private let tool = Tool()

    private static let script = """
        local genome = require "genome"
        return genome.experiment {
          environment = "cartpole", network = genome.binary_network { hidden = { 9 }, biases = true }, generations = 400,
          search = genome.nes { population_size = 12, mirrored = true, optimizer = genome.adam {}, learning_rate = 0.3 },
          solved = { episodes = 4, every = 3 }, seed = 11, checkpoint_every = { generations = 7 },
        }
        """

    @Test(arguments: 1...3) func `ends with the bits of one that was left alone`(seed: UInt64) throws {
        try tool.write(Self.script, to: "mine.lua")
        let start = ContinuousClock.now
        #expect(try tool.run("run", "mine.lua", "--name", "whole", "--quiet") == .init(status: 0))
        let time = ContinuousClock.now - start
        // So that it takes several kills, however fast the machine and slow a sanitizer.
        let longest = Int(time / .microseconds(3))
        var random = ByteFuzzer(seed: seed)
        var kills = 0
        while true {
            let isBegun = tool.exists("outputs/mine/killed/run.json")
            let arguments = ["run", "mine.lua", "--name", "killed", "--quiet", "--threads", "\(1 + random.below(3))"]
            let running = try tool.start(arguments + [isBegun ? "--resume" : "--overwrite"])
            usleep(UInt32(random.below(longest)))
            kill(running.process.processIdentifier, SIGKILL)
            let outcome = try running.wait()
            if !outcome.isSignal {
                #expect(outcome == .init(status: 0), "seed \(seed), \(kills) kills")
                break
            }
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
