import Foundation
import Testing

@Suite(.enabled(if: Tool.isExpected, Tool.skipComment))
struct `genome-lua scalars` {
    private let tool = Tool()
    private let tags = [
        "episode/length", "evaluations", "return/best", "return/deviation", "return/mean", "return/policy",
        "return/worst", "search/entropy", "search/update_norm", "time/elapsed", "time/steps_per_second", "timesteps",
    ]

    private func make(_ name: String, _ arguments: String...) throws {
        let outcome = try tool.start(
            ["run", "experiments/cartpole.lua", "--name", name, "--generations", "3", "--json"] + arguments
        ).wait()
        #expect(outcome.status == 0)
        try tool.write(outcome.output, to: "\(name).json")
    }

    /// The fields of the lines of CSV, header included.
    private func csv(_ arguments: String...) throws -> [[String]] {
        let outcome = try tool.start(["scalars"] + arguments + ["--csv"]).wait()
        #expect(outcome.status == 0 && outcome.errors == "")
        return outcome.output.lines.map { $0.split(separator: ",", omittingEmptySubsequences: false).map(String.init) }
    }

    @Test func `gives every value that was logged`() throws {
        try make("a")
        let rows = try csv("outputs/cartpole/a")
        #expect(rows[0] == ["tag", "step", "value", "wall_time"])
        #expect(rows.dropFirst().map { "\($0[0]) \($0[1])" } == tags.flatMap { tag in (0..<3).map { "\(tag) \($0)" } })
        let reports = try tool.text("a.json").lines.dropLast().map(JSON.object)
        for (tag, field) in [("return/mean", "mean_return"), ("evaluations", "evaluations")] {
            let values = rows.filter { $0[0] == tag }.compactMap { Float($0[2]) }
            #expect(values == reports.compactMap { ($0[field] as? Double).map(Float.init) }, "\(tag)")
        }
        let times = try #require(rows.dropFirst().compactMap { Double($0[3]) }.max())
        #expect(abs(times - Date().timeIntervalSince1970) < 600)
    }

    @Test func `gives the same as JSON and as a table`() throws {
        try make("a")
        let rows = try csv("outputs/cartpole/a").dropFirst()
        let objects = try tool.run("scalars", "outputs/cartpole/a", "--json").output.lines.map(JSON.object)
        #expect(objects.map { $0["tag"] as? String } == rows.map(\.first))
        #expect(objects.map { $0["step"] as? Int } == rows.map { Int($0[1]) })
        #expect(objects.map { ($0["value"] as? Double).map(Float.init) } == rows.map { Float($0[2]) })
        // Foundation reads the last digit of a number in JSON as it likes.
        #expect(zip(objects, rows).allSatisfy { abs(($0["wall_time"] as? Double ?? 0) - (Double($1[3]) ?? 0)) < 1e-5 })
        #expect(objects.allSatisfy { $0["run"] as? String == "outputs/cartpole/a" && $0.count == 5 })
        let table = try tool.run("scalars", "outputs/cartpole/a").output.lines
        #expect(try table[0].hasShape(#"tag +step +value  time"#))
        let words = table.dropFirst().map { $0.split(separator: " ").prefix(3).map(String.init) }
        #expect(words == rows.map { Array($0.prefix(3)) })
        #expect(try table[1].hasShape(#"episode/length +0 +[\d.]+  \d{4}-\d\d-\d\dT\d\d:\d\d:\d\dZ"#), "\(table[1])")
    }

    @Test func `has a column for several runs, and chooses tags by patterns`() throws {
        try make("a")
        try make("b", "--seed", "1")
        let rows = try csv("outputs/cartpole/a", "outputs/cartpole/b", "--tag", "return/?e*", "--tag", "timesteps")
        #expect(rows[0] == ["run", "tag", "step", "value", "wall_time"])
        let expected = ["a", "b"].flatMap { run in
            ["return/best", "return/deviation", "return/mean", "timesteps"].flatMap { tag in
                (0..<3).map { "outputs/cartpole/\(run) \(tag) \($0)" }
            }
        }
        #expect(rows.dropFirst().map { $0.prefix(3).joined(separator: " ") } == expected)
    }

    @Test func `quotes what CSV needs, and gives NaN and infinities a word`() throws {
        let script = """
            local genome = require "genome"
            return genome.experiment {
              environment = "cartpole", search = genome.nes { population_size = 4 }, generations = 1,
              on_generation = function(generation)
                generation:log('a "b", c', 0 / 0)
                generation:log("infinite", -math.huge)
              end,
            }
            """
        try tool.write(script, to: "odd.lua")
        #expect(try tool.run("run", "odd.lua", "--name", "a", "--quiet").status == 0)
        let lines = try tool.run("scalars", "outputs/odd/a", "--csv").output.lines
        #expect(lines.contains { $0.hasPrefix("\"a \"\"b\"\", c\",0,nan,") })
        #expect(lines.contains { $0.hasPrefix("infinite,0,-inf,") })
        let object = try JSON.object(try tool.run("scalars", "outputs/odd/a", "--json", "--tag", "infinite").output)
        #expect(object["value"] as? String == "-inf")
    }

    @Test func `runs no script, not even where it is gone`() throws {
        try tool.write(
            """
            local genome = require "genome"
            print("the script runs")
            return genome.experiment {
              environment = "cartpole", search = genome.nes { population_size = 4 }, generations = 2,
            }
            """, to: "mine.lua")
        #expect(try tool.run("run", "mine.lua", "--name", "a", "--quiet").errors == "the script runs\n")
        for command in ["scalars", "runs"] {
            let outcome = try tool.run(command, "outputs/mine/a")
            #expect(outcome.status == 0 && outcome.errors == "" && !outcome.output.contains("the script runs"))
        }
        try tool.remove("mine.lua")
        try tool.remove("outputs/mine/a/scripts")
        #expect(try tool.run("scalars", "outputs/mine/a").status == 0)
    }

    @Test func `reads a run that is at work, and one that was killed in the middle of a record`() throws {
        let running = try tool.startEndless("--quiet")
        #expect(try csv("outputs/endless/a", "--tag", "return/mean").count > 1)
        kill(running.process.processIdentifier, SIGKILL)
        _ = try running.wait()
        let name = try #require(tool.names(in: "outputs/endless/a").first { $0.contains("tfevents") })
        let path = "outputs/endless/a/\(name)"
        let before = try csv(path)
        try tool.write(try tool.bytes(path) + [0x20, 0, 0], to: path)
        #expect(try csv(path) == before)
    }

    @Test func `names what it cannot read, and goes on`() throws {
        try make("a")
        try make("b")
        let name = try #require(tool.names(in: "outputs/cartpole/b").first { $0.contains("tfevents") })
        let path = "outputs/cartpole/b/\(name)"
        var bytes = try tool.bytes(path)
        bytes[bytes.count - 6] ^= 1
        try tool.write(bytes, to: path)
        let outcome = try tool.run("scalars", "nowhere", "outputs", "outputs/cartpole/b", "outputs/cartpole/a", "--csv")
        let errors = outcome.errors.lines.map(String.init)
        #expect(errors.count == 3)
        #expect(
            errors[0]
                == "error: nowhere: cannot open: No such file or directory; check the path, and whether something was moved "
                + "or deleted")
        #expect(
            errors[1]
                == "error: outputs: there are no event files here; give a run folder such as outputs/cartpole/run-1")
        #expect(errors[2].hasPrefix("error: \(path): "), "\(errors[2])")
        #expect(outcome.status == 65)
        // What precedes the damage is shown.
        for run in ["a", "b"] {
            let prefix = "outputs/cartpole/\(run),return/mean,"
            #expect(outcome.output.lines.count { $0.hasPrefix(prefix) } == 3, "\(run)")
        }
    }

    @Test func `names the tags that there are where none is meant`() throws {
        try make("a")
        let outcome = try tool.run("scalars", "outputs/cartpole/a", "--tag", "retrun/*", "--tag", "time/*", "--csv")
        let message = "error: no scalar has a tag like 'retrun/*'; there are \(tags.joined(separator: ", "))\n"
        #expect(outcome.status == 65 && outcome.errors == message)
        #expect(outcome.output.lines.count == 7)
    }

    @Test func `refuses two formats at once`() throws {
        let outcome = try tool.run("scalars", "x", "--csv", "--json")
        #expect(outcome.status == 64)
        #expect(outcome.errors.lines.first == "Error: --csv and --json exclude each other")
    }
}
