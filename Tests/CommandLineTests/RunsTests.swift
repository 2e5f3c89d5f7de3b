import Foundation
import Testing

@Suite(.enabled(if: Tool.isExpected, Tool.skipComment))
struct `genome-lua runs` {
    private let tool = Tool()

    private func make(_ name: String, _ arguments: String...) throws {
        let outcome = try tool.start(["run", "experiments/cartpole.lua", "--name", name, "--quiet"] + arguments).wait()
        #expect(outcome.status == 0)
    }

    @Test func `shows a line for each run, in the order in which they were started`() throws {
        try make("b", "--seed", "3")
        try make("a", "--generations", "2", "--set", "hidden=5", "--set", "learning_rate=3")
        try make("a", "--resume", "--set", "learning_rate=4", "--generations", "3")
        let outcome = try tool.run("runs")
        #expect(outcome.status == 0 && outcome.errors == "")
        let lines = outcome.output.lines.map(String.init)
        #expect(lines.count == 4)
        #expect(try lines[0].hasShape(#"run +status +generations +policy +best +seed +settings"#))
        #expect(try lines[1].hasShape(#"outputs/cartpole/b +solved +\d+/300 +\d+(\.\d+)? +\d+(\.\d+)? +3"#))
        #expect(
            try lines[2].hasShape(
                #"outputs/cartpole/a +finished +2/2 +[\d.]+ +[\d.]+ +0  hidden=5 learning_rate=3"#), "\(lines[2])")
        #expect(
            try lines[3].hasShape(
                #"outputs/cartpole/a-2 +finished +3/3 +[\d.]+ +[\d.]+ +0  hidden=5 learning_rate=4 from a at 2"#),
            "\(lines[3])")
        for folder in ["outputs/", "outputs/cartpole"] { #expect(try tool.run("runs", folder) == outcome) }
        #expect(try tool.run("runs", "outputs/cartpole/b").output.lines.count == 2)
    }

    @Test func `gives an object for each run with --json`() throws {
        try make("a", "--generations", "2", "--set", "hidden=5")
        let outcome = try tool.run("runs", "--json")
        #expect(outcome.status == 0 && outcome.output.lines.count == 1)
        let run = try JSON.object(outcome.output)
        let record = try tool.record("outputs/cartpole/a")
        for (name, value) in run where !["path"].contains(name) {
            #expect(value as? NSObject == record[name] as? NSObject, "\(name)")
        }
        #expect(
            run.keys.sorted() == [
                "best_test_return", "elapsed", "evaluations", "experiment", "generation", "generations",
                "mean_test_return", "name", "parameters", "path", "seed", "settings", "started_at", "status",
                "timesteps",
                "updated_at",
            ])
        #expect(run["path"] as? String == "outputs/cartpole/a")
        #expect((run["parameters"] as? [String: String])?["hidden"] == "5")
    }

    @Test func `tells a run that works from one that was killed`() throws {
        let running = try tool.startEndless("--quiet")
        func statuses() throws -> [String] {
            try tool.run("runs", "--json").output.lines.map { try JSON.object($0)["status"] as? String ?? "" }
        }
        for _ in 0..<20 { #expect(try statuses() == ["running"]) }
        kill(running.process.processIdentifier, SIGKILL)
        _ = try running.wait()
        #expect(try statuses() == ["dead"])
        // While one checkpoint takes the place of another, there is none for a moment.
        func checkpoint() -> [UInt8]? { try? tool.bytes("outputs/endless/a/checkpoint") }
        let last = checkpoint()
        let resumed = try tool.start(["run", "endless.lua", "--name", "a", "--resume", "--quiet"])
        // It hears of signals from its first generation on.
        #expect(try tool.wait { checkpoint().map { $0 != last } ?? false })
        #expect(try statuses() == ["running"])
        resumed.process.interrupt()
        _ = try resumed.wait()
        #expect(try statuses() == ["interrupted"])
    }

    @Test func `does not keep a run from being resumed by asking`() async throws {
        try make("a", "--generations", "1")
        let asking = try tool.startShell("while true; do genome-lua runs outputs/cartpole/a --json >/dev/null; done")
        defer { asking.process.terminate() }
        for generations in 2...9 { try make("a", "--resume", "--generations", "\(generations)") }
    }

    @Test func `names what is no run in a line each, and goes on`() throws {
        try make("a", "--generations", "1")
        try tool.write("", to: "outputs/cartpole/mine/file")
        try tool.write("{", to: "outputs/cartpole/broken/run.json")
        try tool.write("", to: "outputs/notes.txt")
        try tool.write("", to: "outputs/.hidden/inner/file")
        let outcome = try tool.run("runs", "outputs", "nowhere", "--json")
        let messages = """
            warning: outputs/cartpole/broken/run.json: this is not a run's record; restore it, or start a new run with another --name
            warning: outputs/cartpole/mine: this folder is no run's; give a run folder such as outputs/cartpole/run-1, or a policy file
            error: nowhere: cannot list its files: No such file or directory; check the path, and whether something was moved or deleted

            """
        #expect(outcome.errors == messages)
        #expect(outcome.status == 1 && outcome.output.lines.count == 1)
        #expect(try tool.run("runs").status == 0)
    }
}
