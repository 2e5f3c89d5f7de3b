import Foundation
import Testing

@Suite(.enabled(if: Tool.isExpected, Tool.skipComment))
struct `genome-lua run` {
    private let tool = Tool()

    @Test func `trains the shipped experiment, then says how it ended and what to do next`() throws {
        let outcome = try tool.run("run", "experiments/cartpole.lua")
        #expect(outcome.status == 0)
        let lines = outcome.output.lines
        #expect(lines.count == 4)
        let shape = #/solved after \d+ generations?: the policy's mean return over 100 episodes is (\d+(\.\d)?)/#
        let verdict = try #require(lines[0].wholeMatch(of: shape))
        #expect(try #require(Double(verdict.1)) >= 475)
        #expect(
            lines.dropFirst() == [
                "run folder:  outputs/cartpole/run-1",
                "look at it:  tensorboard --logdir outputs/cartpole",
                "play it:     \(Tool.shellPath) evaluate outputs/cartpole/run-1",
            ]
        )
        let names = tool.names(in: "outputs/cartpole/run-1")
        let events = names.filter { $0.hasPrefix("events.out.tfevents.") }
        #expect(events.count == 1)
        #expect(
            Set(names).subtracting(events).subtracting(["checkpoint-previous"])
                == ["checkpoint", "policy", "policy-best", "run.json", "scripts"])
        #expect(tool.names(in: "outputs/cartpole/run-1/scripts") == ["cartpole.lua"])
        #expect(try tool.record("outputs/cartpole/run-1")["status"] as? String == "solved")
    }

    @Test func `makes the next run each time`() throws {
        for _ in 1...2 {
            #expect(try tool.run("run", "experiments/cartpole.lua", "--quiet", "--generations", "1").status == 0)
        }
        #expect(tool.names(in: "outputs/cartpole") == ["run-1", "run-2"])
    }

    @Test func `takes parameters, seed, threads, name, generations and output from the command line`() throws {
        let outcome = try tool.run(
            "run", "experiments/cartpole.lua", "--set", "hidden=32,32", "--seed", "7", "--threads", "2", "--name", "a",
            "--generations", "50", "--output", "my runs/")
        #expect(outcome.status == 0)
        #expect(outcome.output.contains("\nrun folder:  my runs/cartpole/a\n"))
        #expect(outcome.output.contains("\nlook at it:  tensorboard --logdir 'my runs/cartpole'\n"))
        #expect(!tool.exists("outputs"))
        let record = try tool.record("my runs/cartpole/a")
        #expect(record["settings"] as? [String] == ["hidden=32,32"])
        #expect((record["parameters"] as? [String: String])?["hidden"] == "32,32")
        #expect(record["seed"] as? Int == 7)
        #expect(record["threads"] as? Int == 2)
        #expect(record["name"] as? String == "a")
        #expect(record["generations"] as? Int == 50)
    }

    @Test(
        arguments: ["1", "7", "64", "100", "1000"]
            + (0...8).map { Array(repeating: "9", count: $0).joined(separator: ",") })
    func `takes hidden layers of any width and depth`(hidden: String) throws {
        let outcome = try tool.run(
            "run", "experiments/cartpole.lua", "--set", "hidden=\(hidden)", "--generations", "2", "--quiet")
        #expect(outcome == .init(status: 0))
        #expect(try tool.run("evaluate", "outputs/cartpole/run-1", "--episodes", "2").status == 0)
    }

    @Test func `takes every option of the search from the script`() throws {
        let script = """
            local genome = require "genome"
            local p = genome.parameters { gradient = "natural", shaping = "centered_ranks", size = 6, mirrored = false }
            return genome.experiment {
              environment = "cartpole", generations = 3, episodes = 2, common_random_numbers = true, seed = 3,
              network = genome.binary_network { hidden = { 5 }, biases = true },
              search = genome.nes {
                population_size = p.size, gradient = p.gradient, shaping = p.shaping, mirrored = p.mirrored,
                learning_rate = 0.5, optimizer = genome.adam {},
              },
            }
            """
        try tool.write(script, to: "mine.lua")
        let settings = ["gradient=plain", "shaping=none", "shaping=standardized", "size=1", "mirrored=true"]
        for setting in settings {
            let shaping = setting == "size=1" ? "none" : "centered_ranks"
            let outcome = try tool.run(
                "run", "mine.lua", "--set", "shaping=\(shaping)", "--set", setting, "--quiet")
            #expect(outcome == .init(status: 0), "\(setting)")
        }
        #expect(tool.names(in: "outputs/mine").count == settings.count)
    }

    @Test func `refuses a name that is taken, and leaves that run alone`() throws {
        let arguments = ["experiments/cartpole.lua", "--name", "a", "--generations", "1", "--quiet"]
        #expect(try tool.start(["run"] + arguments).wait().status == 0)
        let before = try tool.bytes("outputs/cartpole/a/run.json")
        let message = """
            error: outputs/cartpole/a: there is a run of this name already; choose another --name, go on with --resume, \
            or replace it with --overwrite

            """
        #expect(try tool.start(["run"] + arguments).wait() == .init(status: 1, errors: message))
        #expect(try tool.bytes("outputs/cartpole/a/run.json") == before)
    }

    @Test func `replaces a run when told to, and nothing that a link in it leads to`() throws {
        try tool.write("mine", to: "kept/file")
        let arguments = ["run", "experiments/cartpole.lua", "--name", "a", "--generations", "1", "--quiet"]
        #expect(try tool.start(arguments).wait().status == 0)
        let first = try tool.record("outputs/cartpole/a")["started_at"] as? Double
        try FileManager.default.createSymbolicLink(
            atPath: tool.path("outputs/cartpole/a/link"), withDestinationPath: tool.path("kept"))
        #expect(try tool.start(arguments + ["--overwrite"]).wait() == .init(status: 0))
        #expect(try tool.record("outputs/cartpole/a")["started_at"] as? Double != first)
        #expect(!tool.names(in: "outputs/cartpole/a").contains("link"))
        #expect(try tool.text("kept/file") == "mine")
    }

    @Test func `refuses to replace a folder that is no run's, but for one where a run was killed as it began`() throws {
        try tool.write("mine", to: "outputs/cartpole/a/file")
        let arguments = ["experiments/cartpole.lua", "--overwrite", "--generations", "1", "--quiet"]
        let message = """
            error: outputs/cartpole/a: this folder holds no run.json, so it is not deleted; choose another --name

            """
        #expect(try tool.start(["run", "--name", "a"] + arguments).wait() == .init(status: 1, errors: message))
        #expect(tool.names(in: "outputs/cartpole/a") == ["file"])
        try tool.write("{", to: "outputs/cartpole/b/.writing-1-1")
        #expect(try tool.start(["run", "--name", "b"] + arguments).wait() == .init(status: 0))
    }

    @Test func `gives each of several processes at once a run of its own`() throws {
        let line = """
            for i in 1 2 3 4 5 6; do genome-lua run experiments/cartpole.lua --generations 2 --quiet & pids="$pids $!"; done
            for pid in $pids; do wait $pid || exit; done
            """
        #expect(try tool.shell(line) == .init(status: 0))
        #expect(tool.names(in: "outputs/cartpole") == (1...6).map { "run-\($0)" })
        for run in 1...6 {
            #expect(try tool.record("outputs/cartpole/run-\(run)")["generation"] as? Int == 2)
        }
    }
}
