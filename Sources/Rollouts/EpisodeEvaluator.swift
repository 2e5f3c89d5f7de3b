import Environments
import Kernels
import Networks
import Search

/// Rates individuals by episodes of an environment, on all workers.
package final class EpisodeEvaluator: Evaluator {
    private let settings: EpisodeSettings
    private let reward: RewardChoice?
    private let hasBehavior: Bool
    private let pool: WorkerPool<LaneGroup>

    /// Memory that a group's networks may take, in bytes.
    package static let groupBytes = 16 << 20
    /// The most lanes that a group has unless it is told: two full vectors of 16, whose small networks leave half of the
    /// nearest cache free.
    package static let standardLanes = 32

    /// Memory that a group's observations may take, in bytes.
    package static let observationBytes = 64 << 20

    /// Lanes of a group for policies of this shape: those whose networks fit 16 MiB and whose observations fit 64 MiB, at
    /// least 1 and at most `standardLanes`.
    package static func lanes(for shape: PolicyShape) -> Int {
        let fitting = min(groupBytes / shape.network.bytes, observationBytes / shape.observationBytes)
        return min(max(fitting, 1), standardLanes)
    }

    /// - Parameters:
    ///   - threads: Workers, at least 1.
    ///   - lanes: Episodes that a worker steps together; chosen by the size of the networks if nil.
    ///   - reward: What makes the fitness of rated individuals; nil: their returns do.
    ///   - hasBehavior: Whether the kit says what they did.
    ///   - makeKit: What a worker plays with; each worker calls it on its own thread, with its number from 0.
    package init(
        threads: Int,
        lanes: Int?,
        shape: PolicyShape,
        settings: EpisodeSettings,
        kernels: KernelSet,
        reward: RewardChoice? = nil,
        hasBehavior: Bool = false,
        makeKit: @escaping @Sendable (_ worker: Int) throws -> any WorkerKit
    ) throws {
        self.settings = settings
        self.reward = reward
        self.hasBehavior = hasBehavior
        let lanes = lanes ?? Self.lanes(for: shape)
        pool = try WorkerPool(count: threads) { worker in
            try LaneGroup(
                kit: makeKit(worker),
                capacity: lanes,
                shape: shape,
                reward: reward,
                hasBehavior: hasBehavior,
                kernels: kernels
            )
        }
    }

    package private(set) var forgivenFailure: (any Error)?

    package var parallel: any Parallel { pool }

    /// Plays the episodes of a request.
    /// - Throws: `EpisodeFailure` with what an environment threw; of several, that of the lowest worker; none that
    ///   is forgiven. `BehaviorError`, `ObjectiveError`.
    package func evaluate(_ request: EvaluationRequest) throws -> Evaluations {
        try evaluate(EpisodePlan(request: request, settings: settings))
    }

    func evaluate(_ plan: EpisodePlan) throws -> Evaluations {
        let evaluations = Evaluations(
            individuals: plan.request.recipes.count,
            episodes: plan.request.episodes,
            combination: plan.settings.combination,
            isShaped: reward != nil && plan.request.purpose == .episode,
            forgivesFailures: settings.errorRule == .worst
        )
        let work = WorkCounter(plan.count)
        let share = (work.count + pool.count - 1) / pool.count
        try pool.onEachWorker { _, group in
            do {
                try group.play(plan, work: work, share: share, into: evaluations)
            } catch {
                work.stop()
                throw error
            }
        }
        forgivenFailure = ForgivenFailure.first(pool.contexts.map(\.forgivenFailure))
        if hasBehavior && plan.request.purpose == .episode { evaluations.behaviors = try behaviors(of: plan) }
        evaluations.objectives = try FurtherObjectives.inOrder(
            pool.contexts.map(\.further), of: plan, evaluations, function: "reward")
        evaluations.observations = observations()
        return evaluations
    }

    /// What the episodes observed, in order of episode.
    private func observations() -> ObservationStatistics? {
        let all = pool.contexts.flatMap(\.observations).sorted { $0.job < $1.job }
        guard var sum = all.first?.statistics else { return nil }
        for (_, statistics) in all.dropFirst() { sum.add(statistics) }
        return sum
    }

    /// What each episode did, in order of episode; empty for one that failed.
    private func behaviors(of plan: EpisodePlan) throws(BehaviorError) -> [[Double]] {
        var behaviors = [[Double]](repeating: [], count: plan.count)
        for group in pool.contexts {
            for (job, values) in group.behaviors { behaviors[job] = values }
        }
        let size = behaviors.first { !$0.isEmpty }?.count ?? 0
        for (job, values) in behaviors.enumerated() where !values.isEmpty && values.count != size {
            throw .otherSize(got: values.count, individual: plan.individual(of: job) + 1, expected: size)
        }
        return behaviors
    }
}
