import Foundation
import Testing

@Suite(.enabled(if: Tool.isExpected, Tool.skipComment))
struct `genome-lua run --resume` {
    private let tool = Tool()
    private let run = "outputs/cartpole/a"

    private func start(_ arguments: String...) throws -> Tool.Outcome {
        try tool.start(["run", "experiments/cartpole.lua", "--name", "a"] + arguments).wait()
    }

    @Test func `extends a finished run to what a longer one would have been, bit for bit`() throws {
        let settings = ["--set", "hidden=7,9", "--set", "population_size=16", "--seed", "5"]
        let arguments = ["run", "experiments/cartpole.lua"] + settings + ["--quiet"]
        #expect(try tool.start(arguments + ["--name", "a", "--generations", "4"]).wait() == .init(status: 0))
        #expect(try start("--resume", "--generations", "7", "--threads", "1", "--quiet") == .init(status: 0))
        #expect(try tool.start(arguments + ["--name", "b", "--generations", "7"]).wait() == .init(status: 0))
        for name in ["policy", "policy-best", "checkpoint"] {
            #expect(try tool.bytes("\(run)/\(name)") == tool.bytes("outputs/cartpole/b/\(name)"), "\(name)")
        }
        let record = try tool.record(run)
        #expect(record["generation"] as? Int == 7)
        #expect(record["status"] as? String == "finished")
        #expect(record["settings"] as? [String] == ["hidden=7,9", "population_size=16"])
        #expect(record["seed"] as? Int == 5)
    }

    @Test func `without a name takes the run that was started last, with its settings`() throws {
        let arguments = ["run", "experiments/cartpole.lua", "--generations", "1", "--quiet"]
        #expect(try tool.start(arguments + ["--name", "z"]).wait().status == 0)
        #expect(try tool.start(arguments + ["--name", "a", "--set", "hidden=3"]).wait().status == 0)
        let outcome = try tool.run("run", "experiments/cartpole.lua", "--resume", "--generations", "2")
        #expect(outcome.status == 0)
        #expect(outcome.errors.hasPrefix("outputs/cartpole/a: from generation 2, "))
        #expect(outcome.output.contains("run folder:  outputs/cartpole/a\n"))
    }

    @Test func `remembers settings that were given when it was resumed`() throws {
        #expect(try start("--set", "generations=1", "--set", "hidden=5", "--quiet").status == 0)
        #expect(try start("--set", "generations=3", "--resume", "--quiet").status == 0)
        #expect(try tool.record(run)["generation"] as? Int == 3)
        #expect(try tool.record(run)["settings"] as? [String] == ["hidden=5", "generations=3"])
        #expect(try start("--resume").output.hasPrefix("already finished 3 generations: "))
    }

    @Test func `leaves a solved run solved`() throws {
        #expect(try start("--quiet").status == 0)
        let names = tool.names(in: run)
        let checkpoint = try tool.bytes(run + "/checkpoint")
        let outcome = try start("--resume", "--generations", "1000")
        #expect(outcome.status == 0 && outcome.errors == "")
        #expect(outcome.output.hasPrefix("already solved after "))
        #expect(tool.names(in: run) == names)
        #expect(try tool.bytes(run + "/checkpoint") == checkpoint)
        #expect(try tool.record(run)["status"] as? String == "solved")
    }

    @Test func `completes what a run lacks that was killed after its last checkpoint`() throws {
        #expect(try start("--generations", "3", "--quiet").status == 0)
        let (policy, record) = (try tool.bytes(run + "/policy"), try tool.bytes(run + "/run.json"))
        for name in ["policy", "policy-best"] { try tool.remove("\(run)/\(name)") }
        let stale = String(decoding: record, as: UTF8.self)
            .replacing("\"status\" : \"finished\"", with: "\"status\" : \"running\"")
            .replacing("\"generation\" : 3", with: "\"generation\" : 0")
        try tool.write(stale, to: run + "/run.json")
        #expect(try start("--resume", "--quiet") == .init(status: 0))
        #expect(try tool.bytes(run + "/policy") == policy)
        #expect(try tool.bytes(run + "/run.json") == record)
    }

    @Test func `starts at generation 0 when the run was killed before its first checkpoint`() throws {
        #expect(try start("--generations", "3", "--quiet").status == 0)
        let expected = try ["policy", "checkpoint"].map { try tool.bytes("\(run)/\($0)") }
        for name in ["policy", "policy-best", "checkpoint"] { try tool.remove("\(run)/\(name)") }
        try tool.write("half", to: run + "/.writing-1-1")
        try tool.write("half", to: run + "/scripts/.writing-1-2")
        #expect(try start("--resume", "--quiet") == .init(status: 0))
        #expect(try ["policy", "checkpoint"].map { try tool.bytes("\(run)/\($0)") } == expected)
        #expect(!tool.names(in: run).contains(".writing-1-1"))
        #expect(tool.names(in: run + "/scripts") == ["cartpole.lua"])
    }

    @Test func `says that there is nothing to resume`() throws {
        let advice = "there is no run to resume: no folder with a run.json; start one without --resume"
        #expect(try start("--resume") == .init(status: 1, errors: "error: \(run): \(advice)\n"))
        let latest = try tool.run("run", "experiments/cartpole.lua", "--resume")
        #expect(latest == .init(status: 1, errors: "error: outputs/cartpole: \(advice)\n"))
        #expect(!tool.exists("outputs"))
    }

    @Test func `refuses another experiment, and names the option`() throws {
        #expect(try start("--generations", "1", "--quiet").status == 0)
        let before = try tool.bytes(run + "/run.json")
        let end = "resume with the script and settings it was started with, or start a new run"
        let mistakes = [
            (["--set", "hidden=32,32"], "hidden was 64, and is now 32,32"),
            (["--set", "hidden=9", "--set", "learning_rate=3"], "hidden was 64, and is now 9"),
            (["--seed", "7"], "seed was 0, and is now 7"),
        ]
        for (arguments, difference) in mistakes {
            let outcome = try tool.start(
                ["run", "experiments/cartpole.lua", "--name", "a", "--resume"] + arguments
            ).wait()
            let message = "error: \(run)/checkpoint: belongs to another experiment: \(difference); \(end)\n"
            #expect(outcome == .init(status: 65, errors: message))
        }
        #expect(try tool.bytes(run + "/run.json") == before)
        #expect(tool.names(in: "outputs/cartpole") == ["a"])
    }

    @Test func `with settings that change results goes on in a new run, and leaves the old one as it is`() throws {
        #expect(try start("--set", "learning_rate=2", "--generations", "4", "--quiet").status == 0)
        let names = tool.names(in: run)
        let before = try names.filter { $0 != "scripts" }.map { try tool.bytes("\(run)/\($0)") }
        let changes = ["--resume", "--set", "learning_rate=1", "--set", "population_size=16", "--threads", "1"]
        let outcome = try tool.start(
            ["run", "experiments/cartpole.lua", "--name", "a"] + changes + ["--generations", "7"]
        ).wait()
        #expect(outcome.status == 0)
        let start = """
            outputs/cartpole/a-2: goes on from run 'a' after 4 generations: learning_rate was 2, and is now 1; \
            population_size was 64, and is now 16
            outputs/cartpole/a-2: from generation 5, 1 thread,
            """
        #expect(outcome.errors.hasPrefix(start), "\(outcome.errors)")
        #expect(outcome.output.contains("run folder:  outputs/cartpole/a-2\n"))
        #expect(tool.names(in: run) == names)
        #expect(try names.filter { $0 != "scripts" }.map { try tool.bytes("\(run)/\($0)") } == before)
        let record = try tool.record("outputs/cartpole/a-2")
        #expect(record["settings"] as? [String] == ["learning_rate=1", "population_size=16"])
        let origin = try #require(record["origin"] as? [String: Any])
        #expect(origin["run"] as? String == "a" && origin["generation"] as? Int == 4)
        let text = ["learning_rate was 2, and is now 1", "population_size was 64, and is now 16"]
        #expect(origin["changes"] as? [String] == text)
        let scalars = try tool.run("scalars", "outputs/cartpole/a-2", "--tag", "return/mean", "--csv").output
        #expect(scalars.lines.dropFirst().map { String($0.split(separator: ",")[1]) } == ["4", "5", "6"])

        // The new run is resumed by its name, or as the one that was started last.
        #expect(
            try tool.run("run", "experiments/cartpole.lua", "--resume", "--generations", "9", "--quiet").status == 0)
        #expect(try tool.record("outputs/cartpole/a-2")["generation"] as? Int == 9)
        let again = try tool.start(
            ["run", "experiments/cartpole.lua", "--name", "a"] + changes + ["--generations", "9", "--quiet"]
        ).wait()
        #expect(again == .init(status: 0))
        for name in ["policy", "checkpoint", "checkpoint-start"] {
            #expect(
                try tool.bytes("outputs/cartpole/a-2/\(name)") == tool.bytes("outputs/cartpole/a-3/\(name)"), "\(name)")
        }
    }

    @Test func `goes on in a new run where a parameter is one of the script's functions`() throws {
        let script = """
            local genome = require "genome"
            local p = genome.parameters { bonus = 1, generations = 3, every = 1 }
            return genome.experiment {
              environment = "cartpole", generations = p.generations, checkpoint_every = { generations = p.every },
              network = genome.binary_network { hidden = { 4 } }, search = genome.nes { population_size = 4 },
              reward = function(reward) return reward * p.bonus end,
            }
            """
        try tool.write(script, to: "mine.lua")
        func run(_ arguments: String...) throws -> Tool.Outcome {
            try tool.start(["run", "mine.lua", "--name", "a", "--quiet"] + arguments).wait()
        }
        #expect(try run("--generations", "2") == .init(status: 0))
        // The script's own number of generations, when it is set, comes before one that was asked for earlier.
        #expect(try run("--resume", "--set", "generations=4", "--set", "every=2") == .init(status: 0))
        #expect(tool.names(in: "outputs/mine") == ["a"])
        #expect(try tool.record("outputs/mine/a")["generation"] as? Int == 4)
        #expect(try run("--resume", "--set", "bonus=2", "--set", "generations=6") == .init(status: 0))
        #expect(tool.names(in: "outputs/mine") == ["a", "a-2"])
        #expect(try tool.record("outputs/mine/a-2")["generation"] as? Int == 6)
        #expect(try run("--resume", "--set", "bonus=1", "--as", "b", "--set", "generations=5") == .init(status: 0))
        #expect(tool.names(in: "outputs/mine") == ["a", "a-2", "b"])
    }

    @Test func `with other settings survives kill -9 at any moment, as does the run that it came from`() throws {
        #expect(try start("--set", "learning_rate=1", "--generations", "3", "--quiet").status == 0)
        let names = tool.names(in: run).filter { $0 != "scripts" }
        let before = try names.map { try tool.bytes("\(run)/\($0)") }
        let arguments = ["run", "experiments/cartpole.lua", "--quiet", "--resume"]
        let changes = ["--name", "a", "--set", "learning_rate=2", "--set", "population_size=4"]
        #expect(
            try tool.start(arguments + changes + ["--as", "whole", "--generations", "9"]).wait() == .init(status: 0))
        for attempt in 0..<12 {
            // Files appear in an order: the kill comes a little after each in turn.
            let running = try tool.start(arguments + changes + ["--as", "b\(attempt)", "--generations", "100000000"])
            let file = ["", "/checkpoint-start", "/policy", "/run.json"][attempt % 4]
            #expect(try tool.wait { tool.exists("outputs/cartpole/b\(attempt)\(file)") })
            usleep(UInt32(attempt) * 300)
            kill(running.process.processIdentifier, SIGKILL)
            _ = try running.wait()
            guard tool.exists("outputs/cartpole/b\(attempt)/run.json") else { continue }
            let done = try #require(try tool.record("outputs/cartpole/b\(attempt)")["generation"] as? Int)
            let resumed = try tool.start(arguments + ["--name", "b\(attempt)", "--generations", "\(max(9, done))"])
                .wait()
            #expect(resumed.status == 0, "\(attempt): \(resumed)")
            guard done < 9 else { continue }
            for name in ["policy", "checkpoint", "checkpoint-start"] {
                let bytes = try tool.bytes("outputs/cartpole/b\(attempt)/\(name)")
                #expect(try bytes == tool.bytes("outputs/cartpole/whole/\(name)"), "\(attempt): \(name)")
            }
        }
        #expect(try names.map { try tool.bytes("\(run)/\($0)") } == before)
    }

    @Test func `warns that a search of the script keeps what it has`() throws {
        let script = """
            local genome = require "genome"
            local p = genome.parameters { population_size = 6, goal = 1 }
            return genome.experiment {
              variables = { floats = 2 }, generations = 3,
              search = require "searches.cma_es" { population_size = p.population_size },
              fitness = function(vector) return -(vector[1] - p.goal) ^ 2 end,
            }
            """
        try tool.write(script, to: "mine.lua")
        #expect(try tool.run("run", "mine.lua", "--name", "a", "--quiet") == .init(status: 0))
        let outcome = try tool.run(
            "run", "mine.lua", "--name", "a", "--resume", "--set", "goal=3", "--generations", "40", "--quiet")
        let warning = """
            warning: the script's search goes on with what it kept in self, also where that came from a parameter (goal)

            """
        #expect(outcome == .init(status: 0, errors: warning))
        let solution = try JSON.object(try tool.run("evaluate", "outputs/mine/a-2", "--json").output)
        #expect(abs(try #require((solution["floats"] as? [Double])?[0]) - 3) < 0.5)
        let before = try tool.run("replay", "outputs/mine/a-2", "--generation", "1", "--individual", "2")
        let message = """
            error: outputs/mine/a-2: generation 1 is of run 'a', from which this one went on at generation 3

            """
        #expect(before == .init(status: 65, errors: message))
        #expect(try tool.run("replay", "outputs/mine/a-2", "--generation", "5", "--individual", "2").status == 0)
    }

    @Test func `with --as goes on in a new run in any case`() throws {
        #expect(try start("--generations", "2", "--quiet").status == 0)
        #expect(try start("--resume", "--as", "b", "--generations", "4", "--quiet") == .init(status: 0))
        #expect(try start("--resume", "--generations", "4", "--quiet") == .init(status: 0))
        #expect(try tool.bytes(run + "/policy") == tool.bytes("outputs/cartpole/b/policy"))
        let mistakes = [
            (
                ["--resume", "--as", "b", "--generations", "5"], 1,
                "error: outputs/cartpole/b: there is a run of this name already; choose another one for --as, or go on with "
                    + "it by --name and --resume"
            ),
            (
                ["--resume", "--as", "c", "--generations", "4"], 65,
                "error: outputs/cartpole/a: after 4 generations nothing is left to do with other settings; give more with "
                    + "--generations"
            ),
            (["--as", "c"], 64, "Error: --as needs --resume"),
            (
                ["--resume", "--as", "x/y", "--generations", "5"], 64,
                "Error: --as: the new run name \"x/y\" cannot be a folder's; use at most 200 bytes, without '/' and control "
                    + "characters, not only dots, and not 'tfevents'"
            ),
        ]
        for (arguments, status, message) in mistakes {
            let outcome = try tool.start(["run", "experiments/cartpole.lua", "--name", "a"] + arguments).wait()
            #expect(outcome.status == Int32(status) && outcome.errors.lines.first.map(String.init) == message)
        }
        #expect(tool.names(in: "outputs/cartpole") == ["a", "b"])
    }

    @Test func `goes on without event files that are gone, and says so`() throws {
        #expect(try start("--generations", "2", "--quiet").status == 0)
        for name in tool.names(in: run) where name.contains("tfevents") { try tool.remove("\(run)/\(name)") }
        let message = """
            warning: outputs/cartpole/a: the run's event files are gone; TensorBoard will show generation 2 and what \
            follows

            """
        #expect(try start("--generations", "3", "--resume", "--quiet") == .init(status: 0, errors: message))
        #expect(tool.names(in: run).count { $0.contains("tfevents") } == 1)
    }

    @Test func `is refused while another process works on the run`() throws {
        let first = try tool.startEndless("--quiet")
        let arguments = ["run", "endless.lua", "--name", "a", "--quiet"]
        let message = """
            error: outputs/endless/a: another process is working on this run; wait for it, or stop it first

            """
        #expect(try tool.start(arguments + ["--resume"]).wait() == .init(status: 1, errors: message))
        #expect(try tool.start(arguments + ["--overwrite"]).wait() == .init(status: 1, errors: message))
        #expect(first.process.isRunning)
        first.process.terminate()
        #expect(try first.wait() == .init(status: SIGTERM, isSignal: true))
    }
}
