import Environments
import Kernels
import Networks
import Randomness
import Testing

@testable import Rollouts

@Suite struct Calibrating {
    private func task(episodes: Int, maxSteps: Int, seed: UInt64) -> CalibrationTask {
        CalibrationTask(episodes: episodes, maxSteps: maxSteps, seed: seed, kernels: .best)
    }

    @Test func `observes every step of episodes of random actions, the first and the last included`() throws {
        let observed = try Calibration.observations(
            of: Drift(capacity: 1), task(episodes: 5, maxSteps: 30, seed: 8))
        var expected: [[Float]] = [[], []]
        for episode in 0..<5 {
            let drift = Drift(capacity: 1)
            var random = RandomStream(RandomAddress(seed: 8, purpose: .calibration, subject: 1, episode: episode))
            let start = RandomAddress(seed: 8, purpose: .calibration, subject: 0, episode: episode)
            try drift.reset(lane: 0, random: RandomStream(start))
            for value in 0..<2 { expected[value].append(drift.batch[lane: 0, value: value]) }
            let actions = ActionBatch(capacity: 1, shape: .discrete(count: 2))
            while drift.batch.terminated[0] == 0 && drift.batch.truncated[0] == 0 || expected[0].isEmpty {
                actions.discrete[0] = Int32(random.integer(below: 3))
                try drift.stage(actions: actions).run(lanes: 1)
                for value in 0..<2 { expected[value].append(drift.batch[lane: 0, value: value]) }
            }
        }
        #expect(observed == expected)
    }

    @Test func `sums up what it observes, in its order`() throws {
        func cartPole() -> CartPole { CartPole(capacity: 1, kernels: .best) }
        let samples = try Calibration.observations(of: cartPole(), task(episodes: 6, maxSteps: 40, seed: 2))
        let statistics = try Calibration.statistics(
            of: cartPole(), nil, task(episodes: 6, maxSteps: 40, seed: 2))
        #expect(statistics == ObservationStatistics(of: samples))
    }

    @Test func `stops at the limit of steps, and repeats itself for a seed`() throws {
        func observe(_ seed: UInt64) throws -> [[Float]] {
            try Calibration.observations(
                of: CartPole(capacity: 3, kernels: .best), task(episodes: 4, maxSteps: 6, seed: seed))
        }
        #expect(try observe(1).map(\.count) == [28, 28, 28, 28])
        #expect(try observe(1) == observe(1))
        #expect(try observe(1) != observe(2))
    }
}
