import Environments
import Networks
import Records
import TestSupport
import Testing

@testable import Experiments

@Suite struct `A policy file` {
    private let runs = SmallRuns()
    private var path: String { runs.output + "/small/a/policy" }

    @Test func `is the same after reading and writing`() throws {
        try runs.perform(runs.configuration(generations: 2))
        let file = try PolicyFile(readFrom: path)
        #expect(file.environment.name == "cartpole" && file.maxSteps == 500 && file.seed == 0)
        #expect(file.test.generation == 1 && file.test.episodes == 3)
        #expect(file.policy.shape.network.widths == [4, 3, 1])
        try file.write(to: path + "-copy")
        #expect(try bytes(of: path + "-copy") == bytes(of: path))
    }

    @Test func `plays its test again`() throws {
        let outcome = try runs.perform(runs.configuration(generations: 4, testsEvery: 2))
        let evaluation = try PolicyEvaluation(path: path, threads: 1)
        #expect(evaluation.meanReturn == outcome.meanTestReturn)
        #expect(evaluation.returns.count == 3)
        #expect(evaluation.lengths == evaluation.returns.map { Int($0) })
    }

    @Test func `of a run is the last test's, and the best test's beside it`() throws {
        let noted = NotedRun()
        try runs.perform(runs.configuration(generations: 12), observer: noted)
        let tests = noted.reports.compactMap(\.policyReturn)
        #expect(try PolicyFile(readFrom: path).test.meanReturn == tests.last)
        let best = try PolicyFile(readFrom: path + "-best").test
        #expect(best.meanReturn == tests.max())
        #expect(best.generation == tests.firstIndex(of: try #require(tests.max())))
    }

    @Test func `for an environment that is not there, or does not fit, is refused`() throws {
        try runs.perform(runs.configuration(generations: 1))
        let file = try PolicyFile(readFrom: path)
        let foreign = PolicyFile(
            test: file.test, policy: file.policy, environment: ChosenEnvironment("moon"), maxSteps: 5, seed: 0)
        try foreign.write(to: path)
        do {
            _ = try PolicyEvaluation(path: path)
            Issue.record("there is no moon")
        } catch {
            let known = "'acrobot', 'cartpole', 'mountain_car', 'mountain_car_continuous', 'pendulum'"
            #expect("\(error)" == "there is no environment 'moon'; known are \(known)")
        }
        let network = BinaryNetwork(widths: [2, 1], hasBiases: false)
        let shape = PolicyShape(thresholds: .sign(values: 2), network: network, choice: .sign, actions: 2)
        let test = PolicyTest(recipe: .explicit(network.makeGenome()), generation: 0, episodes: 1, meanReturn: 0)
        try PolicyFile(
            test: test, policy: Policy(shape: shape, genome: network.makeGenome()),
            environment: ChosenEnvironment("cartpole"),
            maxSteps: 5, seed: 0
        ).write(to: path)
        #expect(throws: ExperimentError.foreignPolicy(path: path, environment: "cartpole")) {
            try PolicyEvaluation(path: path)
        }
    }

    @Test func `that is damaged is refused, whatever the damage`() throws {
        try runs.perform(runs.configuration(generations: 1))
        let whole = try bytes(of: path)
        var fuzzer = ByteFuzzer(seed: 5)
        for seed in 0..<300 {
            let damaged = fuzzer.damaged(whole)
            if damaged == whole { continue }
            try write(damaged, to: path)
            #expect(throws: ArchiveError.self, "damage \(seed)") { try PolicyFile(readFrom: path) }
        }
    }
}
