import Environments
import Kernels
import Networks
import Search

/// Rates individuals by episodes of an environment, on all workers.
package final class EpisodeEvaluator: Evaluator {
    private let settings: EpisodeSettings
    private let pool: WorkerPool<LaneGroup>

    /// Memory that a group's networks may take, in bytes.
    package static let groupBytes = 64 << 20
    /// The most lanes that a group has unless it is told: two full vectors of 16, whose small networks leave half of the
    /// nearest cache free.
    package static let standardLanes = 32

    /// Lanes of a group for networks of this shape: what fits 64 MiB, at least 1 and at most `standardLanes`.
    package static func lanes(for shape: NetworkShape) -> Int {
        min(max(groupBytes / shape.bytes, 1), standardLanes)
    }

    /// - Parameters:
    ///   - threads: Workers, at least 1.
    ///   - lanes: Episodes that a worker steps together; chosen by the size of the networks if nil.
    ///   - makeEnvironment: Makes a group with a number of lanes; each worker calls it on its own thread.
    package init(
        threads: Int,
        lanes: Int?,
        shape: PolicyShape,
        settings: EpisodeSettings,
        kernels: KernelSet,
        makeEnvironment: @escaping @Sendable (_ worker: Int, _ lanes: Int) throws -> any Environment
    ) throws {
        self.settings = settings
        let lanes = lanes ?? Self.lanes(for: shape.network.shape)
        pool = try WorkerPool(count: threads) { worker in
            LaneGroup(environment: try makeEnvironment(worker, lanes), shape: shape, kernels: kernels)
        }
    }

    package var parallel: any Parallel { pool }

    /// Plays the episodes of a request.
    /// - Throws: What an environment threw; of several, that of the lowest worker.
    package func evaluate(_ request: EvaluationRequest) throws -> Evaluations {
        try evaluate(EpisodePlan(request: request, settings: settings))
    }

    func evaluate(_ plan: EpisodePlan) throws -> Evaluations {
        let evaluations = Evaluations(
            individuals: plan.request.recipes.count,
            episodes: plan.request.episodes,
            combination: plan.settings.combination
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
        return evaluations
    }
}
