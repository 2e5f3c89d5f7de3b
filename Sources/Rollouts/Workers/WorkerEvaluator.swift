import Kernels
import Networks
import Search

/// Rates individuals by episodes or by an objective, on all of its workers.
package final class WorkerEvaluator: Evaluator {
    private let settings: EpisodeSettings
    private let ratings: Ratings
    private let pool: WorkerPool<any Worker>

    /// What its workers give.
    package struct Ratings: Sendable {
        /// Whether a reward makes the fitness of rated individuals, in place of their returns.
        package let areShaped: Bool
        /// Whether they say what rated individuals did.
        package let haveBehaviors: Bool
        /// The function that gives further objectives, for messages.
        package let function: String

        package init(areShaped: Bool, haveBehaviors: Bool, function: String) {
            (self.areShaped, self.haveBehaviors, self.function) = (areShaped, haveBehaviors, function)
        }
    }

    /// - Parameters:
    ///   - threads: One for each worker, at least 1.
    ///   - makeWorker: Called once for each on its own thread, with its number from 0.
    package init(
        threads: Int, settings: EpisodeSettings, ratings: Ratings,
        makeWorker: @escaping @Sendable (_ number: Int) throws -> any Worker
    ) throws {
        (self.settings, self.ratings) = (settings, ratings)
        pool = try WorkerPool(count: threads, makeContext: makeWorker)
    }

    package private(set) var forgivenFailure: (any Error)?

    package var parallel: any Parallel { pool }

    /// - Throws: `EpisodeFailure` with what an environment, a function of the script or a worker failed with; of several,
    ///   that of the lowest worker; none that is forgiven. `BehaviorError`, `ObjectiveError`.
    package func evaluate(_ request: EvaluationRequest) throws -> Evaluations {
        try evaluate(EpisodePlan(request: request, settings: settings))
    }

    func evaluate(_ plan: EpisodePlan) throws -> Evaluations {
        let evaluations = Evaluations(plan, isShaped: ratings.areShaped)
        let results = try work(on: plan, into: evaluations)
        forgivenFailure = results.forgivenFailure
        if ratings.haveBehaviors && plan.rates { evaluations.behaviors = try results.behaviors(of: plan) }
        evaluations.objectives = try results.furtherObjectives(of: plan, function: ratings.function)
        evaluations.observations = results.observations
        return evaluations
    }

    private func work(on plan: EpisodePlan, into evaluations: Evaluations) throws -> [WorkerResults] {
        let jobs = WorkCounter(plan.count)
        // The first worker is this thread, which is done before the others have begun.
        if plan.count == 1 {
            let results = WorkerResults(evaluations)
            try pool.contexts[0].work(on: plan, jobs, workers: 1, into: results)
            return [results]
        }
        let (count, results) = (pool.count, (0..<pool.count).map { _ in WorkerResults(evaluations) })
        try pool.onEachWorker { number, worker in
            do {
                try worker.work(on: plan, jobs, workers: count, into: results[number])
            } catch {
                jobs.stop()
                throw error
            }
        }
        return results
    }
}

extension Evaluations {
    /// With room for the results of a plan.
    /// - Parameter isShaped: Whether a reward makes the fitness of those that are rated.
    convenience init(_ plan: EpisodePlan, isShaped: Bool) {
        self.init(
            individuals: plan.request.recipes.count,
            episodes: plan.request.episodes,
            combination: plan.settings.combination,
            isShaped: isShaped && plan.rates,
            forgivesFailures: plan.settings.errorRule == .worst
        )
    }
}

extension WorkerEvaluator {
    /// One whose threads play episodes on lanes.
    /// - Parameters:
    ///   - threads: Workers, at least 1.
    ///   - lanes: Episodes that a worker steps together; chosen by the size of the networks if nil.
    ///   - reward: What makes the fitness of rated individuals; nil: their returns do.
    ///   - hasBehavior: Whether the kit says what they did.
    ///   - makeKit: What a worker plays with; each worker calls it on its own thread, with its number from 0.
    package convenience init(
        threads: Int,
        lanes: Int?,
        shape: PolicyShape,
        settings: EpisodeSettings,
        kernels: KernelSet,
        reward: RewardChoice? = nil,
        hasBehavior: Bool = false,
        makeKit: @escaping @Sendable (_ worker: Int) throws -> any WorkerKit
    ) throws {
        let game = Game(shape: shape, lanes: lanes, reward: reward, hasBehavior: hasBehavior)
        try self.init(threads: threads, game, settings: settings, kernels: kernels, makeKit: makeKit)
    }

    /// The same of a game.
    package convenience init(
        threads: Int, _ game: Game, settings: EpisodeSettings, kernels: KernelSet,
        makeKit: @escaping @Sendable (_ worker: Int) throws -> any WorkerKit
    ) throws {
        try self.init(threads: threads, settings: settings, ratings: game.ratings) { number in
            try LaneGroup(game, kit: makeKit(number), kernels: kernels)
        }
    }

    /// One whose threads rate by an objective.
    /// - Parameter threads: Workers, at least 1; each makes its own objective on its own thread.
    package convenience init(threads: Int, choice: ObjectiveChoice, settings: EpisodeSettings) throws {
        try self.init(threads: threads, settings: settings, ratings: .objective) { _ in
            ObjectiveWorker(try choice.make(), problem: choice.variables.problem)
        }
    }
}
