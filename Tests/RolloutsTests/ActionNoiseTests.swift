import Environments
import Kernels
import Networks
import Randomness
import Search
import TestSupport
import Testing

@testable import Rollouts

/// An environment of the tests that earns what is done: its reward is the action; episodes last 3 to 9 steps.
private final class Echo: StepwiseEnvironment {
    let specification = EnvironmentSpecification(
        name: "echo",
        summary: "earns its actions",
        observationSpace: .box(low: [-1], high: [1]),
        actionSpace: .box(low: [-20], high: [20]),
        maxSteps: 9
    )
    let batch: ObservationBatch
    private var left: [Int]

    init(capacity: Int) {
        batch = ObservationBatch(capacity: capacity, valueCount: 1, layout: .laneMajor)
        left = Array(repeating: 0, count: capacity)
    }

    static func length(_ random: RandomStream) -> Int {
        var random = random
        return 3 + Int(random.integer(below: 7))
    }

    func reset(lane: Int, random: RandomStream) {
        left[lane] = Self.length(random)
        batch[lane: lane, value: 0] = 0
    }

    func step(lanes: Int, actions: ActionBatch) {
        for lane in 0..<lanes {
            left[lane] -= 1
            batch.rewards[lane] = Double(actions.continuous[lane])
            batch.terminated[lane] = left[lane] == 0 ? 1 : 0
        }
    }

    func move(from source: Int, to target: Int) {
        left[target] = left[source]
        batch.moveObservation(from: source, to: target)
        batch.terminated[target] = 0
    }
}

@Suite struct `Action noise` {
    private func plan(_ purpose: Purpose) -> EpisodePlan {
        let network = DenseNetwork(widths: [1, 1], activation: .tanh)
        let recipes = (0..<11).map { _ in Recipe.explicit(Genome(bitCount: 0, floatCount: network.floatCount)) }
        return EpisodePlan(
            recipes: recipes, expression: WrittenOut(), episodes: 2, seed: 8, purpose: purpose, generation: 4,
            maxSteps: 9)
    }

    private func returns(_ plan: EpisodePlan, threads: Int, lanes: Int) throws -> [Double] {
        let shape = PolicyShape(
            encoder: .values(1), network: .dense(DenseNetwork(widths: [1, 1], activation: .tanh)),
            decoder: .continuous(low: [-20], high: [20], noise: 0.25))
        return try WorkerEvaluator(threads: threads, lanes: lanes, shape: shape, kernels: .best) { _, lanes in
            Echo(capacity: lanes)
        }.evaluate(plan).returns.array()
    }

    @Test(arguments: [(1, 1), (1, 5), (2, 3), (3, 64)])
    func `comes from the decoder's stream of each rated episode`(threads: Int, lanes: Int) throws {
        let plan = plan(.episode)
        let expected = (0..<plan.count).map { job in
            var random = plan.random(of: job, purpose: .decoder)
            return (0..<Echo.length(plan.random(of: job))).reduce(0.0) { sum, _ in
                sum + Double(20 * Float(0.25 * random.normal()))
            }
        }
        #expect(Set(expected).count > 20)
        #expect(try returns(plan, threads: threads, lanes: lanes) == expected)
    }

    @Test func `is left out of tests`() throws {
        #expect(try returns(plan(.test), threads: 2, lanes: 3).allSatisfy { $0 == 0 })
    }
}
