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

    private func writeObjective(_ name: String, _ variables: String, search: String) throws {
        try tool.write(
            """
            local genome = require "genome"
            return genome.experiment {
              fitness = function(v) return -((v[1] - 2) ^ 2 + (v[2] - 3) ^ 2) end, variables = \(variables), search = genome.\(search),
              generations = 12,
            }
            """, to: "\(name).lua")
    }

    /// Floats with bounds, which the objective does not see as the lineage makes them.
    @Test func `goes on from a solution`() throws {
        let search =
            "deep_ga { population_size = 8, parents = 3, mutation_power = 0.1, weight_decay = 0.125, candidates = 0"
        let variables = "{ floats = 5, low = -1, high = 9 }"
        try writeObjective("parent", variables, search: search + " }")
        #expect(try tool.run("run", "parent.lua", "--name", "a", "--quiet") == .init(status: 0))
        let lineage = try tool.run("lineage", "outputs/parent/a")
        let lines = lineage.output.split(separator: "\n")
        #expect(lines.count > 2 && lineage.output.hasPrefix("first: seed 0, generation 0, individual "))
        #expect(
            lines.dropFirst().allSatisfy {
                $0.hasPrefix("mutation: seed 0, ") && $0.hasSuffix(", power 0.1, decay 0.125")
            })
        #expect(try tool.run("lineage", "outputs/parent/a/solution").output == lineage.output)
        let best = try tool.run("lineage", "outputs/parent/a", "--best")
        #expect(best.status == 0)
        #expect(try tool.run("lineage", "outputs/parent/a/solution-best").output == best.output)

        try writeObjective("child", variables, search: search + ", start = 'outputs/parent/a' }")
        #expect(try tool.run("run", "child.lua", "--name", "a", "--quiet", "--seed", "1") == .init(status: 0))
        let child = try tool.run("lineage", "outputs/child/a").output
        #expect(child.hasPrefix(lineage.output) && child.contains("\nmutation: seed 1, generation 0, "))

        try writeObjective("other", "{ floats = 6 }", search: search + ", start = 'outputs/parent/a' }")
        #expect(
            try tool.run("run", "other.lua", "--quiet").errors == """
                error: outputs/parent/a: the lineage is of 0 bits and 5 floats, but the experiment's individuals have 0 and 6

                """)
    }

    @Test func `is refused one where there is none`() throws {
        try writeObjective("parent", "{ floats = 5 }", search: "ga { population_size = 8 }")
        #expect(try tool.run("run", "parent.lua", "--name", "a", "--quiet") == .init(status: 0))
        #expect(
            try tool.run("lineage", "outputs/parent/a").errors == """
                error: outputs/parent/a: there is no lineage; policies of genome.deep_ga and genome.random_search have one

                """)
    }
}
