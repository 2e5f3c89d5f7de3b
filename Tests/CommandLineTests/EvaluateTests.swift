import Foundation
import Testing

@Suite(.enabled(if: Tool.isExpected, Tool.skipComment))
struct `genome-lua evaluate` {
    private let tool = Tool()

    private func makeRun(_ script: String = "experiments/cartpole.lua", _ arguments: String...) throws -> Double {
        let outcome = try tool.start(["run", script, "--name", "a", "--json"] + arguments).wait()
        #expect(outcome.status == 0)
        let end = try JSON.object(try #require(outcome.output.lines.last))
        return try #require(end["mean_test_return"] as? Double)
    }

    private func evaluate(_ arguments: String...) throws -> [String: Any] {
        let outcome = try tool.start(["evaluate"] + arguments + ["--json"]).wait()
        #expect(outcome.status == 0 && outcome.errors == "" && outcome.output.lines.count == 1)
        return try JSON.object(outcome.output)
    }

    @Test func `plays the very episodes that solved the run, and gives the same mean`() throws {
        let mean = try makeRun()
        let run = "outputs/cartpole/a"
        #expect(try tool.record(run)["mean_test_return"] as? Double == mean)
        let result = try evaluate(run)
        #expect(result.keys.sorted() == ["environment", "episodes", "mean_return", "returns"])
        #expect(result["mean_return"] as? Double == mean)
        #expect(result["episodes"] as? Int == 100)
        #expect(result["environment"] as? String == "cartpole")
        let returns = try #require(result["returns"] as? [Double])
        #expect(returns.count == 100)
        #expect(returns.reduce(0, +) / 100 == mean)
        for arguments in [["--threads", "1"], ["--threads", "3", "--lanes", "7"], ["--kernels", "portable"]] {
            let again = try tool.start(["evaluate", run + "/policy", "--json"] + arguments).wait()
            #expect(try JSON.object(again.output)["returns"] as? [Double] == returns, "\(arguments)")
        }
        let best = try #require(try tool.record(run)["best_test_return"] as? Double)
        #expect(try evaluate(run + "/policy-best")["mean_return"] as? Double == best)
    }

    @Test func `gives the same mean where individuals share random numbers and tests are rare`() throws {
        let script = """
            local genome = require "genome"
            return genome.experiment {
              environment = "cartpole", generations = 4, episodes = 2, common_random_numbers = true, max_steps = 40,
              search = genome.nes { population_size = 8 }, solved = { episodes = 5, every = 3 }, seed = 9,
            }
            """
        try tool.write(script, to: "mine.lua")
        let mean = try makeRun("mine.lua")
        let result = try evaluate("outputs/mine/a")
        #expect(result["mean_return"] as? Double == mean)
        #expect(result["episodes"] as? Int == 5)
    }

    @Test func `plays other episodes when told to, the same ones for the same seed`() throws {
        _ = try makeRun("experiments/cartpole.lua", "--generations", "3")
        let run = "outputs/cartpole/a"
        let test = try #require(try evaluate(run)["returns"] as? [Double])
        let first = try #require(try evaluate(run, "--episodes", "10")["returns"] as? [Double])
        #expect(first == Array(test.prefix(10)))
        let one = try #require(try evaluate(run, "--seed", "1")["returns"] as? [Double])
        #expect(one.count == 100 && one != test)
        #expect(try evaluate(run, "--seed", "1")["returns"] as? [Double] == one)
        #expect(try evaluate(run, "--seed", "2")["returns"] as? [Double] != one)
        // The seed of the run is no exception: these are not the episodes it was tested on.
        #expect(try evaluate(run, "--seed", "0")["returns"] as? [Double] != test)
    }

    @Test func `says what the policy does in one line`() throws {
        _ = try makeRun("experiments/cartpole.lua", "--generations", "2")
        let outcome = try tool.run("evaluate", "outputs/cartpole/a", "--episodes", "20")
        #expect(outcome.status == 0 && outcome.errors == "")
        let shape =
            #"cartpole: mean return [\d.]+ over 20 episodes \(standard deviation [\d.]+, [\d.]+ to [\d.]+\)\n"#
        #expect(try outcome.output.hasShape(shape), "\(outcome.output)")
    }

    @Test func `says what is wrong with a place that holds no policy`() throws {
        try tool.write("{}", to: "folder/file")
        try tool.write("text", to: "text")
        try tool.write("{}", to: "run/run.json")
        let mistakes = [
            (
                "nowhere",
                "cannot open: No such file or directory; check the path, and whether something was moved or deleted"
            ),
            (
                "folder",
                "this folder is no run's; give a run folder such as outputs/cartpole/run-1, or a policy file"
            ),
            ("run", "there is no policy yet; a run saves one with its first checkpoint"),
            ("text", "this is not a file that genome-lua wrote, or its beginning is damaged"),
        ]
        for (path, message) in mistakes {
            #expect(try tool.run("evaluate", path) == .init(status: 65, errors: "error: \(path): \(message)\n"))
        }
        _ = try makeRun("experiments/cartpole.lua", "--generations", "1")
        let checkpoint = "outputs/cartpole/a/checkpoint"
        let message = "error: \(checkpoint): this is a genome-lua checkpoint, not a genome-lua policy\n"
        #expect(try tool.run("evaluate", checkpoint) == .init(status: 65, errors: message))
    }

    @Test func `refuses wrong numbers with status 64`() throws {
        let mistakes = [
            (["--episodes", "0"], "--episodes must be 1 to 16777215, got 0"),
            (["--threads", "0"], "--threads must be 1 to 1024, got 0"),
        ]
        for (arguments, message) in mistakes {
            let outcome = try tool.start(["evaluate", "x"] + arguments).wait()
            #expect(outcome.status == 64)
            #expect(outcome.errors.lines.first.map(String.init) == "Error: \(message)")
        }
    }
}
