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

    @Test func `plays several policies, then gives the mean over them`() throws {
        for seed in 1...3 {
            let outcome = try tool.run(
                "run", "experiments/cartpole.lua", "--seed", "\(seed)", "--name", "s\(seed)", "--generations", "2",
                "--quiet"
            )
            #expect(outcome.status == 0)
        }
        let paths = (1...3).map { "outputs/cartpole/s\($0)" }
        let alone = try paths.map { try #require(try evaluate($0)["mean_return"] as? Double) }
        let outcome = try tool.start(["evaluate"] + paths + ["--json"]).wait()
        #expect(outcome.status == 0 && outcome.errors == "")
        let objects = try outcome.output.lines.map(JSON.object)
        #expect(objects.prefix(3).map { $0["run"] as? String } == paths)
        #expect(objects.prefix(3).map { $0["mean_return"] as? Double } == alone)
        let mean = alone.reduce(0, +) / 3
        #expect(objects[3]["mean"] as? Double == mean && objects[3]["runs"] as? Int == 3)
        #expect(objects[3]["least"] as? Double == alone.min() && objects[3]["most"] as? Double == alone.max())
        #expect(objects[3]["environment"] as? String == "cartpole")

        let lines = try tool.start(["evaluate"] + paths).wait().output.lines
        for (line, path) in zip(lines, paths) {
            #expect(try line.hasShape("\(path): cartpole: mean return [\\d.]+ over 100 episodes \\(.*\\)"))
        }
        let shape =
            #"cartpole: mean return [\d.]+ over 3 runs \(standard deviation [\d.]+, [\d.]+ to [\d.]+\)"#
        #expect(try lines.count == 4 && lines[3].hasShape(shape), "\(lines[3])")

        let files = try tool.start(["evaluate", paths[0], paths[1] + "/policy"]).wait().output.lines
        let ofFiles = #"cartpole: mean return [\d.]+ over 2 policies \(standard deviation [\d.]+, [\d.]+ to [\d.]+\)"#
        #expect(try files.count == 3 && files[2].hasShape(ofFiles), "\(files)")
    }

    @Test func `names those of several that it cannot play, plays the others, and fails`() throws {
        _ = try makeRun("experiments/cartpole.lua", "--generations", "1")
        try tool.write("{}", to: "run/run.json")
        try tool.write("error('no')", to: "bad/scripts/mine.lua")
        let outcome = try tool.run("evaluate", "nowhere", "outputs/cartpole/a", "run", "outputs/cartpole/a")
        let messages = """
            error: nowhere: cannot open: No such file or directory; check the path, and whether something was moved or deleted
            error: run: there is no policy yet; a run saves one with its first checkpoint

            """
        #expect(outcome.errors == messages && outcome.status == 65)
        #expect(
            outcome.output.lines.count == 3 && outcome.output.lines[2].contains("over 2 runs (standard deviation 0"))
        // With a single one left, there is nothing to take a mean of.
        #expect(try tool.run("evaluate", "run", "outputs/cartpole/a").output.lines.count == 1)
    }

    @Test func `shows the best guesses of runs whose function rates variables, then their mean fitness`() throws {
        let script = """
            local genome = require "genome"
            return genome.experiment {
              variables = { bits = 4 }, search = genome.nes { population_size = 4 }, generations = 2,
              fitness = function(bits) return bits:popcount() end,
            }
            """
        try tool.write(script, to: "count.lua")
        for seed in ["1", "2"] {
            #expect(try tool.run("run", "count.lua", "--name", seed, "--seed", seed, "--quiet").status == 0)
        }
        let outcome = try tool.run("evaluate", "outputs/count/1", "outputs/count/2")
        let shape =
            #"outputs/count/1: fitness [\d.]+ in generation \d\nbits [01]{4}\noutputs/count/2: fitness [\d.]+ in generation "#
            + #"\d\nbits [01]{4}\nfitness: [\d.]+ over 2 runs \(standard deviation [\d.]+, [\d.]+ to [\d.]+\)\n"#
        #expect(try outcome.status == 0 && outcome.output.hasShape(shape), "\(outcome)")
        let files = try tool.run("evaluate", "outputs/count/1/solution", "outputs/count/2/solution").output.lines
        let summary = #"fitness: [\d.]+ over 2 solutions \(standard deviation [\d.]+, [\d.]+ to [\d.]+\)"#
        #expect(try #require(files.last).hasShape(summary), "\(files)")
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
