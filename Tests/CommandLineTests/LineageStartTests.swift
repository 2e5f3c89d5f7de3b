import Foundation
import Testing

@Suite(.enabled(if: Tool.isExpected, Tool.skipComment))
struct `A run that starts from a lineage` {
    private let tool = Tool()

    private func write(_ name: String, start: String) throws {
        try tool.write(
            """
            local genome = require "genome"
            return genome.experiment {
              environment = "cartpole", network = genome.dense_network { hidden = { 4 } }, generations = 3,
              search = genome.deep_ga { population_size = 8, parents = 3, candidates = 2\(start) },
            }
            """, to: "\(name).lua")
    }

    private func replay() throws -> Tool.Outcome {
        try tool.run("replay", "outputs/child/a", "--generation", "0", "--individual", "3")
    }

    @Test func `keeps it, whatever becomes of where it came from`() throws {
        try write("parent", start: "")
        #expect(try tool.run("run", "parent.lua", "--name", "a", "--quiet") == .init(status: 0))
        try write("child", start: ", start = 'outputs/parent/a'")
        for name in ["a", "b"] {
            #expect(try tool.run("run", "child.lua", "--name", name, "--quiet") == .init(status: 0))
        }
        let before = try replay()
        #expect(before.status == 0)
        try FileManager.default.removeItem(atPath: tool.path("outputs/parent"))
        #expect(try replay() == before)
        // As if it had been killed before its first checkpoint.
        for file in ["checkpoint", "checkpoint-previous", "policy", "policy-best"] {
            try? FileManager.default.removeItem(atPath: tool.path("outputs/child/b/\(file)"))
        }
        let again = try tool.run("run", "child.lua", "--name", "b", "--quiet", "--resume")
        #expect(again.status == 0, "\(again.errors)")
        for file in ["checkpoint", "policy", "policy-best"] {
            #expect(try tool.bytes("outputs/child/b/" + file) == tool.bytes("outputs/child/a/" + file), "\(file)")
        }
        let other = try tool.run("run", "child.lua", "--name", "c", "--quiet")
        #expect(other.status == 65 && other.errors.contains("outputs/parent/a"), "\(other.errors)")
    }
}
