import Foundation
import Testing

@Suite(.enabled(if: Tool.isExpected, Tool.skipComment))
struct `Progress of a run` {
    private let tool = Tool()
    private static let fields = #"mean [\d.]+  best [\d.]+  policy [\d.]+  [\d.]+[kMG]? steps/s"#

    @Test func `is a line of plain text now and then when piped, and one for the end`() throws {
        let outcome = try tool.run("run", "experiments/cartpole.lua", "--generations", "3", "--threads", "1")
        let lines = outcome.errors.lines
        #expect(lines.count == 3)
        #expect(try String(lines[0]).hasShape(#"outputs/cartpole/run-1: 1 thread, \w+ kernels"#))
        #expect(try String(lines[1]).hasShape(#"generation 1/3  \#(Self.fields)  \d+ s left"#), "\(lines[1])")
        #expect(try String(lines[2]).hasShape(#"generation 3/3  \#(Self.fields)"#), "\(lines[2])")
        #expect(outcome.output.hasPrefix("finished 3 generations: the policy's mean return over 100 episodes is "))
    }

    @Test(.enabled(if: FileManager.default.isExecutableFile(atPath: "/usr/bin/script"), "needs script of util-linux"))
    func `is one live line on a terminal`() throws {
        let command = "stty cols 120; genome-lua run experiments/cartpole.lua --generations 9"
        let outcome = try tool.shell("script --quiet --return --command '\(command)' typescript </dev/null")
        #expect(outcome.status == 0)
        let parts = outcome.output.split(separator: "\r\n")
        #expect(parts.count == 6, "\(parts)")
        let line = try #require(parts.dropFirst().first)
        let shown = line.split(separator: "\r").map { $0.replacing("\u{1b}[K", with: "") }
        #expect(shown.count >= 2, "\(shown)")
        #expect(try shown[0].hasShape(#"generation 1/9  \#(Self.fields)  \d+ s left"#), "\(shown)")
        #expect(try #require(shown.last).hasShape(#"generation 9/9  \#(Self.fields)"#), "\(shown)")
        #expect(line.first == "\r" && line.hasSuffix("\u{1b}[K"))
    }

    @Test func `is a JSON object for each generation and one for the end`() throws {
        let outcome = try tool.run("run", "experiments/cartpole.lua", "--generations", "3", "--json")
        #expect(outcome.status == 0 && outcome.errors == "")
        let objects = try outcome.output.lines.map { try JSON.object($0) }
        #expect(objects.count == 4)
        for (generation, object) in objects.dropLast().enumerated() {
            #expect(
                object.keys.sorted() == [
                    "best_return", "elapsed", "evaluations", "generation", "generations", "mean_length", "mean_return",
                    "policy_return", "steps_per_second", "timesteps",
                ])
            #expect(object["generation"] as? Int == generation)
            #expect(object["generations"] as? Int == 3)
            #expect(object["evaluations"] as? Int == 64 * (generation + 1))
            #expect(object.values.allSatisfy { $0 is NSNumber })
        }
        let end = try #require(objects.last)
        #expect(end["status"] as? String == "finished")
        #expect(end["path"] as? String == "outputs/cartpole/run-1")
        #expect(end["generations_done"] as? Int == 3)
        #expect(end["mean_test_return"] as? Double == objects[2]["policy_return"] as? Double)
    }

    @Test func `is nothing at all when quiet`() throws {
        #expect(try tool.run("run", "experiments/cartpole.lua", "--generations", "3", "--quiet") == .init(status: 0))
    }

    @Test func `says nothing about a policy in generations without a test`() throws {
        let script = """
            local genome = require "genome"
            return genome.experiment {
              environment = "cartpole", search = genome.nes { population_size = 4 }, generations = 2,
              solved = { episodes = 3, every = 2 },
            }
            """
        try tool.write(script, to: "mine.lua")
        let lines = try tool.run("run", "mine.lua", "--json").output.lines.map { try JSON.object($0) }
        #expect(lines[0]["policy_return"] is NSNumber)
        #expect(lines[1]["policy_return"] is NSNull)
    }
}
